//! Contracts: what was agreed with a company, with a start and an end. Whoever has one that runs is a customer.
pub mod pages;
mod store;

pub use store::Contract;

use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::bank::BankAccount;
use crate::companies;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::search::Kind;
use chrono::NaiveDate;

crate::db::values::words! {
    /// Where a contract stands today: derived from its dates, never stored.
    pub enum State {
        ToCome = "to_come",
        Running = "running",
        Ended = "ended",
    }
}

/// What is agreed, as it was typed and parsed.
#[derive(Clone, Debug)]
pub struct NewContract {
    pub company_id: i64,
    pub reference: String,
    pub product: String,
    pub starts_on: NaiveDate,
    /// The last day on which it runs; open-ended without one.
    pub ends_on: Option<NaiveDate>,
}

/// Why a contract was refused. Without words on purpose: pages say it in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    ReferenceLength,
    /// The reference stands in clear, so there is no bank account and no e-mail address in it.
    ReferencePersonal,
    ProductLength,
    ProductPersonal,
    EndBeforeStart,
}

/// The longest reference or product.
pub const LONGEST: usize = 120;

impl NewContract {
    /// Everything that is wrong with it, for the form.
    pub fn faults(&self) -> Vec<Fault> {
        let length = |text: &str| (1..=LONGEST).contains(&text.trim().chars().count());
        [
            (!length(&self.reference), Fault::ReferenceLength),
            (is_personal(&self.reference), Fault::ReferencePersonal),
            (!length(&self.product), Fault::ProductLength),
            (is_personal(&self.product), Fault::ProductPersonal),
            (self.ends_on.is_some_and(|end| end < self.starts_on), Fault::EndBeforeStart),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }

    fn parsed(&self) -> Result<()> {
        if self.faults().is_empty() { Ok(()) } else { Err(Error::BadRequest("a contract that breaks its rules")) }
    }
}

/// Does a text that will stand in clear hold an e-mail address or a bank account, wherever in it?
fn is_personal(text: &str) -> bool {
    if text.contains('@') {
        return true;
    }
    let starts = text.char_indices().filter(|(at, c)| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        c.is_ascii_alphabetic() && before.is_none_or(|before| !before.is_ascii_alphanumeric())
    });
    starts.into_iter().any(|(at, _)| {
        let rest: String =
            text.get(at..).unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).take(34).collect();
        // From the shortest IBAN there is (Norway) to the longest that the standard allows.
        (15..=rest.len()).any(|end| rest.get(..end).is_some_and(|part| BankAccount::parse(part).is_ok()))
    })
}

/// Where a contract stands on a day.
pub fn state(contract: &Contract, today: NaiveDate) -> State {
    if today < contract.starts_on {
        State::ToCome
    } else if contract.ends_on.is_some_and(|end| end < today) {
        State::Ended
    } else {
        State::Running
    }
}

pub fn get(l: &mut Looking, id: i64) -> Result<Contract> {
    l.must(Right::SeeContracts)?;
    store::get(l.conn(), id)
}

/// The contracts of a company, the newest start first.
pub fn of_company(l: &mut Looking, company_id: i64) -> Result<Vec<Contract>> {
    l.must(Right::SeeContracts)?;
    store::of_company(l.conn(), company_id)
}

pub fn add(w: &mut Writing, new: &NewContract) -> Result<i64> {
    w.must(Right::EditContracts)?;
    new.parsed()?;
    companies::must_exist(w, new.company_id)?;
    let id = w.next_id()?;
    let row = Contract {
        id,
        company_id: new.company_id,
        reference: new.reference.trim().to_owned(),
        product: new.product.trim().to_owned(),
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        added_at: w.now,
        added_by: w.actor.staff_id(),
        version: 1,
    };
    store::add(w.conn(), &row)?;
    w.record(Deed::of(What::ContractAdded, Subject::Contract, id).with("company", new.company_id));
    w.changed(Kind::Company, new.company_id);
    Ok(id)
}

/// Changes what a contract says. Its company stays what it was.
///
/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn change(w: &mut Writing, id: i64, version: i64, new: &NewContract) -> Result<()> {
    w.must(Right::EditContracts)?;
    new.parsed()?;
    let now = store::get(w.conn(), id)?;
    let (reference, product) = (new.reference.trim(), new.product.trim());
    if !store::change(w.conn(), id, version, (reference, product), (new.starts_on, new.ends_on))? {
        return Err(Error::Stale);
    }
    w.record(Deed::of(What::ContractChanged, Subject::Contract, id).with("company", now.company_id));
    w.changed(Kind::Company, now.company_id);
    Ok(())
}

/// Gives a contract its last day. A customer whose last contract ends is one no more from the day after.
///
/// # Errors
/// `Stale` when somebody else changed it since this version; `BadRequest` when it would end before it starts.
pub fn end(w: &mut Writing, id: i64, version: i64, ends_on: NaiveDate) -> Result<()> {
    w.must(Right::EditContracts)?;
    let now = store::get(w.conn(), id)?;
    if ends_on < now.starts_on {
        return Err(Error::BadRequest("a contract that ends before it starts"));
    }
    let (reference, product) = (now.reference.as_str(), now.product.as_str());
    if !store::change(w.conn(), id, version, (reference, product), (now.starts_on, Some(ends_on)))? {
        return Err(Error::Stale);
    }
    w.record(Deed::of(What::ContractEnded, Subject::Contract, id).with("company", now.company_id));
    w.changed(Kind::Company, now.company_id);
    Ok(())
}

/// Companies become customers and cease to be by the passing of days, which nobody writes down: this says so to the
/// index of every process. Done again it does nothing; whoever keeps the house calls it often.
pub fn follow_calendar(w: &mut Writing) -> Result<()> {
    w.must(Right::EditContracts)?;
    let today = w.now.date();
    let followed = store::followed(w.conn())?;
    if followed == Some(today) {
        return Ok(());
    }
    if let Some(followed) = followed {
        for company in store::turned(w.conn(), followed.min(today), followed.max(today))? {
            w.changed(Kind::Company, company);
        }
    }
    store::follow(w.conn(), today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_in_clear_holds_no_account_and_no_address() {
        for text in [
            "FR1420041010050500013M02606",
            "Contrat fr14 2004 1010 0505 0001 3M02 606 (2026)",
            "ref.:NO93-8601-1117-947/2",
            "l.martin@exemple.example",
        ] {
            assert!(is_personal(text), "{text}");
        }
        for text in ["CT-2026-0142", "FR14-2026-0001-A", "Trésorerie & rapprochement, 25 postes", "İstanbul 2026", ""]
        {
            assert!(!is_personal(text), "{text}");
        }
    }

    #[test]
    fn a_contract_is_to_come_then_runs_through_its_last_day_then_has_ended() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let contract = Contract {
            id: 1,
            company_id: 2,
            reference: String::new(),
            product: String::new(),
            starts_on: day(10),
            ends_on: Some(day(20)),
            added_at: day(1).and_hms_opt(9, 0, 0).unwrap(),
            added_by: None,
            version: 1,
        };
        assert_eq!(
            [9, 10, 20, 21].map(|d| state(&contract, day(d))),
            [State::ToCome, State::Running, State::Running, State::Ended]
        );
    }
}
