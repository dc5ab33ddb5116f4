//! Copying: the way that fits the surroundings, and what the program can know of its success. Over SSH or
//! without a display a text is sent to the terminal (OSC 52), inside tmux into its buffer as well; else it
//! goes to the system clipboard, and from there on to the terminal and the eye where that fails. What can
//! hang runs on threads of its own with a deadline; what came of it is heard between two keys. Called by
//! the app alone. No text that is copied is written anywhere else.

mod surroundings;
mod system;
#[cfg(test)]
mod tests;
mod tmux;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

pub use surroundings::Surroundings;
use surroundings::Way;

use super::terminal::Waker;

/// How long a clipboard may take to answer. A display that accepts and never answers takes for ever.
const DEADLINE: Duration = Duration::from_millis(300);

/// What became of a copy, as far as the program can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// It is on the system clipboard.
    System,
    /// It was sent to the terminal, which answers nothing.
    Terminal,
    /// It is in tmux's buffer, and was sent to the terminal.
    Tmux,
}

/// What the interface has to do for a copy now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// A text to send to the terminal.
    pub send: Option<String>,
    /// A text to show, for selecting it by hand.
    pub show: Option<String>,
    /// What to say.
    pub method: Option<Method>,
}

/// Puts a text on a clipboard; whether it did.
type Sink = Box<dyn FnMut(&str) -> bool>;

/// What a thread answers: of which job, on which way, and whether it succeeded.
type Answer = (u64, Way, bool);

/// A copy whose answer is waited for.
struct Waiting {
    job: u64,
    way: Way,
    text: String,
    due: Instant,
}

/// The clipboards of a program, for all of its life.
pub struct Clipboard {
    surroundings: Surroundings,
    open: fn() -> Sink,
    jobs: u64,
    /// To the one thread that holds the system clipboard.
    system: Option<Sender<(u64, String)>>,
    /// Whether that thread has not come back from what it does.
    stuck: bool,
    waiting: Option<Waiting>,
    answer: Sender<Answer>,
    answers: Receiver<Answer>,
    waker: Waker,
}

impl Clipboard {
    /// The clipboards of some surroundings; nothing is opened before something is copied.
    pub fn new(surroundings: Surroundings) -> Self {
        Self::with(surroundings, system::open)
    }

    fn with(surroundings: Surroundings, open: fn() -> Sink) -> Self {
        let (answer, answers) = channel();
        let (system, waiting, waker) = (None, None, Waker::default());
        Self { surroundings, open, jobs: 0, system, stuck: false, waiting, answer, answers, waker }
    }

    /// Wakes a loop when there is something to hear.
    pub fn wake(&mut self, waker: Waker) {
        self.waker = waker;
    }

    /// Copies a text: what is to be done at once. The rest is heard.
    pub fn copy(&mut self, text: &str) -> Step {
        self.waiting = None;
        self.jobs += 1;
        match self.surroundings.way() {
            Way::System if !self.stuck => self.put_on_system(text),
            Way::System => self.send_to_terminal(text, true),
            Way::Terminal => self.send_to_terminal(text, false),
        }
    }

    /// How long until a copy is given up, where one is under way.
    pub fn due(&self) -> Option<Duration> {
        self.waiting.as_ref().map(|waiting| waiting.due.saturating_duration_since(Instant::now()))
    }

    /// What became of the copy under way, once that is known.
    pub fn hear(&mut self) -> Option<Step> {
        while let Ok((job, way, done)) = self.answers.try_recv() {
            // Late, but it came back.
            self.stuck &= way != Way::System;
            if let Some(waiting) = self.waiting.take_if(|w| w.job == job) {
                return Some(self.answered(waiting, done));
            }
        }
        let waiting = self.waiting.take_if(|w| w.due <= Instant::now())?;
        self.stuck |= waiting.way == Way::System;
        Some(self.answered(waiting, false))
    }

    /// Lets go of the system clipboard, so that a clipboard manager can keep what is on it.
    pub fn close(mut self) {
        if self.system.take().is_none() || self.stuck {
            return;
        }
        let until = Instant::now() + DEADLINE;
        // The thread's last answer is to no job.
        while self
            .answers
            .recv_timeout(until.saturating_duration_since(Instant::now()))
            .is_ok_and(|(job, ..)| job > 0)
        {}
    }

    fn answered(&mut self, waiting: Waiting, done: bool) -> Step {
        let told = |method| Step { method: Some(method), ..Step::default() };
        match (waiting.way, done) {
            (Way::System, true) => told(Method::System),
            (Way::System, false) => self.send_to_terminal(&waiting.text, true),
            (Way::Terminal, true) => told(Method::Tmux),
            // That it was sent to the terminal was said before.
            (Way::Terminal, false) => Step::default(),
        }
    }

    fn put_on_system(&mut self, text: &str) -> Step {
        let (open, answer, waker) = (self.open, self.answer.clone(), self.waker.clone());
        let system = self.system.get_or_insert_with(|| system::keep(open, answer, waker));
        if system.send((self.jobs, text.to_owned())).is_err() {
            self.system = None;
            return self.send_to_terminal(text, true);
        }
        self.wait(Way::System, text);
        Step::default()
    }

    fn send_to_terminal(&mut self, text: &str, show: bool) -> Step {
        if self.surroundings.tmux {
            let (job, answer, waker) = (self.jobs, self.answer.clone(), self.waker.clone());
            let held = text.to_owned();
            std::thread::spawn(move || {
                let done = tmux::load(&held, DEADLINE);
                let _ = answer.send((job, Way::Terminal, done));
                waker.wake();
            });
            self.wait(Way::Terminal, text);
        }
        let text = text.to_owned();
        Step { show: show.then(|| text.clone()), send: Some(text), method: Some(Method::Terminal) }
    }

    fn wait(&mut self, way: Way, text: &str) {
        let due = Instant::now() + DEADLINE;
        self.waiting = Some(Waiting { job: self.jobs, way, text: text.to_owned(), due });
    }
}
