//! How often a report is read anew when others write: what took long is read again only after twenty times as long, so that
//! a report of many years never takes more than a twentieth of the time. Until then it shows what was read.

use std::time::{Duration, Instant};

use crate::domain::error::Result;

/// What is read this fast is read whenever somebody asks.
const FAST: Duration = Duration::from_millis(100);
/// How many times as long as it took something stands.
const STANDS: u32 = 20;

/// When something was read last, and how long that took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    last: Option<(Instant, Duration)>,
    /// Whether it was asked for since, and not read.
    late: bool,
}

impl Pace {
    /// Whether it is time to read it anew; that it was not is remembered.
    pub fn is_due(&mut self) -> bool {
        let fresh = self.last.is_some_and(|(at, took)| took > FAST && at.elapsed() < took * STANDS);
        self.late = fresh;
        !fresh
    }

    /// Whether what was asked for in vain is due by now.
    pub fn is_late(&mut self) -> bool {
        self.late && self.is_due()
    }

    /// Reads it.
    pub fn read<T>(&mut self, read: impl FnOnce() -> Result<T>) -> Result<T> {
        let begun = Instant::now();
        let found = read();
        *self = Self { last: Some((begun, begun.elapsed())), late: false };
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_fast_is_read_whenever_asked() {
        let mut pace = Pace::default();
        assert!(pace.is_due() && !pace.is_late());
        pace.read(|| Ok(())).unwrap();
        assert!(pace.is_due() && !pace.is_late());
    }

    #[test]
    fn what_took_long_stands_for_a_while() {
        let took =
            |took, ago| Pace { last: Instant::now().checked_sub(ago).map(|at| (at, took)), late: false };
        let mut pace = took(Duration::from_secs(1), Duration::from_secs(3));
        assert!(!pace.is_due() && !pace.is_late() && pace.late, "asked for in vain");
        let mut pace = Pace { late: true, ..took(Duration::from_secs(1), Duration::from_secs(21)) };
        assert!(pace.is_late(), "and due by now");
        assert!(took(Duration::from_millis(50), Duration::ZERO).is_due());
    }
}
