//! Privacy requests: what somebody asks under Art. 15 to 21 GDPR, from the day on which it comes to the answer (P14).
//!
//! Five steps: who asks (*identify*), what is held of them (*find*), what becomes of it (*decide*), a second person where
//! more than one person or a customer is touched (*approve*), and doing it and saying so (*act*). A request names people
//! who may be erased by it, so it seals what it holds under a key of its own, which is destroyed when an erasure is closed.
mod candidates;
mod clock;
mod deciding;
mod fulfilling;
mod identity;
mod letters;
mod package;
pub mod pages;
mod restriction;
mod spoken;
mod store;
mod submissions;

pub use candidates::{Candidate, Typed, candidates};
pub use clock::{extend, remind};
pub use deciding::{Decision, approve, decide, found, held, is_named, mentions, propose, refuse, send_back};
pub use fulfilling::{CLOSES, answer, carry_out, close, follow, stop, tell_recipient};
pub use identity::{CODE_DAYS, choose, confirm, doubt, mail_code, resume, vouch};
pub use letters::{Letter, letter, letters};
pub use package::{Contents, PACKAGE_DAYS, Package, Part, Passphrase, make_package, package, take_package};
pub use restriction::{Restriction, lift, restrict, restricted, restrictions};
pub use submissions::{guess, take_in};

use crate::actor::Right;
use crate::app::{App, Looking, Writing};
use crate::auth;
use crate::calendar::{Standing, Term, day_in_france};
use crate::catalogue::{Field, KeyClass};
use crate::companies;
use crate::consent::{self, Act, Channel, NewLine, Proof, Purpose, Source};
use crate::deeds::{self, Deed, What};
use crate::erasure::{self, Progress, Scope};
use crate::error::{Error, Result};
use crate::people::{self, Person, PersonKind};
use crate::vault::{Owner, Unlocked};
use crate::words::Lang;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

crate::db::values::words! {
    /// What can be asked, each an article.
    pub enum Claim {
        Access = "access",
        Rectification = "rectification",
        Erasure = "erasure",
        Restriction = "restriction",
        Portability = "portability",
        Objection = "objection",
    }
}

crate::db::values::words! {
    /// How it came.
    pub enum Way {
        Form = "form",
        Telephone = "telephone",
        Letter = "letter",
        Email = "email",
        InPerson = "in_person",
    }
}

crate::db::values::words! {
    pub enum State {
        Open = "open",
        Closed = "closed",
    }
}

crate::db::values::words! {
    pub enum Outcome {
        Done = "done",
        Refused = "refused",
    }
}

crate::db::values::words! {
    /// How it is known who asks.
    pub enum Means {
        /// They told a code that was mailed to an address that the house knew.
        Code = "code",
        /// Otherwise, and it is written down how.
        Known = "known",
    }
}

crate::db::values::words! {
    pub enum Subject {
        Person = "person",
        Company = "company",
    }
}

crate::db::values::words! {
    /// What becomes of a kind of data.
    pub enum Disposal {
        Erase = "erase",
        Keep = "keep",
        Restrict = "restrict",
    }
}

crate::db::values::words! {
    /// Why something is kept although its erasure was asked for.
    pub enum Ground {
        /// Still necessary for a contract that runs (Art. 17(1)(a)).
        Contract = "contract",
        /// A legal obligation, such as to prove what was said and done (Art. 17(3)(b)).
        Duty = "duty",
        /// Establishing, exercising or defending legal claims (Art. 17(3)(e)).
        Claims = "claims",
    }
}

crate::db::values::words! {
    /// Why a request is refused.
    pub enum Why {
        /// Manifestly unfounded or excessive (Art. 12(5)).
        Unfounded = "unfounded",
        /// It cannot be established who asks (Art. 11(2), 12(2)).
        Unidentified = "unidentified",
        /// An exception of the law (Art. 17(3), 20(3), 21(1)).
        Exception = "exception",
        /// The rights and freedoms of others (Art. 15(4), 20(4)).
        Others = "others",
    }
}

crate::db::values::words! {
    pub enum LetterKind {
        /// Asks who somebody is (Art. 12(6)).
        Identity = "identity",
        Extension = "extension",
        Refusal = "refusal",
        Answer = "answer",
    }
}

crate::db::values::words! {
    pub enum RestrictionAct {
        Restricted = "restricted",
        Lifted = "lifted",
    }
}

/// The steps of the rail, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Identify,
    Find,
    Decide,
    Approve,
    Act,
    /// The answer has left.
    Answered,
}

/// Who asks, and where they are answered.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub address: String,
}

/// A request as it comes in.
#[derive(Clone)]
pub struct New {
    pub way: Way,
    pub claims: Vec<Claim>,
    pub lang: Lang,
    pub received_on: NaiveDate,
    pub requester: Requester,
    pub asked: String,
    /// On whose behalf somebody else asks, and by which right; empty for one's own.
    pub on_behalf: String,
    pub person: Option<i64>,
    pub submission: Option<String>,
}

#[derive(Clone)]
pub struct Request {
    pub id: i64,
    pub way: Way,
    pub claims: Vec<Claim>,
    pub lang: Lang,
    pub term: Term,
    pub recorded_at: NaiveDateTime,
    pub recorded_by: Option<i64>,
    pub state: State,
    pub outcome: Option<Outcome>,
    /// Empty once the key of the request is destroyed.
    pub requester: Requester,
    pub asked: String,
    pub on_behalf: String,
    pub told_on: Option<NaiveDate>,
    pub found_at: Option<NaiveDateTime>,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_by: Option<i64>,
    pub approved_at: Option<NaiveDateTime>,
    pub approved_by: Option<i64>,
    pub order: Option<i64>,
    pub act_after: Option<NaiveDateTime>,
    pub carried_out_at: Option<NaiveDateTime>,
    pub closed_at: Option<NaiveDateTime>,
    pub version: i64,
    /// Its key was destroyed.
    pub destroyed: bool,
}

impl Request {
    pub fn claims(&self, claim: Claim) -> bool {
        self.claims.contains(&claim)
    }

    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// A copy of the data is part of the answer.
    pub fn wants_copy(&self) -> bool {
        self.claims(Claim::Access) || self.claims(Claim::Portability)
    }
}

/// A line of a list.
#[derive(Clone)]
pub struct Line {
    pub request: Request,
    pub step: Step,
    pub standing: Standing,
    /// It waits for the approval of whoever looks.
    pub mine: bool,
}

/// How its requester was identified.
#[derive(Clone, Default)]
pub struct Identity {
    pub means: Option<Means>,
    pub note: String,
    pub doubt: String,
    pub at: Option<NaiveDateTime>,
    /// A code is on its way, and good until then.
    pub code_until: Option<NaiveDateTime>,
    pub tries_left: i64,
}

/// A request with everything that its page shows.
#[derive(Clone)]
pub struct Opened {
    pub request: Request,
    pub identity: Identity,
    pub people: Vec<Person>,
    pub companies: Vec<companies::Company>,
    /// Whom it named and who are no more.
    pub gone: usize,
    pub decisions: Vec<Decision>,
    pub needs_approval: bool,
    pub may_approve: bool,
    pub progress: Option<Progress>,
    pub names: HashMap<i64, String>,
    pub today: NaiveDate,
    pub now: NaiveDateTime,
}

impl Opened {
    pub fn step(&self) -> Step {
        step(&self.request, self.identity.means.is_some(), self.needs_approval)
    }

    /// It can be stopped until then.
    pub fn stops_until(&self) -> Option<NaiveDateTime> {
        self.request.act_after.filter(|at| *at > self.now && self.request.carried_out_at.is_none())
    }
}

fn step(request: &Request, identified: bool, needs_approval: bool) -> Step {
    if request.term.answered.is_some() {
        Step::Answered
    } else if request.act_after.is_some() || request.carried_out_at.is_some() {
        Step::Act
    } else if !identified {
        Step::Identify
    } else if request.found_at.is_none() {
        Step::Find
    } else if request.decided_at.is_none() {
        Step::Decide
    } else if needs_approval && request.approved_at.is_none() {
        Step::Approve
    } else {
        Step::Act
    }
}

/// So many are listed: more than come in a year.
const LISTED: i64 = 300;

fn deed(what: What, id: i64) -> Deed {
    Deed::of(what, deeds::Subject::Request, id)
}

/// The day it is where the deadline runs.
fn today(l: &Looking) -> NaiveDate {
    day_in_france(l.now)
}

/// Takes down that somebody asks. An objection to being written to acts at once, where it is known whose it is: nobody has
/// to prove who they are to be left alone.
pub fn record(w: &mut Writing, new: &New) -> Result<i64> {
    w.must(Right::ForwardRequests)?;
    if new.claims.is_empty() || new.received_on > today(w) {
        return Err(Error::BadRequest("a request asks for something, and came"));
    }
    let id = w.next_id()?;
    let owner = Owner::request(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let maybe = |field, text: &str| sealing.seal_maybe(field, owner, id, (!text.is_empty()).then_some(text));
    let requester = serde_json::to_string(&new.requester).map_err(Error::internal)?;
    let row = store::Row {
        id,
        way: new.way,
        kinds: written(&new.claims),
        language: new.lang,
        received_on: new.received_on,
        recorded_at: w.now,
        recorded_by: w.actor.staff_id(),
        submission_id: new.submission.clone(),
        state: State::Open,
        outcome: None,
        requester: sealing.seal(Field::RequestRequester, owner, id, &requester)?,
        asked: maybe(Field::RequestAsked, &new.asked)?,
        on_behalf: maybe(Field::RequestOnBehalf, &new.on_behalf)?,
        paused_since: None,
        paused_days: 0,
        further: 0,
        told_on: None,
        found_at: None,
        decided_at: None,
        decided_by: None,
        approved_at: None,
        approved_by: None,
        order_id: None,
        act_after: None,
        carried_out_at: None,
        answered_on: None,
        closed_at: None,
        closed_by: None,
        version: 1,
    };
    store::add(w.conn(), &row)?;
    w.record(deed(What::PrivacyRecorded, id).with("way", new.way.word()).with("kinds", written(&new.claims)));
    if let Some(person) = new.person {
        if people::these(w, &[person])?.is_empty() {
            return Err(Error::NotFound);
        }
        store::set_subjects(w.conn(), id, &[(Subject::Person, person)])?;
        if new.claims.contains(&Claim::Objection) {
            object(w, id, person, new.received_on)?;
        }
    }
    Ok(id)
}

fn written(claims: &[Claim]) -> String {
    let words: Vec<&str> = Claim::ALL.iter().filter(|claim| claims.contains(claim)).map(|claim| claim.word()).collect();
    words.join(",")
}

/// No purpose writes to them on any channel any more (Art. 21(2) and (3)).
fn object(w: &mut Writing, request: i64, person: i64, on: NaiveDate) -> Result<()> {
    let Some(person) = people::these(w, &[person])?.pop().filter(|person| person.kind == PersonKind::Contact) else {
        return Ok(());
    };
    let note = person.lang.words().msg_requests_objection_note(request.to_string());
    let line = NewLine {
        person: person.id,
        act: Act::Objected,
        purposes: Purpose::ALL.to_vec(),
        channels: Channel::ALL.to_vec(),
        address: None,
        proof: Proof { source: Source::Other, note, wording: String::new(), happened_on: on.min(w.now.date()) },
    };
    match consent::record(w, &line)? {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::internal("an objection could not be recorded")),
    }
}

fn open_row(keys: &Unlocked, row: store::Row) -> Result<Request> {
    let (id, owner) = (row.id, Owner::request(row.id));
    let destroyed = !keys.has(owner);
    let maybe = |field, sealed: Option<&_>| match destroyed {
        true => Ok(String::new()),
        false => keys.show_maybe(field, owner, id, sealed),
    };
    let requester = maybe(Field::RequestRequester, Some(&row.requester))?;
    Ok(Request {
        id,
        way: row.way,
        claims: row.kinds.split(',').filter_map(Claim::from_word).collect(),
        lang: row.language,
        term: term(&row),
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
        state: row.state,
        outcome: row.outcome,
        requester: serde_json::from_str(&requester).unwrap_or_default(),
        asked: maybe(Field::RequestAsked, row.asked.as_ref())?,
        on_behalf: maybe(Field::RequestOnBehalf, row.on_behalf.as_ref())?,
        told_on: row.told_on,
        found_at: row.found_at,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        approved_at: row.approved_at,
        approved_by: row.approved_by,
        order: row.order_id,
        act_after: row.act_after,
        carried_out_at: row.carried_out_at,
        closed_at: row.closed_at,
        version: row.version,
        destroyed,
    })
}

fn term(row: &store::Row) -> Term {
    let count = |n: i64| u32::try_from(n).unwrap_or(0);
    Term {
        received: row.received_on,
        further: count(row.further),
        paused: count(row.paused_days),
        paused_since: row.paused_since,
        answered: row.answered_on,
    }
}

/// A request without anybody in it: what was asked, and its days.
#[derive(Clone, Debug)]
pub struct Delay {
    pub id: i64,
    pub claims: Vec<Claim>,
    pub term: Term,
    pub outcome: Option<Outcome>,
}

/// The days of every request, the newest first, and the day it is in France. Nobody is opened.
pub fn delays(l: &mut Looking) -> Result<(Vec<Delay>, NaiveDate)> {
    l.must(Right::SeeRequests)?;
    let rows = store::list(l.conn(), State::ALL, None, i64::MAX)?;
    let delay = |row: store::Row| Delay {
        id: row.id,
        claims: row.kinds.split(',').filter_map(Claim::from_word).collect(),
        term: term(&row),
        outcome: row.outcome,
    };
    Ok((rows.into_iter().map(delay).collect(), today(l)))
}

fn open_rows(l: &Looking, rows: Vec<store::Row>) -> Result<Vec<Request>> {
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::request(row.id)).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    rows.into_iter().map(|row| open_row(&keys, row)).collect()
}

/// What whoever looks may see of them: all, or those that they recorded.
fn seen_of(l: &Looking) -> Result<Option<i64>> {
    l.must(Right::FollowRequests)?;
    Ok(l.actor.staff_id().filter(|_| !l.actor.may(Right::SeeRequests)))
}

/// Open or closed requests, open ones with the nearest deadline first; that is a deed.
pub fn list(l: &mut Looking, state: State) -> Result<Vec<Line>> {
    let by = seen_of(l)?;
    let rows = store::list(l.conn(), &[state], by, LISTED)?;
    let requests = open_rows(l, rows)?;
    let mut lines = Vec::with_capacity(requests.len());
    let today = today(l);
    for request in requests {
        let identified = store::identity(l.conn(), request.id)?.means.is_some();
        let needs = request.is_open() && needs_approval(l, &request)?;
        let step = step(&request, identified, needs);
        let mine = step == Step::Approve && may_approve(l, &request);
        let standing = request.term.on(today);
        lines.push(Line { request, step, standing, mine });
    }
    if state == State::Open {
        lines.sort_by_key(|line| (line.step == Step::Answered, line.request.term.due(), line.request.id));
    }
    let ids: Vec<String> = lines.iter().map(|line| line.request.id.to_string()).collect();
    if !ids.is_empty() {
        l.owe(Deed::new(What::Listed).with("list", "privacy requests").with("requests", ids.join(",")));
    }
    Ok(lines)
}

/// Lists with whom it is about that left in the last year, and when whoever took one was told.
pub fn recipients(l: &mut Looking, id: i64) -> Result<Vec<(i64, Option<NaiveDateTime>)>> {
    l.must(Right::SeeRequests)?;
    Ok(store::recipients(l.conn(), id)?.into_iter().map(|row| (row.0, row.1)).collect())
}

/// The numbers of the requests about a person, the newest first.
pub fn of_person(l: &mut Looking, person: i64) -> Result<Vec<i64>> {
    l.must(Right::SeeRequests)?;
    store::of_person(l.conn(), person)
}

/// How many wait for their answer, for whoever sees all.
pub fn count_open(l: &mut Looking) -> Result<i64> {
    l.must(Right::SeeRequests)?;
    store::open_count(l.conn())
}

/// A request for its page; opening it is a deed.
///
/// # Errors
/// `NotFound` when there is none, or none that this actor recorded.
pub fn get(l: &mut Looking, id: i64) -> Result<Opened> {
    let by = seen_of(l)?;
    let row = store::get(l.conn(), id)?;
    if by.is_some() && row.recorded_by != by {
        return Err(Error::NotFound);
    }
    let request = open_rows(l, vec![row])?.pop().ok_or(Error::Unreadable)?;
    l.owe(deed(What::PrivacyOpened, id));
    if by.is_some() {
        return Ok(Opened::of_a_colleague(l, request));
    }
    let scope = scope(l, id)?;
    let people = people::these(l, &scope.people)?;
    let companies = companies::these(l, &scope.companies)?;
    let gone = scope.people.len() + scope.companies.len() - people.len() - companies.len();
    let needs_approval = needs_approval(l, &request)?;
    let progress = match request.order {
        Some(order) => Some(erasure::progress(l, order)?),
        None => None,
    };
    let staff: Vec<i64> =
        [request.recorded_by, request.decided_by, request.approved_by].into_iter().flatten().collect();
    Ok(Opened {
        identity: identity::of(l, id)?,
        people,
        companies,
        gone,
        decisions: deciding::decisions(l, id)?,
        needs_approval,
        may_approve: may_approve(l, &request),
        progress,
        names: auth::names(l, &staff)?,
        today: today(l),
        now: l.now,
        request,
    })
}

impl Opened {
    /// What a colleague who forwarded it sees: what they wrote, and how it stands.
    fn of_a_colleague(l: &Looking, request: Request) -> Self {
        Opened {
            request,
            identity: Identity::default(),
            people: Vec::new(),
            companies: Vec::new(),
            gone: 0,
            decisions: Vec::new(),
            needs_approval: false,
            may_approve: false,
            progress: None,
            names: HashMap::new(),
            today: today(l),
            now: l.now,
        }
    }
}

fn scope(l: &mut Looking, id: i64) -> Result<Scope> {
    let subjects = store::subjects(l.conn(), id)?;
    let of = |kind| subjects.iter().filter(|subject| subject.0 == kind).map(|subject| subject.1).collect();
    Ok(Scope { people: of(Subject::Person), companies: of(Subject::Company) })
}

/// A second person looks at it where more than one person or a customer is touched.
fn needs_approval(l: &mut Looking, request: &Request) -> Result<bool> {
    let scope = scope(l, request.id)?;
    if scope.people.len() > 1 || !scope.companies.is_empty() {
        return Ok(true);
    }
    let today = l.now.date();
    store::is_customer(l.conn(), &scope.companies, &scope.people, today)
}

/// Nobody approves what they recorded or decided themselves, whatever their role is by now.
fn may_approve(l: &Looking, request: &Request) -> bool {
    let me = l.actor.staff_id();
    l.actor.may(Right::ApproveRequests) && me.is_some() && request.decided_by != me && request.recorded_by != me
}

/// The row, for a change by the Dpo, from the version that was looked at.
fn to_change(w: &mut Writing, id: i64, version: i64) -> Result<store::Row> {
    w.must(Right::WorkRequests)?;
    let row = store::get(w.conn(), id)?;
    if row.version != version || row.state != State::Open || row.answered_on.is_some() {
        return Err(Error::Stale);
    }
    Ok(row)
}

/// What the house does by itself: takes in what the website's form brought, follows what was ordered, recalls deadlines,
/// closes what is over. Blocks.
pub fn run(app: &App) -> Result<()> {
    take_in(app)?;
    follow(app)?;
    remind(app)
}
