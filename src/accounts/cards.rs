//! Cards of customers: each number sealed under a key of its own, which is destroyed fifteen months after the card was
//! taken (P4). The three digits on the back are never taken: there is no field for them.
use super::card_store::{self as store, Row};
use super::{Reveal, is_reason, may_reveal};
use crate::actor::{Right, Role};
use crate::app::{Looking, Writing};
use crate::bank::CardNumber;
use crate::catalogue::{Field, KeyClass};
use crate::companies;
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::vault::{Owner, OwnerKind, UNREADABLE};
use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// A card as it is shown: the last four.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: i64,
    pub company_id: i64,
    pub masked: String,
    /// Until which month it is good, as it stands on the card; empty when nobody said.
    pub expiry: String,
    pub taken_on: NaiveDate,
    pub added_at: NaiveDateTime,
}

/// A card to be held, parsed.
#[derive(Clone, Debug)]
pub struct NewCard {
    pub company_id: i64,
    pub number: CardNumber,
    pub expiry: Option<Expiry>,
    /// When the customer gave it to us: its term runs from that day.
    pub taken_on: NaiveDate,
}

/// The month at the end of which a card expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
    year: i32,
    month: u32,
}

impl Expiry {
    /// `03/27`, `3/2027`; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, year) = text.trim().split_once('/')?;
        let (month, year) = (month.trim(), year.trim());
        let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
        if !digits(month) || !digits(year) || !matches!(year.len(), 2 | 4) {
            return None;
        }
        let number: i32 = year.parse().ok()?;
        let expiry = Expiry { month: month.parse().ok()?, year: if year.len() == 2 { 2000 + number } else { number } };
        ((1..=12).contains(&expiry.month) && (2000..2100).contains(&expiry.year)).then_some(expiry)
    }

    fn is_over(self, today: NaiveDate) -> bool {
        (self.year, self.month) < (today.year(), today.month())
    }

    fn written(self) -> String {
        format!("{:02}/{}", self.month, self.year)
    }
}

/// What a colleague can put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardFault {
    /// It has expired: nobody can use it, so nobody keeps it.
    Expired,
    TakenInTheFuture,
    /// Its term is over already.
    TakenTooLongAgo,
    /// This customer has that card already.
    HeldHere,
}

pub fn card_faults(l: &mut Looking, new: &NewCard) -> Result<Vec<CardFault>> {
    l.must(Right::EditAccounts)?;
    let today = l.now.date();
    let over = Kept::Card.span().is_some_and(|span| span.after(new.taken_on) <= today);
    let mut faults = Vec::new();
    let held = numbers_of(l, new.company_id)?.contains(&new.number);
    for (wrong, fault) in [
        (new.expiry.is_some_and(|expiry| expiry.is_over(today)), CardFault::Expired),
        (new.taken_on > today, CardFault::TakenInTheFuture),
        (over, CardFault::TakenTooLongAgo),
        (held, CardFault::HeldHere),
    ] {
        if wrong {
            faults.push(fault);
        }
    }
    Ok(faults)
}

/// There is no keyed hash of a card number: so few are held of one customer that they are looked through.
fn numbers_of(l: &mut Looking, company: i64) -> Result<Vec<CardNumber>> {
    let rows = store::of_company(l.conn(), company)?;
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::card(row.id)).collect();
    let keys = l.unlock(&owners, KeyClass::Card)?;
    let open = |row: &Row| keys.open(Field::CardNumber, Owner::card(row.id), row.id, &row.number).ok();
    Ok(rows.iter().filter_map(open).filter_map(|number| CardNumber::parse(&number).ok()).collect())
}

/// The cards of a company, masked. They stand on the company's page, whose opening is the deed.
pub fn cards_of(l: &mut Looking, company: i64) -> Result<Vec<Card>> {
    l.must(Right::SeeAccounts)?;
    let rows = store::of_company(l.conn(), company)?;
    open(l, rows)
}

pub fn card(l: &mut Looking, id: i64) -> Result<Card> {
    l.must(Right::SeeAccounts)?;
    let row = store::get(l.conn(), id)?;
    open(l, vec![row])?.pop().ok_or(Error::Unreadable)
}

fn open(l: &Looking, rows: Vec<Row>) -> Result<Vec<Card>> {
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::card(row.id)).collect();
    let keys = l.unlock(&owners, KeyClass::Card)?;
    let mut cards = Vec::with_capacity(rows.len());
    for row in rows {
        let owner = Owner::card(row.id);
        if !keys.has(owner) {
            continue;
        }
        let opened = keys.open(Field::CardNumber, owner, row.id, &row.number);
        let masked = match opened.and_then(|number| parsed(&number)) {
            Err(Error::Unreadable) => UNREADABLE.to_owned(),
            opened => opened?.masked(),
        };
        cards.push(Card {
            id: row.id,
            company_id: row.company_id,
            masked,
            expiry: keys.show_maybe(Field::CardExpiry, owner, row.id, row.expiry.as_ref())?,
            taken_on: row.taken_on,
            added_at: row.added_at,
        });
    }
    Ok(cards)
}

/// What was sealed was parsed before; what no longer parses was altered.
fn parsed(number: &str) -> Result<CardNumber> {
    CardNumber::parse(number).map_err(|_| Error::Unreadable)
}

/// # Errors
/// `BadRequest` for one that [`card_faults`] finds fault with.
pub fn add_card(w: &mut Writing, new: &NewCard) -> Result<i64> {
    w.must(Right::EditAccounts)?;
    companies::must_exist(w, new.company_id)?;
    if !card_faults(w, new)?.is_empty() {
        return Err(Error::BadRequest("a card that breaks its rules"));
    }
    let id = w.next_id()?;
    let owner = Owner::card(id);
    let sealing = w.sealing(&[owner], KeyClass::Card)?;
    let expiry = new.expiry.map(Expiry::written);
    let row = Row {
        id,
        company_id: new.company_id,
        number: sealing.seal(Field::CardNumber, owner, id, new.number.digits())?,
        expiry: sealing.seal_maybe(Field::CardExpiry, owner, id, expiry.as_deref())?,
        taken_on: new.taken_on,
        added_at: w.now,
        added_by: w.actor.staff_id(),
    };
    store::add(w.conn(), &row)?;
    w.record(Deed::of(What::CardAdded, Subject::Card, id).with("company", new.company_id));
    Ok(id)
}

/// The card is held no more: its number can be read nowhere from now on.
pub fn remove_card(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::EditAccounts)?;
    let row = store::get(w.conn(), id)?;
    shred(w, &[id])?;
    w.record(Deed::of(What::CardRemoved, Subject::Card, id).with("company", row.company_id));
    Ok(())
}

/// What the calendar ends: keys first, then rows. A kill in between leaves rows that nobody can read, and they go the next
/// time.
pub fn shred_cards(w: &mut Writing, ids: &[i64]) -> Result<()> {
    w.must(Right::EditAccounts)?;
    for (id, company, _) in store::these(w.conn(), ids)? {
        w.record(Deed::of(What::CardShredded, Subject::Card, id).with("company", company));
    }
    shred(w, ids)
}

fn shred(w: &mut Writing, ids: &[i64]) -> Result<()> {
    w.vault().shred(OwnerKind::Card, ids, KeyClass::Card)?;
    store::remove(w.conn(), ids)
}

/// The numbers of the cards of these companies' rows.
pub fn card_ids_of(l: &mut Looking, company: i64) -> Result<Vec<i64>> {
    Ok(store::of_company(l.conn(), company)?.into_iter().map(|row| row.id).collect())
}

/// A card by its number among ours, whose it is, and when it was taken.
pub fn cards_taken(l: &mut Looking, ids: &[i64]) -> Result<Vec<(i64, i64, NaiveDate)>> {
    store::these(l.conn(), ids)
}

/// Cards that were taken on that day or before, the next after an id.
pub fn cards_taken_until(l: &mut Looking, day: NaiveDate, after: i64, limit: i64) -> Result<Vec<i64>> {
    store::taken_until(l.conn(), day, after, limit)
}

/// A card whole, for this one answer; see [`super::reveal`].
pub fn reveal_card(w: &mut Writing, id: i64, reason: &str) -> Result<CardNumber> {
    w.must(Right::RevealAccounts)?;
    let row = store::get(w.conn(), id)?;
    if !may_reveal(w, row.company_id)? {
        return Err(Error::Forbidden);
    }
    let reason = reason.trim();
    if !is_reason(reason) {
        return Err(Error::BadRequest("a card is shown for a reason"));
    }
    let owner = Owner::card(id);
    let number = w.unlock(&[owner], KeyClass::Card)?.open(Field::CardNumber, owner, id, &row.number)?;
    let (reveal, sealing) = (w.next_id()?, w.sealing(&[owner], KeyClass::Card)?);
    let kept = store::RevealRow {
        id: reveal,
        card_id: id,
        company_id: row.company_id,
        at: w.now,
        by_id: w.actor.staff_id(),
        reason: sealing.seal(Field::CardRevealReason, owner, reveal, reason)?,
    };
    store::add_reveal(w.conn(), &kept)?;
    let deed = Deed::of(What::CardRevealed, Subject::Card, id).with("company", row.company_id);
    w.record(deed.with("reason_length", reason.chars().count()));
    parsed(&number)
}

/// When and why a card was shown whole, newest first: all of it for the Dpo, one's own for the others.
pub fn card_reveals(l: &mut Looking, id: i64) -> Result<Vec<Reveal>> {
    l.must(Right::RevealAccounts)?;
    let only = if l.actor.role() == Some(Role::Dpo) { None } else { l.actor.staff_id() };
    let rows = store::reveals(l.conn(), id, only)?;
    let owner = Owner::card(id);
    let keys = l.unlock(&[owner], KeyClass::Card)?;
    rows.into_iter()
        .map(|row| {
            let reason = keys.show(Field::CardRevealReason, owner, row.id, &row.reason)?;
            Ok(Reveal { at: row.at, by_id: row.by_id, reason })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_stands_on_a_card() {
        for (text, written) in [("03/27", "03/2027"), ("3 / 2027", "03/2027"), ("12/30", "12/2030")] {
            assert_eq!(Expiry::parse(text).unwrap().written(), written, "{text}");
        }
        for text in ["", "0/27", "13/27", "03/", "03/7", "03/207", "a/27", "2027-03", "03/1999", "+3/27"] {
            assert_eq!(Expiry::parse(text), None, "{text}");
        }
        let day = |text: &str| text.parse().unwrap();
        let march = Expiry::parse("03/27").unwrap();
        assert!(!march.is_over(day("2027-03-31")) && march.is_over(day("2027-04-01")));
    }
}
