//! Stands in for the room of erasures until that is merged: the same door, and behind it rows that go at once.
mod store;

use crate::actor::Actor;
use crate::app::{App, Looking, Writing};
use crate::catalogue::KeyClass;
use crate::error::{Error, Result};
use crate::search::Kind;
use crate::vault::OwnerKind;
use chrono::NaiveDateTime;

crate::db::values::words! {
    pub enum How {
        Shred = "shred",
        End = "end",
    }
}

crate::db::values::words! {
    pub enum Cause {
        Request = "request",
        Contract = "contract",
        Prospect = "prospect",
        Restored = "restored",
    }
}

/// Who is meant. A company stands for itself, its people and its third parties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub people: Vec<i64>,
    pub companies: Vec<i64>,
}

impl Scope {
    pub fn person(id: i64) -> Self {
        Scope { people: vec![id], companies: Vec::new() }
    }

    pub fn company(id: i64) -> Self {
        Scope { people: Vec::new(), companies: vec![id] }
    }
}

#[derive(Clone, Debug)]
pub struct Order {
    pub scope: Scope,
    pub how: How,
    pub cause: Cause,
    pub cause_id: Option<i64>,
    pub not_before: NaiveDateTime,
    pub notes: Vec<i64>,
}

/// # Errors
/// `Forbidden` for whoever is not the house.
pub fn order(w: &mut Writing, order: &Order) -> Result<i64> {
    if !matches!(w.actor, Actor::House | Actor::Console) {
        return Err(Error::Forbidden);
    }
    let id = w.next_id()?;
    let mut people = order.scope.people.clone();
    people.extend(store::people_of(w.conn(), &order.scope.companies)?);
    store::remove(w.conn(), &people, &order.scope.companies)?;
    people.iter().for_each(|id| w.changed(Kind::Person, *id));
    order.scope.companies.iter().for_each(|id| w.changed(Kind::Company, *id));
    if order.how == How::Shred {
        w.vault().shred(OwnerKind::Person, &people, KeyClass::Identity)?;
        w.vault().shred(OwnerKind::Company, &order.scope.companies, KeyClass::Identity)?;
    }
    Ok(id)
}

/// # Errors
/// None here; the room that is merged may fail.
pub fn carry_out_due(app: &App) -> Result<()> {
    app.look_now(&Actor::House, |l: &mut Looking| l.index().map(drop))
}
