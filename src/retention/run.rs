//! The job: once a day, on one node, in batches; what a kill cut off is gone on with, and done twice it does no harm.
//!
//! What is deleted is decided anew for each batch, under the write lock, by the same functions that the pages ask. A run
//! has a lease that each batch extends: as long as it holds nobody else runs, and when it has run out whoever comes next
//! takes the run over. A clock that has jumped stops it until somebody says that the clock is right.
use super::due::{self, Item, Verdict};
use super::forecast::{self, Counts, ROUTINE};
use super::store::{self, RunRow, SkipRow};
use super::{Class, Fault, Ground};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::deeds::{self, Deed, Pruned, Subject, What};
use crate::erasure::{self, Cause, How, Order, Scope};
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::{accounts, assistance, forms, newsletter};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

crate::db::values::words! {
    pub enum RunState {
        Running = "running",
        Done = "done",
        /// The clock could not be believed.
        Refused = "refused",
    }
}

/// Whose run it is: drawn anew by each process that runs.
pub struct Token(pub(super) String);

impl Token {
    fn draw() -> Self {
        let mut bytes = [0; 12];
        rand::fill(&mut bytes);
        Token(data_encoding::HEXLOWER.encode(&bytes))
    }
}

/// So long a run is somebody's after its last batch: longer than any batch takes.
const LEASE: Duration = Duration::minutes(10);
/// The job looks at the clock each hour: from one look to the next no more than this can have passed.
const PACE: Duration = Duration::days(2);
/// Nodes may differ by so much.
const SLACK: Duration = Duration::hours(1);
/// So many are ordered in one transaction, and so many rows forgotten.
const BATCH: usize = 50;
const ROWS: i64 = 500;
const LINES: i64 = 5_000;
/// So many runs stand on the page, and so many skips on that of one.
const SHOWN: i64 = 12;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Deletions that were ordered.
    pub ordered: Counts,
    pub skipped: BTreeMap<Ground, i64>,
    /// Rows that went by their own term.
    pub forgotten: BTreeMap<Kept, i64>,
    /// The oldest lines of the log are not what was written: they were left, as the proof of that.
    pub log_altered: bool,
    /// As it was afterwards: what should have gone before today, and what goes within a month and is not signed.
    pub late: i64,
    pub unsigned: i64,
}

/// What came of asking for a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done(Report),
    /// It has run today.
    NotYet,
    /// Another node is at it.
    Elsewhere,
    Refused(Fault),
}

/// Once a day, however often it is called.
///
/// # Errors
/// When the house cannot be written to; it goes on the next time.
pub fn run(app: &App) -> Result<()> {
    run_watched(app, false, &mut |_| Ok(())).map(drop)
}

/// Now, whether or not it has run today.
pub fn run_now(app: &App) -> Result<Outcome> {
    run_watched(app, true, &mut |_| Ok(()))
}

/// The same, told of each step that is durable. Whoever returns an error there stops it as a kill would.
pub fn run_watched(app: &App, now: bool, watch: &mut dyn FnMut(&str) -> Result<()>) -> Result<Outcome> {
    let lease = Token::draw();
    let id = match app.write_now(&Actor::House, |w| begin(w, &lease, now))? {
        Ok(id) => id,
        Err(outcome) => return Ok(outcome),
    };
    watch("begun")?;
    // What goes within a month is looked for once; what of it goes today is judged anew in each batch.
    let (today, items) = app.look_now(&Actor::House, |l| {
        let today = l.now.date();
        Ok((today, due::falling_due(l, today + forecast::SOON)?))
    })?;
    for &class in Class::ALL {
        let over = |item: &&Item| item.class == class && item.until.term.is_some_and(|term| term <= today);
        let ids: Vec<i64> = items.iter().filter(over).map(|item| item.id).collect();
        for some in ids.chunks(BATCH) {
            app.write_now(&Actor::House, |w| step(w, (id, &lease), class, some))?;
            watch("ordered")?;
        }
        if !ids.is_empty() {
            erasure::carry_out_due(app)?;
            watch("carried out")?;
        }
    }
    // Most days there is nothing: a look costs less than a commit for each.
    let due = app.look_now(&Actor::House, |l| {
        let Some(day) = signed_day(l)? else { return Ok(Vec::new()) };
        let mut due = Vec::new();
        for kept in ROUTINE {
            if forecast::outlived(l, kept, day)? > 0 {
                due.push(kept);
            }
        }
        Ok(due)
    })?;
    for kept in due {
        while app.write_now(&Actor::House, |w| forget(w, (id, &lease), kept))? {
            watch("forgotten")?;
        }
    }
    let report = app.write_now(&Actor::House, |w| finish(w, (id, &lease), &items))?;
    watch("done")?;
    Ok(Outcome::Done(report))
}

/// Has the clock jumped, as far as can be told?
pub fn jumped(l: &mut Looking) -> Result<Option<Fault>> {
    let now = l.now;
    let believed = store::believed(l.conn())?;
    let told = deeds::last_at(l.conn())?;
    let behind = |before: Option<NaiveDateTime>| before.is_some_and(|before| now + SLACK < before);
    Ok(if behind(believed) || behind(told) {
        Some(Fault::Behind)
    } else if believed.is_some_and(|believed| believed + PACE < now) {
        Some(Fault::Ahead)
    } else {
        None
    })
}

/// Somebody looked at the clock and says that it is right.
pub fn confirm_clock(w: &mut Writing) -> Result<()> {
    w.must(Right::ConfirmClock)?;
    let now = w.now;
    store::believe(w.conn(), now)?;
    w.record(Deed::new(What::ClockConfirmed));
    Ok(())
}

fn begin(w: &mut Writing, lease: &Token, forced: bool) -> Result<Result<i64, Outcome>> {
    let now = w.now;
    if let Some(fault) = jumped(w)? {
        let told = store::runs(w.conn(), 1)?.pop().is_some_and(|last| last.fault == Some(fault));
        if !told {
            let id = w.next_id()?;
            store::add_run(w.conn(), &row(id, RunState::Refused, now, lease, Some(fault)))?;
            w.record(Deed::of(What::RetentionRefused, Subject::Run, id).with("clock", fault.word()));
        }
        return Ok(Err(Outcome::Refused(fault)));
    }
    store::believe(w.conn(), now)?;
    for id in store::lapse(w.conn(), now.date())? {
        w.record(Deed::of(What::HoldLapsed, Subject::Hold, id));
    }
    if let Some(open) = store::last_run(w.conn(), RunState::Running)? {
        if open.lease_until > now {
            return Ok(Err(Outcome::Elsewhere));
        }
        store::take_over(w.conn(), open.id, lease, now + LEASE)?;
        return Ok(Ok(open.id));
    }
    let last = store::last_run(w.conn(), RunState::Done)?;
    if !forced && last.is_some_and(|last| last.started_at.date() == now.date()) {
        return Ok(Err(Outcome::NotYet));
    }
    let id = w.next_id()?;
    store::add_run(w.conn(), &row(id, RunState::Running, now, lease, None))?;
    Ok(Ok(id))
}

fn row(id: i64, state: RunState, now: NaiveDateTime, lease: &Token, fault: Option<Fault>) -> RunRow {
    RunRow {
        id,
        state,
        started_at: now,
        ended_at: fault.map(|_| now),
        lease: lease.0.clone(),
        lease_until: now + LEASE,
        counts: "{}".to_owned(),
        fault,
    }
}

/// What this run has counted so far; refuses when the run is somebody else's by now, or the clock has jumped in its midst.
fn hold(w: &mut Writing, (id, lease): (i64, &Token)) -> Result<Report> {
    let now = w.now;
    if jumped(w)?.is_some() || !store::extend(w.conn(), id, lease, now + LEASE)? {
        return Err(Error::Stale);
    }
    serde_json::from_str(&store::run(w.conn(), id)?.counts).map_err(Error::internal)
}

fn note(w: &mut Writing, id: i64, report: &Report) -> Result<()> {
    let counts = serde_json::to_string(report).map_err(Error::internal)?;
    store::note(w.conn(), id, &counts)
}

/// One batch: judged under the write lock, ordered, and what stays noted with its ground.
fn step(w: &mut Writing, run: (i64, &Token), class: Class, ids: &[i64]) -> Result<()> {
    let mut report = hold(w, run)?;
    let today = w.now.date();
    let items = due::these(w, class, ids)?;
    for (item, verdict) in due::judge(w, class, &items, today)? {
        let verdict = match verdict {
            Verdict::Go(due) if order(w, &item, due)? => {
                *report.ordered.entry(class).or_default() += 1;
                continue;
            }
            // It cannot be opened: an erasure of somebody else's is at it.
            Verdict::Go(_) => Ground::Ordered,
            Verdict::Skip(ground) => ground,
        };
        let due = item.until.on.filter(|on| *on <= today).or(item.until.term).unwrap_or(today);
        store::skip(w.conn(), &SkipRow { run_id: run.0, class, subject: item.id, due, ground: verdict })?;
    }
    note(w, run.0, &report)
}

/// Orders what goes today. False when there is nobody there to order it of.
fn order(w: &mut Writing, item: &Item, due: NaiveDate) -> Result<bool> {
    let (now, id) = (w.now, item.id);
    let (scope, how, cause) = match item.class {
        Class::Customer => (Scope::company(id), How::End, Cause::Contract),
        Class::Company => (Scope::company(id), How::Shred, Cause::Prospect),
        Class::Prospect => (Scope::person(id), How::Shred, Cause::Prospect),
        Class::Card => {
            accounts::shred_cards(w, &[id])?;
            store::mark_ordered(w.conn(), (item.class, id, due), now, None)?;
            return Ok(true);
        }
    };
    let order = Order { scope, how, cause, cause_id: None, not_before: now, notes: Vec::new() };
    let erasure = match erasure::order(w, &order) {
        Err(Error::NotFound) => return Ok(false),
        ordered => ordered?,
    };
    store::mark_ordered(w.conn(), (item.class, id, due), now, Some(erasure))?;
    let subject = if item.class == Class::Prospect { Subject::Person } else { Subject::Company };
    let deed = Deed::of(What::RetentionOrdered, subject, id).with("class", item.class.word()).with("due", due);
    w.record(deed.with("erasure", erasure));
    Ok(true)
}

/// How far the terms that nobody is asked about one by one may be counted: not beyond what was signed.
fn signed_day(l: &mut Looking) -> Result<Option<NaiveDate>> {
    let today = l.now.date();
    Ok(store::signed_until(l.conn())?.map(|until| until.min(today)))
}

/// Forgets some rows of a class; true when there may be more.
fn forget(w: &mut Writing, run: (i64, &Token), kept: Kept) -> Result<bool> {
    let mut report = hold(w, run)?;
    let Some((day, span)) = signed_day(w)?.zip(kept.span()) else { return Ok(false) };
    let before = span.older_than(day);
    let (gone, more) = match kept {
        Kept::Assistance => some(assistance::forget_closed(w, before, ROWS)?),
        Kept::Submission => some(forms::forget_submissions(w, before, ROWS)?),
        Kept::Parcel => some(forms::forget_aside(w, before, ROWS)?),
        Kept::List => {
            let gone = newsletter::forget_held(w, before)?;
            (i64::try_from(gone).unwrap_or(i64::MAX), gone > 0)
        }
        Kept::AccessLog => prune(w, before, &mut report)?,
        _ => (0, false),
    };
    if gone > 0 {
        *report.forgotten.entry(kept).or_default() += gone;
    }
    note(w, run.0, &report)?;
    Ok(more)
}

fn some(gone: usize) -> (i64, bool) {
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    (gone, gone == ROWS)
}

fn prune(w: &mut Writing, before: NaiveDateTime, report: &mut Report) -> Result<(i64, bool)> {
    let (app, now) = (w.app().clone(), w.now);
    let Some(head) = app.head() else { return Ok((0, false)) };
    match deeds::prune(w.conn(), app.vault(), &head, before, now, LINES)? {
        Pruned::Nothing => Ok((0, false)),
        Pruned::Lines { from, to } => {
            w.record(Deed::new(What::AuditPruned).with("from", from).with("to", to));
            Ok((to - from + 1, to - from + 1 == LINES))
        }
        Pruned::Refused(fault) => {
            tracing::error!(?fault, "the audit log was not pruned: run `cloister audit verify`");
            report.log_altered = true;
            Ok((0, false))
        }
    }
}

fn finish(w: &mut Writing, run: (i64, &Token), items: &[Item]) -> Result<Report> {
    let mut report = hold(w, run)?;
    report.skipped = store::skips_by_ground(w.conn(), run.0)?.into_iter().collect();
    let (today, soon) = (w.now.date(), w.now.date() + forecast::SOON);
    let signed = forecast::signed(w, items)?;
    let many = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let late =
        |item: &&Item| item.until.on.is_some_and(|on| on < today) && signed.get(&(item.class, item.id)) != Some(&true);
    report.late = many(items.iter().filter(late).count());
    let open = |item: &&Item| item.until.is_due(soon) && !signed.contains_key(&(item.class, item.id));
    report.unsigned = many(items.iter().filter(open).count());
    let counts = serde_json::to_string(&report).map_err(Error::internal)?;
    let now = w.now;
    store::finish(w.conn(), run.0, now, &counts)?;
    let mut deed = Deed::of(What::RetentionRun, Subject::Run, run.0);
    for (class, many) in &report.ordered {
        deed = deed.with(class.word(), many);
    }
    for (ground, many) in &report.skipped {
        deed = deed.with(&format!("skipped_{}", ground.word()), many);
    }
    for (kept, many) in &report.forgotten {
        deed = deed.with(&format!("forgotten_{}", kept.word()), many);
    }
    w.record(deed);
    Ok(report)
}

/// What a run would do, what it would leave and why, and whether the clock would stop it.
type Tried = (Report, Vec<(Item, Ground)>, Option<Fault>);

/// What a run would do now, and what it would leave; nothing is done but the deed of having asked.
pub fn dry_run(l: &mut Looking) -> Result<Tried> {
    l.must(Right::SeeRetention)?;
    let today = l.now.date();
    let (mut report, mut skips) = (Report::default(), Vec::new());
    for &class in Class::ALL {
        let items = due::of_class(l, class, today)?;
        for (item, verdict) in due::judge(l, class, &items, today)? {
            match verdict {
                Verdict::Go(_) => *report.ordered.entry(class).or_default() += 1,
                Verdict::Skip(ground) => {
                    *report.skipped.entry(ground).or_default() += 1;
                    skips.push((item, ground));
                }
            }
        }
    }
    if let Some(day) = signed_day(l)? {
        for kept in ROUTINE {
            let rows = forecast::outlived(l, kept, day)?;
            if rows > 0 {
                report.forgotten.insert(kept, rows);
            }
        }
    }
    l.owe(Deed::new(What::RetentionTried));
    Ok((report, skips, jumped(l)?))
}

/// A run, as the page shows it.
pub struct Run {
    pub id: i64,
    pub state: RunState,
    pub started_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub report: Report,
    pub fault: Option<Fault>,
}

fn open(row: &RunRow) -> Run {
    Run {
        id: row.id,
        state: row.state,
        started_at: row.started_at,
        ended_at: row.ended_at,
        report: serde_json::from_str(&row.counts).unwrap_or_default(),
        fault: row.fault,
    }
}

/// The last runs, the newest first.
pub fn runs(l: &mut Looking) -> Result<Vec<Run>> {
    l.must(Right::SeeRetention)?;
    Ok(store::runs(l.conn(), SHOWN)?.iter().map(open).collect())
}

/// A run, and what it left where it was, with the ground.
pub fn skips(l: &mut Looking, id: i64, limit: i64) -> Result<(Run, Vec<SkipRow>)> {
    l.must(Right::SeeRetention)?;
    let run = open(&store::run(l.conn(), id)?);
    Ok((run, store::skips(l.conn(), id, limit)?))
}

/// How it stands, as the last run left it: for the home of those who answer for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub late: i64,
    pub unsigned: i64,
    pub clock: Option<Fault>,
}

pub fn standing(l: &mut Looking) -> Result<Standing> {
    l.must(Right::SeeRetention)?;
    let last = store::last_run(l.conn(), RunState::Done)?.map(|row| open(&row).report).unwrap_or_default();
    Ok(Standing { late: last.late, unsigned: last.unsigned, clock: jumped(l)? })
}
