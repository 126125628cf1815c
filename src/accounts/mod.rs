//! Bank accounts of customers and of their third parties, and cards: sealed, masked on every screen, shown whole to few,
//! with a reason that is kept (P4).
mod card_store;
mod cards;
pub mod pages;
mod store;

pub use cards::{
    Card, CardFault, Expiry, NewCard, add_card, card, card_faults, card_ids_of, card_reveals, cards_of, cards_taken,
    cards_taken_until, remove_card, reveal_card, shred_cards,
};

use crate::actor::{Right, Role};
use crate::app::{Looking, Writing};
use crate::assistance;
use crate::bank::BankAccount;
use crate::catalogue::{Field, KeyClass};
use crate::companies;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::people::{self, Ground, NewPerson, Origin, Person, PersonKind};
use crate::reach::Reach;
use crate::vault::{Blind, Owner, UNREADABLE};
use crate::words::Lang;
use chrono::NaiveDateTime;

/// An account as it is shown: country and last four.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: i64,
    pub company_id: i64,
    /// The third party whose account it is; the company's own without one.
    pub person_id: Option<i64>,
    pub label: String,
    pub masked: String,
    pub added_at: NaiveDateTime,
}

/// An account to be held, parsed.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub company_id: i64,
    pub person_id: Option<i64>,
    pub label: String,
    pub account: BankAccount,
}

/// Somebody whom a customer pays or is paid by.
#[derive(Clone, Debug)]
pub struct NewThirdParty {
    pub company_id: i64,
    pub given_name: String,
    pub family_name: String,
    pub lang: Lang,
    pub reaches: Vec<Reach>,
    pub account: Option<BankAccount>,
}

/// Where the house holds the same account already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duplicate {
    /// For this customer or a third party of it: never twice.
    Here,
    /// For these other companies: possible (a group's account), and worth a question.
    Elsewhere(Vec<i64>),
}

/// One time that an account was shown whole.
#[derive(Clone, Debug)]
pub struct Reveal {
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
    pub reason: String,
}

/// Why somebody needs to see an account: so many characters, neither a keystroke nor a story.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=200;
pub const LONGEST_LABEL: usize = 80;

pub fn is_reason(text: &str) -> bool {
    REASON.contains(&text.trim().chars().count())
}

fn owner(company_id: i64, person_id: Option<i64>) -> Owner {
    person_id.map_or(Owner::company(company_id), Owner::person)
}

/// The accounts of a company and of its third parties, masked. They stand on the company's page, whose opening is the
/// deed.
pub fn of_company(l: &mut Looking, company_id: i64) -> Result<Vec<Account>> {
    l.must(Right::SeeAccounts)?;
    let rows = store::of_company(l.conn(), company_id)?;
    open(l, &rows)
}

/// The accounts of a third party, masked.
pub fn of_person(l: &mut Looking, person_id: i64) -> Result<Vec<Account>> {
    l.must(Right::SeeAccounts)?;
    let rows = store::of_person(l.conn(), person_id)?;
    open(l, &rows)
}

pub fn get(l: &mut Looking, id: i64) -> Result<Account> {
    l.must(Right::SeeAccounts)?;
    let row = store::get(l.conn(), id)?;
    open(l, &[row])?.pop().ok_or(Error::Unreadable)
}

/// Whose account this is: the companies that it is held for, and the third parties among them.
pub fn holders(l: &mut Looking, account: &BankAccount) -> Result<Vec<(i64, Option<i64>)>> {
    l.must(Right::SeeRequests)?;
    let blind = l.vault().blind(Blind::Iban, account.electronic());
    store::holders(l.conn(), &blind)
}

/// The accounts of a third party, whole, for the copy that they have a right to (Art. 15(3)): label and number. The
/// caller owes the deed.
pub fn for_the_holder(l: &mut Looking, person_id: i64) -> Result<Vec<(String, String)>> {
    l.must(Right::WorkRequests)?;
    let rows = store::of_person(l.conn(), person_id)?;
    let owner = Owner::person(person_id);
    let keys = l.unlock(&[owner], KeyClass::Payment)?;
    let whole = |row: &store::Row| {
        let iban = keys.show(Field::AccountIban, owner, row.id, &row.iban)?;
        let written = parsed(&iban).map_or(iban, |account| account.written());
        Ok((keys.show_maybe(Field::AccountLabel, owner, row.id, row.label.as_ref())?, written))
    };
    rows.iter().filter(|_| keys.has(owner)).map(whole).collect()
}

fn open(l: &mut Looking, rows: &[store::Row]) -> Result<Vec<Account>> {
    let people: Vec<i64> = rows.iter().filter_map(|row| row.person_id).collect();
    let hidden = people::hidden(l, &people)?;
    let rows: Vec<&store::Row> =
        rows.iter().filter(|row| row.person_id.is_none_or(|person| !hidden.contains(&person))).collect();
    let owners: Vec<Owner> = rows.iter().map(|row| owner(row.company_id, row.person_id)).collect();
    let keys = l.unlock(&owners, KeyClass::Payment)?;
    let mut accounts = Vec::with_capacity(rows.len());
    for (row, owner) in rows.into_iter().zip(owners).filter(|(_, owner)| keys.has(*owner)) {
        let opened = keys.open(Field::AccountIban, owner, row.id, &row.iban).and_then(|iban| parsed(&iban));
        let masked = match opened {
            Err(Error::Unreadable) => UNREADABLE.to_owned(),
            opened => opened?.masked(),
        };
        accounts.push(Account {
            id: row.id,
            company_id: row.company_id,
            person_id: row.person_id,
            label: keys.show_maybe(Field::AccountLabel, owner, row.id, row.label.as_ref())?,
            masked,
            added_at: row.added_at,
        });
    }
    Ok(accounts)
}

/// What was sealed was parsed before; what no longer parses was altered.
fn parsed(iban: &str) -> Result<BankAccount> {
    BankAccount::parse(iban).map_err(|_| Error::Unreadable)
}

/// Does the house hold this account already, and for whom?
pub fn duplicate(l: &mut Looking, company_id: i64, account: &BankAccount) -> Result<Option<Duplicate>> {
    l.must(Right::EditAccounts)?;
    let blind = l.vault().blind(Blind::Iban, account.electronic());
    let companies = store::companies_with(l.conn(), &blind)?;
    Ok(match companies.as_slice() {
        [] => None,
        some if some.contains(&company_id) => Some(Duplicate::Here),
        _ => Some(Duplicate::Elsewhere(companies)),
    })
}

/// # Errors
/// `Stale` when this customer has that account already.
pub fn add(w: &mut Writing, new: &NewAccount) -> Result<i64> {
    w.must(Right::EditAccounts)?;
    companies::must_exist(w, new.company_id)?;
    if let Some(person) = new.person_id
        && !people::third_parties_of(w, new.company_id)?.iter().any(|theirs| theirs.id == person)
    {
        return Err(Error::NotFound);
    }
    if duplicate(w, new.company_id, &new.account)? == Some(Duplicate::Here) {
        return Err(Error::Stale);
    }
    hold(w, new)
}

fn hold(w: &mut Writing, new: &NewAccount) -> Result<i64> {
    let (id, owner) = (w.next_id()?, owner(new.company_id, new.person_id));
    let sealing = w.sealing(&[owner], KeyClass::Payment)?;
    let label = (!new.label.is_empty()).then_some(new.label.as_str());
    let row = store::Row {
        id,
        company_id: new.company_id,
        person_id: new.person_id,
        label: sealing.seal_maybe(Field::AccountLabel, owner, id, label)?,
        iban: sealing.seal(Field::AccountIban, owner, id, new.account.electronic())?,
        blind: w.vault().blind(Blind::Iban, new.account.electronic()),
        added_at: w.now,
        added_by: w.actor.staff_id(),
    };
    store::add(w.conn(), &row)?;
    w.record(Deed::of(What::AccountAdded, Subject::Account, id).with("company", new.company_id));
    Ok(id)
}

/// The account is held no more; why it was once shown goes with it.
pub fn remove(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::EditAccounts)?;
    let row = store::get(w.conn(), id)?;
    store::remove(w.conn(), id)?;
    w.record(Deed::of(What::AccountRemoved, Subject::Account, id).with("company", row.company_id));
    Ok(())
}

/// May this actor see that customer's accounts whole, given a reason? Support while an open assistance request of the
/// customer is theirs; the Dpo always.
pub fn may_reveal(l: &mut Looking, company_id: i64) -> Result<bool> {
    if !l.actor.may(Right::RevealAccounts) {
        return Ok(false);
    }
    match (l.actor.role(), l.actor.staff_id()) {
        (Some(Role::Dpo), _) => Ok(true),
        (Some(_), Some(staff)) => assistance::has_open_of(l, staff, company_id),
        _ => Ok(false),
    }
}

/// An account whole, for this one answer. The deed says that there was a reason and how long it is; the reason itself
/// may name somebody, so it is sealed beside the account.
pub fn reveal(w: &mut Writing, id: i64, reason: &str) -> Result<BankAccount> {
    w.must(Right::RevealAccounts)?;
    let row = store::get(w.conn(), id)?;
    if !may_reveal(w, row.company_id)? {
        return Err(Error::Forbidden);
    }
    let reason = reason.trim();
    if !is_reason(reason) {
        return Err(Error::BadRequest("a bank account is shown for a reason"));
    }
    let owner = owner(row.company_id, row.person_id);
    let iban = w.unlock(&[owner], KeyClass::Payment)?.open(Field::AccountIban, owner, id, &row.iban)?;
    let (reveal, sealing) = (w.next_id()?, w.sealing(&[owner], KeyClass::Payment)?);
    let kept = store::RevealRow {
        id: reveal,
        account_id: id,
        company_id: row.company_id,
        person_id: row.person_id,
        at: w.now,
        by_id: w.actor.staff_id(),
        reason: sealing.seal(Field::AccountRevealReason, owner, reveal, reason)?,
    };
    store::add_reveal(w.conn(), &kept)?;
    let deed = Deed::of(What::AccountRevealed, Subject::Account, id).with("company", row.company_id);
    w.record(deed.with("reason_length", reason.chars().count()));
    parsed(&iban)
}

/// When and why an account was shown whole, newest first: all of it for the Dpo, one's own for the others.
pub fn reveals(l: &mut Looking, id: i64) -> Result<Vec<Reveal>> {
    l.must(Right::RevealAccounts)?;
    let only = if l.actor.role() == Some(Role::Dpo) { None } else { l.actor.staff_id() };
    let rows = store::reveals(l.conn(), id, only)?;
    let owners: Vec<Owner> = rows.iter().map(|row| owner(row.company_id, row.person_id)).collect();
    let keys = l.unlock(&owners, KeyClass::Payment)?;
    rows.into_iter()
        .zip(owners)
        .map(|(row, owner)| {
            let reason = keys.show(Field::AccountRevealReason, owner, row.id, &row.reason)?;
            Ok(Reveal { at: row.at, by_id: row.by_id, reason })
        })
        .collect()
}

/// Adds a third party of a customer, and their account when one is known: both or neither.
pub fn add_third_party(w: &mut Writing, new: &NewThirdParty) -> Result<i64> {
    companies::must_exist(w, new.company_id)?;
    let person = NewPerson {
        kind: PersonKind::ThirdParty,
        civility: String::new(),
        given_name: new.given_name.clone(),
        family_name: new.family_name.clone(),
        job_title: String::new(),
        address: String::new(),
        lang: new.lang,
        company_id: Some(new.company_id),
        origin: Origin::Customer,
        ground: Ground::Contract,
        reaches: new.reaches.clone(),
    };
    let id = people::add(w, &person)?;
    if let Some(account) = new.account {
        let (company_id, person_id, label) = (new.company_id, Some(id), String::new());
        add(w, &NewAccount { company_id, person_id, label, account })?;
    }
    Ok(id)
}

/// What a company's page shows of this room.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub company_id: i64,
    pub accounts: Vec<Account>,
    pub cards: Vec<Card>,
    pub third_parties: Vec<Person>,
    pub may_reveal: bool,
}

/// Accounts for those who may know of them, third parties for everybody who may find people.
pub fn story(l: &mut Looking, company_id: i64) -> Result<Story> {
    let (accounts, cards) = if l.actor.may(Right::SeeAccounts) {
        (of_company(l, company_id)?, cards_of(l, company_id)?)
    } else {
        (Vec::new(), Vec::new())
    };
    let third_parties = people::third_parties_of(l, company_id)?;
    Ok(Story { company_id, accounts, cards, third_parties, may_reveal: may_reveal(l, company_id)? })
}
