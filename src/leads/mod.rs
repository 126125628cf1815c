//! Leads: people who are not yet customers, each at a stage, with a colleague who owns the next step.
//!
//! The stage moves freely, but for its two ends: a lead is won by its conversion alone, so that there is a contract,
//! and lost with a reason alone, which stays as a note. Owner and version are compared in the update (V2.3.4): of twenty
//! colleagues who claim the same lead, one has it.
mod convert;
pub mod pages;
mod store;

pub use convert::convert;

use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::auth::{self, Colleague};
use crate::catalogue::{Field, KeyClass};
use crate::companies;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::notes::{self, NoteKind, Target, Text};
use crate::people::{self, Person, PersonKind, Stage};
use crate::search::{Filter, From, Kind, Listed, Order, Whose};
use crate::vault::Owner;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    pub person_id: i64,
    pub stage: Stage,
    pub owner: Option<i64>,
    pub next_step: String,
    pub next_on: Option<NaiveDate>,
    pub opened_at: NaiveDateTime,
    pub moved_at: NaiveDateTime,
    pub version: i64,
}

impl Lead {
    /// Nothing more is planned for those who bought or will not.
    pub fn is_closed(&self) -> bool {
        matches!(self.stage, Stage::Won | Stage::Lost)
    }

    pub fn is_due(&self, today: NaiveDate) -> bool {
        !self.is_closed() && self.next_on.is_some_and(|on| on <= today)
    }

    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        !self.is_closed() && self.next_on.is_some_and(|on| on < today)
    }
}

/// Who does what next, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub owner: Option<i64>,
    pub next_step: Option<Text>,
    pub next_on: Option<NaiveDate>,
}

/// A lead as an import or a demo house brings it.
#[derive(Clone, Debug)]
pub struct NewLead {
    pub person_id: i64,
    pub stage: Stage,
    pub plan: Plan,
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub person: Person,
    pub lead: Lead,
    /// Empty when there is none.
    pub company: String,
    /// Empty when it is nobody's.
    pub owner: String,
}

/// What the page of a person shows of their lead.
#[derive(Clone, Debug)]
pub struct Story {
    pub person_id: i64,
    pub lead: Option<Lead>,
    pub owner: String,
    /// Whether they could be made a lead.
    pub eligible: bool,
    pub today: NaiveDate,
}

/// Colleagues who may own a lead, by name.
pub fn owners(l: &mut Looking) -> Result<Vec<Colleague>> {
    auth::who_may(l, Right::WorkLeads)
}

/// Makes somebody a lead. Third parties of a customer never are, nor is anybody whose processing is restricted.
///
/// # Errors
/// `Stale` when they are one already.
pub fn open(w: &mut Writing, person: i64) -> Result<()> {
    w.must(Right::WorkLeads)?;
    let person = people::these(w, &[person])?.pop().ok_or(Error::NotFound)?;
    if !is_eligible(&person) {
        return Err(Error::BadRequest("not somebody who can be a lead"));
    }
    let plan = Plan { owner: w.actor.staff_id(), ..Plan::default() };
    if bring_in(w, &[NewLead { person_id: person.id, stage: Stage::New, plan }])? == 0 {
        return Err(Error::Stale);
    }
    w.record(Deed::of(What::LeadOpened, Subject::Person, person.id));
    w.changed(Kind::Person, person.id);
    Ok(())
}

fn is_eligible(person: &Person) -> bool {
    person.kind == PersonKind::Contact && !person.restricted
}

/// Adds many without a deed or a line in the change table of their own: for whoever owes one for all of them.
/// Those who are leads already stay what they are; says how many were not.
pub fn bring_in(w: &mut Writing, new: &[NewLead]) -> Result<usize> {
    let ids: Vec<i64> = new.iter().map(|new| new.person_id).collect();
    let mut known = store::known(w.conn(), &ids)?;
    let new: Vec<&NewLead> = new.iter().filter(|new| known.insert(new.person_id)).collect();
    let owners: Vec<Owner> =
        new.iter().filter(|new| new.plan.next_step.is_some()).map(|new| Owner::person(new.person_id)).collect();
    let sealing = w.sealing(&owners, KeyClass::Identity)?;
    let rows = new.into_iter().map(|new| {
        let (owner, step) = (Owner::person(new.person_id), new.plan.next_step.as_ref().map(Text::as_str));
        Ok(store::Row {
            person_id: new.person_id,
            stage: new.stage,
            owner_id: new.plan.owner,
            next_step: sealing.seal_maybe(Field::LeadNextStep, owner, new.person_id, step)?,
            next_on: new.plan.next_on,
            opened_at: w.now,
            moved_at: w.now,
            version: 1,
        })
    });
    let rows: Vec<store::Row> = rows.collect::<Result<_>>()?;
    store::add(w.conn(), &rows)?;
    Ok(rows.len())
}

/// The lead that a person is, if any, for a page that owes the deed of the person.
pub fn of(l: &mut Looking, person: i64) -> Result<Option<Lead>> {
    l.must(Right::SeeLeads)?;
    let row = store::find(l.conn(), person)?;
    Ok(open_rows(l, row.into_iter().collect())?.pop())
}

/// For the page of a person, which owes the deed.
pub fn story(l: &mut Looking, person: &Person) -> Result<Story> {
    let lead = of(l, person.id)?;
    let owner = auth::name(l, lead.as_ref().and_then(|lead| lead.owner))?;
    Ok(Story {
        person_id: person.id,
        eligible: lead.is_none() && is_eligible(person),
        lead,
        owner,
        today: l.now.date(),
    })
}

fn open_rows(l: &Looking, rows: Vec<store::Row>) -> Result<Vec<Lead>> {
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::person(row.person_id)).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    let open = |row: store::Row| {
        let (id, owner) = (row.person_id, Owner::person(row.person_id));
        let next_step = keys.show_maybe(Field::LeadNextStep, owner, id, row.next_step.as_ref())?;
        Ok(Lead {
            person_id: id,
            stage: row.stage,
            owner: row.owner_id,
            next_step,
            next_on: row.next_on,
            opened_at: row.opened_at,
            moved_at: row.moved_at,
            version: row.version,
        })
    };
    // Somebody whose key is gone is nobody's lead any more.
    rows.into_iter().filter(|row| keys.has(Owner::person(row.person_id))).map(open).collect()
}

fn get(l: &mut Looking, person: i64) -> Result<Lead> {
    if !people::hidden(l, &[person])?.is_empty() {
        return Err(Error::Restricted);
    }
    of(l, person)?.ok_or(Error::NotFound)
}

/// A page of the list, in the order of the index; that is a deed.
pub fn list(l: &mut Looking, filter: &Filter, order: Order, from: From, limit: usize) -> Result<(Vec<Line>, Listed)> {
    l.must(Right::SeeLeads)?;
    let filter = Filter { leads_only: true, ..filter.clone() };
    let (people, listed) = people::list(l, order, &filter, from, limit)?;
    let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
    let rows = store::these(l.conn(), &ids)?;
    let leads = open_rows(l, rows)?;
    Ok((lines(l, people, leads)?, listed))
}

/// Whose next step is due by this day, the longest overdue first: everybody's, nobody's, or one owner's, as for the home
/// page. That is a deed.
pub fn due(l: &mut Looking, owner: Whose, by: NaiveDate, from: From, limit: usize) -> Result<(Vec<Line>, Listed)> {
    l.must(Right::SeeLeads)?;
    // The row where a page begins may be due no more, or be gone: then better the first page than none.
    let mut day = |id| Ok::<_, Error>(of(l, id)?.and_then(|lead| lead.next_on));
    let place = match from {
        From::Start => store::Place::Start,
        From::After(id) => day(id)?.map_or(store::Place::Start, |day| store::Place::After(day, id)),
        From::Before(id) => day(id)?.map_or(store::Place::Start, |day| store::Place::Before(day, id)),
    };
    let back = matches!(place, store::Place::Before(..));
    let mut rows = store::due(l.conn(), owner, by, place, limit + 1)?;
    let more = rows.len() > limit;
    if more {
        rows.remove(if back { 0 } else { limit });
    }
    let leads = open_rows(l, rows)?;
    let ids: Vec<i64> = leads.iter().map(|lead| lead.person_id).collect();
    let people = people::shown(l, &ids)?;
    l.owe(Deed::new(What::Listed).with("list", "due leads").with_ids(&ids));
    let before = if back { more } else { !matches!(place, store::Place::Start) };
    Ok((lines(l, people, leads)?, Listed { ids, before, after: back || more }))
}

/// How many are due by this day.
pub fn count_due(l: &mut Looking, owner: Whose, by: NaiveDate) -> Result<i64> {
    l.must(Right::SeeLeads)?;
    store::count_due(l.conn(), owner, by)
}

/// How many leads stand at each stage, of those that pass the filter but for its stage.
pub fn counts(l: &mut Looking, filter: &Filter) -> Result<Vec<(Stage, usize)>> {
    l.must(Right::SeeLeads)?;
    let index = l.index()?;
    let at = |stage: Stage| Filter { leads_only: true, stage: Some(stage.word()), ..filter.clone() };
    Ok(Stage::ALL.iter().map(|stage| (*stage, index.matching(Kind::Person, &at(*stage)))).collect())
}

fn lines(l: &mut Looking, people: Vec<Person>, leads: Vec<Lead>) -> Result<Vec<Line>> {
    let companies: Vec<i64> = people.iter().filter_map(|person| person.company_id).collect();
    let companies = companies::names(l, &companies)?;
    let owners: Vec<i64> = leads.iter().filter_map(|lead| lead.owner).collect();
    let owners = auth::names(l, &owners)?;
    let mut leads: HashMap<i64, Lead> = leads.into_iter().map(|lead| (lead.person_id, lead)).collect();
    let line = |person: Person| {
        let lead = leads.remove(&person.id)?;
        let company = person.company_id.and_then(|id| companies.get(&id).cloned()).unwrap_or_default();
        let owner = lead.owner.and_then(|id| owners.get(&id).cloned()).unwrap_or_default();
        Some(Line { person, lead, company, owner })
    };
    Ok(people.into_iter().filter_map(line).collect())
}

/// Moves a lead to a stage, but for the two ends: see [`convert`] and [`lose`]. Who bought may be a lead again.
///
/// # Errors
/// `Stale` when somebody else changed it since this version, unless they moved it there too.
pub fn move_to(w: &mut Writing, person: i64, version: i64, stage: Stage) -> Result<()> {
    if matches!(stage, Stage::Won | Stage::Lost) {
        return Err(Error::BadRequest("a lead is won by its conversion and lost with a reason"));
    }
    go(w, person, version, stage)
}

/// A lead that will not buy, and why: the reason stays as a note about the person.
pub fn lose(w: &mut Writing, person: i64, version: i64, reason: &Text) -> Result<()> {
    go(w, person, version, Stage::Lost)?;
    let now = w.now;
    notes::add(w, Target::Person(person), NoteKind::Note, reason, now)?;
    Ok(())
}

fn go(w: &mut Writing, person: i64, version: i64, stage: Stage) -> Result<()> {
    w.must(Right::WorkLeads)?;
    let lead = get(w, person)?;
    // The same button pressed twice, or by two who agree.
    if lead.stage == stage {
        return Ok(());
    }
    let now = w.now;
    if !store::move_to(w.conn(), person, version, stage, now)? {
        return Err(Error::Stale);
    }
    w.record(
        Deed::of(What::LeadMoved, Subject::Person, person).with("from", lead.stage.word()).with("to", stage.word()),
    );
    w.changed(Kind::Person, person);
    Ok(())
}

/// Sets owner and next step.
///
/// # Errors
/// `Stale` when somebody else changed the lead since this version; `BadRequest` when the new owner cannot own leads.
pub fn plan(w: &mut Writing, person: i64, version: i64, plan: &Plan) -> Result<()> {
    w.must(Right::WorkLeads)?;
    let lead = get(w, person)?;
    // A colleague who has left keeps what was theirs until somebody takes it.
    if let Some(owner) = plan.owner.filter(|owner| lead.owner != Some(*owner))
        && !owners(w)?.iter().any(|colleague| colleague.id == owner)
    {
        return Err(Error::BadRequest("not a colleague who can own a lead"));
    }
    let owner = Owner::person(person);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let step = plan.next_step.as_ref().map(Text::as_str);
    let step = sealing.seal_maybe(Field::LeadNextStep, owner, person, step)?;
    if !store::plan(w.conn(), person, version, plan.owner, step.as_ref(), plan.next_on)? {
        return Err(Error::Stale);
    }
    let mut deed = Deed::of(What::LeadChanged, Subject::Person, person);
    if lead.owner != plan.owner {
        deed = deed.with("owner", plan.owner.map_or_else(|| "nobody".to_owned(), |owner| owner.to_string()));
    }
    w.record(deed);
    w.changed(Kind::Person, person);
    Ok(())
}

/// Takes a lead that is nobody's. It is assigned once, however many claim it at the same time.
///
/// # Errors
/// `Stale` when it is somebody else's.
pub fn claim(w: &mut Writing, person: i64) -> Result<()> {
    w.must(Right::WorkLeads)?;
    let me = w.actor.staff_id().ok_or(Error::Forbidden)?;
    if !people::hidden(w, &[person])?.is_empty() {
        return Err(Error::Restricted);
    }
    if !store::claim(w.conn(), person, me)? {
        let theirs = get(w, person)?.owner;
        return if theirs == Some(me) { Ok(()) } else { Err(Error::Stale) };
    }
    w.record(Deed::of(What::LeadChanged, Subject::Person, person).with("owner", me));
    w.changed(Kind::Person, person);
    Ok(())
}
