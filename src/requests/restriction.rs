//! Restriction of processing (Art. 18): kept, and used for nothing. In no list, in no export, found by the Dpo alone.
use super::{RestrictionAct, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::auth;
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::people::{self, Person};
use crate::search::{Filter, From, Kind, Order};
use crate::vault::Owner;
use chrono::NaiveDateTime;

/// When somebody's processing was restricted, or that was lifted, and why.
#[derive(Clone)]
pub struct Restriction {
    pub act: RestrictionAct,
    pub reason: String,
    pub at: NaiveDateTime,
    pub by: String,
}

/// So many are listed.
const LISTED: usize = 500;

/// # Errors
/// `Stale` when it is restricted already.
pub fn restrict(w: &mut Writing, person: i64, reason: &str) -> Result<()> {
    if set(w, person, RestrictionAct::Restricted, reason)? { Ok(()) } else { Err(Error::Stale) }
}

/// Lifts a restriction. Whoever obtained it is told before (Art. 18(3)): that is the Dpo's letter to write.
///
/// # Errors
/// `Stale` when there is none.
pub fn lift(w: &mut Writing, person: i64, reason: &str) -> Result<()> {
    if set(w, person, RestrictionAct::Lifted, reason)? { Ok(()) } else { Err(Error::Stale) }
}

/// False when it is so already.
pub(super) fn set(w: &mut Writing, person: i64, act: RestrictionAct, reason: &str) -> Result<bool> {
    w.must(Right::RestrictPeople)?;
    if !people::set_restricted(w, person, act == RestrictionAct::Restricted)? {
        return Ok(false);
    }
    let (id, owner) = (w.next_id()?, Owner::person(person));
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::RestrictionRow {
        id,
        person_id: person,
        act,
        reason: sealing.seal(Field::RestrictionReason, owner, id, reason)?,
        at: w.now,
        by_id: w.actor.staff_id(),
    };
    store::add_restriction(w.conn(), &row)?;
    let what = match act {
        RestrictionAct::Restricted => What::PersonRestricted,
        RestrictionAct::Lifted => What::PersonReleased,
    };
    w.record(Deed::of(what, Subject::Person, person));
    Ok(true)
}

/// Newest first, for the page of a person, which owes the deed.
pub fn restrictions(l: &mut Looking, person: i64) -> Result<Vec<Restriction>> {
    l.must(Right::RestrictPeople)?;
    let rows = store::restrictions_of(l.conn(), person)?;
    let owner = Owner::person(person);
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    let by: Vec<i64> = rows.iter().filter_map(|row| row.by_id).collect();
    let names = auth::names(l, &by)?;
    let open = |row: store::RestrictionRow| {
        Ok(Restriction {
            act: row.act,
            reason: keys.show(Field::RestrictionReason, owner, row.id, &row.reason)?,
            at: row.at,
            by: row.by_id.and_then(|by| names.get(&by).cloned()).unwrap_or_default(),
        })
    };
    rows.into_iter().filter(|_| keys.has(owner)).map(open).collect()
}

/// Everybody whose processing is restricted, by name; that is a deed.
pub fn restricted(l: &mut Looking) -> Result<Vec<Person>> {
    l.must(Right::RestrictPeople)?;
    let filter = Filter { restricted: true, third_parties: true, ..Filter::default() };
    let listed = l.index()?.list(Kind::Person, Order::Name, &filter, From::Start, LISTED);
    let people = people::these(l, &listed.ids)?;
    l.owe(Deed::new(What::Listed).with("list", "restricted").with_ids(&listed.ids));
    Ok(people)
}
