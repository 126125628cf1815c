//! What somebody is to the house on a day: a customer's colleague, at a company, or neither; and when they last got in
//! touch, which decides how long they may be written to.
//!
//! Nobody keeps that day up to date: it follows from what is recorded anyway. Only what comes *from the person* counts,
//! so a mail that we sent, one that they opened, a call of ours and an edit of their row do not.
use super::{Act, Addressee, Line, Relation, store};
use crate::app::Looking;
use crate::error::Result;
use crate::notes::NoteKind;
use crate::people::{Person, PersonKind};
use chrono::NaiveDate;

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

impl Facts {
    pub fn of(l: &mut Looking, person: &Person) -> Result<Self> {
        let contracts = match person.company_id {
            Some(company) => store::contracts_of(l.conn(), company)?,
            None => Vec::new(),
        };
        Ok(Facts {
            person: person.id,
            third_party: person.kind == PersonKind::ThirdParty,
            restricted: person.restricted,
            at_company: person.company_id.is_some(),
            collected: person.added_at.date(),
            contracts,
            contacts: store::contacts(l.conn(), person.id)?,
        })
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
