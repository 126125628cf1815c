//! Holds: a dispute or a law keeps somebody beyond their term, for a reason that is kept, until a day. It ends by itself.
use super::HoldGround;
use super::store::{self, HoldRow};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::auth;
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::vault::Owner;
use crate::{companies, people};
use chrono::{Months, NaiveDate, NaiveDateTime};

/// Whom a hold keeps: somebody, or a company with everybody in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Person(i64),
    Company(i64),
}

impl Of {
    fn owner(self) -> Owner {
        match self {
            Of::Person(id) => Owner::person(id),
            Of::Company(id) => Owner::company(id),
        }
    }

    fn subject(self) -> (Subject, i64) {
        match self {
            Of::Person(id) => (Subject::Person, id),
            Of::Company(id) => (Subject::Company, id),
        }
    }
}

/// A hold, opened.
#[derive(Clone)]
pub struct Hold {
    pub id: i64,
    pub of: Of,
    /// The name of whom it keeps.
    pub name: String,
    pub ground: HoldGround,
    pub reason: String,
    pub placed_at: NaiveDateTime,
    pub placed_by: String,
    pub until: NaiveDate,
    pub ended_at: Option<NaiveDateTime>,
}

#[derive(Clone)]
pub struct NewHold {
    pub of: Of,
    pub ground: HoldGround,
    pub reason: String,
    /// The last day on which it keeps.
    pub until: NaiveDate,
}

/// What the Dpo can put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldFault {
    Reason,
    NotAhead,
    /// Longer than anything is claimed: five years (Art. 2224 CC). It can be placed again.
    TooFarAhead,
}

/// A reason is neither a keystroke nor a story.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=500;
const LONGEST: Months = Months::new(60);
/// So many that are over stand on the page.
const OVER: i64 = 20;

pub fn faults(new: &NewHold, today: NaiveDate) -> Vec<HoldFault> {
    let last = today.checked_add_months(LONGEST).unwrap_or(NaiveDate::MAX);
    [
        (!REASON.contains(&new.reason.trim().chars().count()), HoldFault::Reason),
        (new.until <= today, HoldFault::NotAhead),
        (new.until > last, HoldFault::TooFarAhead),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect()
}

/// # Errors
/// `NotFound` when whom it should keep is not there; `BadRequest` for a hold that breaks its rules.
pub fn place(w: &mut Writing, new: &NewHold) -> Result<i64> {
    w.must(Right::DecideRetention)?;
    if !faults(new, w.now.date()).is_empty() {
        return Err(Error::BadRequest("a hold that breaks its rules"));
    }
    match new.of {
        Of::Person(id) => drop(people::these(w, &[id])?.pop().ok_or(Error::NotFound)?),
        Of::Company(id) => companies::must_exist(w, id)?,
    }
    let (id, owner) = (w.next_id()?, new.of.owner());
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let (person_id, company_id) = match new.of {
        Of::Person(id) => (Some(id), None),
        Of::Company(id) => (None, Some(id)),
    };
    let row = HoldRow {
        id,
        person_id,
        company_id,
        ground: new.ground,
        reason: sealing.seal(Field::HoldReason, owner, id, new.reason.trim())?,
        placed_at: w.now,
        placed_by: w.actor.staff_id(),
        until: new.until,
        ended_at: None,
        ended_by: None,
        lapsed: false,
    };
    store::add_hold(w.conn(), &row)?;
    let (subject, of) = new.of.subject();
    let deed = Deed::of(What::HoldPlaced, subject, of).with("hold", id).with("ground", new.ground.word());
    w.record(deed.with("until", new.until));
    Ok(id)
}

fn of(row: &HoldRow) -> Of {
    match (row.person_id, row.company_id) {
        (Some(id), _) => Of::Person(id),
        (None, company) => Of::Company(company.unwrap_or(0)),
    }
}

/// It keeps through today and no longer.
///
/// # Errors
/// `Stale` when it has ended already.
pub fn end_hold(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::DecideRetention)?;
    let row = store::hold(w.conn(), id)?;
    let (now, by) = (w.now, w.actor.staff_id());
    if !store::end_hold(w.conn(), id, now, by)? {
        return Err(Error::Stale);
    }
    let (subject, of) = of(&row).subject();
    w.record(Deed::of(What::HoldEnded, subject, of).with("hold", id));
    Ok(())
}

/// Those that keep somebody, and the last that do no more. That whom they name are seen is a deed.
pub fn holds(l: &mut Looking) -> Result<(Vec<Hold>, Vec<Hold>)> {
    l.must(Right::SeeRetention)?;
    let today = l.now.date();
    let (keeping, over) = store::holds(l.conn(), today, OVER)?;
    let ids: Vec<i64> = keeping.iter().chain(&over).filter_map(|row| row.person_id.or(row.company_id)).collect();
    if !ids.is_empty() {
        l.owe(Deed::new(What::Listed).with("list", "holds").with_ids(&ids));
    }
    Ok((open(l, keeping)?, open(l, over)?))
}

fn open(l: &mut Looking, rows: Vec<HoldRow>) -> Result<Vec<Hold>> {
    let owners: Vec<Owner> = rows.iter().map(|row| of(row).owner()).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    let people: Vec<i64> = rows.iter().filter_map(|row| row.person_id).collect();
    let people = people::these(l, &people)?;
    let companies: Vec<i64> = rows.iter().filter_map(|row| row.company_id).collect();
    let companies = companies::names(l, &companies)?;
    let by: Vec<i64> = rows.iter().filter_map(|row| row.placed_by).collect();
    let staff = auth::names(l, &by)?;
    let mut holds = Vec::with_capacity(rows.len());
    for (row, owner) in rows.iter().zip(owners) {
        if !keys.has(owner) {
            continue;
        }
        let of = of(row);
        let name = match of {
            Of::Person(id) => people.iter().find(|person| person.id == id).map(people::Person::name),
            Of::Company(id) => companies.get(&id).cloned(),
        };
        holds.push(Hold {
            id: row.id,
            of,
            name: name.unwrap_or_default(),
            ground: row.ground,
            reason: keys.show(Field::HoldReason, owner, row.id, &row.reason)?,
            placed_at: row.placed_at,
            placed_by: row.placed_by.and_then(|by| staff.get(&by).cloned()).unwrap_or_default(),
            until: row.until,
            ended_at: row.ended_at,
        });
    }
    Ok(holds)
}
