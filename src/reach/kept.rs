//! Addresses and numbers as they are kept: sealed under the key of whom they reach.
use super::store::{self, Added, Row};
use super::{Reach, ReachKind};
use crate::app::{Looking, Writing};
use crate::catalogue::Field;
use crate::error::{Error, Result};
use crate::vault::{Blind, Owner, OwnerKind, Sealing, Unlocked, Vault};
use std::collections::HashMap;

/// One address or number of somebody, opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    pub reach: Reach,
    pub blind: Vec<u8>,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({})", self.id)
    }
}

/// For people's eyes, where there may be none; empty then.
pub fn written(kept: Option<&Kept>) -> String {
    kept.map(|kept| kept.reach.written().into_owned()).unwrap_or_default()
}

/// The keyed hash by which the same address or number is recognised, whoever has it.
pub fn blind(vault: &Vault, reach: &Reach) -> Vec<u8> {
    let of = if reach.kind() == ReachKind::Email { Blind::Email } else { Blind::Telephone };
    vault.blind(of, &reach.canonical())
}

/// Everything that reaches these owners, in their order, opened with keys that the caller has.
pub fn of(l: &mut Looking, keys: &Unlocked, kind: OwnerKind, ids: &[i64]) -> Result<HashMap<i64, Vec<Kept>>> {
    let mut all: HashMap<i64, Vec<Kept>> = HashMap::with_capacity(ids.len());
    for row in store::of(l.conn(), kind, ids)? {
        let Some(owner) = row.owner().filter(|owner| keys.has(*owner)) else { continue };
        // One that was altered is told by the keys, and the others still reach somebody.
        let value = match keys.open(Field::Reach, owner, row.id, &row.value) {
            Err(Error::Unreadable) => continue,
            opened => opened?,
        };
        // What was sealed was parsed before; a value that no longer parses was written by a stricter past.
        if let Ok(reach) = Reach::parse(row.kind, &value) {
            all.entry(owner.id).or_default().push(Kept { id: row.id, reach, blind: row.blind });
        }
    }
    Ok(all)
}

/// Adds the addresses and numbers of many owners at once.
pub fn add_all(w: &mut Writing, sealing: &Sealing, all: &[(Owner, Vec<Reach>)]) -> Result<()> {
    let many = all.iter().map(|(_, reaches)| reaches.len()).sum::<usize>();
    let mut ids = w.next_ids(i64::try_from(many).unwrap_or(0))?;
    let mut rows = Vec::with_capacity(many);
    for (owner, reaches) in all {
        for (reach, position) in reaches.iter().zip(0..) {
            let Some(id) = ids.next() else { break };
            rows.push(Row {
                id,
                person_id: (owner.kind == OwnerKind::Person).then_some(owner.id),
                company_id: (owner.kind == OwnerKind::Company).then_some(owner.id),
                kind: reach.kind(),
                position,
                value: sealing.seal(Field::Reach, *owner, id, reach.stored())?,
                blind: blind(w.vault(), reach),
                standing: reach.standing(),
            });
        }
    }
    store::add(w.conn(), &rows)
}

/// From now on exactly these, in this order.
pub fn replace(w: &mut Writing, sealing: &Sealing, owner: Owner, reaches: &[Reach]) -> Result<()> {
    store::remove_of(w.conn(), owner)?;
    add_all(w, sealing, &[(owner, reaches.to_vec())])
}

/// The same for many people at once.
pub fn replace_all(w: &mut Writing, sealing: &Sealing, all: &[(Owner, Vec<Reach>)]) -> Result<()> {
    let people: Vec<i64> = all.iter().filter(|(owner, _)| owner.kind == OwnerKind::Person).map(|(o, _)| o.id).collect();
    store::remove_of_people(w.conn(), &people)?;
    add_all(w, sealing, all)
}

/// What was added after a number was drawn. Numbers are drawn in order, so this tells what somebody who looked then
/// cannot have seen.
pub fn added_since(l: &mut Looking, number: i64, limit: i64) -> Result<Vec<Added>> {
    store::added_since(l.conn(), number, limit)
}

/// The keyed hashes of what reaches these people.
pub fn blinds_of(l: &mut Looking, people: &[i64]) -> Result<HashMap<i64, Vec<Vec<u8>>>> {
    let mut all: HashMap<i64, Vec<Vec<u8>>> = HashMap::new();
    for row in store::of(l.conn(), OwnerKind::Person, people)? {
        if let Some(person) = row.person_id {
            all.entry(person).or_default().push(row.blind);
        }
    }
    Ok(all)
}

/// People who have one of these addresses or numbers, by its keyed hash.
pub fn holders(l: &mut Looking, blinds: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Vec<i64>>> {
    let mut all: HashMap<Vec<u8>, Vec<i64>> = HashMap::new();
    for (blind, person) in store::people_with(l.conn(), blinds)? {
        all.entry(blind).or_default().push(person);
    }
    Ok(all)
}
