//! On which grounds the house writes, purpose by purpose: the Dpo's decision, never changed, only followed by another.
use super::rules::Basis;
use super::{Purpose, opt_in, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::auth;
use crate::deeds::{Deed, What};
use crate::error::Result;
use chrono::{NaiveDate, NaiveDateTime};

/// How a purpose stands, and since when by whose decision. Without one it is consent only.
#[derive(Clone, Debug)]
pub struct Decided {
    pub purpose: Purpose,
    pub basis: Basis,
    pub at: Option<NaiveDateTime>,
    pub by: String,
    /// Whether a consent given on the website is to be confirmed by mail. It has no effect where no mail is sent.
    pub asks: bool,
    /// When that was decided, and by whom; without a decision it is the default.
    pub asks_at: Option<NaiveDateTime>,
    pub asks_by: String,
}

/// Every purpose, as it stands.
pub fn grounds(l: &mut Looking) -> Result<Vec<Decided>> {
    l.must(Right::FindPeople)?;
    let decisions = store::decisions(l.conn())?;
    let who: Vec<i64> = decisions.iter().filter_map(|decision| decision.by_id).collect();
    let names = auth::names(l, &who)?;
    let mut standing = |&purpose: &Purpose| {
        let last = decisions.iter().rev().find(|decision| decision.purpose == purpose);
        let (asks, asked) = opt_in::standing(l, purpose)?;
        let (asks_at, asker) = asked.unzip();
        let asker = asker.flatten();
        let asks_by = asker.map(|by| auth::names(l, &[by])).transpose()?.and_then(|names| names.into_values().next());
        Ok(Decided {
            purpose,
            basis: last.map_or(Basis::Consent, |last| last.basis),
            at: last.map(|last| last.at),
            by: last.and_then(|last| last.by_id).and_then(|by| names.get(&by).cloned()).unwrap_or_default(),
            asks,
            asks_at,
            asks_by: asks_by.unwrap_or_default(),
        })
    };
    Purpose::ALL.iter().map(&mut standing).collect()
}

/// The basis of a purpose, as it stood at the end of that day.
pub fn basis(l: &mut Looking, purpose: Purpose, day: NaiveDate) -> Result<Basis> {
    l.must(Right::FindPeople)?;
    let decisions = store::decisions(l.conn())?;
    let last = decisions.iter().rev().find(|last| last.purpose == purpose && last.at.date() <= day);
    Ok(last.map_or(Basis::Consent, |last| last.basis))
}

/// Decides; a line is added where something changes.
///
/// # Errors
/// `Forbidden` to everybody but the Dpo.
pub fn decide(w: &mut Writing, purpose: Purpose, to: Basis) -> Result<()> {
    w.must(Right::DecideGrounds)?;
    let today = w.now.date();
    if basis(w, purpose, today)? == to {
        return Ok(());
    }
    let decision = store::Decision { id: w.next_id()?, purpose, basis: to, at: w.now, by_id: w.actor.staff_id() };
    store::decide(w.conn(), &decision)?;
    w.record(Deed::new(What::GroundsDecided).with("purpose", purpose.word()).with("basis", to.word()));
    Ok(())
}
