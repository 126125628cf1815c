//! The calendar of the law: a table of dates from Regulation 1182/71 and Art. 12(3) GDPR, and every day of a century against
//! an oracle that is slow and counts by other means.
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Weekday};
use cloister::calendar::{Standing, Term, day_in_france, easter, is_working_day};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

#[test]
fn the_month_of_the_law_ends_on_the_days_that_the_law_names() {
    // Received, due, due after two further months.
    for (received, due, extended, why) in [
        ("2026-03-05", "2026-04-07", "2026-06-05", "5 April is Easter Sunday and the 6th a holiday"),
        ("2026-01-31", "2026-03-02", "2026-04-30", "no 31 February: the 28th, a Saturday, so Monday"),
        ("2025-01-31", "2025-02-28", "2025-04-30", "no 31 February: the 28th, a Friday"),
        ("2024-01-31", "2024-02-29", "2024-04-30", "a leap year"),
        ("2024-01-30", "2024-02-29", "2024-04-30", "the 30th is not there either"),
        ("2024-01-29", "2024-02-29", "2024-04-29", "the 29th is, in a leap year"),
        ("2023-12-29", "2024-01-29", "2024-03-29", "over the turn of a year"),
        ("2026-08-31", "2026-09-30", "2026-11-30", "no 31 September"),
        ("2026-02-28", "2026-03-30", "2026-05-28", "the same date, not the end of the month: 28 March is a Saturday"),
        ("2026-04-01", "2026-05-04", "2026-07-01", "1 May is a holiday, a Friday"),
        ("2026-04-08", "2026-05-11", "2026-07-08", "8 May is a holiday, a Friday"),
        ("2026-04-14", "2026-05-15", "2026-07-15", "14 May is Ascension, 14 July a holiday"),
        ("2026-04-25", "2026-05-26", "2026-07-27", "25 May is Whit Monday"),
        ("2026-07-15", "2026-08-17", "2026-10-15", "15 August is a Saturday"),
        ("2026-10-01", "2026-11-02", "2027-01-04", "1 November is a Sunday; 1 January a Friday"),
        ("2026-10-11", "2026-11-12", "2027-01-11", "11 November is a holiday"),
        ("2026-11-25", "2026-12-28", "2027-02-25", "Christmas is a Friday"),
        ("2026-12-01", "2027-01-04", "2027-03-01", "New Year's Day is a Friday"),
    ] {
        let term = Term::of(day(received));
        assert_eq!(term.due(), day(due), "{received}: {why}");
        assert_eq!(term.due_if_extended(2), day(extended), "{received} extended: {why}");
    }
}

#[test]
fn an_extension_is_told_on_day_thirty_or_on_the_last_day_and_not_after() {
    // 1 July 2026 + 1 month is Saturday 1 August, so Monday 3 August: day 33.
    let term = Term::of(day("2026-07-01"));
    assert!(term.may_be_extended(day("2026-07-31")), "day 30");
    assert!(term.may_be_extended(day("2026-08-01")), "day 31");
    assert!(term.may_be_extended(day("2026-08-03")), "the last day");
    assert!(!term.may_be_extended(day("2026-08-04")), "the day after");
    // 2 June 2026 + 1 month is Thursday 2 July: day 30, and day 31 is too late.
    let term = Term::of(day("2026-06-02"));
    assert!(term.may_be_extended(day("2026-07-02")), "day 30 is the last");
    assert!(!term.may_be_extended(day("2026-07-03")), "day 31");
    // 3 August 2026 + 1 month is Thursday 3 September: day 31.
    let term = Term::of(day("2026-08-03"));
    assert!(term.may_be_extended(day("2026-09-03")), "day 31 is the last");
    assert!(!term.may_be_extended(day("2026-09-04")), "day 32");
    let once = Term { further: 1, ..term };
    assert!(!once.may_be_extended(day("2026-08-05")), "once");
    assert_eq!(Term { further: 9, ..term }.due(), term.due_if_extended(2), "and by two months at the most");
}

#[test]
fn the_clock_says_day_zero_running_paused_overdue_and_answered() {
    let term = Term::of(day("2026-08-03"));
    assert_eq!(term.on(day("2026-08-03")), Standing::Running { day: 0, of: 31, left: 31 });
    assert_eq!(term.on(day("2026-08-17")), Standing::Running { day: 14, of: 31, left: 17 });
    assert_eq!(term.on(day("2026-09-03")), Standing::Running { day: 31, of: 31, left: 0 });
    assert_eq!(term.on(day("2026-09-04")), Standing::Overdue { days: 1 });
    let paused = Term { paused_since: Some(day("2026-08-10")), ..term };
    assert_eq!(paused.on(day("2026-12-01")), Standing::Paused { since: day("2026-08-10") });
    // Ten days that stood still: 13 September is a Sunday.
    let later = Term { paused: 10, ..term };
    assert_eq!(later.due(), day("2026-09-14"));
    assert_eq!(later.on(day("2026-08-20")), Standing::Running { day: 7, of: 32, left: 25 });
    let answered = Term { answered: Some(day("2026-09-03")), ..term };
    assert_eq!(answered.on(day("2027-01-01")), Standing::Answered { on: day("2026-09-03"), late: false });
    let late = Term { answered: Some(day("2026-09-04")), ..term };
    assert_eq!(late.on(day("2027-01-01")), Standing::Answered { on: day("2026-09-04"), late: true });
}

#[test]
fn the_day_is_the_one_in_france() {
    let at = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    for (utc, french) in [
        ("2026-01-31 22:59", "2026-01-31"),
        ("2026-01-31 23:00", "2026-02-01"),
        ("2026-07-31 21:59", "2026-07-31"),
        ("2026-07-31 22:00", "2026-08-01"),
        ("2026-03-28 22:59", "2026-03-28"),
        ("2026-03-29 22:00", "2026-03-30"),
        ("2026-10-24 22:00", "2026-10-25"),
        ("2026-10-25 22:59", "2026-10-25"),
    ] {
        assert_eq!(day_in_france(at(utc)), day(french), "{utc}");
    }
}

// ── the oracle: slow, and by other means

/// Easter by its definition: the Sunday after the ecclesiastical full moon that falls on 21 March or later, the moon
/// told by the epact (Clavius), not by Butcher's divisions.
fn easter_by_the_moon(year: i32) -> NaiveDate {
    let golden = year % 19 + 1;
    let century = year / 100 + 1;
    let solar = 3 * century / 4 - 12;
    let lunar = (8 * century + 5) / 25 - 5;
    let mut epact = (11 * golden + 20 + lunar - solar) % 30;
    if epact < 0 {
        epact += 30;
    }
    if epact == 24 || (epact == 25 && golden > 11) {
        epact += 1;
    }
    let mut moon = 44 - epact;
    if moon < 21 {
        moon += 30;
    }
    let first_of_march = NaiveDate::from_ymd_opt(year, 3, 1).unwrap();
    let mut day = first_of_march + Duration::days(i64::from(moon) - 1);
    loop {
        day += Duration::days(1);
        if day.weekday() == Weekday::Sun {
            return day;
        }
    }
}

fn free(day: NaiveDate) -> bool {
    let sunday = easter_by_the_moon(day.year());
    let movable = [1, 39, 50].map(|after| sunday + Duration::days(after));
    let text = day.format("%m-%d").to_string();
    let fixed = "01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25";
    movable.contains(&day) || fixed.split(' ').any(|one| one == text) || day.weekday().number_from_monday() > 5
}

/// Walks day by day: into the month that is meant, up to the date or the month's end, past the days that stood still,
/// and on while nobody works.
fn due_by_walking(received: NaiveDate, months: u32, paused: u32) -> NaiveDate {
    let mut walked = received;
    for _ in 0..months {
        let month = walked.month();
        while walked.month() == month {
            walked += Duration::days(1);
        }
    }
    // The first of that month; on to the date, unless the month ends before.
    while walked.day() < received.day() && (walked + Duration::days(1)).month() == walked.month() {
        walked += Duration::days(1);
    }
    for _ in 0..paused {
        walked += Duration::days(1);
    }
    while free(walked) {
        walked += Duration::days(1);
    }
    walked
}

#[test]
fn easter_is_the_sunday_after_the_full_moon_for_a_century() {
    for year in 1990..2100 {
        assert_eq!(easter(year), easter_by_the_moon(year), "{year}");
    }
    assert_eq!((easter(2026), easter(2024)), (day("2026-04-05"), day("2024-03-31")));
}

#[test]
fn every_day_of_a_century_is_free_or_worked_as_the_oracle_says_and_every_term_ends_where_it_walks_to() {
    for day in day("2000-01-01").iter_days().take(36_600) {
        assert_eq!(is_working_day(day), !free(day), "{day}");
        assert_eq!(Term::of(day).due(), due_by_walking(day, 1, 0), "{day}");
    }
}

proptest! {
    #[test]
    fn the_clock_is_the_walk(days in 0_i64..36_000, further in 0_u32..=2, paused in 0_u32..60, seen in 0_i64..200) {
        let received = day("2000-01-01") + Duration::days(days);
        let term = Term { further, paused, ..Term::of(received) };
        let due = due_by_walking(received, 1 + further, paused);
        prop_assert_eq!(term.due(), due);
        prop_assert!(is_working_day(due) && due > received);
        let today = received + Duration::days(seen);
        match term.on(today) {
            Standing::Running { day, of, left } => {
                prop_assert!(today <= due && day <= of && left == (due - today).num_days());
            }
            Standing::Overdue { days } => prop_assert_eq!(due + Duration::days(days), today),
            other => prop_assert!(false, "{:?}", other),
        }
        prop_assert_eq!(
            Term { further: 0, ..term }.may_be_extended(today),
            today <= due_by_walking(received, 1, paused)
        );
    }
}
