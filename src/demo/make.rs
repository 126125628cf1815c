//! Makes the fictional company: colleagues, customers, leads at every stage, and what they did.
use super::contacts::{Contact, contact};
use super::logins::{Login, Logins};
use super::suppliers::suppliers;
use super::work::{self, Cast};
use crate::actor::{Actor, Role};
use crate::app::{App, Writing};
use crate::auth::{self, NewColleague, password};
use crate::companies::NewCompany;
use crate::error::{Error, Result};
use crate::people::{Ground, NewPerson, Origin, PersonKind};
use crate::reach::{Reach, ReachKind};
use crate::words::Lang;
use crate::{companies, people, search};
use std::collections::HashSet;

/// How large, and which.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub people: u64,
    pub seed: u64,
}

/// Two accounts a role.
const STAFF: &[(Role, &str, &str)] = &[
    (Role::Support, "support", "Sofia Marchand"),
    (Role::Support, "support2", "Idris Lemaire"),
    (Role::Sales, "sales", "Claire Vasseur"),
    (Role::Sales, "sales2", "Hugo Benali"),
    (Role::Marketing, "marketing", "Inès Caron"),
    (Role::Marketing, "marketing2", "Tomás Ibáñez"),
    (Role::Operations, "operations", "Yann Le Goff"),
    (Role::Operations, "operations2", "Aïcha Traoré"),
    (Role::Dpo, "dpo", "Hélène Aubry"),
    (Role::Dpo, "dpo2", "Paul N’Diaye"),
    (Role::Cio, "cio", "Marc Delaunay"),
    (Role::Cio, "cio2", "Nora Haddad"),
];

/// So many rows share a commit.
const BATCH: u64 = 1_000;
/// Companies for so many people: 300 for 2,000.
const COMPANIES: (u64, u64) = (3, 20);

/// # Errors
/// When the house is not empty, or cannot be written to.
pub fn make(app: &App, plan: &Plan) -> Result<Logins> {
    let by = Actor::Console;
    if !app.look_now(&by, auth::is_empty)? {
        return Err(Error::internal("this house is not empty"));
    }
    let logins = app.write_now(&by, staff)?;
    let companies = app.write_now(&by, |w| companies(w, plan))?;
    let mut people = Vec::new();
    let mut first = 0;
    while first < plan.people {
        let last = plan.people.min(first + BATCH);
        people.extend(app.write_now(&by, |w| {
            let new: Vec<NewPerson> = (first..last).map(|i| person(plan.seed, i, &companies)).collect::<Result<_>>()?;
            let ids = people::bring_in(w, &new, None)?;
            w.changed_everything();
            Ok(ids)
        })?);
        first = last;
    }
    let cast = Cast::find(app)?;
    work::leads(app, &cast, &people, companies.len())?;
    work::consents(app, &cast, &people)?;
    work::contracts(app, &cast, &companies.iter().map(|company| company.0).collect::<Vec<_>>())?;
    work::days(app, &cast, &people)?;
    work::holds(app, &cast, &people, &companies.iter().map(|company| company.0).collect::<Vec<_>>())?;
    work::rights(app, &cast, &people)?;
    app.write_now(&by, suppliers)?;
    Ok(logins)
}

/// Does something for a batch of rows at a time, each with its place in the whole: a commit a batch.
pub(super) fn batches(ids: &[i64], mut each: impl FnMut(&[(u64, i64)]) -> Result<()>) -> Result<()> {
    let numbered: Vec<(u64, i64)> = (0..).zip(ids.iter().copied()).collect();
    numbered.chunks(usize::try_from(BATCH).unwrap_or(1)).try_for_each(&mut each)
}

fn staff(w: &mut Writing) -> Result<Logins> {
    let mut logins = Vec::with_capacity(STAFF.len());
    for (role, user_name, name) in STAFF {
        let login = Login::draw(*role, user_name)?;
        let new =
            NewColleague { user_name: login.user_name.clone(), name: (*name).to_owned(), role: *role, lang: Lang::Fr };
        auth::add_enrolled(w, &new, &password::hash(&login.password)?, &login.seed()?)?;
        logins.push(login);
    }
    Ok(Logins(logins))
}

/// The companies, each with its id and the host of its mail addresses.
fn companies(w: &mut Writing, plan: &Plan) -> Result<Vec<(i64, String)>> {
    let many = usize::try_from((plan.people * COMPANIES.0 / COMPANIES.1).max(1)).unwrap_or(usize::MAX);
    let mut known = HashSet::new();
    let mut hosts = Vec::new();
    let mut new: Vec<NewCompany> = Vec::new();
    // Some names are drawn twice; the seed has more.
    for i in 0..plan.people.saturating_mul(4) {
        if new.len() == many {
            break;
        }
        let name = contact(plan.seed, i, 0.6).company;
        let folded = search::fold(&name);
        let labels: Vec<&str> =
            folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let host = format!("{}.example", labels.join("-"));
        if !known.insert(host.clone()) {
            continue;
        }
        let reaches = vec![parse(ReachKind::Email, &format!("contact@{host}"))?];
        new.push(NewCompany { name, address: address(i), reaches, external: None });
        hosts.push(host);
    }
    let ids = companies::bring_in(w, &new, None)?;
    Ok(ids.into_iter().zip(hosts).collect())
}

fn person(seed: u64, i: u64, companies: &[(i64, String)]) -> Result<NewPerson> {
    let Contact { given_name, family_name, email, phone, .. } = contact(seed, i, 0.6);
    let place = usize::try_from(i).unwrap_or(0) % companies.len();
    let (company, host) = companies.get(place).ok_or_else(|| Error::internal("no companies"))?;
    let local = email.split('@').next().unwrap_or_default();
    let mut reaches = vec![parse(ReachKind::Email, &format!("{local}@{host}"))?, parse(ReachKind::Phone, &phone)?];
    if i.is_multiple_of(5) {
        reaches.push(parse(ReachKind::Mobile, &format!("+336{:08}", (i * 7_919) % 100_000_000))?);
    }
    if i.is_multiple_of(17) {
        reaches.push(parse(ReachKind::Fax, &format!("+331{:08}", (i * 104_729) % 100_000_000))?);
    }
    const TITLES: &[&str] =
        &["Trésorière", "Directeur financier", "Responsable comptable", "Chef de projet", "Acheteuse", "DSI", ""];
    Ok(NewPerson {
        kind: PersonKind::Contact,
        civility: String::new(),
        given_name: given_name.to_owned(),
        family_name,
        job_title: TITLES.get(usize::try_from(i % 7).unwrap_or(0)).copied().unwrap_or_default().to_owned(),
        address: String::new(),
        lang: if i.is_multiple_of(6) { Lang::En } else { Lang::Fr },
        company_id: Some(*company),
        origin: if i.is_multiple_of(3) { Origin::TradeFair } else { Origin::Person },
        ground: Ground::LegitimateInterest,
        reaches,
    })
}

fn parse(kind: ReachKind, text: &str) -> Result<Reach> {
    Reach::parse(kind, text).map_err(|fault| Error::internal(format!("a fictional {kind:?} does not parse: {fault:?}")))
}

fn address(i: u64) -> String {
    const STREETS: &[&str] = &["rue du Tilleul", "avenue de la Fonderie", "quai des Verriers", "place du Mistral"];
    const TOWNS: &[&str] = &["75011 Paris", "69003 Lyon", "13002 Marseille", "44000 Nantes", "67000 Strasbourg"];
    let street = STREETS.get(usize::try_from(i % 4).unwrap_or(0)).copied().unwrap_or_default();
    let town = TOWNS.get(usize::try_from(i % 5).unwrap_or(0)).copied().unwrap_or_default();
    format!("{}, {street}\n{town}", i % 90 + 1)
}
