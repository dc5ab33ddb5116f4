//! How much one client may ask for: a store that fills with time, and from which each request takes one, and one that
//! finds nothing some more, so that codes can't be guessed. What is remembered of clients is bounded: when there
//! are too many, those who come share counts among them.

use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::client::Client;

/// How many seconds' worth of requests may come at once.
const BURST: u32 = 6;
/// How many requests one that finds nothing counts for, beside itself.
const MISS: u32 = 9;
/// How many clients are counted each for itself.
const CLIENTS: usize = 20_000;
/// How many counts those beyond share.
const SHARED: u64 = 4096;
/// After how many requests clients are forgotten who have everything again.
const SWEEP: u32 = 4096;

/// The counts of all clients.
pub(super) struct Rate {
    store: DefaultKeyedRateLimiter<Client>,
    clock: DefaultClock,
    asked: AtomicU32,
    hasher: RandomState,
    clients: usize,
}

impl Rate {
    /// So many requests a second in the long run.
    pub fn new(a_second: u32) -> Option<Self> {
        Self::of(a_second, CLIENTS)
    }

    fn of(a_second: u32, clients: usize) -> Option<Self> {
        let a_second = NonZeroU32::new(a_second)?;
        let burst = NonZeroU32::new(a_second.get().saturating_mul(BURST))?;
        let store = RateLimiter::keyed(Quota::per_second(a_second).allow_burst(burst));
        let (clock, asked) = (DefaultClock::default(), AtomicU32::new(0));
        Some(Self { store, clock, asked, hasher: RandomState::new(), clients })
    }

    /// Takes one; where there is none left, after how long there will be.
    pub fn take(&self, client: Client) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.store.retain_recent();
            self.store.shrink_to_fit();
        }
        let taken = self.store.check_key(&self.counted(client));
        taken.map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Takes what one that found nothing counts for besides.
    pub fn missed(&self, client: Client) {
        if let Some(more) = NonZeroU32::new(MISS) {
            // Where less is left, the next request finds out soon enough.
            let _ = self.store.check_key_n(&self.counted(client), more);
        }
    }

    /// Under which name a client is counted.
    fn counted(&self, client: Client) -> Client {
        if self.store.len() < self.clients {
            return client;
        }
        let place = self.hasher.hash_one(client) % SHARED;
        Client::Crowd(u16::try_from(place).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_no_more_and_others_are_not_hindered() {
        let rate = Rate::new(1).unwrap();
        let (one, other) = (Client::V4(1), Client::V4(2));
        for _ in 0..BURST {
            rate.take(one).unwrap();
        }
        let wait = rate.take(one).unwrap_err();
        assert!(wait <= Duration::from_secs(1) && wait > Duration::ZERO, "{wait:?}");
        rate.take(other).unwrap();
        assert!(Rate::new(0).is_none());
    }

    #[test]
    fn what_finds_nothing_counts_for_more() {
        let rate = Rate::new(2).unwrap();
        rate.take(Client::V4(1)).unwrap();
        rate.missed(Client::V4(1));
        let left = (0..BURST * 2).filter(|_| rate.take(Client::V4(1)).is_ok()).count();
        assert!(left <= 2, "{left}");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let rate = Rate::of(1, 100).unwrap();
        for n in 0..20_000 {
            let _ = rate.take(Client::V4(n));
        }
        assert!(rate.store.len() <= 100 + usize::try_from(SHARED).unwrap(), "{}", rate.store.len());
    }
}
