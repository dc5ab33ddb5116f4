//! Whoever carries messages away while somebody works: a thread for each round, with a connection and a
//! transport of its own, so that a slow mail server never holds up a key. What came of a round is heard
//! between two keys. Called by the app alone; what is sent, and what becomes of it, is the desk's to say.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::terminal::Waker;
use crate::desk::{Clock, Desk};
use crate::domain::error::{Error, Result};
use crate::domain::mail::{MailView, Post, Which};
use crate::domain::settings::Language;
use crate::mail;
use crate::text::Words;

/// How long nothing is tried after a round that could not even begin, as without a password.
const REST: Duration = Duration::from_secs(60);
/// How long nothing is tried while another process sends.
const SHORT_REST: Duration = Duration::from_secs(5);
/// How long the end of the program waits for a round under way: a message that is cut off is in doubt.
const FAREWELL: Duration = Duration::from_secs(10);

/// Where a round goes, and who goes.
#[derive(Clone, Debug)]
pub struct Round {
    /// The database.
    pub database: PathBuf,
    /// Who acts.
    pub login: String,
    /// The operating-system account.
    pub account: String,
    /// The clock.
    pub clock: Clock,
    /// Language of the words that are kept.
    pub language: Language,
}

/// What came of a round: the messages that were tried.
type Answer = Result<Vec<MailView>>;

/// The courier of a program, for all of its life.
pub struct Courier {
    post: Option<Post>,
    under_way: bool,
    rests_until: Option<Instant>,
    answer: Sender<Answer>,
    answers: Receiver<Answer>,
    waker: Waker,
}

impl Courier {
    /// A courier; without a way to send it stays at home.
    pub fn new(post: Option<Post>) -> Self {
        let (answer, answers) = channel();
        Self { post, under_way: false, rests_until: None, answer, answers, waker: Waker::default() }
    }

    /// Wakes a loop when there is something to hear.
    pub fn wake(&mut self, waker: Waker) {
        self.waker = waker;
    }

    /// Whether a round could begin by itself now.
    pub fn is_ready(&self) -> bool {
        self.can_go() && self.rests_until.is_none_or(|until| until <= Instant::now())
    }

    /// Whether a round could begin now for somebody who asks.
    pub fn can_go(&self) -> bool {
        self.post.is_some() && !self.under_way
    }

    /// Begins a round.
    pub fn go(&mut self, round: Round, which: Which) {
        let Some(post) = self.post.clone().filter(|_| !self.under_way) else { return };
        let (answer, waker) = (self.answer.clone(), self.waker.clone());
        self.under_way = true;
        std::thread::spawn(move || {
            let done = carry(&round, &post, which);
            let _ = answer.send(done);
            waker.wake();
        });
    }

    /// What came of the round under way, once that is known.
    pub fn hear(&mut self) -> Option<Answer> {
        let answer = self.answers.try_recv().ok()?;
        self.under_way = false;
        self.rests_until = match &answer {
            Ok(_) => None,
            Err(Error::Busy) => Some(Instant::now() + SHORT_REST),
            Err(_) => Some(Instant::now() + REST),
        };
        Some(answer)
    }

    /// Waits a while for the round under way.
    pub fn close(self) {
        if self.under_way {
            let _ = self.answers.recv_timeout(FAREWELL);
        }
    }
}

fn carry(round: &Round, post: &Post, which: Which) -> Answer {
    let mut desk = Desk::open(&round.database, false, round.clock, Words::new(round.language))?;
    desk.sign_in(Some(&round.login), &round.account)?;
    let mut transport = mail::transport(post, &round.database);
    desk.deliver(transport.as_mut(), which)
}
