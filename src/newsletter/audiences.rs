//! Audiences: criteria under a name, for everybody who makes lists. Only the choices are kept; who is meant is asked anew
//! each time one is opened.
use super::store::audiences as store;
use super::{Audience, Criteria, Funnel, funnel};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::deeds::{Deed, What};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;

/// Criteria that somebody saved.
#[derive(Clone, Debug)]
pub struct Saved {
    pub id: i64,
    pub name: String,
    pub criteria: Criteria,
    pub at: NaiveDateTime,
    pub by: Option<i64>,
    pub version: i64,
}

/// What a colleague can put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misnamed {
    Empty,
    TooLong,
    /// It holds an address or a number, and so names somebody.
    NamesSomebody,
    /// Characters that nobody sees, by which a name looks like another.
    Unseen,
    Taken,
}

/// The longest name, in characters.
pub const LONGEST: usize = 80;
/// So many fit on one page, each counted when it is opened.
pub const MOST: usize = 50;

/// As many digits as a telephone number has, but for the signs that people put between them. A year or an amount has fewer.
fn is_number(name: &str) -> bool {
    let between = |c: char| " .-/()\u{a0}\u{202f}".contains(c);
    let mut digits = 0;
    name.chars().any(|c| {
        digits = if c.is_ascii_digit() {
            digits + 1
        } else if between(c) {
            digits
        } else {
            0
        };
        digits > 8
    })
}

fn named(l: &mut Looking, name: &str, but: Option<i64>) -> Result<Result<String, Misnamed>> {
    let name = name.trim();
    let folded = crate::search::fold(name);
    if folded.is_empty() {
        return Ok(Err(Misnamed::Empty));
    }
    if name.chars().count() > LONGEST {
        return Ok(Err(Misnamed::TooLong));
    }
    if crate::text::seen(name) != name {
        return Ok(Err(Misnamed::Unseen));
    }
    if name.split_whitespace().any(|word| word.contains('@')) || is_number(name) {
        return Ok(Err(Misnamed::NamesSomebody));
    }
    let taken =
        store::all(l.conn())?.iter().any(|saved| Some(saved.id) != but && crate::search::fold(&saved.name) == folded);
    Ok(if taken { Err(Misnamed::Taken) } else { Ok(name.to_owned()) })
}

/// Saves criteria that this actor may ask for.
///
/// # Errors
/// `Forbidden` for criteria beyond the role, `TooMany` when there is no room for another.
pub fn save(w: &mut Writing, name: &str, criteria: &Criteria) -> Result<Result<i64, Misnamed>> {
    let criteria = Audience::of(w, criteria.clone())?.criteria().clone();
    let name = match named(w, name, None)? {
        Ok(name) => name,
        Err(misnamed) => return Ok(Err(misnamed)),
    };
    if store::all(w.conn())?.len() >= MOST {
        return Err(Error::TooMany { wait_seconds: 0 });
    }
    let saved = Saved { id: w.next_id()?, name, criteria, at: w.now, by: w.actor.staff_id(), version: 1 };
    store::add(w.conn(), &saved)?;
    w.record(Deed::new(What::AudienceSaved).with("audience", saved.id).with("purpose", saved.criteria.purpose.word()));
    Ok(Ok(saved.id))
}

/// Those whose criteria this actor may ask for.
fn visible(l: &mut Looking) -> Result<Vec<Saved>> {
    l.must(Right::MakeExports)?;
    let mut all = store::all(l.conn())?;
    if !l.actor.may(Right::Export) {
        let own = l.actor.staff_id();
        all.retain(|saved| super::purposes(l.actor).contains(&saved.criteria.purpose) && saved.criteria.owner == own);
    }
    Ok(all)
}

/// Every audience, by name, each counted as it stands now.
pub fn audiences(l: &mut Looking) -> Result<Vec<(Saved, Funnel)>> {
    let all = visible(l)?;
    all.into_iter().map(|saved| Ok((saved.clone(), funnel(l, &saved.criteria)?))).collect()
}

/// # Errors
/// `NotFound` when there is none, or none that this actor may ask for.
pub fn audience(l: &mut Looking, id: i64) -> Result<Saved> {
    visible(l)?.into_iter().find(|saved| saved.id == id).ok_or(Error::NotFound)
}

/// Gives it another name; whoever saw it as it was before is told.
pub fn rename(w: &mut Writing, id: i64, version: i64, name: &str) -> Result<Result<(), Misnamed>> {
    let saved = audience(w, id)?;
    let name = match named(w, name, Some(id))? {
        Ok(name) => name,
        Err(misnamed) => return Ok(Err(misnamed)),
    };
    if saved.version != version || !store::rename(w.conn(), id, version, &name)? {
        return Err(Error::Stale);
    }
    w.record(Deed::new(What::AudienceSaved).with("audience", id).with("version", version + 1));
    Ok(Ok(()))
}

pub fn remove(w: &mut Writing, id: i64, version: i64) -> Result<()> {
    audience(w, id)?;
    if !store::remove(w.conn(), id, version)? {
        return Err(Error::Stale);
    }
    w.record(Deed::new(What::AudienceRemoved).with("audience", id));
    Ok(())
}
