//! Companies: those we sell to, and those we might.
mod arrivals;
pub mod pages;
mod store;

pub use arrivals::{arrivals, forget_arrivals};

use crate::actor::Right;
use crate::app::{Feed, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::reach::{self, Kept, Reach};
use crate::search::{Entry, Facets, Filter, From, Kind, Listed, Order, fold};
use crate::vault::{Owner, OwnerKind, Unlocked};
use chrono::NaiveDateTime;
use std::collections::{HashMap, HashSet};

#[derive(Clone, Debug)]
pub struct Company {
    pub id: i64,
    pub reference: String,
    pub name: String,
    pub address: String,
    pub reaches: Vec<Kept>,
    /// Something of theirs was altered behind the house's back and does not open.
    pub unreadable: bool,
    /// Has a contract that runs today.
    pub customer: bool,
    pub added_at: NaiveDateTime,
    pub version: i64,
}

#[derive(Clone, Debug, Default)]
pub struct NewCompany {
    pub name: String,
    pub address: String,
    pub reaches: Vec<Reach>,
    /// The number that another program knew it by.
    pub external: Option<String>,
}

crate::db::values::words! {
    /// What a company is to us today, by its contracts.
    pub enum Standing {
        Prospect = "prospect",
        /// Its first contract, or its next one, is still to start.
        ToCome = "to_come",
        Customer = "customer",
        Former = "former",
    }
}

/// A company in a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub company: Company,
    pub standing: Standing,
    /// Contacts and third parties.
    pub people: i64,
}

/// The longest name, and the longest postal address.
pub const LONGEST_NAME: usize = 200;
pub const LONGEST_ADDRESS: usize = 500;

/// How the index learns of companies.
pub const FEED: Feed = Feed {
    kind: Kind::Company,
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
        Some((from, to)) => l.unlock_range(OwnerKind::Company, from, to, KeyClass::Identity)?,
        None => l.unlock(&ids.iter().copied().map(Owner::company).collect::<Vec<_>>(), KeyClass::Identity)?,
    };
    let companies = open(l, &keys, rows)?;
    Ok(companies.into_iter().map(|company| (company.id, entry(&company))).collect())
}

fn entry(company: &Company) -> Entry {
    let written: Vec<_> =
        company.reaches.iter().filter_map(|kept| kept.reach.email()).map(|e| e.as_str().to_owned()).collect();
    let digits = company.reaches.iter().filter_map(|kept| kept.reach.number());
    Entry {
        name: company.name.clone(),
        words: written.join(" "),
        numbers: digits.flat_map(|n| [n.international_digits().to_owned(), n.national_digits()]).collect(),
        facets: Facets { customer: company.customer, ..Facets::default() },
    }
}

/// Opens a company; that is a deed.
pub fn get(l: &mut Looking, id: i64) -> Result<Company> {
    l.must(Right::FindPeople)?;
    let row = store::get(l.conn(), id)?;
    let keys = l.unlock(&[Owner::company(id)], KeyClass::Identity)?;
    let company = open(l, &keys, vec![row])?.pop().ok_or(Error::Unreadable)?;
    l.owe(Deed::of(What::CompanyOpened, Subject::Company, id));
    Ok(company)
}

/// Refuses a company that is not there, or not yet shown.
pub fn must_exist(l: &mut Looking, id: i64) -> Result<()> {
    store::get(l.conn(), id).map(drop)
}

/// These companies in this order, for lists; the caller owes the deed of the list.
pub fn these(l: &mut Looking, ids: &[i64]) -> Result<Vec<Company>> {
    l.must(Right::FindPeople)?;
    let rows = store::these(l.conn(), ids)?;
    let keys = l.unlock(&ids.iter().copied().map(Owner::company).collect::<Vec<_>>(), KeyClass::Identity)?;
    let mut found: HashMap<i64, Company> = open(l, &keys, rows)?.into_iter().map(|c| (c.id, c)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The names of these companies, for rows about people.
pub fn names(l: &mut Looking, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    Ok(these(l, &ids)?.into_iter().map(|company| (company.id, company.name)).collect())
}

/// The name of the company of somebody who may have none; empty then.
pub fn name(l: &mut Looking, id: Option<i64>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    Ok(names(l, &[id])?.remove(&id).unwrap_or_default())
}

/// A page of the list; that is a deed.
pub fn list(l: &mut Looking, filter: &Filter, from: From, limit: usize) -> Result<(Vec<Company>, Listed)> {
    l.must(Right::FindPeople)?;
    let listed = l.index()?.list(Kind::Company, Order::Name, filter, from, limit);
    let companies = these(l, &listed.ids)?;
    l.owe(Deed::new(What::Listed).with("list", "companies").with_ids(&listed.ids));
    Ok((companies, listed))
}

/// A page of the list with what each company is to us; that is a deed.
pub fn lines(l: &mut Looking, filter: &Filter, from: From, limit: usize) -> Result<(Vec<Line>, Listed)> {
    let (companies, listed) = list(l, filter, from, limit)?;
    let people = store::people(l.conn(), &listed.ids)?;
    let standings = standings(l, &listed.ids)?;
    let line = |company: Company| Line {
        people: people.get(&company.id).copied().unwrap_or(0),
        standing: standings.get(&company.id).copied().unwrap_or(Standing::Prospect),
        company,
    };
    Ok((companies.into_iter().map(line).collect(), listed))
}

/// What these companies are to us today; who has no contract at all is not in it.
fn standings(l: &mut Looking, ids: &[i64]) -> Result<HashMap<i64, Standing>> {
    let today = l.now.date();
    let mut standings: HashMap<i64, Standing> = HashMap::new();
    for (company, starts_on, ends_on) in store::spans(l.conn(), ids)? {
        let by_this = if today < starts_on {
            Standing::ToCome
        } else if ends_on.is_some_and(|end| end < today) {
            Standing::Former
        } else {
            Standing::Customer
        };
        let rank = |standing| match standing {
            Standing::Prospect => 0,
            Standing::Former => 1,
            Standing::ToCome => 2,
            Standing::Customer => 3,
        };
        let known = standings.entry(company).or_insert(by_this);
        if rank(by_this) > rank(*known) {
            *known = by_this;
        }
    }
    Ok(standings)
}

/// Companies called that, written in whatever way: for a form in which somebody types a company's name.
pub fn called(l: &mut Looking, name: &str) -> Result<Vec<Company>> {
    let alike = similar(l, name)?;
    Ok(alike.into_iter().filter(|company| fold(&company.name) == fold(name)).collect())
}

/// Companies whose name holds the words of this one.
pub fn similar(l: &mut Looking, name: &str) -> Result<Vec<Company>> {
    let found = l.index()?.find(name, Some(Kind::Company), 8);
    let ids: Vec<i64> = found.hits.iter().map(|hit| hit.1).collect();
    these(l, &ids)
}

fn open(l: &mut Looking, keys: &Unlocked, rows: Vec<store::Row>) -> Result<Vec<Company>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut reaches = reach::of(l, keys, OwnerKind::Company, &ids)?;
    let today = l.now.date();
    let customers: HashSet<i64> = store::customers(l.conn(), &ids, today)?.into_iter().collect();
    let mut companies = Vec::with_capacity(rows.len());
    for row in rows {
        let owner = Owner::company(row.id);
        if !keys.has(owner) {
            continue;
        }
        companies.push(Company {
            id: row.id,
            name: keys.show(Field::CompanyName, owner, row.id, &row.name)?,
            address: keys.show_maybe(Field::CompanyAddress, owner, row.id, row.address.as_ref())?,
            unreadable: keys.found_altered(owner),
            reaches: reaches.remove(&row.id).unwrap_or_default(),
            customer: customers.contains(&row.id),
            reference: row.reference,
            added_at: row.added_at,
            version: row.version,
        });
    }
    Ok(companies)
}

pub fn add(w: &mut Writing, new: &NewCompany) -> Result<i64> {
    w.must(Right::EditPeople)?;
    let id = bring_in(w, std::slice::from_ref(new), None)?.pop().ok_or(Error::Unreadable)?;
    w.record(Deed::of(What::CompanyAdded, Subject::Company, id));
    w.changed(Kind::Company, id);
    Ok(id)
}

/// Adds many rows without a deed or a line in the change table of their own: for whoever owes one for all of them.
pub fn bring_in(w: &mut Writing, new: &[NewCompany], arrival: Option<i64>) -> Result<Vec<i64>> {
    let ids: Vec<i64> = w.next_ids(i64::try_from(new.len()).unwrap_or(0))?.collect();
    let owners: Vec<Owner> = ids.iter().copied().map(Owner::company).collect();
    let sealing = w.sealing(&owners, KeyClass::Identity)?;
    let (mut rows, mut reaches) = (Vec::with_capacity(new.len()), Vec::new());
    for (new, owner) in new.iter().zip(&owners) {
        let id = owner.id;
        let address = Some(new.address.as_str()).filter(|address| !address.is_empty());
        rows.push(store::Row {
            id,
            reference: crate::app::reference(),
            name: sealing.seal(Field::CompanyName, *owner, id, &new.name)?,
            address: sealing.seal_maybe(Field::CompanyAddress, *owner, id, address)?,
            external: sealing.seal_maybe(Field::CompanyExternal, *owner, id, new.external.as_deref())?,
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

/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn change(w: &mut Writing, id: i64, version: i64, new: &NewCompany) -> Result<()> {
    w.must(Right::RectifyPeople)?;
    let owner = Owner::company(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let name = sealing.seal(Field::CompanyName, owner, id, &new.name)?;
    let address = (!new.address.is_empty()).then_some(new.address.as_str());
    let address = sealing.seal_maybe(Field::CompanyAddress, owner, id, address)?;
    let now = w.now;
    if !store::change(w.conn(), id, version, &name, address.as_ref(), now)? {
        return Err(Error::Stale);
    }
    reach::replace(w, &sealing, owner, &new.reaches)?;
    w.record(Deed::of(What::CompanyChanged, Subject::Company, id));
    w.changed(Kind::Company, id);
    Ok(())
}
