//! Seventy-two hours after it became known (Art. 33(1)). Counted from the minute itself: Regulation 1182/71, Art. 3(1),
//! would begin with the next full hour, and whoever is on time by this clock is on time by that one.
use super::NoticeWord;
use chrono::{Duration, NaiveDateTime};

pub const HOURS: i64 = 72;
/// From then on it is said in another colour.
const NEAR: Duration = Duration::hours(24);

/// How a breach stands to its seventy-two hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    Running {
        left: Duration,
    },
    /// A day or less is left.
    Near {
        left: Duration,
    },
    Over {
        by: Duration,
    },
    Notified {
        late: bool,
    },
    NotNeeded,
}

pub fn deadline(known_at: NaiveDateTime, notice: Option<(NoticeWord, NaiveDateTime)>, now: NaiveDateTime) -> Deadline {
    let until = known_at + Duration::hours(HOURS);
    match notice {
        Some((NoticeWord::Notified, at)) => Deadline::Notified { late: at > until },
        Some((NoticeWord::NotNeeded, _)) => Deadline::NotNeeded,
        None if now > until => Deadline::Over { by: now - until },
        None if until - now <= NEAR => Deadline::Near { left: until - now },
        None => Deadline::Running { left: until - now },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_second_of_the_seventy_second_hour_is_on_time_and_the_next_is_not() {
        let known: NaiveDateTime = "2026-11-20T10:15:00".parse().unwrap();
        let at = |text: &str| -> NaiveDateTime { text.parse().unwrap() };
        let none = |now| deadline(known, None, at(now));
        assert_eq!(none("2026-11-20T10:15:00"), Deadline::Running { left: Duration::hours(72) });
        assert_eq!(none("2026-11-22T10:14:59"), Deadline::Running { left: Duration::seconds(86_401) });
        assert_eq!(none("2026-11-22T10:15:00"), Deadline::Near { left: Duration::hours(24) });
        assert_eq!(none("2026-11-23T10:15:00"), Deadline::Near { left: Duration::zero() });
        assert_eq!(none("2026-11-23T10:15:01"), Deadline::Over { by: Duration::seconds(1) });
        let told = |word, when| deadline(known, Some((word, at(when))), at("2027-01-01T00:00:00"));
        assert_eq!(told(NoticeWord::Notified, "2026-11-23T10:15:00"), Deadline::Notified { late: false });
        assert_eq!(told(NoticeWord::Notified, "2026-11-23T10:15:01"), Deadline::Notified { late: true });
        assert_eq!(told(NoticeWord::NotNeeded, "2026-12-24T00:00:00"), Deadline::NotNeeded);
    }
}
