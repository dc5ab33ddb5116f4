//! Taking times. What is compared is run in turns, a block of ours and a block of raw, so that
//! whatever else the machine does meanwhile hits both; the figure is the median of single runs, so that
//! a hiccup is no figure.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many runs stand in one block.
const BLOCK: usize = 20;

/// The median times of one thing, done by the program and by raw SQLite.
#[derive(Clone, Copy)]
pub struct Times {
    /// By the program.
    pub ours: Duration,
    /// By raw SQLite; none where there is nothing to compare.
    pub raw: Option<Duration>,
}

/// Times both for every input, `rounds` times over, after one untimed round.
pub fn compare<T, A, B>(
    inputs: &[T],
    rounds: usize,
    mut ours: impl FnMut(&T) -> A,
    mut raw: impl FnMut(&T) -> B,
) -> Times {
    let (mut of_ours, mut of_raw) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        if round == 1 {
            of_ours.clear();
            of_raw.clear();
        }
        for block in inputs.chunks(BLOCK) {
            of_ours.extend(block.iter().map(|input| time(|| ours(input))));
            of_raw.extend(block.iter().map(|input| time(|| raw(input))));
        }
    }
    Times { ours: median(of_ours), raw: Some(median(of_raw)) }
}

/// Times something that has nothing to be compared with.
pub fn alone<T, A>(inputs: &[T], mut ours: impl FnMut(&T) -> A) -> Times {
    Times { ours: median(inputs.iter().map(|input| time(|| ours(input))).collect()), raw: None }
}

/// How long something takes.
pub fn time<A>(run: impl FnOnce() -> A) -> Duration {
    let start = Instant::now();
    black_box(run());
    start.elapsed()
}

/// The one in the middle.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
