//! Assistance requests: what support opens for a caller, takes, answers and closes (P9).
//!
//! A request belongs to the person who asked and bears the company they asked for: subject, detail and answer are sealed
//! under the person's key. Taking, closing and reopening compare the version, so that two colleagues who answer the same
//! caller at once learn of each other.
pub mod pages;
mod store;

use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::auth::{self, Colleague};
use crate::catalogue::{Field, KeyClass};
use crate::companies;
use crate::deeds::{self, Deed, What};
use crate::error::{Error, Result};
use crate::notes::Text;
use crate::people::{self, Person};
use crate::search::From;
use crate::vault::Owner;
use chrono::NaiveDateTime;
use std::collections::HashMap;

crate::db::values::words! {
    pub enum State {
        Open = "open",
        Closed = "closed",
    }
}

#[derive(Clone, Debug)]
pub struct Request {
    pub id: i64,
    pub person_id: i64,
    pub company_id: Option<i64>,
    pub subject: String,
    pub detail: String,
    /// The last one, also while the request is open again.
    pub answer: String,
    pub state: State,
    pub assignee: Option<i64>,
    pub opened_at: NaiveDateTime,
    pub opened_by: Option<i64>,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_by: Option<i64>,
    pub version: i64,
}

impl Request {
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }
}

#[derive(Clone, Debug)]
pub struct NewRequest {
    pub person_id: i64,
    pub subject: Text,
    pub detail: Option<Text>,
    /// Whoever opens it takes it.
    pub take: bool,
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub request: Request,
    pub person: String,
    /// Empty when there is none.
    pub company: String,
    /// Empty when it is nobody's.
    pub assignee: String,
}

/// The requests of a person or a company, for their page.
#[derive(Clone, Debug)]
pub struct Story {
    /// The person's or the company's number.
    pub of: i64,
    pub lines: Vec<Line>,
    pub now: NaiveDateTime,
}

/// A request with everything its page shows.
#[derive(Clone, Debug)]
pub struct Opened {
    pub request: Request,
    pub person: Person,
    pub company: String,
    pub assignee: String,
    pub opened_by: String,
    pub closed_by: String,
}

/// Which requests a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Open ones of whoever looks, the longest waiting first, at the most [`MINE`].
    Mine,
    /// Open ones that are not theirs, the longest waiting first.
    Others,
    /// All open ones, the longest waiting first.
    Open,
    /// The newest first.
    Closed,
    /// The newest first.
    All,
}

/// Nobody works on more at a time.
pub const MINE: usize = 200;

#[derive(Clone, Debug)]
pub struct Listed {
    pub lines: Vec<Line>,
    pub before: bool,
    pub after: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub open: i64,
    pub mine: i64,
    /// Open, and taken by nobody.
    pub waiting: i64,
    pub closed: i64,
}

/// Colleagues who may take a request, by name.
pub fn workers(l: &mut Looking) -> Result<Vec<Colleague>> {
    auth::who_may(l, Right::WorkAssistance)
}

/// Opens a request for a caller.
pub fn open(w: &mut Writing, new: &NewRequest) -> Result<i64> {
    w.must(Right::WorkAssistance)?;
    let person = people::shown(w, &[new.person_id])?.pop().ok_or(Error::NotFound)?;
    let id = w.next_id()?;
    let owner = Owner::person(person.id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let by = w.actor.staff_id();
    let detail = new.detail.as_ref().map(Text::as_str);
    let row = store::Row {
        id,
        person_id: person.id,
        company_id: person.company_id,
        subject: sealing.seal(Field::AssistanceSubject, owner, id, new.subject.as_str())?,
        detail: sealing.seal_maybe(Field::AssistanceDetail, owner, id, detail)?,
        answer: None,
        state: State::Open,
        assignee_id: by.filter(|_| new.take),
        opened_at: w.now,
        opened_by: by,
        closed_at: None,
        closed_by: None,
        version: 1,
    };
    store::add(w.conn(), &row)?;
    w.record(deed(What::AssistanceOpened, id).with("person", person.id));
    Ok(id)
}

fn deed(what: What, id: i64) -> Deed {
    Deed::of(what, deeds::Subject::Assistance, id)
}

/// A request and whoever asked; opening it is opening them, which is a deed.
pub fn get(l: &mut Looking, id: i64) -> Result<Opened> {
    l.must(Right::SeeAssistance)?;
    let request = request(l, id)?;
    let person = people::get(l, request.person_id)?;
    let company = companies::name(l, request.company_id)?;
    let staff: Vec<i64> = [request.assignee, request.opened_by, request.closed_by].into_iter().flatten().collect();
    let names = auth::names(l, &staff)?;
    let name = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    Ok(Opened {
        assignee: name(request.assignee),
        opened_by: name(request.opened_by),
        closed_by: name(request.closed_by),
        request,
        person,
        company,
    })
}

fn request(l: &mut Looking, id: i64) -> Result<Request> {
    let row = store::get(l.conn(), id)?;
    open_rows(l, vec![row])?.pop().ok_or(Error::Unreadable)
}

/// A page of a list; that is a deed.
pub fn list(l: &mut Looking, which: Which, from: From, limit: usize) -> Result<Listed> {
    l.must(Right::SeeAssistance)?;
    let me = l.actor.staff_id().unwrap_or(0);
    let all = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows = match which {
        Which::Mine => store::mine(l.conn(), me, i64::try_from(MINE).unwrap_or(i64::MAX))?,
        Which::Others => store::list(l.conn(), &[State::Open], me, true, from, all)?,
        Which::Open => store::list(l.conn(), &[State::Open], 0, true, from, all)?,
        Which::Closed => store::list(l.conn(), &[State::Closed], 0, false, from, all)?,
        Which::All => store::list(l.conn(), State::ALL, 0, false, from, all)?,
    };
    let back = matches!(from, From::Before(_));
    let more = which != Which::Mine && rows.len() > limit;
    if more {
        rows.remove(if back { 0 } else { limit });
    }
    let requests = open_rows(l, rows)?;
    owe(l, &requests);
    Ok(Listed {
        lines: lines(l, requests)?,
        // Where one came from there is something to go back to.
        before: if back { more } else { from != From::Start },
        after: back || more,
    })
}

/// The newest requests of a person, for their page, which owes the deed.
pub fn of_person(l: &mut Looking, person: i64, limit: usize) -> Result<Story> {
    l.must(Right::SeeAssistance)?;
    let rows = store::of_person(l.conn(), person, i64::try_from(limit).unwrap_or(i64::MAX))?;
    let requests = open_rows(l, rows)?;
    Ok(Story { of: person, lines: lines(l, requests)?, now: l.now })
}

/// The newest requests of a company's people; that is a deed, because it names them.
pub fn of_company(l: &mut Looking, company: i64, limit: usize) -> Result<Story> {
    l.must(Right::SeeAssistance)?;
    let rows = store::of_company(l.conn(), company, i64::try_from(limit).unwrap_or(i64::MAX))?;
    let requests = open_rows(l, rows)?;
    owe(l, &requests);
    Ok(Story { of: company, lines: lines(l, requests)?, now: l.now })
}

/// The deed of a list: whose requests were on it.
fn owe(l: &mut Looking, requests: &[Request]) {
    let mut people: Vec<i64> = requests.iter().map(|request| request.person_id).collect();
    people.sort_unstable();
    people.dedup();
    if !people.is_empty() {
        l.owe(Deed::new(What::Listed).with("list", "assistance").with_ids(&people));
    }
}

/// How many there are. IT operations may know it too: numbers name nobody.
pub fn counts(l: &mut Looking) -> Result<Counts> {
    if !l.actor.may(Right::SeePseudonyms) {
        l.must(Right::SeeAssistance)?;
    }
    let me = l.actor.staff_id();
    let mut counts = Counts::default();
    for (state, assignee, many) in store::counts(l.conn())? {
        match (state, assignee) {
            (State::Closed, _) => counts.closed += many,
            (State::Open, assignee) => {
                counts.open += many;
                counts.waiting += if assignee.is_none() { many } else { 0 };
                counts.mine += if assignee.is_some() && assignee == me { many } else { 0 };
            }
        }
    }
    Ok(counts)
}

/// Whether an open request of that customer is this colleague's: on which the reveal of a bank account depends.
pub fn has_open_of(l: &mut Looking, staff: i64, company: i64) -> Result<bool> {
    store::has_open_of(l.conn(), staff, company)
}

fn open_rows(l: &Looking, rows: Vec<store::Row>) -> Result<Vec<Request>> {
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::person(row.person_id)).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    let open = |row: store::Row| {
        let (id, owner) = (row.id, Owner::person(row.person_id));
        let maybe = |field, sealed: Option<&_>| keys.show_maybe(field, owner, id, sealed);
        Ok(Request {
            id,
            person_id: row.person_id,
            company_id: row.company_id,
            subject: keys.show(Field::AssistanceSubject, owner, id, &row.subject)?,
            detail: maybe(Field::AssistanceDetail, row.detail.as_ref())?,
            answer: maybe(Field::AssistanceAnswer, row.answer.as_ref())?,
            state: row.state,
            assignee: row.assignee_id,
            opened_at: row.opened_at,
            opened_by: row.opened_by,
            closed_at: row.closed_at,
            closed_by: row.closed_by,
            version: row.version,
        })
    };
    // What somebody whose key is gone had asked is listed no more.
    rows.into_iter().filter(|row| keys.has(Owner::person(row.person_id))).map(open).collect()
}

fn lines(l: &mut Looking, requests: Vec<Request>) -> Result<Vec<Line>> {
    let mut people: Vec<i64> = requests.iter().map(|request| request.person_id).collect();
    people.sort_unstable();
    people.dedup();
    let people: HashMap<i64, String> =
        people::shown(l, &people)?.into_iter().map(|person| (person.id, person.name())).collect();
    let companies: Vec<i64> = requests.iter().filter_map(|request| request.company_id).collect();
    let companies = companies::names(l, &companies)?;
    let staff: Vec<i64> = requests.iter().filter_map(|request| request.assignee).collect();
    let staff = auth::names(l, &staff)?;
    let named =
        |names: &HashMap<i64, String>, id: Option<i64>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let line = |request: Request| {
        Some(Line {
            person: people.get(&request.person_id)?.clone(),
            company: named(&companies, request.company_id),
            assignee: named(&staff, request.assignee),
            request,
        })
    };
    Ok(requests.into_iter().filter_map(line).collect())
}

/// Gives a request to a colleague, or back to all.
///
/// # Errors
/// `Stale` when somebody else changed it since this version; `BadRequest` when that colleague is not in support.
pub fn assign(w: &mut Writing, id: i64, version: i64, to: Option<i64>) -> Result<()> {
    w.must(Right::WorkAssistance)?;
    let request = request(w, id)?;
    if request.assignee == to {
        return Ok(());
    }
    if let Some(to) = to
        && !workers(w)?.iter().any(|colleague| colleague.id == to)
    {
        return Err(Error::BadRequest("not a colleague who can take a request"));
    }
    if !request.is_open() || !store::assign(w.conn(), id, version, to)? {
        return Err(Error::Stale);
    }
    let to = to.map_or_else(|| "nobody".to_owned(), |to| to.to_string());
    w.record(deed(What::AssistanceChanged, id).with("assignee", to));
    Ok(())
}

/// Answers and closes a request.
///
/// # Errors
/// `Stale` when it was closed, or somebody else changed it since this version.
pub fn close(w: &mut Writing, id: i64, version: i64, answer: &Text) -> Result<()> {
    w.must(Right::WorkAssistance)?;
    let request = request(w, id)?;
    let owner = Owner::person(request.person_id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let answer = sealing.seal(Field::AssistanceAnswer, owner, id, answer.as_str())?;
    let (now, by) = (w.now, w.actor.staff_id());
    if !request.is_open() || !store::close(w.conn(), id, version, &answer, now, by)? {
        return Err(Error::Stale);
    }
    w.record(deed(What::AssistanceClosed, id));
    Ok(())
}

/// Opens a closed request again; its answer stays until the next one.
///
/// # Errors
/// `Stale` when it is open, or somebody else changed it since this version.
pub fn reopen(w: &mut Writing, id: i64, version: i64) -> Result<()> {
    w.must(Right::WorkAssistance)?;
    let request = request(w, id)?;
    if request.is_open() || !store::reopen(w.conn(), id, version)? {
        return Err(Error::Stale);
    }
    w.record(deed(What::AssistanceReopened, id));
    Ok(())
}

/// How many were closed before that moment.
pub fn count_closed(l: &mut Looking, before: NaiveDateTime) -> Result<i64> {
    l.must(Right::SeeRetention)?;
    store::count_closed(l.conn(), before)
}

/// Some of those that were closed before that moment go, with what was asked and answered; how many. Whoever calls owes
/// the deed.
pub fn forget_closed(w: &mut Writing, before: NaiveDateTime, limit: i64) -> Result<usize> {
    w.must(Right::DecideRetention)?;
    store::forget_closed(w.conn(), before, limit)
}
