//! Whoever counts the tickets of views while somebody works: a thread for each round, with a connection of its own, so
//! that a count over a million tickets never holds up a key. What was counted is heard between two keys. Called by the
//! app alone.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::courier::Round;
use super::terminal::Waker;
use crate::desk::Desk;
use crate::domain::error::Result;
use crate::domain::ticket::Listing;
use crate::text::Words;

/// How long counts stay as they are, whatever is written meanwhile.
const REST: Duration = Duration::from_secs(2);

/// The counts of a round, by what was counted.
type Counted = Vec<(String, i64)>;

/// Who counts, for all of the program's life.
pub struct Counter {
    known: HashMap<String, i64>,
    under_way: bool,
    began: Option<Instant>,
    answer: Sender<Counted>,
    answers: Receiver<Counted>,
    waker: Waker,
}

impl Default for Counter {
    fn default() -> Self {
        let (answer, answers) = channel();
        Self {
            known: HashMap::new(),
            under_way: false,
            began: None,
            answer,
            answers,
            waker: Waker::default(),
        }
    }
}

impl Counter {
    /// Wakes a loop when there is something to hear.
    pub fn wake(&mut self, waker: Waker) {
        self.waker = waker;
    }

    /// How many tickets a list held when it was counted last.
    pub fn of(&self, listing: &Listing) -> Option<i64> {
        self.known.get(&listing.query).copied()
    }

    /// Keeps a count that somebody else made.
    pub fn know(&mut self, listing: &Listing, count: i64) {
        self.known.insert(listing.query.clone(), count);
    }

    /// Begins to count, unless that is under way or was done just now.
    pub fn count(&mut self, round: Round, listings: Vec<Listing>) {
        let new = listings.iter().any(|listing| !self.known.contains_key(&listing.query));
        let rests = self.began.is_some_and(|began| began.elapsed() < REST) && !new;
        if self.under_way || rests || listings.is_empty() {
            return;
        }
        (self.under_way, self.began) = (true, Some(Instant::now()));
        let (answer, waker) = (self.answer.clone(), self.waker.clone());
        std::thread::spawn(move || {
            let _ = answer.send(counted(&round, listings).unwrap_or_default());
            waker.wake();
        });
    }

    /// Whether something new was counted.
    pub fn hear(&mut self) -> bool {
        let Ok(counted) = self.answers.try_recv() else { return false };
        self.under_way = false;
        let news = counted.iter().any(|(query, count)| self.known.get(query) != Some(count));
        self.known.extend(counted);
        news
    }
}

fn counted(round: &Round, listings: Vec<Listing>) -> Result<Counted> {
    let mut desk = Desk::open(&round.database, true, round.clock, Words::new(round.language))?;
    desk.sign_in(Some(&round.login), &round.account)?;
    // A view that is not understood any more has no count.
    let count = |listing: Listing| Some((listing.query.clone(), desk.count_tickets(&listing).ok()?));
    Ok(listings.into_iter().filter_map(count).collect())
}
