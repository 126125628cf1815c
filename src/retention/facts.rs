//! What the terms are counted from, read from the rooms that know it: for one record on its page and for many in the job.
use super::store::{self, HoldRow, PersonRow};
use super::terms::{self, CompanyFacts, Held, PersonFacts, Until};
use crate::accounts;
use crate::actor::Right;
use crate::app::Looking;
use crate::consent::{self, Contact, Known};
use crate::error::{Error, Result};
use crate::people::PersonKind;
use std::collections::{BTreeMap, HashMap};

impl HoldRow {
    fn held(&self) -> Held {
        Held { through: self.through(), ground: self.ground }
    }
}

/// Facts of these people, by number.
fn people(l: &mut Looking, rows: &[PersonRow]) -> Result<HashMap<i64, PersonFacts>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let known: Vec<Known> = rows
        .iter()
        .map(|row| Known {
            person: row.id,
            third_party: row.kind == PersonKind::ThirdParty,
            restricted: row.restricted,
            company: row.company_id,
            added_at: row.added_at,
        })
        .collect();
    let contacts = consent::last_contacts(l, &known)?;
    let mut holds: HashMap<i64, Vec<Held>> = HashMap::new();
    for hold in store::holds_on_people(l.conn(), &ids)? {
        holds.entry(hold.person_id.unwrap_or(0)).or_default().push(hold.held());
    }
    let facts = rows.iter().zip(contacts).map(|(row, last_contact)| {
        let facts = PersonFacts {
            third_party: row.kind == PersonKind::ThirdParty,
            restricted: row.restricted,
            last_contact,
            holds: holds.remove(&row.id).unwrap_or_default(),
        };
        (row.id, facts)
    });
    Ok(facts.collect())
}

/// A company with its people, each with their number.
struct Firm {
    facts: CompanyFacts,
    people: HashMap<i64, PersonFacts>,
}

fn firms(l: &mut Looking, ids: &[i64]) -> Result<HashMap<i64, Firm>> {
    let mut contracts: HashMap<i64, Vec<_>> = HashMap::new();
    for (company, starts_on, ends_on) in store::spans(l.conn(), ids)? {
        contracts.entry(company).or_default().push((starts_on, ends_on));
    }
    let rows = store::people_of(l.conn(), ids)?;
    let mut of_people = people(l, &rows)?;
    let mut theirs: HashMap<i64, HashMap<i64, PersonFacts>> = HashMap::new();
    for row in &rows {
        if let (Some(company), Some(facts)) = (row.company_id, of_people.remove(&row.id)) {
            theirs.entry(company).or_default().insert(row.id, facts);
        }
    }
    let contacts = consent::company_contacts(l, ids)?;
    let mut holds: HashMap<i64, Vec<Held>> = HashMap::new();
    for hold in store::holds_on_companies(l.conn(), ids)? {
        holds.entry(hold.company_id.unwrap_or(0)).or_default().push(hold.held());
    }
    let firms = store::companies(l.conn(), ids)?.into_iter().map(|(id, added_at)| {
        let people = theirs.remove(&id).unwrap_or_default();
        let facts = CompanyFacts {
            contracts: contracts.remove(&id).unwrap_or_default(),
            last_contact: contacts.get(&id).copied().unwrap_or((added_at.date(), Contact::Collected)),
            holds: holds.remove(&id).unwrap_or_default(),
            people: people.values().cloned().collect(),
        };
        (id, Firm { facts, people })
    });
    Ok(firms.collect())
}

/// Until when these people are kept. Who is not there, or not shown yet, is not in it.
pub fn of_people(l: &mut Looking, ids: &[i64]) -> Result<BTreeMap<i64, Until>> {
    l.must(Right::FindPeople)?;
    let rows = store::people(l.conn(), ids)?;
    let mut companies: Vec<i64> = rows.iter().filter_map(|row| row.company_id).collect();
    companies.sort_unstable();
    companies.dedup();
    let firms = firms(l, &companies)?;
    let alone: Vec<PersonRow> = rows.iter().filter(|row| row.company_id.is_none()).copied().collect();
    let alone = people(l, &alone)?;
    let mut found = BTreeMap::new();
    for row in &rows {
        let firm = row.company_id.and_then(|company| firms.get(&company));
        let facts = firm.and_then(|firm| firm.people.get(&row.id)).or_else(|| alone.get(&row.id));
        if let Some(facts) = facts {
            found.insert(row.id, terms::person(facts, firm.map(|firm| &firm.facts)));
        }
    }
    Ok(found)
}

/// Until when these companies are kept.
pub fn of_companies(l: &mut Looking, ids: &[i64]) -> Result<BTreeMap<i64, Until>> {
    l.must(Right::FindPeople)?;
    Ok(firms(l, ids)?.into_iter().map(|(id, firm)| (id, terms::company(&firm.facts))).collect())
}

/// Until when these cards are kept, and whether they go before their customer does.
pub fn of_cards(l: &mut Looking, ids: &[i64]) -> Result<BTreeMap<i64, (Until, bool)>> {
    l.must(Right::SeeAccounts)?;
    let cards = accounts::cards_taken(l, ids)?;
    let mut companies: Vec<i64> = cards.iter().map(|card| card.1).collect();
    companies.sort_unstable();
    companies.dedup();
    let firms = firms(l, &companies)?;
    let until = |(id, company, taken_on): &(i64, i64, chrono::NaiveDate)| {
        let firm = &firms.get(company)?.facts;
        Some((*id, (terms::card(*taken_on, firm), terms::goes_before_its_customer(*taken_on, firm))))
    };
    Ok(cards.iter().filter_map(until).collect())
}

/// Until when somebody is kept, for their page.
pub fn of_person(l: &mut Looking, id: i64) -> Result<Until> {
    of_people(l, &[id])?.remove(&id).ok_or(Error::NotFound)
}

pub fn of_company(l: &mut Looking, id: i64) -> Result<Until> {
    of_companies(l, &[id])?.remove(&id).ok_or(Error::NotFound)
}

pub fn of_card(l: &mut Looking, id: i64) -> Result<Until> {
    Ok(of_cards(l, &[id])?.remove(&id).ok_or(Error::NotFound)?.0)
}
