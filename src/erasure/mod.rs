//! Erasure is shredding (P14, Art. 17): the key of whoever is erased is destroyed, so that what it sealed can be read
//! nowhere, and then the rows go. A contract's end is the gentler one: rows go, keys wait for the archives (P7, P8).
//!
//! An order waits until its time, and can be stopped until then. Carried out, it takes steps ([`State`]), each of which
//! may be done twice and none of which is lost by a kill: whoever opens the house goes on where it stands. What may not
//! come back is written beside the keys first (the safety ledger), so that a database from before forgets it too.
mod carry;
pub mod pages;
mod replay;
mod store;
mod traces;

pub use carry::{carry_out, carry_out_due, keep_keyring, step};
pub use replay::replay;
pub use traces::{Mention, mentions};

use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::{Fate, Field, HELD, Held, Holding, KeyClass, RowNumber, fields_of};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::search::Kind;
use crate::vault::{COPIES_LIVE, Owner, OwnerKind};
use crate::{accounts, companies, forms, kept, people};
use chrono::{Days, NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

pub use crate::vault::How;

crate::db::values::words! {
    /// Why somebody is erased.
    pub enum Cause {
        /// They asked (Art. 17).
        Request = "request",
        /// The last contract of their company ended long enough ago.
        Contract = "contract",
        /// A prospect who has not been heard of for three years.
        Prospect = "prospect",
        /// They had been erased before a copy of the database was put back.
        Restored = "restored",
    }
}

crate::db::values::words! {
    /// How far an erasure has come. The order is the law.
    pub enum State {
        Waiting = "waiting",
        Stopped = "stopped",
        /// Who belongs to it is settled, and what they refused is kept by the hash of the address.
        Begun = "begun",
        /// Uploads and set-aside parcels that named them are gone.
        Swept = "swept",
        /// Their keys are destroyed, or kept where nobody opens them; the safety ledger says so.
        Shredded = "shredded",
        /// Their rows are gone.
        Done = "done",
    }
}

/// The longest that an archive is kept (P6), and with it the keys of a customer that is one no more.
pub const ARCHIVES_LIVE: Days = Days::new(kept::ARCHIVES_DAYS);
/// Whoever took a list in this time is told (Art. 19).
pub const LISTS_SINCE: Days = Days::new(365);

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

    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.companies.is_empty()
    }

    fn owners(&self) -> Vec<Owner> {
        let people = self.people.iter().copied().map(Owner::person);
        people.chain(self.companies.iter().copied().map(Owner::company)).collect()
    }

    fn of(owners: &[Owner]) -> Self {
        let of = |kind| owners.iter().filter(|owner| owner.kind == kind).map(|owner| owner.id).collect();
        Scope { people: of(OwnerKind::Person), companies: of(OwnerKind::Company) }
    }

    /// With everybody who belongs to its companies now.
    fn whole(&self, l: &mut Looking) -> Result<Scope> {
        let mut people = self.people.clone();
        people.extend(people::of_companies(l, &self.companies)?);
        people.sort_unstable();
        people.dedup();
        let mut companies = self.companies.clone();
        companies.sort_unstable();
        companies.dedup();
        Ok(Scope { people, companies })
    }
}

/// What is held of somebody, counted.
pub type Counts = BTreeMap<String, i64>;

/// What is held of whoever is in a scope, one kind of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub holding: Holding,
    pub rows: i64,
}

/// What is to be erased, and from when on.
#[derive(Clone, Debug)]
pub struct Order {
    pub scope: Scope,
    pub how: How,
    pub cause: Cause,
    /// The privacy request, the forecast or whatever else asked for it.
    pub cause_id: Option<i64>,
    pub not_before: NaiveDateTime,
    /// Notes about others that name them, and are to go too.
    pub notes: Vec<i64>,
}

/// An erasure as it stands.
#[derive(Clone, Debug)]
pub struct Erasure {
    pub id: i64,
    pub reference: String,
    pub how: How,
    pub cause: Cause,
    pub cause_id: Option<i64>,
    pub ordered_at: NaiveDateTime,
    pub ordered_by: Option<i64>,
    pub not_before: NaiveDateTime,
    pub state: State,
    pub begun_at: Option<NaiveDateTime>,
    pub ended_at: Option<NaiveDateTime>,
    /// Rows by kind, counted when it began.
    pub counts: Vec<Found>,
    /// Lists of the year before that they were in.
    pub lists: Vec<i64>,
    /// From this day on no copy anywhere can be read.
    pub unreadable_from: Option<NaiveDate>,
}

impl Erasure {
    /// Can it still be stopped?
    pub fn may_be_stopped(&self) -> bool {
        self.state == State::Waiting
    }

    /// Steps that are done, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let steps = [State::Begun, State::Swept, State::Shredded, State::Done];
        (steps.iter().position(|step| *step == self.state).map_or(0, |at| at + 1), steps.len())
    }
}

/// What is held of somebody, everywhere, by kind; kinds of which there is nothing are not in it. That is a deed.
pub fn find(l: &mut Looking, scope: &Scope) -> Result<Vec<Found>> {
    l.must(Right::SeeErasures)?;
    let scope = scope.whole(l)?;
    l.owe(Deed::new(What::HoldingsFound).with_ids(&scope.people).with("companies", scope.companies.len()));
    count(l, &scope)
}

fn count(l: &mut Looking, scope: &Scope) -> Result<Vec<Found>> {
    let mut counts: BTreeMap<Holding, i64> = BTreeMap::new();
    for held in HELD {
        *counts.entry(held.holding).or_default() += store::count(l.conn(), held, scope)?;
    }
    let found = counts.into_iter().filter(|(_, rows)| *rows > 0);
    Ok(found.map(|(holding, rows)| Found { holding, rows }).collect())
}

/// One sealed value of somebody, opened.
#[derive(Clone)]
pub struct Value {
    pub holding: Holding,
    pub field: Field,
    pub row: String,
    pub text: String,
}

/// Every sealed value that is held of a person or a company, as the catalogue names them: for an access package, and to know
/// what to look for. Whoever calls owes the deed.
pub fn everything(l: &mut Looking, owner: Owner) -> Result<Vec<Value>> {
    l.must(Right::SeeErasures)?;
    let mut values = Vec::new();
    for class in [KeyClass::Identity, KeyClass::Payment] {
        let keys = l.unlock(&[owner], class)?;
        if !keys.has(owner) {
            continue;
        }
        for (held, field) in HELD.iter().flat_map(|held| fields_of(held.table).map(move |field| (held, field))) {
            if field.spec().key != class {
                continue;
            }
            for (row, sealed) in store::values(l.conn(), held, field.spec().column, owner)? {
                let number = match held.row {
                    RowNumber::Column(_) => row.parse().map_err(|_| Error::internal("a row without a number"))?,
                    RowNumber::Word(_) => forms::number(&row),
                };
                let text = keys.show(field, owner, number, &sealed)?;
                values.push(Value { holding: held.holding, field, row, text });
            }
        }
    }
    Ok(values)
}

/// Orders an erasure. It is carried out when its time has come.
///
/// # Errors
/// `NotFound` when somebody of the scope is not there.
pub fn order(w: &mut Writing, order: &Order) -> Result<i64> {
    w.must(Right::OrderErasure)?;
    let (scope, companies) = (&order.scope, companies::these(w, &order.scope.companies)?.len());
    if scope.is_empty() || people::these(w, &scope.people)?.len() != scope.people.len() {
        return Err(Error::NotFound);
    }
    if companies != scope.companies.len() {
        return Err(Error::NotFound);
    }
    let id = w.next_id()?;
    let erasure = Erasure {
        id,
        reference: crate::app::reference(),
        how: order.how,
        cause: order.cause,
        cause_id: order.cause_id,
        ordered_at: w.now,
        ordered_by: w.actor.staff_id(),
        not_before: order.not_before.max(w.now),
        state: State::Waiting,
        begun_at: None,
        ended_at: None,
        counts: Vec::new(),
        lists: Vec::new(),
        unreadable_from: None,
    };
    store::add(w.conn(), &erasure)?;
    store::add_owners(w.conn(), id, &order.scope.owners(), true)?;
    store::add_notes(w.conn(), id, &order.notes)?;
    let deed = Deed::of(What::ErasureOrdered, Subject::Erasure, id).with("how", order.how.word());
    w.record(deed.with("cause", order.cause.word()).with_ids(&order.scope.people));
    Ok(id)
}

/// Nothing has happened yet, and nothing will.
///
/// # Errors
/// `Stale` when it has begun: then it cannot be undone.
pub fn stop(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::OrderErasure)?;
    store::get(w.conn(), id)?;
    if !store::advance(w.conn(), id, State::Waiting, State::Stopped)? {
        return Err(Error::Stale);
    }
    let now = w.now;
    store::end(w.conn(), id, now, None)?;
    w.record(Deed::of(What::ErasureStopped, Subject::Erasure, id));
    Ok(())
}

pub fn get(l: &mut Looking, id: i64) -> Result<Erasure> {
    l.must(Right::SeeErasures)?;
    store::get(l.conn(), id)
}

/// What an erasure did: counts and days, and no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub reference: String,
    pub ended_at: NaiveDateTime,
    pub people: i64,
    pub companies: i64,
    pub rows: Vec<Found>,
    /// From this day on no copy anywhere can be read.
    pub unreadable_from: NaiveDate,
}

/// How far an order has come, for whoever gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    pub done: usize,
    pub of: usize,
    pub not_before: NaiveDateTime,
    /// When it is done.
    pub certificate: Option<Certificate>,
}

pub fn progress(l: &mut Looking, id: i64) -> Result<Progress> {
    let (erasure, scope) = (get(l, id)?, scope(l, id)?);
    let (done, of) = erasure.progress();
    let count = |ids: &[i64]| i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let certificate = erasure.ended_at.zip(erasure.unreadable_from).map(|(ended_at, unreadable_from)| Certificate {
        reference: erasure.reference,
        ended_at,
        people: count(&scope.people),
        companies: count(&scope.companies),
        rows: erasure.counts,
        unreadable_from,
    });
    Ok(Progress { state: erasure.state, done, of, not_before: erasure.not_before, certificate })
}

/// Deletes one kind of what is held of these and leaves the rest, where the rest is kept on a ground of its own; how many
/// rows. Their keys stay, so in archives it is readable until those have run out. Whoever calls owes the deed.
pub fn forget(w: &mut Writing, holding: Holding, scope: &Scope) -> Result<i64> {
    w.must(Right::OrderErasure)?;
    let mut rows = 0;
    if holding == Holding::Cards {
        // A card has a key of its own: nobody else needs it.
        for company in &scope.companies {
            let cards = accounts::card_ids_of(w, *company)?;
            rows += i64::try_from(cards.len()).unwrap_or(i64::MAX);
            accounts::shred_cards(w, &cards)?;
        }
    }
    for held in deleted().filter(|held| held.holding == holding) {
        rows += store::remove(w.conn(), held, scope)?;
    }
    scope.people.iter().for_each(|id| w.changed(Kind::Person, *id));
    scope.companies.iter().for_each(|id| w.changed(Kind::Company, *id));
    Ok(rows)
}

/// Those ordered before this one, the newest first.
pub fn list(l: &mut Looking, before: Option<i64>, limit: i64) -> Result<Vec<Erasure>> {
    l.must(Right::SeeErasures)?;
    store::list(l.conn(), before, limit)
}

/// The erasure that waits for this person or company, or is under way.
pub fn open_of(l: &mut Looking, owner: Owner) -> Result<Option<Erasure>> {
    store::open_of(l.conn(), owner)
}

/// People and companies of an erasure: as ordered, and all of them once it has begun.
pub fn scope(l: &mut Looking, id: i64) -> Result<Scope> {
    l.must(Right::SeeErasures)?;
    Ok(Scope::of(&store::owners(l.conn(), id)?))
}

/// The first day on which no copy of the keyring has a key that was destroyed on that day.
fn unreadable_from(destroyed_on: NaiveDate) -> NaiveDate {
    destroyed_on + COPIES_LIVE + Days::new(1)
}

/// Tables of which rows go.
fn deleted() -> impl Iterator<Item = &'static Held> {
    HELD.iter().filter(|held| held.fate == Fate::Deleted)
}
