//! What somebody is to the house on a day: a customer's colleague, at a company, or neither; and when they last got in
//! touch, which decides how long they may be written to.
//!
//! Nobody keeps that day up to date: it follows from what is recorded anyway. Only what comes *from the person* counts,
//! so a mail that we sent, one that they opened, a call of ours and an edit of their row do not.
use super::{Act, Addressee, Line, Relation, store};
use crate::actor::Right;
use crate::app::Looking;
use crate::error::{Error, Result};
use crate::notes::NoteKind;
use crate::people::{Person, PersonKind};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::HashMap;

/// What counts as getting in touch. `newsletter/store/mod.rs` says the same in SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contact {
    /// Nothing at all since then: the day on which we took them in.
    Collected,
    /// Their company stopped being a customer.
    ContractEnded,
    /// Gave a consent, to whatever. A refusal is no invitation.
    Consent,
    /// Called us.
    Call,
    /// Met us.
    Meeting,
    /// Asked for assistance.
    Assistance,
    /// Wrote to us by a form of the website.
    Submission,
}

impl Contact {
    /// Notes in which the person had a part. A call of ours that nobody may have answered is none.
    pub const NOTES: [NoteKind; 2] = [NoteKind::CallIn, NoteKind::Meeting];
}

/// Everything about somebody that the rules ask beside the ledger, for whatever day.
#[derive(Clone, Debug)]
pub struct Facts {
    person: i64,
    third_party: bool,
    restricted: bool,
    at_company: bool,
    collected: NaiveDate,
    contracts: Vec<(NaiveDate, Option<NaiveDate>)>,
    contacts: Vec<(NaiveDate, Contact)>,
}

/// What of somebody's row the facts begin with.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub person: i64,
    pub third_party: bool,
    pub restricted: bool,
    pub company: Option<i64>,
    pub added_at: NaiveDateTime,
}

impl Facts {
    pub fn of(l: &mut Looking, person: &Person) -> Result<Self> {
        let known = Known {
            person: person.id,
            third_party: person.kind == PersonKind::ThirdParty,
            restricted: person.restricted,
            company: person.company_id,
            added_at: person.added_at,
        };
        Facts::many(l, &[known])?.pop().ok_or(Error::NotFound)
    }

    /// Of many at once, in their order.
    pub fn many(l: &mut Looking, people: &[Known]) -> Result<Vec<Self>> {
        let ids: Vec<i64> = people.iter().map(|known| known.person).collect();
        let companies: Vec<i64> = people.iter().filter_map(|known| known.company).collect();
        let mut contracts: HashMap<i64, Vec<(NaiveDate, Option<NaiveDate>)>> = HashMap::new();
        for (company, starts, ends) in store::contracts_of(l.conn(), &companies)? {
            contracts.entry(company).or_default().push((starts, ends));
        }
        let mut contacts: HashMap<i64, Vec<(NaiveDate, Contact)>> = HashMap::new();
        for (person, on, contact) in store::contacts(l.conn(), &ids)? {
            contacts.entry(person).or_default().push((on, contact));
        }
        let facts = people.iter().map(|known| Facts {
            person: known.person,
            third_party: known.third_party,
            restricted: known.restricted,
            at_company: known.company.is_some(),
            collected: known.added_at.date(),
            contracts: known.company.and_then(|company| contracts.get(&company).cloned()).unwrap_or_default(),
            contacts: contacts.remove(&known.person).unwrap_or_default(),
        });
        Ok(facts.collect())
    }

    fn relation(&self, day: NaiveDate) -> Relation {
        let runs =
            |(starts, ends): &(NaiveDate, Option<NaiveDate>)| *starts <= day && ends.is_none_or(|ends| ends >= day);
        if self.contracts.iter().any(runs) {
            Relation::Customer
        } else if self.at_company {
            Relation::AtCompany
        } else {
            Relation::Private
        }
    }

    /// The last time they got in touch by that day, and how.
    pub fn last_contact(&self, day: NaiveDate, ledger: &[Line]) -> (NaiveDate, Contact) {
        let given = ledger.iter().filter(|line| line.person == self.person && line.act == Act::Given);
        let given = given.map(|line| (line.happened_on, Contact::Consent));
        let ended = self.contracts.iter().filter(|(starts, _)| *starts <= day);
        let ended = ended.map(|(_, ends)| (ends.unwrap_or(day).min(day), Contact::ContractEnded));
        let all = self.contacts.iter().copied().chain(given).chain(ended);
        all.filter(|(on, _)| *on <= day).max().unwrap_or((self.collected, Contact::Collected))
    }

    pub fn addressee(&self, day: NaiveDate, ledger: &[Line]) -> Addressee {
        Addressee {
            id: self.person,
            third_party: self.third_party,
            restricted: self.restricted,
            relation: self.relation(day),
            last_contact: self.last_contact(day, ledger).0,
        }
    }
}

/// When these people last got in touch, by today, and how: what the rules of permission go by, for whoever else asks.
pub fn last_contacts(l: &mut Looking, people: &[Known]) -> Result<Vec<(NaiveDate, Contact)>> {
    l.must(Right::FindPeople)?;
    let (today, facts) = (l.now.date(), Facts::many(l, people)?);
    let ids: Vec<i64> = people.iter().map(|known| known.person).collect();
    let mut ledger: HashMap<i64, Vec<Line>> = HashMap::new();
    for line in store::of_people(l.conn(), &ids)? {
        ledger.entry(line.person).or_default().push(line);
    }
    let of =
        |facts: &Facts| facts.last_contact(today, ledger.get(&facts.person).map(Vec::as_slice).unwrap_or_default());
    Ok(facts.iter().map(of).collect())
}

/// Contacts of no company that ever had a contract with us who last got in touch on that day or before: the next of them
/// after an id. The rule of [`Facts::last_contact`] said in SQL, so that whoever has millions reads few.
pub fn silent(l: &mut Looking, since: NaiveDate, after: i64, limit: i64) -> Result<Vec<i64>> {
    l.must(Right::FindPeople)?;
    store::silent(l.conn(), since, after, limit)
}

/// Companies that never had a contract, of which everybody has been silent since that day.
pub fn silent_companies(l: &mut Looking, since: NaiveDate, after: i64, limit: i64) -> Result<Vec<i64>> {
    l.must(Right::FindPeople)?;
    store::silent_companies(l.conn(), since, after, limit)
}

/// When somebody at these companies, whoever it was, last called or met us; who never did is not in it.
pub fn company_contacts(l: &mut Looking, companies: &[i64]) -> Result<HashMap<i64, (NaiveDate, Contact)>> {
    l.must(Right::FindPeople)?;
    let mut last: HashMap<i64, (NaiveDate, Contact)> = HashMap::new();
    for (company, on, contact) in store::company_contacts(l.conn(), companies)? {
        let known = last.entry(company).or_insert((on, contact));
        *known = (*known).max((on, contact));
    }
    Ok(last)
}
