//! The calendar that the law counts by: public holidays and working days in France, and the one month of Art. 12(3) GDPR.
//!
//! Pure: every function is a function of days. Sources: Regulation (EEC, Euratom) 1182/71, Art. 3; Art. 12(3) and 12(6)
//! GDPR; Code du travail, L3133-1 (the eleven holidays; the two more of Alsace and Moselle would only lengthen a term, so
//! they are left out); EDPB Guidelines 01/2022, part 5.3.
use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, Weekday};

/// The day it is in France at this moment (UTC): what a deadline counts is the day where the controller sits. Summer time
/// begins and ends at 01:00 UTC on the last Sundays of March and October (Directive 2000/84/EC).
pub fn day_in_france(utc: NaiveDateTime) -> NaiveDate {
    let turns = |month| last_sunday(utc.year(), month).and_hms_opt(1, 0, 0).unwrap_or(utc);
    let summer = utc >= turns(3) && utc < turns(10);
    (utc + Duration::hours(if summer { 2 } else { 1 })).date()
}

/// Of March or October, which have 31 days.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap_or_default();
    last - Days::new(u64::from(last.weekday().num_days_from_sunday()))
}

/// Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher.
pub fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let month = u32::try_from(n / 31).unwrap_or(3);
    let day = u32::try_from(n % 31 + 1).unwrap_or(1);
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A public holiday in France.
pub fn is_holiday(day: NaiveDate) -> bool {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension, Whit Monday.
    const AFTER_EASTER: [i64; 3] = [1, 39, 50];
    FIXED.contains(&(day.month(), day.day())) || AFTER_EASTER.contains(&(day - easter(day.year())).num_days())
}

/// Neither Saturday, Sunday nor a holiday: what Art. 3(4) of Regulation 1182/71 moves the end of a term to.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// This day, or the next one on which somebody works.
pub fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().take(14).find(|day| is_working_day(*day)).unwrap_or(day)
}

/// The same date so many months later, or the last day of that month where it has no such date (Art. 3(2)(c)).
pub fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

/// At most so many months may be added to the one (Art. 12(3)).
pub const FURTHER: u32 = 2;

/// What the clock of a request depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The day on which it came; the first day of the term is the one after it (Art. 3(1)).
    pub received: NaiveDate,
    /// Months by which it was extended, and told so in time: 0, 1 or 2.
    pub further: u32,
    /// Days on which the clock stood still because whoever asked had to say who they are (Art. 12(6)).
    pub paused: u32,
    /// Since when it stands still now.
    pub paused_since: Option<NaiveDate>,
    pub answered: Option<NaiveDate>,
}

/// How a request stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is day `day` of `of`; day 0 is the one on which it came.
    Running {
        day: i64,
        of: i64,
        left: i64,
    },
    Paused {
        since: NaiveDate,
    },
    Overdue {
        days: i64,
    },
    Answered {
        on: NaiveDate,
        late: bool,
    },
}

impl Term {
    pub fn of(received: NaiveDate) -> Self {
        Term { received, further: 0, paused: 0, paused_since: None, answered: None }
    }

    /// The last day of a term of so many months: the month itself, then the days that stood still, then on to a working day.
    fn ends(&self, months: u32, paused: u32) -> NaiveDate {
        working_day_from(months_after(self.received, months) + Days::new(u64::from(paused)))
    }

    /// The last day of the first month: until then an extension can be told.
    pub fn first_month(&self) -> NaiveDate {
        self.ends(1, self.paused)
    }

    /// The last day on which the answer is in time.
    pub fn due(&self) -> NaiveDate {
        self.ends(1 + self.further.min(FURTHER), self.paused)
    }

    /// What `due` would be after an extension by so many months.
    pub fn due_if_extended(&self, months: u32) -> NaiveDate {
        Term { further: months, ..*self }.due()
    }

    /// It may be extended once, by one or two months, as long as the first month runs.
    pub fn may_be_extended(&self, today: NaiveDate) -> bool {
        self.further == 0 && self.answered.is_none() && self.paused_since.is_none() && today <= self.first_month()
    }

    pub fn on(&self, today: NaiveDate) -> Standing {
        let due = self.due();
        if let Some(on) = self.answered {
            return Standing::Answered { on, late: on > due };
        }
        if let Some(since) = self.paused_since {
            return Standing::Paused { since };
        }
        if today > due {
            return Standing::Overdue { days: (today - due).num_days() };
        }
        let paused = i64::from(self.paused);
        let (day, of) = ((today - self.received).num_days() - paused, (due - self.received).num_days() - paused);
        Standing::Running { day: day.max(0), of, left: (due - today).num_days() }
    }
}
