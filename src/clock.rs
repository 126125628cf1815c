//! Time as a parameter: the only file that asks the operating system what time it is.
use chrono::{Duration, NaiveDate, NaiveDateTime, SubsecRound};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// UTC, truncated to microseconds: what both databases keep.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// What a test turned the clock by, in microseconds.
    turned: Arc<AtomicI64>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system clock")]
    pub fn now(&self) -> NaiveDateTime {
        let turned = Duration::microseconds(self.turned.load(Ordering::Relaxed));
        (chrono::Utc::now() + turned).naive_utc().trunc_subsecs(6)
    }

    pub fn today(&self) -> NaiveDate {
        self.now().date()
    }

    /// Seconds since 1970, for one-time codes (RFC 6238).
    pub fn unix(&self) -> u64 {
        u64::try_from(self.now().and_utc().timestamp()).unwrap_or(0)
    }

    /// Tests turn the clock; nothing in the program does.
    pub fn turn(&self, by: Duration) {
        self.turned.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::Relaxed);
    }
}
