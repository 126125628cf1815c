//! Erasure is shredding: keys destroyed, rows gone, a certificate of what there was.
//!
//! A stand-in behind the door of the room that is being built elsewhere: it destroys keys and rows of people and
//! companies, and knows nothing of ledgers, spools and files.
mod store;

use crate::actor::Actor;
use crate::app::{App, Looking, Writing};
use crate::catalogue::KeyClass;
use crate::error::{Error, Result};
use crate::search;
use crate::vault::OwnerKind;
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// Whom it is about. A company stands for itself, its people and its third parties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub people: Vec<i64>,
    pub companies: Vec<i64>,
}

crate::db::values::words! {
    pub enum How {
        /// Keys are destroyed.
        Shred = "shred",
        /// A contract ended: rows go, keys wait for the archives to run out.
        End = "end",
    }
}

crate::db::values::words! {
    pub enum Cause {
        Request = "request",
        Contract = "contract",
        Prospect = "prospect",
        Card = "card",
    }
}

crate::db::values::words! {
    /// Kinds of data that are held of somebody.
    pub enum Kind {
        Identity = "identity",
        Reaches = "reaches",
        Leads = "leads",
        Notes = "notes",
        Assistance = "assistance",
        Accounts = "accounts",
        Consents = "consents",
        Submissions = "submissions",
        Mail = "mail",
        Exports = "exports",
        Imports = "imports",
        Spool = "spool",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub kind: Kind,
    pub rows: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub scope: Scope,
    pub how: How,
    pub cause: Cause,
    pub cause_id: Option<i64>,
    pub not_before: NaiveDateTime,
}

crate::db::values::words! {
    pub enum State {
        Waiting = "waiting",
        Begun = "begun",
        Done = "done",
        Stopped = "stopped",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub ended_at: NaiveDateTime,
    pub people: i64,
    pub companies: i64,
    pub rows: Vec<Found>,
    /// From this day on no copy of the keyring has the keys either.
    pub unreadable_from: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    pub done: i64,
    pub of: i64,
    pub not_before: NaiveDateTime,
    pub certificate: Option<Certificate>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    order: Order,
    state: State,
    certificate: Option<Certificate>,
}

/// Keyring copies live so long.
const COPIES: Days = Days::new(7);

/// What is held of them, everywhere: counts.
pub fn find(l: &mut Looking, scope: &Scope) -> Result<Vec<Found>> {
    let scope = store::whole(l.conn(), scope)?;
    let counted = store::count(l.conn(), &scope)?;
    Ok(counted.into_iter().filter(|found| found.rows > 0).collect())
}

/// Orders an erasure; it waits until its time, and may be stopped until then.
pub fn order(w: &mut Writing, order: &Order) -> Result<i64> {
    let id = w.next_id()?;
    let kept = Kept { order: order.clone(), state: State::Waiting, certificate: None };
    store::keep(w.conn(), id, &serde_json::to_string(&kept).map_err(Error::internal)?)?;
    Ok(id)
}

fn kept(l: &mut Looking, id: i64) -> Result<Kept> {
    serde_json::from_str(&store::kept(l.conn(), id)?).map_err(Error::internal)
}

/// # Errors
/// `Stale` once it has begun.
pub fn stop(w: &mut Writing, id: i64) -> Result<()> {
    let mut kept = kept(w, id)?;
    if kept.state != State::Waiting || kept.order.not_before <= w.now {
        return Err(Error::Stale);
    }
    kept.state = State::Stopped;
    store::change(w.conn(), id, &serde_json::to_string(&kept).map_err(Error::internal)?)
}

pub fn progress(l: &mut Looking, id: i64) -> Result<Progress> {
    let kept = kept(l, id)?;
    let done = i64::from(kept.state == State::Done);
    Ok(Progress { state: kept.state, done, of: 1, not_before: kept.order.not_before, certificate: kept.certificate })
}

/// Carries out what is due. Blocks.
pub fn carry_out_due(app: &App) -> Result<()> {
    let all = app.look_now(&Actor::House, |l| store::all(l.conn()))?;
    for (id, text) in all {
        let kept: Kept = serde_json::from_str(&text).map_err(Error::internal)?;
        if kept.state == State::Waiting && kept.order.not_before <= app.clock().now() {
            carry_out(app, id, kept)?;
        }
    }
    Ok(())
}

fn carry_out(app: &App, id: i64, kept: Kept) -> Result<()> {
    let scope = app.look_now(&Actor::House, |l| store::whole(l.conn(), &kept.order.scope))?;
    let rows = app.look_now(&Actor::House, |l| find(l, &scope))?;
    for class in [KeyClass::Identity, KeyClass::Payment] {
        app.vault().shred(OwnerKind::Person, &scope.people, class)?;
        app.vault().shred(OwnerKind::Company, &scope.companies, class)?;
    }
    app.write_now(&Actor::House, |w| {
        store::forget(w.conn(), &scope)?;
        for person in &scope.people {
            w.changed(search::Kind::Person, *person);
        }
        for company in &scope.companies {
            w.changed(search::Kind::Company, *company);
        }
        let certificate = Certificate {
            ended_at: w.now,
            people: i64::try_from(scope.people.len()).unwrap_or(i64::MAX),
            companies: i64::try_from(scope.companies.len()).unwrap_or(i64::MAX),
            rows: rows.clone(),
            unreadable_from: w.now.date() + COPIES,
        };
        let done = Kept { state: State::Done, certificate: Some(certificate), ..kept.clone() };
        store::change(w.conn(), id, &serde_json::to_string(&done).map_err(Error::internal)?)
    })
}
