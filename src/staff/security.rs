//! What happened at the door: read from the log, which is the only place that knows.
use crate::actor::Right;
use crate::app::Looking;
use crate::auth::{self, accounts};
use crate::deeds::{self, Deed, Line, Subject, What};
use crate::error::Result;
use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::HashMap;

/// Everything that this page is about, in the order of its figures.
pub const KINDS: &[What] = &[
    What::SignedIn,
    What::SignInFailed,
    What::SignInLimited,
    What::Refused,
    What::Forged,
    What::NetworkWrong,
    What::NetworkForced,
];

/// Of a list, so many lines a page.
pub const PAGE: i64 = 50;
/// Of the chart.
const DAYS: u64 = 14;

/// How often something happened.
pub struct Tally {
    pub what: What,
    pub day: i64,
    pub week: i64,
}

/// A day of the chart.
pub struct DayOf {
    pub day: NaiveDate,
    pub signed_in: i64,
    /// Everything else: failures, slow-downs, refusals.
    pub refused: i64,
}

pub struct Security {
    pub tallies: Vec<Tally>,
    pub days: Vec<DayOf>,
    /// How many accounts and addresses have to wait now.
    pub slowed: i64,
    pub lines: Vec<Line>,
    pub older: bool,
    pub names: HashMap<i64, String>,
}

fn of(counts: &[(What, i64)], what: What) -> i64 {
    counts.iter().find(|count| count.0 == what).map_or(0, |count| count.1)
}

/// The figures, and a page of the lines: of one kind, or of all.
pub fn look(l: &mut Looking, only: Option<What>, before: Option<i64>) -> Result<Security> {
    l.must(Right::SeeSecurity)?;
    let now = l.now;
    let soon = now + Duration::seconds(1);
    let day = deeds::count(l.conn(), KINDS, now - Duration::hours(24), soon)?;
    let week = deeds::count(l.conn(), KINDS, now - Duration::days(7), soon)?;
    let tally = |what: &What| Tally { what: *what, day: of(&day, *what), week: of(&week, *what) };
    let tallies = KINDS.iter().map(tally).collect();
    let only: Vec<What> = only.filter(|what| KINDS.contains(what)).into_iter().collect();
    let whats = if only.is_empty() { KINDS } else { &only };
    let mut lines = deeds::telling(l.conn(), whats, before, PAGE + 1)?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let older = lines.len() > most;
    lines.truncate(most);
    let mut ids: Vec<i64> = lines.iter().filter_map(|line| line.actor).collect();
    ids.extend(lines.iter().filter(|line| line.subject_kind == Some(Subject::Staff)).filter_map(|line| line.subject));
    let names = auth::names(l, &ids)?;
    l.owe(Deed::new(What::AuditRead).with("log", "security").with("lines", lines.len()));
    Ok(Security { tallies, days: days(l, now)?, slowed: accounts::slowed_down(l)?, lines, older, names })
}

/// The last days, today among them, the oldest first.
fn days(l: &mut Looking, now: NaiveDateTime) -> Result<Vec<DayOf>> {
    let mut days = Vec::new();
    for back in (0..DAYS).rev() {
        let day = now.date() - Days::new(back);
        let from = day.and_time(NaiveTime::MIN);
        let counts = deeds::count(l.conn(), KINDS, from, from + Duration::days(1))?;
        let signed_in = of(&counts, What::SignedIn);
        let all: i64 = counts.iter().map(|count| count.1).sum();
        days.push(DayOf { day, signed_in, refused: all - signed_in });
    }
    Ok(days)
}
