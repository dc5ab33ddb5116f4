//! Whoever takes back what concerns many tickets, or does it again, while somebody works: a thread with a connection of
//! its own, so that thousands of tickets never hold up a key. What came of it is heard between two keys. Called by the
//! app alone.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::courier::Round;
use super::terminal::Waker;
use crate::desk::Desk;
use crate::domain::command::{Call, Command, Outcome};
use crate::domain::error::Result;
use crate::text::Words;

/// A command, and what came of it.
type Turned = (Command, Result<Outcome>);

/// Who turns, for all of the program's life.
pub struct Turner {
    under_way: bool,
    answer: Sender<Turned>,
    answers: Receiver<Turned>,
    waker: Waker,
}

impl Default for Turner {
    fn default() -> Self {
        let (answer, answers) = channel();
        Self { under_way: false, answer, answers, waker: Waker::default() }
    }
}

impl Turner {
    /// Wakes a loop when there is something to hear.
    pub fn wake(&mut self, waker: Waker) {
        self.waker = waker;
    }

    /// Whether something is under way.
    pub fn is_busy(&self) -> bool {
        self.under_way
    }

    /// Begins.
    pub fn begin(&mut self, round: Round, command: Command, call: Call) {
        self.under_way = true;
        let (answer, waker) = (self.answer.clone(), self.waker.clone());
        std::thread::spawn(move || {
            let outcome = turned(&round, &command, &call);
            let _ = answer.send((command, outcome));
            waker.wake();
        });
    }

    /// What came of it, once it is over.
    pub fn hear(&mut self) -> Option<Turned> {
        let turned = self.answers.try_recv().ok()?;
        self.under_way = false;
        Some(turned)
    }

    /// Waits until it is over, before the program ends.
    pub fn close(&mut self) {
        if std::mem::take(&mut self.under_way) {
            let _ = self.answers.recv();
        }
    }
}

fn turned(round: &Round, command: &Command, call: &Call) -> Result<Outcome> {
    let mut desk = Desk::open(&round.database, false, round.clock, Words::new(round.language))?;
    desk.sign_in(Some(&round.login), &round.account)?;
    desk.execute(command, call)
}
