//! Recalls: whoever was in a list that left and has refused since is to be taken out of where it went. Marketing owes that
//! until it is ticked off, and takes no other list out before.
//!
//! New refusals are held against the lists in one pass over the ledger, each minute and whenever a list is ordered or
//! taken; a list that ends is held against what was refused while it streamed. What was in a list is known by the person
//! and by the keyed hash of the address, so a refusal finds it also when it was said by somebody else who has the address,
//! and also when the person was erased.
use super::layouts::Column;
use super::store::recalls::{self as store, Held, No, Row};
use super::{Export, seen_of};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::consent;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::people;
use crate::reach;
use crate::sheet::Writer;
use chrono::NaiveDateTime;
use std::collections::{HashMap, HashSet};

/// What stands in the way of the next list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    pub lists: usize,
    pub people: i64,
}

/// What is owed of one list.
#[derive(Clone, Debug)]
pub struct Recall {
    pub export: Export,
    pub people: i64,
    /// Up to which recall this was counted: what came later is not ticked off with it.
    pub last: i64,
    pub since: NaiveDateTime,
}

/// Holds the refusals that are new against every list that left.
pub fn gather(w: &mut Writing) -> Result<()> {
    let (line, since) = store::mark(w.conn())?;
    let new = store::refusals(w.conn(), line, since)?;
    if new.is_empty() {
        return Ok(());
    }
    // Drawn under the write lock: every line that is committed has a lower number, and every later one a higher.
    let (next, now) = (w.next_id()?, w.now);
    add(w, &new, None)?;
    store::set_mark(w.conn(), next, now)
}

/// Holds what was refused since this list was begun against it: it was not among the lists while it streamed.
pub(super) fn gather_for(w: &mut Writing, export: i64) -> Result<()> {
    let begun = super::store::get(w.conn(), export)?.at;
    let new = store::refusals_since(w.conn(), begun)?;
    add(w, &new, Some(export))
}

fn add(w: &mut Writing, new: &[No], only: Option<i64>) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let mut people: Vec<i64> = new.iter().filter_map(|no| no.person).collect();
    people.sort_unstable();
    people.dedup();
    // A refusal follows whoever said it to the addresses that they have.
    let theirs = reach::blinds_of(w, &people)?;
    let mut blinds: Vec<Vec<u8>> = new.iter().filter_map(|no| no.blind.clone()).collect();
    blinds.extend(theirs.values().flatten().cloned());
    blinds.sort_unstable();
    blinds.dedup();
    let held = store::held(w.conn(), &people, &blinds)?;
    let held: Vec<&Held> = held.iter().filter(|held| only.is_none_or(|only| held.export == only)).collect();
    let known = store::of(w.conn(), &held.iter().map(|held| held.person).collect::<Vec<_>>())?;
    // Whoever was to be taken out of a list once is out of it: to say no again is no news there.
    let mut taken: HashSet<(i64, i64)> = known.into_iter().collect();
    let mut owed = Vec::new();
    for no in new {
        for held in held.iter().filter(|held| binds(no, held, &theirs)) {
            let place = (held.export, held.person);
            if !taken.insert(place) {
                continue;
            }
            owed.push((*held, no));
        }
    }
    let ids = w.next_ids(i64::try_from(owed.len()).unwrap_or(0))?;
    let rows: Vec<Row> = owed
        .into_iter()
        .zip(ids)
        .map(|((held, no), id)| Row {
            id,
            export_id: held.export,
            person_id: held.person,
            blind: held.blind.clone(),
            act: no.act,
            refused_at: no.at,
            settled_at: None,
            settled_by: None,
        })
        .collect();
    store::add(w.conn(), &rows)
}

/// Does this refusal, learned of after the list was begun, bind who stands there?
fn binds(no: &No, held: &Held, theirs: &HashMap<i64, Vec<Vec<u8>>>) -> bool {
    let names = |blind: &Vec<u8>| held.blind.as_ref() == Some(blind);
    let has = |person: i64| theirs.get(&person).is_some_and(|blinds| blinds.iter().any(names));
    let whose = no.person.is_some_and(|person| person == held.person || has(person));
    no.purpose == held.purpose
        && no.channel == held.channel
        && no.at >= held.at
        && (whose || no.blind.as_ref().is_some_and(names))
}

/// What stands in the way of this actor's next list: sales owe what their own lists held, marketing everything.
pub fn owed(l: &mut Looking) -> Result<Option<Owed>> {
    let by = l.actor.staff_id().filter(|_| !l.actor.may(Right::Export));
    let open = store::open(l.conn(), by)?;
    let people = open.iter().map(|(_, many, ..)| many).sum();
    Ok((!open.is_empty()).then_some(Owed { lists: open.len(), people }))
}

/// Every list with something owed, the newest first, as far as this actor sees lists.
pub fn recalls(l: &mut Looking) -> Result<Vec<Recall>> {
    let by = seen_of(l)?;
    let open = store::open(l.conn(), by)?;
    let mut recalls = Vec::with_capacity(open.len());
    for (export, people, last, since) in open {
        recalls.push(Recall { export: super::store::get(l.conn(), export)?, people, last, since });
    }
    Ok(recalls)
}

/// Whose list it is that something is owed of.
fn mine(l: &mut Looking, export: i64) -> Result<Export> {
    l.must(Right::MakeExports)?;
    Ok(super::get(l, export)?.0)
}

/// The addresses to be taken out, as a file of one column under the name that the list had for it; and how many cannot be
/// named any more, because they were erased.
pub fn recall_file(l: &mut Looking, export: i64) -> Result<(Vec<u8>, usize)> {
    let export = mine(l, export)?;
    let layout = export.layout()?;
    let rows = store::owed(l.conn(), export.id)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.person_id).collect();
    let people: HashMap<i64, people::Person> =
        people::these(l, &ids)?.into_iter().map(|person| (person.id, person)).collect();
    let named = layout.columns(export.channel, l.actor, false).into_iter();
    let head = named.filter(|(column, _)| *column == Column::Address).map(|(_, name)| name);
    let mut file = Vec::new();
    let mut sheet = Writer::new(&mut file, layout.sheet())?;
    sheet.header(head)?;
    let mut nameless = 0;
    for row in &rows {
        let Some((person, blind)) = people.get(&row.person_id).zip(row.blind.as_ref()) else {
            nameless += 1;
            continue;
        };
        let kept = person.reaches.iter().find(|kept| kept.blind == *blind);
        let written = match kept {
            Some(kept) => Some(kept.reach.written().into_owned()),
            None => consent::address_named(l, person.id, blind)?,
        };
        match written {
            Some(written) => sheet.row([written])?,
            None => nameless += 1,
        }
    }
    sheet.finish()?;
    let deed = Deed::of(What::RecallTaken, Subject::Export, export.id);
    l.owe(deed.with("people", rows.len()).with("nameless", nameless));
    Ok((file, nameless))
}

/// Ticks off what was owed of a list, up to what was shown.
///
/// # Errors
/// `NotFound` for a list that is none of theirs, `BadRequest` when `last` is no recall of it: a number that no page showed
/// would tick off what nobody has seen. `Stale` when nothing of it is open any more.
pub fn settle(w: &mut Writing, export: i64, last: i64) -> Result<usize> {
    let export = mine(w, export)?;
    if !store::has(w.conn(), export.id, last)? {
        return Err(Error::BadRequest("a recall that this list does not have"));
    }
    let (by, now) = (w.actor.staff_id(), w.now);
    let done = store::settle(w.conn(), export.id, last, by, now)?;
    if done == 0 {
        return Err(Error::Stale);
    }
    w.record(Deed::of(What::RecallSettled, Subject::Export, export.id).with("people", done));
    Ok(done)
}

/// How many lines there are of who was in lists that left before that moment.
pub fn count_held(l: &mut Looking, before: NaiveDateTime) -> Result<i64> {
    l.must(Right::SeeRetention)?;
    store::count_held(l.conn(), before)
}

/// Forgets who was in the oldest list that left before that moment; how many lines. What is still owed to somebody stays.
/// Whoever calls owes the deed.
pub fn forget_held(w: &mut Writing, before: NaiveDateTime) -> Result<usize> {
    w.must(Right::DecideRetention)?;
    store::forget_held(w.conn(), before)
}
