//! People: a lead, a contact at a customer, or a third party of a customer.
mod arrivals;
pub mod pages;
mod store;

pub use arrivals::{arrivals, change_all, forget_arrivals};

use crate::actor::{Actor, Right};
use crate::app::{Feed, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::reach::{self, Kept, Reach, ReachKind};
use crate::search::{Entry, Facets, Filter, From, Kind, Listed, Order};
use crate::vault::{Owner, OwnerKind, Unlocked};
use crate::words::Lang;
use chrono::NaiveDateTime;
use std::collections::{HashMap, HashSet};

crate::db::values::words! {
    pub enum PersonKind {
        Contact = "contact",
        /// Somebody a customer pays or is paid by: held for the customer, never written to.
        ThirdParty = "third_party",
    }
}

crate::db::values::words! {
    /// Where what we hold of a person comes from: Art. 14(2)(f) makes us able to say it.
    pub enum Origin {
        /// The person told us.
        Person = "person",
        Employer = "employer",
        TradeFair = "trade_fair",
        Website = "website",
        Partner = "partner",
        /// Another program of ours.
        Program = "program",
        /// A public source: company register, company website.
        PublicSource = "public_source",
        Customer = "customer",
    }
}

crate::db::values::words! {
    /// The legal ground on which somebody is held (Art. 6(1)).
    pub enum Ground {
        LegitimateInterest = "legitimate_interest",
        Contract = "contract",
        Consent = "consent",
    }
}

crate::db::values::words! {
    /// How far a lead has come. The room of leads moves them; the index filters by them.
    pub enum Stage {
        New = "new",
        Contacted = "contacted",
        Qualified = "qualified",
        Proposal = "proposal",
        Negotiation = "negotiation",
        Won = "won",
        Lost = "lost",
    }
}

#[derive(Clone, Debug)]
pub struct Person {
    pub id: i64,
    pub reference: String,
    pub kind: PersonKind,
    pub civility: String,
    pub given_name: String,
    pub family_name: String,
    pub job_title: String,
    pub address: String,
    pub lang: Lang,
    pub company_id: Option<i64>,
    /// Art. 18: kept, and used for nothing.
    pub restricted: bool,
    pub origin: Origin,
    pub ground: Ground,
    pub arrival: Option<i64>,
    pub added_at: NaiveDateTime,
    pub changed_at: NaiveDateTime,
    pub version: i64,
    pub reaches: Vec<Kept>,
    /// Something of theirs was altered behind the house's back and does not open.
    pub unreadable: bool,
}

impl Person {
    /// As one says it.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// As one sorts it.
    pub fn sort_name(&self) -> String {
        sort_name(&self.family_name, &self.given_name)
    }

    pub fn first(&self, kind: ReachKind) -> Option<&Kept> {
        self.reaches.iter().find(|kept| kept.reach.kind() == kind)
    }

    /// What one tries first to reach somebody by voice.
    pub fn telephone(&self) -> Option<&Kept> {
        self.first(ReachKind::Phone).or_else(|| self.first(ReachKind::Mobile))
    }
}

/// What is known of somebody, parsed: for adding and for editing.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub kind: PersonKind,
    pub civility: String,
    pub given_name: String,
    pub family_name: String,
    pub job_title: String,
    pub address: String,
    pub lang: Lang,
    pub company_id: Option<i64>,
    pub origin: Origin,
    pub ground: Ground,
    pub reaches: Vec<Reach>,
}

/// How the index learns of people. After that of companies: an entry looks up its company's name.
pub const FEED: Feed = Feed {
    kind: Kind::Person,
    some: |l, ids| {
        let rows = store::these(l.conn(), ids)?;
        entries(l, rows, None)
    },
    after: |l, id| {
        let rows = store::after(l.conn(), id, 2_000)?;
        let span = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
        entries(l, rows, span)
    },
};

fn entries(l: &mut Looking, rows: Vec<store::Row>, span: Option<(i64, i64)>) -> Result<Vec<(i64, Entry)>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let keys = match span {
        Some((from, to)) => l.unlock_range(OwnerKind::Person, from, to, KeyClass::Identity)?,
        None => l.unlock(&owners(&ids), KeyClass::Identity)?,
    };
    let leads: HashMap<i64, (Stage, Option<i64>)> =
        store::leads_of(l.conn(), &ids)?.into_iter().map(|(id, stage, owner)| (id, (stage, owner))).collect();
    let mut reaches = reach::of(l, &keys, OwnerKind::Person, &ids)?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows.into_iter().filter(|row| keys.has(Owner::person(row.id))) {
        let theirs = reaches.remove(&row.id).unwrap_or_default();
        entries.push((row.id, entry(&keys, &row, &theirs, leads.get(&row.id).copied())?));
    }
    Ok(entries)
}

/// What the index keeps of somebody. Nothing else is opened: at a start this is done for everybody.
fn entry(keys: &Unlocked, row: &store::Row, reaches: &[Kept], lead: Option<(Stage, Option<i64>)>) -> Result<Entry> {
    let owner = Owner::person(row.id);
    let given_name = keys.show_maybe(Field::PersonGivenName, owner, row.id, row.given_name.as_ref())?;
    let mut words = given_name;
    let family_name = keys.show(Field::PersonFamilyName, owner, row.id, &row.family_name)?;
    let name = sort_name(&family_name, &words);
    for email in reaches.iter().filter_map(|kept| kept.reach.email()) {
        words.push(' ');
        words.push_str(email.as_str());
    }
    let numbers = reaches.iter().filter_map(|kept| kept.reach.number());
    Ok(Entry {
        name,
        words,
        numbers: numbers.flat_map(|n| [n.international_digits().to_owned(), n.national_digits()]).collect(),
        facets: Facets {
            stage: lead.map(|lead| lead.0.word()),
            owner: lead.and_then(|lead| lead.1),
            company: row.company_id,
            third_party: row.kind == PersonKind::ThirdParty,
            customer: false,
            restricted: row.restricted,
        },
    })
}

fn sort_name(family_name: &str, given_name: &str) -> String {
    format!("{family_name} {given_name}").trim().to_owned()
}

fn owners(ids: &[i64]) -> Vec<Owner> {
    ids.iter().copied().map(Owner::person).collect()
}

/// Whether those whose processing is restricted are kept from this actor (Art. 18(2)): from every colleague but the Dpo.
/// What the house itself does asks elsewhere, each rule for itself.
fn hides_restricted(actor: &Actor) -> bool {
    actor.staff_id().is_some() && !actor.may(Right::RestrictPeople)
}

/// Opens a person; that is a deed.
///
/// # Errors
/// `Restricted` when their processing is, for everybody but the Dpo.
pub fn get(l: &mut Looking, id: i64) -> Result<Person> {
    l.must(Right::FindPeople)?;
    let row = store::get(l.conn(), id)?;
    if row.restricted && hides_restricted(l.actor) {
        return Err(Error::Restricted);
    }
    let keys = l.unlock(&[Owner::person(id)], KeyClass::Identity)?;
    let person = open(l, &keys, vec![row])?.pop().ok_or(Error::Unreadable)?;
    l.owe(Deed::of(What::PersonOpened, Subject::Person, id));
    Ok(person)
}

/// These people in this order, for lists; the caller owes the deed of the list.
pub fn these(l: &mut Looking, ids: &[i64]) -> Result<Vec<Person>> {
    l.must(Right::FindPeople)?;
    let rows = store::these(l.conn(), ids)?;
    let keys = l.unlock(&owners(ids), KeyClass::Identity)?;
    let mut found: HashMap<i64, Person> = open(l, &keys, rows)?.into_iter().map(|p| (p.id, p)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Those of these people whom this actor may see in a list, in this order; the caller owes the deed of the list.
pub fn shown(l: &mut Looking, ids: &[i64]) -> Result<Vec<Person>> {
    let mut people = these(l, ids)?;
    if hides_restricted(l.actor) {
        people.retain(|person| !person.restricted);
    }
    Ok(people)
}

/// Which of these people are kept from this actor.
pub fn hidden(l: &mut Looking, ids: &[i64]) -> Result<HashSet<i64>> {
    if !hides_restricted(l.actor) {
        return Ok(HashSet::new());
    }
    Ok(store::restricted(l.conn(), ids)?.into_iter().collect())
}

/// Restricts the processing of somebody's data, or lifts that. False when it was so already. The room that asks keeps the
/// reason and owes the deed.
pub fn set_restricted(w: &mut Writing, id: i64, restricted: bool) -> Result<bool> {
    w.must(Right::RestrictPeople)?;
    store::get(w.conn(), id)?;
    let changed = store::set_restricted(w.conn(), id, restricted)?;
    if changed {
        w.changed(Kind::Person, id);
    }
    Ok(changed)
}

/// A page of a list; that is a deed.
pub fn list(l: &mut Looking, order: Order, filter: &Filter, from: From, limit: usize) -> Result<(Vec<Person>, Listed)> {
    l.must(Right::FindPeople)?;
    let listed = l.index()?.list(Kind::Person, order, filter, from, limit);
    let people = these(l, &listed.ids)?;
    l.owe(
        Deed::new(What::Listed).with("list", if filter.leads_only { "leads" } else { "people" }).with_ids(&listed.ids),
    );
    Ok((people, listed))
}

/// People who have one of these addresses or numbers: is this somebody we know?
pub fn holders(l: &mut Looking, reaches: &[Reach]) -> Result<Vec<i64>> {
    let blinds: Vec<Vec<u8>> = reaches.iter().map(|reach| reach::blind(l.vault(), reach)).collect();
    let mut ids: Vec<i64> = reach::holders(l, &blinds)?.into_values().flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

pub fn count_of_company(l: &mut Looking, company: i64) -> Result<i64> {
    store::count_of_company(l.conn(), company)
}

/// Everybody of these companies, contacts and third parties, by number.
pub fn of_companies(l: &mut Looking, companies: &[i64]) -> Result<Vec<i64>> {
    store::of_companies(l.conn(), companies)
}

/// The third parties of a company, by name; they stand on its page, whose opening is the deed.
pub fn third_parties_of(l: &mut Looking, company: i64) -> Result<Vec<Person>> {
    let ids = store::third_parties_of(l.conn(), company)?;
    let mut people = shown(l, &ids)?;
    people.sort_by_cached_key(|person| crate::search::fold(&person.sort_name()));
    Ok(people)
}

fn open(l: &mut Looking, keys: &Unlocked, rows: Vec<store::Row>) -> Result<Vec<Person>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut reaches = reach::of(l, keys, OwnerKind::Person, &ids)?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        let owner = Owner::person(row.id);
        if !keys.has(owner) {
            continue;
        }
        let maybe = |field, sealed: Option<&_>| keys.show_maybe(field, owner, row.id, sealed);
        people.push(Person {
            id: row.id,
            civility: maybe(Field::PersonCivility, row.civility.as_ref())?,
            given_name: maybe(Field::PersonGivenName, row.given_name.as_ref())?,
            family_name: keys.show(Field::PersonFamilyName, owner, row.id, &row.family_name)?,
            job_title: maybe(Field::PersonJobTitle, row.job_title.as_ref())?,
            address: maybe(Field::PersonAddress, row.address.as_ref())?,
            unreadable: keys.found_altered(owner),
            reaches: reaches.remove(&row.id).unwrap_or_default(),
            reference: row.reference,
            kind: row.kind,
            lang: row.language,
            company_id: row.company_id,
            restricted: row.restricted,
            origin: row.origin,
            ground: row.ground,
            arrival: row.arrival,
            added_at: row.added_at,
            changed_at: row.changed_at,
            version: row.version,
        });
    }
    Ok(people)
}

pub fn add(w: &mut Writing, new: &NewPerson) -> Result<i64> {
    w.must(Right::EditPeople)?;
    let id = bring_in(w, std::slice::from_ref(new), None)?.pop().ok_or(Error::Unreadable)?;
    w.record(Deed::of(What::PersonAdded, Subject::Person, id));
    w.changed(Kind::Person, id);
    Ok(id)
}

/// Adds many rows without a deed or a line in the change table of their own: for whoever owes one for all of them.
pub fn bring_in(w: &mut Writing, new: &[NewPerson], arrival: Option<i64>) -> Result<Vec<i64>> {
    let ids: Vec<i64> = w.next_ids(i64::try_from(new.len()).unwrap_or(0))?.collect();
    let owners = owners(&ids);
    let sealing = w.sealing(&owners, KeyClass::Identity)?;
    let (mut rows, mut reaches) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    for (new, owner) in new.iter().zip(&owners) {
        let id = owner.id;
        let seal = |field, text: &str| sealing.seal_maybe(field, *owner, id, (!text.is_empty()).then_some(text));
        rows.push(store::Row {
            id,
            reference: crate::app::reference(),
            kind: new.kind,
            civility: seal(Field::PersonCivility, &new.civility)?,
            given_name: seal(Field::PersonGivenName, &new.given_name)?,
            family_name: sealing.seal(Field::PersonFamilyName, *owner, id, &new.family_name)?,
            job_title: seal(Field::PersonJobTitle, &new.job_title)?,
            address: seal(Field::PersonAddress, &new.address)?,
            language: new.lang,
            company_id: new.company_id,
            restricted: false,
            origin: new.origin,
            ground: new.ground,
            arrival,
            added_at: w.now,
            changed_at: w.now,
            version: 1,
        });
        reaches.push((*owner, new.reaches.clone()));
    }
    store::add(w.conn(), &rows)?;
    reach::add_all(w, &sealing, &reaches)?;
    Ok(ids)
}

/// Changes who somebody is and how they are reached. Origin, ground and kind stay what they were.
///
/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn change(w: &mut Writing, id: i64, version: i64, new: &NewPerson) -> Result<()> {
    w.must(Right::RectifyPeople)?;
    let owner = Owner::person(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let seal = |field, text: &str| sealing.seal_maybe(field, owner, id, (!text.is_empty()).then_some(text));
    let edit = store::Edit {
        civility: seal(Field::PersonCivility, &new.civility)?,
        given_name: seal(Field::PersonGivenName, &new.given_name)?,
        family_name: seal(Field::PersonFamilyName, &new.family_name)?,
        job_title: seal(Field::PersonJobTitle, &new.job_title)?,
        address: seal(Field::PersonAddress, &new.address)?,
        language: Some(new.lang),
        company_id: new.company_id,
        changed_at: Some(w.now),
        version: Some(version + 1),
    };
    if !store::change(w.conn(), id, version, &edit)? {
        return Err(Error::Stale);
    }
    reach::replace(w, &sealing, owner, &new.reaches)?;
    w.record(Deed::of(What::PersonChanged, Subject::Person, id));
    w.changed(Kind::Person, id);
    Ok(())
}
