//! Whom a breach touched, computed from the audit log: the people whom deeds between two moments opened, listed or took
//! out, by one colleague, in one session or from one network address.
//!
//! The log has no session in its lines, so a session is its colleague, at the address of its sign-in, until they signed
//! out or in again there, ten hours at most. Two that ran side by side at one address count together: too many rather
//! than too few. Who was erased since is counted and cannot be named.
use super::breaches::{Scope, Whose, as_seen, keep};
use super::{Fault, ScopeWord, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::auth;
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{self, Deed, Line, Reading, Span, Subject, What};
use crate::error::{Error, Result};
use crate::people::{self, Person};
use crate::vault::Owner;
use chrono::{Duration, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Deeds after which somebody has seen, or holds, what is kept of people. IT operations' pseudonyms are none of them.
const EXPOSING: &[What] = &[
    What::Searched,
    What::SearchedWhileTyping,
    What::Listed,
    What::PersonOpened,
    What::PersonAdded,
    What::PersonChanged,
    What::CompanyOpened,
    What::CompanyChanged,
    What::NoteAdded,
    What::LeadOpened,
    What::LeadMoved,
    What::LeadChanged,
    What::LeadConverted,
    What::AccountRevealed,
    What::AssistanceOpened,
    What::AssistanceChanged,
    What::AssistanceClosed,
    What::AssistanceReopened,
    What::ConsentGiven,
    What::ConsentWithdrawn,
    What::ConsentObjected,
    What::PersonInformed,
    What::ExportStarted,
    What::ExportCompleted,
    What::ExportAborted,
    What::RecallTaken,
    What::PrivacyOpened,
    What::PrivacyFound,
    What::PrivacyPackaged,
    What::PrivacyPackageTaken,
];

/// Whoever is signed in is out again by then.
const LONGEST_SESSION: Duration = Duration::hours(10);
const BATCH: i64 = 5_000;

/// Whom, by which deeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// People who are still here.
    pub people: Vec<i64>,
    /// People who were erased since.
    pub gone: usize,
    pub companies: usize,
    pub deeds: usize,
    /// Lists that were taken out.
    pub exports: usize,
    pub by_what: Vec<(What, usize)>,
}

impl Affected {
    pub fn count(&self) -> i64 {
        i64::try_from(self.people.len() + self.gone).unwrap_or(i64::MAX)
    }
}

/// A sign-in, to choose a session by.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub n: i64,
    pub at: NaiveDateTime,
    pub who: String,
    pub address: String,
}

/// The last sign-ins, the newest first.
pub fn sign_ins(l: &mut Looking, limit: i64) -> Result<Vec<SignIn>> {
    l.must(Right::KeepRegister)?;
    let reading = Reading { what: Some(What::SignedIn), limit, ..Reading::default() };
    let lines = deeds::read(l.conn(), &reading)?;
    let ids: Vec<i64> = lines.iter().filter_map(|line| line.actor).collect();
    let names = auth::names(l, &ids)?;
    let sign_in = |line: Line| SignIn {
        n: line.n,
        at: line.at,
        who: line.actor.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        address: line.from_address.unwrap_or_default(),
    };
    Ok(lines.into_iter().map(sign_in).collect())
}

/// What the log is searched for.
struct Search {
    actor: Option<i64>,
    address: Option<String>,
    from: NaiveDateTime,
    until: NaiveDateTime,
}

fn search(l: &mut Looking, scope: &Scope) -> Result<Search> {
    let (from, until) = (scope.from, scope.until);
    Ok(match &scope.whose {
        Whose::Colleague(id) => Search { actor: Some(*id), address: None, from, until },
        Whose::Address(address) => Search { actor: None, address: Some(address.clone()), from, until },
        Whose::Session(n) => {
            let began = deeds::line(l.conn(), *n)?.filter(|line| line.what == What::SignedIn).ok_or(Error::NotFound)?;
            let ends = deeds::span(
                l.conn(),
                &Span {
                    whats: &[What::SignedOut, What::SignedIn],
                    from: began.at,
                    until: began.at + LONGEST_SESSION,
                    actor: began.actor,
                    address: began.from_address.as_deref(),
                    after: began.n,
                    limit: 1,
                },
            )?;
            let end = ends.first().map_or(began.at + LONGEST_SESSION, |line| line.at);
            Search { actor: began.actor, address: began.from_address, from: from.max(began.at), until: until.min(end) }
        }
    })
}

/// What the lines name, by kind of number.
#[derive(Default)]
struct Named {
    /// Of people, or of something else that the tables tell apart.
    listed: BTreeSet<i64>,
    people: BTreeSet<i64>,
    companies: BTreeSet<i64>,
    exports: BTreeSet<i64>,
    assistance: BTreeSet<i64>,
    accounts: BTreeSet<i64>,
    requests: BTreeSet<i64>,
    deeds: usize,
    by_what: BTreeMap<What, usize>,
}

impl Named {
    fn take(&mut self, line: &Line) {
        self.deeds += 1;
        *self.by_what.entry(line.what).or_default() += 1;
        let set = match line.subject_kind {
            Some(Subject::Person) => Some(&mut self.people),
            Some(Subject::Company) => Some(&mut self.companies),
            Some(Subject::Export) => Some(&mut self.exports),
            Some(Subject::Assistance) => Some(&mut self.assistance),
            Some(Subject::Account) => Some(&mut self.accounts),
            Some(Subject::Request) => Some(&mut self.requests),
            _ => None,
        };
        if let Some((set, id)) = set.zip(line.subject) {
            set.insert(id);
        }
        for word in line.detail.split(' ') {
            match word.split_once('=') {
                Some(("ids", ids)) => self.listed.extend(ids.split(',').filter_map(|id| id.parse::<i64>().ok())),
                Some(("person", id)) => self.people.extend(id.parse::<i64>().ok()),
                _ => {}
            }
        }
    }
}

/// Whom these deeds touched. The log is read; nobody is opened.
pub fn affected(l: &mut Looking, scope: &Scope) -> Result<Affected> {
    l.must(Right::KeepRegister)?;
    let search = search(l, scope)?;
    let (mut named, mut after) = (Named::default(), 0);
    loop {
        let span = Span {
            whats: EXPOSING,
            from: search.from,
            until: search.until,
            actor: search.actor,
            address: search.address.as_deref(),
            after,
            limit: BATCH,
        };
        let lines = deeds::span(l.conn(), &span)?;
        let Some(last) = lines.last() else { break };
        after = last.n;
        lines.iter().for_each(|line| named.take(line));
    }
    let all = |ids: &BTreeSet<i64>| ids.iter().copied().collect::<Vec<i64>>();
    let listed = all(&named.listed);
    named.companies.extend(store::affected::companies(l.conn(), &listed)?);
    // A list of companies names companies; whoever opened one has seen its people.
    let opened: Vec<i64> = named.companies.difference(&named.listed).copied().collect();
    let mut ids: BTreeSet<i64> = named.people.clone();
    ids.extend(listed.iter().filter(|id| !named.companies.contains(id)));
    ids.extend(store::affected::of_companies(l.conn(), &opened)?);
    ids.extend(store::affected::of_exports(l.conn(), &all(&named.exports))?);
    ids.extend(store::affected::of_assistance(l.conn(), &all(&named.assistance))?);
    ids.extend(store::affected::of_accounts(l.conn(), &all(&named.accounts))?);
    ids.extend(store::affected::of_requests(l.conn(), &all(&named.requests))?);
    let mut people = store::affected::people(l.conn(), &all(&ids))?;
    people.sort_unstable();
    let gone = ids.len().saturating_sub(people.len());
    Ok(Affected {
        people,
        gone,
        companies: named.companies.len(),
        deeds: named.deeds,
        exports: named.exports.len(),
        by_what: named.by_what.into_iter().collect(),
    })
}

/// What is wrong with a scope: pages have words for each.
pub(super) fn faults(scope: &Scope) -> Vec<(&'static str, Fault)> {
    let mut faults = Vec::new();
    if scope.until <= scope.from {
        faults.push(("until_on", Fault::Backwards));
    }
    if let Whose::Address(address) = &scope.whose
        && address.parse::<IpAddr>().is_err()
    {
        faults.push(("address", Fault::NotAnAddress));
    }
    faults
}

/// Counts whom these deeds touched, and keeps what was asked and what came of it with the breach.
///
/// # Errors
/// `Stale` when somebody else changed the breach since this version, or it is closed.
pub fn count(
    w: &mut Writing,
    id: i64,
    version: i64,
    scope: &Scope,
) -> Result<Result<Affected, Vec<(&'static str, Fault)>>> {
    let was = as_seen(w, id, version)?;
    let faults = faults(scope);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let found = affected(w, scope)?;
    let owner = Owner::breach(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let (scope_word, scope_staff, scope_deed, address) = match &scope.whose {
        Whose::Colleague(staff) => (ScopeWord::Colleague, Some(*staff), None, None),
        Whose::Session(n) => (ScopeWord::Session, None, Some(*n), None),
        Whose::Address(address) => (ScopeWord::Address, None, None, Some(address.as_str())),
    };
    let row = store::breaches::Breach {
        scope: Some(scope_word),
        scope_staff,
        scope_deed,
        scope_address: sealing.seal_maybe(Field::BreachAddress, owner, id, address)?,
        scope_from: Some(scope.from),
        scope_until: Some(scope.until),
        counted: Some(found.count()),
        counted_at: Some(w.now),
        ..was
    };
    let deed = Deed::of(What::BreachCounted, Subject::Breach, id).with("by", scope_word.word());
    keep(w, &row, deed.with("people", found.count()).with("deeds", found.deeds))?;
    Ok(Ok(found))
}

/// These people, opened to be listed; that is a deed.
pub(super) fn named(l: &mut Looking, ids: &[i64]) -> Result<Vec<Person>> {
    let people = people::these(l, ids)?;
    l.owe(Deed::new(What::Listed).with("list", "breach").with_ids(ids));
    Ok(people)
}
