//! One request: the rail, what the present step needs, what is known. For whoever only forwarded it: what they wrote, and
//! how it stands.
use super::{ClockChip, PATH, claims, name};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking};
use crate::auth::FollowRequests;
use crate::calendar::day_in_france;
use crate::erasure::pages::holding_word;
use crate::erasure::{self, Certificate, Found, Mention};
use crate::error::Result;
use crate::mail;
use crate::newsletter::{self, Export};
use crate::requests::{
    self, Candidate, Claim, Decision, Disposal, Ground, Letter, Opened, Package, Step, Subject, Typed as Looked, Why,
};
use crate::web::page::status;
use crate::web::{Choice, Errors, Html, Page, Query, html};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

/// What somebody typed into one of the forms of the page, kept when it comes back.
#[derive(Clone, Default)]
pub(super) struct Typing {
    pub look: String,
    pub code: String,
    pub note: String,
    pub doubt: String,
    pub months: String,
    pub extension: String,
    pub why: String,
    pub refusal: String,
    pub more: String,
    pub decisions: Option<Vec<Decision>>,
    pub errors: Errors,
    /// What a colleague, or the house, did meanwhile.
    pub meanwhile: String,
}

/// Who took a list, and whether they were told.
pub(super) struct ListLine {
    pub export: Export,
    pub by: String,
    pub told_at: Option<NaiveDateTime>,
}

/// Everything that the page needs, from one look.
pub(super) struct Known {
    opened: Opened,
    candidates: Vec<Candidate>,
    /// Counts of what is held, or what was or would be decided.
    found: Vec<Found>,
    decisions: Vec<Decision>,
    /// Notes about others that name whom it is about.
    mentions: Vec<Mention>,
    lists: Vec<ListLine>,
    letters: Vec<Letter>,
    package: Option<Package>,
}

pub(super) fn known(l: &mut Looking, id: i64, look: &str) -> Result<Known> {
    let opened = requests::get(l, id)?;
    let (step, works) = (opened.step(), l.actor.may(Right::WorkRequests));
    let sees = l.actor.may(Right::SeeRequests);
    let choosing = works && opened.request.is_open() && matches!(step, Step::Identify | Step::Find);
    let candidates = match choosing {
        true => requests::candidates(l, id, &opened.request.requester, &Looked(look.to_owned()))?,
        false => Vec::new(),
    };
    let (mut found, mut decisions, mut lists) = (Vec::new(), opened.decisions.clone(), Vec::new());
    let mut mentions = Vec::new();
    if sees && step == Step::Find {
        let scope = erasure::Scope {
            people: opened.people.iter().map(|person| person.id).collect(),
            companies: opened.companies.iter().map(|company| company.id).collect(),
        };
        found = requests::held(l, &scope)?;
    }
    if sees && step == Step::Decide {
        decisions = requests::propose(l, id)?;
        if works && opened.request.claims(Claim::Erasure) {
            mentions = requests::mentions(l, id)?;
        }
    }
    let (mut letters, mut package) = (Vec::new(), None);
    if sees {
        lists = self::lists(l, id)?;
        letters = requests::letters(l, id)?;
    }
    if works {
        package = requests::package(l, id)?;
    }
    Ok(Known { opened, candidates, found, decisions, mentions, lists, letters, package })
}

fn lists(l: &mut Looking, id: i64) -> Result<Vec<ListLine>> {
    let recipients = requests::recipients(l, id)?;
    let ids: Vec<i64> = recipients.iter().map(|recipient| recipient.0).collect();
    let exports = newsletter::exports(l, &ids)?;
    let by: Vec<i64> = exports.iter().filter_map(|export| export.by_id).collect();
    let names = crate::auth::names(l, &by)?;
    let line = |export: Export| ListLine {
        by: export.by_id.and_then(|by| names.get(&by).cloned()).unwrap_or_default(),
        told_at: recipients.iter().find(|recipient| recipient.0 == export.id).and_then(|recipient| recipient.1),
        export,
    };
    Ok(exports.into_iter().map(line).collect())
}

#[derive(Template)]
#[template(path = "requests/show.html")]
struct Show {
    page: Page,
    known: Known,
    typing: Typing,
    step: Step,
    clock: ClockChip,
    mails: bool,
}

#[derive(Template)]
#[template(path = "requests/progress.html")]
struct ProgressSection {
    page: Page,
    progress: Progress,
}

/// How far the doing is, for the section that asks again.
struct Progress {
    id: i64,
    /// It is still going on: ask again.
    goes_on: bool,
    /// Seconds until it begins, as long as it can be stopped.
    stops_in: i64,
    done: usize,
    of: usize,
    words: String,
}

#[derive(Template)]
#[template(path = "requests/forwarded.html")]
struct Forwarded {
    page: Page,
    opened: Opened,
    clock: ClockChip,
}

impl Forwarded {
    fn name(&self) -> String {
        name(&self.page, &self.opened.request)
    }

    fn claims(&self) -> String {
        claims(&self.page, &self.opened.request.claims)
    }

    fn due(&self) -> String {
        self.page.day(&self.opened.request.term.due())
    }
}

struct Stop {
    label: String,
    state: &'static str,
    note: String,
}

/// A kind of data in the table of the decision.
struct DecisionRow {
    word: &'static str,
    label: String,
    rows: i64,
    what: &'static str,
    ground: &'static str,
    until: String,
    shown: String,
    error: String,
}

impl Show {
    fn of(page: Page, known: Known, typing: Typing, mails: bool) -> Self {
        let request = &known.opened.request;
        let clock = ClockChip::of(&page, &request.term, request.term.on(known.opened.today));
        Show { step: known.opened.step(), clock, page, known, typing, mails }
    }

    fn opened(&self) -> &Opened {
        &self.known.opened
    }

    fn request(&self) -> &requests::Request {
        &self.known.opened.request
    }

    fn name(&self) -> String {
        name(&self.page, self.request())
    }

    fn claims(&self) -> String {
        claims(&self.page, &self.request().claims)
    }

    fn came(&self) -> String {
        self.page.day(&self.request().term.received)
    }

    fn due(&self) -> String {
        self.page.day(&self.request().term.due())
    }

    fn first_month(&self) -> String {
        self.page.day(&self.request().term.first_month())
    }

    fn date(&self, at: &NaiveDateTime) -> String {
        self.page.day(&day_in_france(*at))
    }

    fn path(&self, resource: &str) -> String {
        format!("{PATH}/{}/{resource}", self.request().id)
    }

    fn works(&self) -> bool {
        self.page.may(Right::WorkRequests) && self.request().is_open()
    }

    fn is(&self, step: &str) -> bool {
        let at = match self.step {
            Step::Identify => "identify",
            Step::Find => "find",
            Step::Decide => "decide",
            Step::Approve => "approve",
            Step::Act => "act",
            Step::Answered => "answered",
        };
        at == step
    }

    fn stops(&self) -> Vec<Stop> {
        let t = self.page.t;
        let opened = self.opened();
        let stop = |step: Step, note: String| Stop {
            label: step.label(t),
            state: match self.step {
                now if now == step => "current",
                now if step < now => "done",
                _ => "todo",
            },
            note,
        };
        let when = |at: Option<NaiveDateTime>| at.map(|at| self.date(&at)).unwrap_or_default();
        let by = |at: Option<NaiveDateTime>, by: Option<i64>| {
            let name = by.and_then(|by| opened.names.get(&by).cloned()).unwrap_or_default();
            match (at, name.is_empty()) {
                (Some(at), false) => t.msg_requests_day_by(self.date(&at), name),
                _ => when(at),
            }
        };
        let request = self.request();
        let approval = match opened.needs_approval || request.approved_at.is_some() {
            true => by(request.approved_at, request.approved_by),
            false => t.msg_requests_not_needed(),
        };
        let means = opened.identity.means.map(|means| means.label(t)).unwrap_or_default();
        vec![
            stop(Step::Identify, means),
            stop(Step::Find, when(request.found_at)),
            stop(Step::Decide, by(request.decided_at, request.decided_by)),
            stop(Step::Approve, approval),
            stop(Step::Act, when(request.carried_out_at)),
        ]
    }

    // ── identify

    fn claim_boxes(&self) -> Vec<(String, String, bool)> {
        let request = self.request();
        let one = |claim: &Claim| (format!("claim_{}", claim.word()), claim.label(self.page.t), request.claims(*claim));
        Claim::ALL.iter().map(one).collect()
    }

    fn field(candidate: &Candidate) -> String {
        format!("{}_{}", candidate.kind.word(), candidate.id)
    }

    fn href(candidate: &Candidate) -> String {
        match candidate.kind {
            Subject::Person => format!("/people/{}", candidate.id),
            Subject::Company => format!("/companies/{}", candidate.id),
        }
    }

    fn reached(candidate: &Candidate) -> String {
        let reaches = candidate.person.iter().flat_map(|person| &person.reaches);
        let reaches: Vec<String> = reaches.map(|kept| kept.reach.written().into_owned()).collect();
        reaches.join(" · ")
    }

    fn is_restricted(candidate: &Candidate) -> bool {
        candidate.person.as_ref().is_some_and(|person| person.restricted)
    }

    /// Addresses that a code could be mailed to: those of whom the house knew before they asked.
    fn addresses(&self) -> Vec<Choice> {
        let people = self.known.candidates.iter().filter_map(|candidate| candidate.person.as_ref());
        let known = |person: &crate::people::Person| {
            let (id, name) = (person.id, person.name());
            let emails = person.reaches.iter().filter(|kept| kept.reach.email().is_some());
            let choice = |kept: &crate::reach::Kept| {
                Choice::new(format!("{id}:{}", kept.id), format!("{} ({name})", kept.reach.written()))
            };
            emails.map(choice).collect::<Vec<_>>()
        };
        people.flat_map(known).collect()
    }

    /// The address of the one person who was chosen.
    fn address(&self) -> String {
        let chosen = self.known.candidates.iter().find(|candidate| candidate.chosen && candidate.person.is_some());
        let prefix = chosen.map(|candidate| format!("{}:", candidate.id)).unwrap_or_default();
        let addresses = self.addresses();
        let theirs = addresses.iter().find(|choice| !prefix.is_empty() && choice.value.starts_with(&prefix));
        theirs.map(|choice| choice.value.clone()).unwrap_or_default()
    }

    // ── find

    fn found(&self) -> Vec<(String, i64)> {
        self.known.found.iter().map(|found| (holding_word(self.page.t, found.holding), found.rows)).collect()
    }

    // ── decide

    fn erases(&self) -> bool {
        self.request().claims(Claim::Erasure)
    }

    /// What the request asks for besides an erasure, and what that means.
    fn other_claims(&self) -> Vec<(String, String)> {
        let t = self.page.t;
        let others = self.request().claims.iter().filter(|claim| **claim != Claim::Erasure);
        others.map(|claim| (claim.label(t), claim.does(t))).collect()
    }

    fn disposals(&self) -> Vec<Choice> {
        Disposal::ALL.iter().map(|one| Choice::new(one.word(), one.label(self.page.t))).collect()
    }

    fn grounds(&self) -> Vec<Choice> {
        Ground::ALL.iter().map(|one| Choice::new(one.word(), one.label(self.page.t))).collect()
    }

    fn decision_rows(&self) -> Vec<DecisionRow> {
        let t = self.page.t;
        let all = self.typing.decisions.as_ref().unwrap_or(&self.known.decisions);
        let row = |one: &Decision| {
            let ground = one.ground.map(|ground| ground.label(t)).unwrap_or_default();
            let until = one.until.map(|day| self.page.day(&day)).unwrap_or_default();
            let details = [one.what.label(t), ground, until];
            let details: Vec<String> = details.into_iter().filter(|text| !text.is_empty()).collect();
            DecisionRow {
                word: one.holding.word(),
                label: holding_word(t, one.holding),
                rows: one.rows,
                what: one.what.word(),
                ground: one.ground.map_or("", Ground::word),
                until: one.until.map(|day: NaiveDate| day.to_string()).unwrap_or_default(),
                shown: details.join(" · "),
                error: self.typing.errors.of(&format!("ground_{}", one.holding.word())).to_owned(),
            }
        };
        all.iter().map(row).collect()
    }

    // ── act

    fn may_carry_out(&self) -> bool {
        let request = self.request();
        self.works() && self.step == Step::Act && request.act_after.is_none() && request.carried_out_at.is_none()
    }

    /// Whoever asks for a copy and an erasure gets the copy first: afterwards there is nothing to copy.
    fn copies_first(&self) -> bool {
        let held = self.known.opened.decisions.iter().any(|one| one.rows > 0);
        self.may_carry_out() && self.erases() && self.request().wants_copy() && held && self.known.package.is_none()
    }

    fn may_answer(&self) -> bool {
        self.works() && self.step == Step::Act && self.request().carried_out_at.is_some()
    }

    fn progress(&self) -> Option<Progress> {
        Progress::of(&self.page, self.opened())
    }

    fn certificate(&self) -> Option<&Certificate> {
        self.opened().progress.as_ref().and_then(|progress| progress.certificate.as_ref())
    }

    fn certified_rows(&self) -> Vec<(String, i64)> {
        let rows = self.certificate().map(|certificate| certificate.rows.as_slice()).unwrap_or_default();
        rows.iter().map(|found| (holding_word(self.page.t, found.holding), found.rows)).collect()
    }

    /// The page asks again by itself, where our script does not.
    fn refreshes(&self) -> bool {
        self.progress().is_some_and(|progress| progress.goes_on)
    }

    // ── beside the way

    fn may_extend(&self) -> bool {
        self.works() && self.request().term.may_be_extended(self.opened().today)
    }

    fn extensions(&self) -> Vec<Choice> {
        let t = self.page.t;
        let term = &self.request().term;
        let until = |months: u32| t.msg_requests_extend_by(months, self.page.day(&term.due_if_extended(months)));
        (1..=crate::calendar::FURTHER).map(|months| Choice::new(months.to_string(), until(months))).collect()
    }

    fn may_pause(&self) -> bool {
        let term = &self.request().term;
        self.works() && self.step < Step::Act && term.paused_since.is_none()
    }

    fn may_resume(&self) -> bool {
        self.works() && self.request().term.paused_since.is_some() && self.step != Step::Answered
    }

    fn may_refuse(&self) -> bool {
        self.works() && self.step != Step::Answered && self.request().act_after.is_none()
    }

    fn reasons(&self) -> Vec<Choice> {
        Why::ALL.iter().map(|why| Choice::new(why.word(), why.label(self.page.t))).collect()
    }

    fn recorded(&self) -> String {
        let request = self.request();
        let name = request.recorded_by.and_then(|by| self.opened().names.get(&by).cloned()).unwrap_or_default();
        let at = self.page.moment(&request.recorded_at);
        if name.is_empty() { at } else { self.page.t.msg_requests_day_by(at, name) }
    }

    fn closes_on(&self) -> String {
        let answered = self.request().term.answered;
        answered.map(|day| self.page.day(&(day + requests::CLOSES))).unwrap_or_default()
    }

    fn package_size(&self) -> String {
        let bytes = self.known.package.as_ref().map_or(0, |package| u64::try_from(package.size).unwrap_or(0));
        crate::web::lists::size(self.page.language(), bytes)
    }
}

impl Progress {
    fn of(page: &Page, opened: &Opened) -> Option<Self> {
        let (request, t) = (&opened.request, page.t);
        let act_after = request.act_after?;
        let stops_in = (act_after - opened.now).num_seconds().max(0);
        let done = request.carried_out_at.is_some();
        let (step, of) = opened.progress.as_ref().map_or((0, 1), |progress| (progress.done, progress.of.max(1)));
        let words = match (done, stops_in) {
            (true, _) => t.msg_requests_progress_done(),
            (false, 0) => t.msg_requests_progress_begun(step.to_string(), of.to_string()),
            (false, _) => t.msg_requests_progress_waits(page.moment(&act_after)),
        };
        Some(Progress {
            id: request.id,
            goes_on: !done,
            stops_in: if done { 0 } else { stops_in },
            done: if done { of } else { step },
            of,
            words,
        })
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    /// The section that goes on, without the page around it.
    fragment: String,
}

pub(super) async fn show(
    by: FollowRequests,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let id = *id;
    if !by.may(Right::SeeRequests) {
        let opened = app.look(&by, move |l| requests::get(l, id)).await?;
        let clock = ClockChip::of(&page, &opened.request.term, opened.request.term.on(opened.today));
        return html(&Forwarded { opened, clock, page });
    }
    if !asked.fragment.is_empty() {
        let opened = app.look(&by, move |l| requests::get(l, id)).await?;
        let progress = Progress::of(&page, &opened);
        // Stopped meanwhile: the page as it is now says so.
        let progress =
            progress.unwrap_or(Progress { id, goes_on: false, stops_in: 0, done: 0, of: 1, words: String::new() });
        return html(&ProgressSection { page, progress });
    }
    render(&by, page, &app, id, Typing::default()).await
}

/// The page, with what was typed into it; 422 where something is wrong with that, 409 where somebody was faster.
pub(super) async fn render(by: &Actor, page: Page, app: &App, id: i64, typing: Typing) -> Result<Html> {
    let (look, mails) = (typing.look.clone(), mail::is_sent(app));
    let known = app.look(by, move |l| known(l, id, &look)).await?;
    let code = match (typing.errors.is_empty(), typing.meanwhile.is_empty()) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, false) => StatusCode::CONFLICT,
        (true, true) => StatusCode::OK,
    };
    status(code, &Show::of(page, known, typing, mails))
}
