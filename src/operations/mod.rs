//! What IT operations see: counts, and records under pseudonyms (P11). No name, no address, no company, and no link
//! between the people of one company: the rows of this room hold no sealed column, and its readers have no clearance.
pub mod pages;
mod store;

pub use store::Size;

use crate::actor::Right;
use crate::app::Looking;
use crate::contracts::State as ContractState;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::mail;
use crate::people::{PersonKind, Stage};
use crate::reach::ReachKind;
use chrono::{Duration, NaiveDate};
use std::collections::HashMap;

/// A person as operations know one: a reference that tells nothing, and how much hangs on it.
#[derive(Clone, Debug)]
pub struct Pseudonym {
    pub reference: String,
    pub kind: PersonKind,
    /// The first day of the month in which the record was added: the day itself would be a link to others.
    pub added_in: NaiveDate,
    pub stage: Option<Stage>,
    pub reaches: HashMap<ReachKind, i64>,
    pub notes: i64,
    pub open_requests: i64,
}

/// How much there is of everything.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub contacts: i64,
    pub third_parties: i64,
    pub companies: i64,
    pub stages: Vec<(Stage, i64)>,
    pub contracts: Vec<(ContractState, i64)>,
    /// Open assistance requests by age, in the order of [`Age::ALL`].
    pub assistance: Vec<(Age, i64)>,
    pub imports: i64,
    pub imports_failed: i64,
    pub exports: i64,
    pub exports_aborted: i64,
    pub sessions: i64,
    pub sizes: Vec<Size>,
    /// None when the house sends no mail.
    pub outbox: Option<mail::Standing>,
}

crate::db::values::words! {
    /// How long an assistance request has been open.
    pub enum Age {
        Day = "day",
        Week = "week",
        Month = "month",
        Older = "older",
    }
}

/// Where a page of pseudonyms begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Start,
    After(String),
    Before(String),
}

/// A page of pseudonyms, and whether there are others before and after.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    pub rows: Vec<Pseudonym>,
    pub before: bool,
    pub after: bool,
}

/// How much there is. Counting is not looking at anybody: no deed.
pub fn counts(l: &mut Looking) -> Result<Counts> {
    l.must(Right::SeePseudonyms)?;
    let (now, today) = (l.now, l.now.date());
    let mut counts = Counts { companies: store::companies(l.conn())?, ..Counts::default() };
    for (kind, many) in store::people(l.conn())? {
        match kind {
            PersonKind::Contact => counts.contacts = many,
            PersonKind::ThirdParty => counts.third_parties = many,
        }
    }
    let stages: HashMap<Stage, i64> = store::stages(l.conn())?.into_iter().collect();
    counts.stages = Stage::ALL.iter().map(|stage| (*stage, stages.get(stage).copied().unwrap_or(0))).collect();
    let (to_come, running, ended) = store::contracts(l.conn(), today)?;
    counts.contracts =
        vec![(ContractState::ToCome, to_come), (ContractState::Running, running), (ContractState::Ended, ended)];
    let mut until = None;
    for (age, days) in [(Age::Day, Some(1)), (Age::Week, Some(7)), (Age::Month, Some(30)), (Age::Older, None)] {
        let since = days.map(|days| now - Duration::days(days));
        counts.assistance.push((age, store::assistance(l.conn(), since, until)?));
        until = since;
    }
    (counts.imports, counts.imports_failed) = store::imports(l.conn())?;
    (counts.exports, counts.exports_aborted) = store::exports(l.conn())?;
    counts.sessions = store::sessions(l.conn(), now - crate::auth::sessions::IDLE)?;
    counts.outbox = mail::is_sent(l.app()).then(|| mail::standing(l)).transpose()?;
    let config = l.app().config().clone();
    counts.sizes = store::sizes(l.conn(), &config.database, &config.keyring)?;
    Ok(counts)
}

/// What somebody typed, as far as it can begin a reference: letters and digits of base 32, in groups of four. Anything
/// else finds nothing, a name above all.
pub fn reference_prefix(typed: &str) -> Option<String> {
    let mut prefix = String::new();
    for c in typed.trim().chars().filter(|c| !matches!(c, '-' | ' ')) {
        let c = c.to_ascii_uppercase();
        if !(c.is_ascii_uppercase() || ('2'..='7').contains(&c)) || prefix.len() >= 14 {
            return None;
        }
        if matches!(prefix.len(), 4 | 9) {
            prefix.push('-');
        }
        prefix.push(c);
    }
    Some(prefix)
}

/// A page of pseudonyms in their own order, which is that of chance.
pub fn list(l: &mut Looking, prefix: &str, place: &Place, limit: usize) -> Result<Listed> {
    l.must(Right::SeePseudonyms)?;
    let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows = store::pseudonyms(l.conn(), prefix, place, most)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let backwards = matches!(place, Place::Before(_));
    if backwards {
        rows.reverse();
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let listed = Listed {
        before: if backwards { more } else { *place != Place::Start },
        after: backwards || more,
        rows: with_counts(l, rows)?,
    };
    l.owe(Deed::new(What::PseudonymsSeen).with_ids(&ids));
    Ok(listed)
}

pub fn get(l: &mut Looking, reference: &str) -> Result<Pseudonym> {
    l.must(Right::SeePseudonyms)?;
    let row = store::pseudonym(l.conn(), reference)?;
    l.owe(Deed::of(What::PseudonymsSeen, Subject::Person, row.id));
    with_counts(l, vec![row])?.pop().ok_or(Error::NotFound)
}

fn with_counts(l: &mut Looking, rows: Vec<store::Row>) -> Result<Vec<Pseudonym>> {
    use chrono::Datelike;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let stages: HashMap<i64, Stage> = store::stages_of(l.conn(), &ids)?.into_iter().collect();
    let notes: HashMap<i64, i64> = store::notes_of(l.conn(), &ids)?;
    let open: HashMap<i64, i64> = store::open_requests_of(l.conn(), &ids)?;
    let mut reaches: HashMap<i64, HashMap<ReachKind, i64>> = HashMap::new();
    for (person, kind, many) in store::reaches_of(l.conn(), &ids)? {
        reaches.entry(person).or_default().insert(kind, many);
    }
    let pseudonym = |row: store::Row| Pseudonym {
        added_in: row.added_at.date().with_day(1).unwrap_or_default(),
        stage: stages.get(&row.id).copied(),
        reaches: reaches.remove(&row.id).unwrap_or_default(),
        notes: notes.get(&row.id).copied().unwrap_or(0),
        open_requests: open.get(&row.id).copied().unwrap_or(0),
        reference: row.reference,
        kind: row.kind,
    };
    Ok(rows.into_iter().map(pseudonym).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{Actor, Role, StaffActor};
    use crate::catalogue::KeyClass;
    use crate::vault::Clearance;
    use std::sync::Arc;

    #[test]
    fn operations_have_no_clearance_for_any_class_of_key() {
        let staff = StaffActor { id: 1, role: Role::Operations, from: None, request: String::new() };
        let operations = Actor::Staff(Arc::new(staff));
        for &class in KeyClass::ALL {
            assert!(Clearance::of(&operations, class).is_none(), "{}", class.word());
        }
    }

    #[test]
    fn only_what_can_begin_a_reference_is_looked_for() {
        assert_eq!(reference_prefix(" ab2c-dEfg 7"), Some("AB2C-DEFG-7".to_owned()));
        assert_eq!(reference_prefix("AB2CDEFG7HIJ"), Some("AB2C-DEFG-7HIJ".to_owned()));
        assert_eq!(reference_prefix(""), Some(String::new()));
        for typed in ["Émilie", "o'brien", "06 12 34", "a@b", "AB2CDEFG7HIJK", "%"] {
            assert_eq!(reference_prefix(typed), None, "{typed}");
        }
    }
}
