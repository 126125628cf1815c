//! Calls and notes: what colleagues write down about a person or a company.
//!
//! Append-only. A note says what was known and said on a day, and others act on it: whoever did must find it as it
//! was. What was wrong is put right by a second note, as Art. 16 has it for statements; an erasure ends all notes of
//! its person at once, by the key that seals them. What it costs: a typing mistake stays to be read.
pub mod pages;
mod store;
mod text;

pub use text::{LONG, SHORT, Text, Unfit};

use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::vault::Owner;
use crate::{auth, companies, people};
use chrono::{Duration, NaiveDateTime};

/// So many are opened at a time where all are read.
const PART: i64 = 1_000;
/// No note is written down for a day so far ahead.
const FUTURE: Duration = Duration::days(36_500);

crate::db::values::words! {
    pub enum NoteKind {
        Note = "note",
        CallIn = "call_in",
        CallOut = "call_out",
        Meeting = "meeting",
    }
}

/// Whom a note is about; its key seals the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Person(i64),
    Company(i64),
}

impl Target {
    pub fn id(self) -> i64 {
        match self {
            Target::Person(id) | Target::Company(id) => id,
        }
    }

    fn owner(self) -> Owner {
        match self {
            Target::Person(id) => Owner::person(id),
            Target::Company(id) => Owner::company(id),
        }
    }

    fn subject(self) -> Subject {
        match self {
            Target::Person(_) => Subject::Person,
            Target::Company(_) => Subject::Company,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Note {
    pub id: i64,
    pub kind: NoteKind,
    pub at: NaiveDateTime,
    /// The colleague who wrote it; empty when the house did.
    pub by: String,
    pub text: String,
}

/// Notes about somebody, newest first, and whether there are older ones.
#[derive(Clone, Debug)]
pub struct Story {
    pub target: Target,
    pub notes: Vec<Note>,
    pub more: bool,
}

pub fn add(w: &mut Writing, target: Target, kind: NoteKind, text: &Text, at: NaiveDateTime) -> Result<i64> {
    w.must(Right::EditPeople)?;
    let known = match target {
        Target::Person(id) => !people::shown(w, &[id])?.is_empty(),
        Target::Company(id) => !companies::these(w, &[id])?.is_empty(),
    };
    if !known {
        return Err(Error::NotFound);
    }
    let id = w.next_id()?;
    let owner = target.owner();
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let (person_id, company_id) = match target {
        Target::Person(id) => (Some(id), None),
        Target::Company(id) => (None, Some(id)),
    };
    let row = store::Row {
        id,
        person_id,
        company_id,
        kind,
        at,
        by_id: w.actor.staff_id(),
        text: sealing.seal(Field::NoteText, owner, id, text.as_str())?,
    };
    store::add(w.conn(), &row)?;
    w.record(Deed::of(What::NoteAdded, target.subject(), target.id()).with("note", id).with("kind", kind.word()));
    Ok(id)
}

/// The newest notes about a person, for their page, which owes the deed.
pub fn of_person(l: &mut Looking, id: i64, limit: usize) -> Result<Story> {
    before(l, Target::Person(id), None, limit)
}

/// The newest notes about a company, for its page, which owes the deed.
pub fn of_company(l: &mut Looking, id: i64, limit: usize) -> Result<Story> {
    before(l, Target::Company(id), None, limit)
}

/// Every note that is meant, with whom it is about: reads them all. Whoever calls owes the deed.
pub fn all_that(
    l: &mut Looking,
    is_meant: &dyn Fn(Owner, &str) -> bool,
) -> Result<Vec<(i64, Owner, NaiveDateTime, String)>> {
    l.must(Right::FindPeople)?;
    let (mut found, mut after) = (Vec::new(), i64::MIN);
    loop {
        let rows = store::after(l.conn(), after, PART)?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.id;
        let owner = |row: &store::Row| row.person_id.map(Owner::person).or(row.company_id.map(Owner::company));
        let owners: Vec<Owner> = rows.iter().filter_map(owner).collect();
        let keys = l.unlock(&owners, KeyClass::Identity)?;
        for row in rows {
            let Some(owner) = owner(&row).filter(|owner| keys.has(*owner)) else { continue };
            let text = keys.show(Field::NoteText, owner, row.id, &row.text)?;
            if is_meant(owner, &text) {
                found.push((row.id, owner, row.at, text));
            }
        }
    }
}

/// Notes older than one of them; the newest ones when none is named. Whoever shows them owes the deed.
pub fn before(l: &mut Looking, target: Target, note: Option<i64>, limit: usize) -> Result<Story> {
    l.must(Right::FindPeople)?;
    let place = match note {
        Some(note) => store::place(l.conn(), target, note)?,
        None => (l.now + FUTURE, i64::MAX),
    };
    let mut rows = store::before(l.conn(), target, place, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let owner = target.owner();
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    let by: Vec<i64> = rows.iter().filter_map(|row| row.by_id).collect();
    let names = auth::names(l, &by)?;
    let notes = rows.into_iter().map(|row| {
        Ok(Note {
            id: row.id,
            kind: row.kind,
            at: row.at,
            by: row.by_id.and_then(|by| names.get(&by).cloned()).unwrap_or_default(),
            text: keys.show(Field::NoteText, owner, row.id, &row.text)?,
        })
    });
    Ok(Story { target, notes: notes.collect::<Result<_>>()?, more })
}
