//! Whom a request may be about: people and companies found by name, address, telephone and bank account.
use super::{Requester, Subject, scope};
use crate::accounts;
use crate::actor::Right;
use crate::app::Looking;
use crate::bank::BankAccount;
use crate::companies;
use crate::deeds::{Deed, What};
use crate::error::Result;
use crate::people::{self, Person};
use crate::reach::{Reach, ReachKind};
use crate::search;
use std::collections::HashMap;

/// Somebody whom it may be about.
#[derive(Clone)]
pub struct Candidate {
    pub kind: Subject,
    pub id: i64,
    pub name: String,
    /// Of a person.
    pub person: Option<Person>,
    /// The company of a person; empty for none.
    pub company: String,
    pub chosen: bool,
}

/// What to look by besides what the requester gave.
#[derive(Clone, Default)]
pub struct Typed(pub String);

/// So many of each kind are offered.
const OFFERED: usize = 12;

/// Those who were chosen, then those who share an address, a number or an account with the requester or with what was
/// typed, then namesakes; also those whose processing is restricted. That is a deed.
pub fn candidates(l: &mut Looking, id: i64, requester: &Requester, typed: &Typed) -> Result<Vec<Candidate>> {
    l.must(Right::WorkRequests)?;
    let chosen = scope(l, id)?;
    let (mut ids, mut firms) = (chosen.people.clone(), chosen.companies.clone());
    let mut reaches = Vec::new();
    for (kind, text) in [
        (ReachKind::Email, &requester.email),
        (ReachKind::Phone, &requester.phone),
        (ReachKind::Email, &typed.0),
        (ReachKind::Phone, &typed.0),
    ] {
        reaches.extend(Reach::parse(kind, text).ok());
    }
    ids.extend(people::holders(l, &reaches)?);
    if let Ok(account) = BankAccount::parse(&typed.0) {
        for (company, person) in accounts::holders(l, &account)? {
            match person {
                Some(person) => ids.push(person),
                None => firms.push(company),
            }
        }
    }
    for name in [&requester.name, &typed.0] {
        let found = l.index()?.find_all(name, None, OFFERED);
        for (kind, id) in found.hits {
            match kind {
                search::Kind::Person => ids.push(id),
                // A company only where somebody looked for it.
                search::Kind::Company if !typed.0.is_empty() => firms.push(id),
                search::Kind::Company => {}
            }
        }
    }
    let (ids, firms) = (once(ids), once(firms));
    let people = people::these(l, &ids)?;
    let theirs: Vec<i64> = people.iter().filter_map(|person| person.company_id).collect();
    let names: HashMap<i64, String> = companies::names(l, &theirs)?;
    let mut all: Vec<Candidate> = people
        .into_iter()
        .map(|person| Candidate {
            kind: Subject::Person,
            id: person.id,
            name: person.name(),
            company: person.company_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            chosen: chosen.people.contains(&person.id),
            person: Some(person),
        })
        .collect();
    all.extend(companies::these(l, &firms)?.into_iter().map(|company| Candidate {
        kind: Subject::Company,
        id: company.id,
        chosen: chosen.companies.contains(&company.id),
        name: company.name,
        person: None,
        company: String::new(),
    }));
    l.owe(Deed::new(What::Searched).with_ids(&ids));
    Ok(all)
}

/// In their order, each once.
fn once(ids: Vec<i64>) -> Vec<i64> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}
