//! The forecast: what goes within the next weeks, and the list that the Dpo signs of it.
use super::due::{Item, falling_due};
use super::run;
use super::store::{self, ForecastRow, ItemRow};
use super::{Class, terms::Until};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::deeds::{self, Deed, Subject, What};
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::{assistance, auth, forms, newsletter};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, HashSet};

/// So many days ahead a list is signed.
pub const HORIZON: Days = Days::new(90);
/// The nearer of the two forecasts.
pub const SOON: Days = Days::new(30);
/// So many months ahead the chart looks.
const MONTHS: u32 = 12;
/// So many lists that were signed stand on the page.
const SIGNED: i64 = 12;

/// How many of each class.
pub type Counts = BTreeMap<Class, i64>;

pub(super) fn count<'a>(items: impl IntoIterator<Item = &'a Item>) -> Counts {
    let mut counts = Counts::new();
    for item in items {
        *counts.entry(item.class).or_default() += 1;
    }
    counts
}

/// What a record of its own term falls due of, which nobody is asked about one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Routine {
    pub kept: Kept,
    pub soon: i64,
    pub horizon: i64,
}

/// Classes that go by their own term, a row at a time.
pub(super) const ROUTINE: [Kept; 5] = [Kept::Assistance, Kept::Submission, Kept::Parcel, Kept::List, Kept::AccessLog];

/// How many rows of a class have their term behind them on that day.
pub(super) fn outlived(l: &mut Looking, kept: Kept, on: NaiveDate) -> Result<i64> {
    let Some(before) = kept.span().map(|span| span.older_than(on)) else { return Ok(0) };
    match kept {
        Kept::Assistance => assistance::count_closed(l, before),
        Kept::Submission => forms::count_submissions(l, before),
        Kept::Parcel => forms::count_aside(l, before),
        Kept::List => newsletter::count_held(l, before),
        Kept::AccessLog => deeds::count_older(l.conn(), before),
        _ => Ok(0),
    }
}

/// What lies ahead, as of today.
pub struct Ahead {
    pub today: NaiveDate,
    /// The last day of the list that would be signed.
    pub until: NaiveDate,
    /// Everything that goes up to that day and what should have gone, in the order of its dates.
    pub items: Vec<Item>,
    /// What its term says should go by then, and a hold or a restriction keeps for longer.
    pub put_off: Vec<Item>,
    /// Which of them were signed for the very day on which they go.
    pub signed: HashSet<(Class, i64)>,
    /// By month, this one and the next ones: the first of the month, and how many of each class.
    pub months: Vec<(NaiveDate, Counts)>,
    pub routine: Vec<Routine>,
    /// Of the list: a signature is for what was seen.
    pub digest: String,
}

impl Ahead {
    /// How many go within so many days from today, those included that should have gone.
    pub fn within(&self, days: Days) -> Counts {
        let until = self.today + days;
        count(self.items.iter().filter(|item| item.until.is_due(until)))
    }

    /// Whose day was before today.
    pub fn late(&self) -> Vec<Item> {
        let late = |item: &&Item| item.until.on.is_some_and(|on| on < self.today);
        self.items.iter().filter(late).copied().collect()
    }

    pub fn is_signed(&self, item: &Item) -> bool {
        self.signed.contains(&(item.class, item.id))
    }

    /// How many of the next so many days nobody has signed for yet.
    pub fn unsigned(&self, days: Days) -> i64 {
        let until = self.today + days;
        let open = self.items.iter().filter(|item| item.until.is_due(until) && !self.is_signed(item));
        i64::try_from(open.count()).unwrap_or(i64::MAX)
    }
}

fn by_date(item: &Item) -> (Option<NaiveDate>, Class, i64) {
    (item.until.on, item.class, item.id)
}

/// Which of these are signed for the day on which they go.
pub(super) fn signed(l: &mut Looking, items: &[Item]) -> Result<HashSet<(Class, i64)>> {
    let mut found = HashSet::new();
    for &class in Class::ALL {
        let theirs: Vec<&Item> = items.iter().filter(|item| item.class == class).collect();
        let ids: Vec<i64> = theirs.iter().map(|item| item.id).collect();
        let lines = store::signed(l.conn(), class, &ids)?;
        let is_signed = |item: &Item| {
            lines.get(&item.id).is_some_and(|lines| lines.iter().any(|line| Some(line.due) == item.until.on))
        };
        found.extend(theirs.into_iter().filter(|item| is_signed(item)).map(|item| (class, item.id)));
    }
    Ok(found)
}

/// What the list says, in one word: whoever signs it has seen this and nothing else.
fn digest(until: NaiveDate, items: &[Item]) -> String {
    let mut text = format!("{until}\n");
    for Item { class, id, until: Until { on, .. } } in items {
        text.push_str(&format!("{} {id} {}\n", class.word(), on.map(|on| on.to_string()).unwrap_or_default()));
    }
    data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref())
}

pub fn ahead(l: &mut Looking) -> Result<Ahead> {
    l.must(Right::SeeRetention)?;
    let today = l.now.date();
    let until = today + HORIZON;
    let first = today.with_day(1).unwrap_or(today);
    let end = first.checked_add_months(Months::new(MONTHS)).unwrap_or(NaiveDate::MAX);
    let all = falling_due(l, end.max(until))?;
    let mut items: Vec<Item> = all.iter().filter(|item| item.until.is_due(until)).copied().collect();
    let put_off = |item: &&Item| item.until.on != item.until.term && item.until.term.is_some_and(|term| term <= until);
    let put_off = all.iter().filter(put_off).copied().collect();
    items.sort_unstable_by_key(by_date);
    let months = (0..MONTHS).filter_map(|at| {
        let month = first.checked_add_months(Months::new(at))?;
        let next = month.checked_add_months(Months::new(1))?;
        // What should have gone before goes now.
        let from = if at == 0 { NaiveDate::MIN } else { month };
        let in_it = |item: &&Item| item.until.on.is_some_and(|on| (from..next).contains(&on));
        Some((month, count(all.iter().filter(in_it))))
    });
    let months = months.collect();
    let mut routine = Vec::new();
    for kept in ROUTINE {
        routine.push(Routine { kept, soon: outlived(l, kept, today + SOON)?, horizon: outlived(l, kept, until)? });
    }
    Ok(Ahead {
        signed: signed(l, &items)?,
        digest: digest(until, &items),
        today,
        until,
        items,
        put_off,
        months,
        routine,
    })
}

/// A list that was signed, and by whom.
pub struct Forecast {
    pub id: i64,
    pub signed_at: NaiveDateTime,
    pub signed_by: String,
    pub until: NaiveDate,
    pub counts: Counts,
}

fn open(l: &mut Looking, rows: Vec<ForecastRow>) -> Result<Vec<Forecast>> {
    let by: Vec<i64> = rows.iter().filter_map(|row| row.signed_by).collect();
    let names = auth::names(l, &by)?;
    rows.into_iter()
        .map(|row| {
            Ok(Forecast {
                id: row.id,
                signed_at: row.signed_at,
                signed_by: row.signed_by.and_then(|by| names.get(&by).cloned()).unwrap_or_default(),
                until: row.until,
                counts: serde_json::from_str(&row.counts).map_err(Error::internal)?,
            })
        })
        .collect()
}

/// The last lists that were signed, the newest first.
pub fn forecasts(l: &mut Looking) -> Result<Vec<Forecast>> {
    l.must(Right::SeeRetention)?;
    let rows = store::forecasts(l.conn(), SIGNED)?;
    open(l, rows)
}

/// A list that was signed, and a page of its lines: numbers alone, since whom they name may be gone.
pub fn forecast(l: &mut Looking, id: i64, skip: i64, limit: i64) -> Result<(Forecast, Vec<ItemRow>)> {
    l.must(Right::SeeRetention)?;
    let row = store::forecast(l.conn(), id)?;
    let forecast = open(l, vec![row])?.pop().ok_or(Error::NotFound)?;
    Ok((forecast, store::items(l.conn(), id, skip, limit)?))
}

/// Signs the list of everything that goes up to the horizon.
///
/// # Errors
/// `Stale` when the list is not the one with this digest any more, or the clock cannot be believed.
pub fn sign(w: &mut Writing, seen: &str) -> Result<i64> {
    w.must(Right::DecideRetention)?;
    let ahead = ahead(w)?;
    if ahead.digest != seen || run::jumped(w)?.is_some() {
        return Err(Error::Stale);
    }
    let (id, counts) = (w.next_id()?, count(&ahead.items));
    let row = ForecastRow {
        id,
        signed_at: w.now,
        signed_by: w.actor.staff_id(),
        until: ahead.until,
        digest: ahead.digest,
        counts: serde_json::to_string(&counts).map_err(Error::internal)?,
    };
    let line = |item: &Item| {
        let due = item.until.on?;
        Some(ItemRow { forecast_id: id, class: item.class, subject: item.id, due, ordered_at: None, erasure_id: None })
    };
    let lines: Vec<ItemRow> = ahead.items.iter().filter_map(line).collect();
    store::add_forecast(w.conn(), &row, &lines)?;
    let mut deed = Deed::of(What::ForecastSigned, Subject::Forecast, id).with("until", ahead.until);
    for (class, many) in &counts {
        deed = deed.with(class.word(), many);
    }
    w.record(deed);
    Ok(id)
}
