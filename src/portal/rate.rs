//! How much one client may ask for: a store that fills with time, and from which each request takes one. Those that find
//! nothing have a smaller store of their own, so that codes can't be guessed: whoever emptied it waits before anything
//! is answered again. What is remembered of clients is bounded: when there are too many, those who come share counts
//! among them.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::client::Client;

/// How many seconds' worth of requests may come at once.
const BURST: u32 = 6;
/// Of how many requests one may find nothing, in the long run. Who waits for one more may ask twice before the next wait.
const MISS: u32 = 20;
/// How many may find nothing at once.
const MISSES: u32 = 6;
/// How many clients are counted each for itself.
const CLIENTS: usize = 20_000;
/// How many counts those beyond share.
const SHARED: u64 = 4096;
/// After how many requests clients are forgotten who have everything again.
const SWEEP: u32 = 4096;

/// The counts of all clients.
pub(super) struct Rate {
    store: DefaultKeyedRateLimiter<Client>,
    misses: DefaultKeyedRateLimiter<Client>,
    /// Until when those wait who found nothing too often.
    waiting: Mutex<HashMap<Client, Instant>>,
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
        let each = Duration::from_secs(MISS.into()) / a_second.get();
        let at_once = NonZeroU32::new(MISSES)?;
        let misses = RateLimiter::keyed(Quota::with_period(each)?.allow_burst(at_once));
        let (clock, asked) = (DefaultClock::default(), AtomicU32::new(0));
        Some(Self {
            store,
            misses,
            waiting: Mutex::default(),
            clock,
            asked,
            hasher: RandomState::new(),
            clients,
        })
    }

    /// Takes one; where there is none left, after how long there will be.
    pub fn take(&self, client: Client) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.store.retain_recent();
            self.store.shrink_to_fit();
            self.misses.retain_recent();
            self.misses.shrink_to_fit();
            let now = Instant::now();
            self.waits().retain(|_, until| *until > now);
        }
        let client = self.counted(client);
        let wait = self.waits().get(&client).and_then(|until| until.checked_duration_since(Instant::now()));
        if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        let taken = self.store.check_key(&client);
        taken.map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Takes one that found nothing; who has none left waits for the next.
    pub fn missed(&self, client: Client) {
        let client = self.counted(client);
        if let Err(not_until) = self.misses.check_key(&client) {
            let until = Instant::now() + not_until.wait_time_from(self.clock.now());
            self.waits().insert(client, until);
        }
    }

    fn waits(&self) -> MutexGuard<'_, HashMap<Client, Instant>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn who_finds_nothing_too_often_waits_before_anything_else() {
        for a_second in [1, 10] {
            let rate = Rate::new(a_second).unwrap();
            let mut asked = 0;
            while rate.take(Client::V4(1)).is_ok() {
                rate.missed(Client::V4(1));
                asked += 1;
            }
            assert!(asked <= MISSES + 1, "{asked}");
            let wait = rate.take(Client::V4(1)).unwrap_err();
            assert!(wait > Duration::from_millis(500), "{wait:?} at {a_second}");
            rate.take(Client::V4(2)).unwrap();
        }
    }

    /// In the long run no more than a tenth of what one may ask for finds nothing.
    #[test]
    fn guessing_is_ten_times_slower_than_reading() {
        let rate = Rate::new(100).unwrap();
        let (begun, mut guessed) = (Instant::now(), 0u32);
        while begun.elapsed() < Duration::from_secs(2) {
            if rate.take(Client::V4(1)).is_ok() {
                rate.missed(Client::V4(1));
                guessed += 1;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(guessed <= 100 / 10 * 2 + MISSES * 2 + 2, "{guessed}");
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
