//! The pages of assistance requests: the list, one request, a new one, and the panels of a person and of a company.
use super::{Counts, Line, NewRequest, Opened, Request, Story, Which};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking};
use crate::auth::{SeeAssistance, WorkAssistance};
use crate::error::{Error, Result};
use crate::notes;
use crate::people;
use crate::search;
use crate::web::page::{again, status};
use crate::web::{
    Choice, Errors, Fields, Form, Html, Page, Query, ReachLine, flash, html, lists, reach_lines, see_other,
};
use crate::words::Words;
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/assistance").get(list))
        .service(web::resource("/assistance/{id:[0-9]+}").get(show))
        .service(web::resource("/assistance/{id:[0-9]+}/assignment").post(assign))
        .service(web::resource("/assistance/{id:[0-9]+}/answer").post(close))
        .service(web::resource("/assistance/{id:[0-9]+}/reopening").post(reopen))
        .service(web::resource("/people/{id:[0-9]+}/assistance").post(open))
        .service(web::resource("/people/{id:[0-9]+}/assistance/new").get(new));
}

/// Rows of a page.
const PAGE: usize = 50;
/// Rows of a panel.
pub const PANEL: usize = 8;
const PATH: &str = "/assistance";
/// The value of the choice "nobody".
const NOBODY: &str = "nobody";

/// A request in a list.
struct Row {
    href: String,
    subject: String,
    person: String,
    person_href: String,
    company: String,
    company_href: String,
    open: bool,
    assignee: String,
    /// How long it has waited, or when it was closed.
    age: String,
}

impl Row {
    fn of(page: &Page, line: &Line, now: NaiveDateTime) -> Self {
        let request = &line.request;
        Row {
            href: format!("{PATH}/{}", request.id),
            subject: request.subject.clone(),
            person: line.person.clone(),
            person_href: format!("/people/{}", request.person_id),
            company: line.company.clone(),
            company_href: request.company_id.map(|id| format!("/companies/{id}")).unwrap_or_default(),
            open: request.is_open(),
            assignee: line.assignee.clone(),
            age: match request.closed_at {
                Some(at) => page.t.msg_assistance_closed_on(page.day(&at.date())),
                None => age(page.t, request.opened_at, now),
            },
        }
    }

    fn all(page: &Page, lines: &[Line], now: NaiveDateTime) -> Vec<Row> {
        lines.iter().map(|line| Row::of(page, line, now)).collect()
    }
}

/// How long ago, in words; a clock that was set back says "just now".
fn age(t: &Words, since: NaiveDateTime, now: NaiveDateTime) -> String {
    let past = now - since;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    match past.num_minutes() {
        ..1 => t.msg_assistance_just_now(),
        minutes @ 1..60 => t.msg_assistance_minutes_ago(count(minutes)),
        _ if past.num_hours() < 24 => t.msg_assistance_hours_ago(count(past.num_hours())),
        _ => t.msg_assistance_days_ago(count(past.num_days())),
    }
}

#[derive(Template)]
#[template(path = "assistance/list.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    /// One's own, above the others; only on the first page of the open ones.
    mine: Vec<Row>,
    rows: Vec<Row>,
    previous: String,
    next: String,
}

struct Tab {
    href: String,
    label: String,
    current: bool,
    count: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    /// `mine`, `closed` or `all`; the open ones otherwise, one's own first.
    list: String,
    after: String,
    before: String,
}

async fn list(by: SeeAssistance, page: Page, app: web::Data<App>, Query(wanted): Query<Wanted>) -> Result<Html> {
    let from = lists::place(&wanted.after, &wanted.before);
    let (name, which) = match wanted.list.as_str() {
        "mine" => ("mine", Which::Mine),
        "closed" => ("closed", Which::Closed),
        "all" => ("all", Which::All),
        _ => ("", Which::Others),
    };
    let (mine, listed, counts, now) = app
        .look(&by, move |l| {
            let on_top = which == Which::Others && from == search::From::Start;
            let mine = if on_top { super::list(l, Which::Mine, from, PAGE)?.lines } else { Vec::new() };
            Ok((mine, super::list(l, which, from, PAGE)?, super::counts(l)?, l.now))
        })
        .await?;
    let keys = search::Listed {
        ids: listed.lines.iter().map(|line| line.request.id).collect(),
        before: listed.before,
        after: listed.after,
    };
    let (previous, next) = lists::neighbours(PATH, &[("list", name)], &keys);
    html(&List {
        tabs: tabs(&page, name, counts),
        mine: Row::all(&page, &mine, now),
        rows: Row::all(&page, &listed.lines, now),
        previous,
        next,
        page,
    })
}

fn tabs(page: &Page, current: &str, counts: Counts) -> Vec<Tab> {
    let t = page.t;
    let tab = |name: &str, label, count: i64| Tab {
        href: lists::address(PATH, &[("list", name)], &[]),
        label,
        current: current == name,
        count: lists::number(page.language(), count),
    };
    let mut tabs = vec![tab("", t.msg_assistance_open_ones(), counts.open)];
    if page.may(Right::WorkAssistance) {
        tabs.push(tab("mine", t.msg_assistance_mine(), counts.mine));
    }
    tabs.push(tab("closed", t.msg_assistance_closed_ones(), counts.closed));
    tabs.push(tab("all", t.msg_assistance_all(), counts.open + counts.closed));
    tabs
}

/// One request: who asked, what, and what can be done with it now.
#[derive(Template)]
#[template(path = "assistance/show.html")]
struct Show {
    page: Page,
    request: Request,
    person: String,
    person_href: String,
    reaches: Vec<ReachLine>,
    company: String,
    company_href: String,
    assignee: String,
    opened: String,
    age: String,
    closed: String,
    /// Whoever looks may take it: it is open and not theirs.
    takeable: bool,
    me: String,
    workers: Vec<Choice>,
    chosen: String,
    answer: String,
    errors: Errors,
    /// What a colleague did meanwhile; empty when nobody did.
    meanwhile: String,
}

type Known = (Opened, Vec<(i64, String)>, NaiveDateTime);

fn known(l: &mut Looking, id: i64) -> Result<Known> {
    let opened = super::get(l, id)?;
    let mut workers: Vec<(i64, String)> = if l.actor.may(Right::WorkAssistance) {
        super::workers(l)?.into_iter().map(|colleague| (colleague.id, colleague.name)).collect()
    } else {
        Vec::new()
    };
    // Whose it is now is a choice, also when they have left.
    if let Some(assignee) = opened.request.assignee.filter(|id| workers.iter().all(|known| known.0 != *id)) {
        workers.push((assignee, opened.assignee.clone()));
    }
    Ok((opened, workers, l.now))
}

impl Show {
    fn of(page: Page, (opened, workers, now): Known) -> Self {
        let t = page.t;
        let Opened { request, person, company, assignee, opened_by, closed_by } = opened;
        let (me, works) = (page.actor().staff_id(), page.may(Right::WorkAssistance));
        let nobody = Choice::new(NOBODY, t.msg_assistance_nobody());
        let said = |at: NaiveDateTime, by: &str| match by.is_empty() {
            true => page.moment(&at),
            false => t.msg_assistance_at_by(page.moment(&at), by),
        };
        Show {
            person: person.name(),
            person_href: format!("/people/{}", person.id),
            reaches: reach_lines(t, &person.reaches),
            company,
            company_href: request.company_id.map(|id| format!("/companies/{id}")).unwrap_or_default(),
            assignee,
            opened: said(request.opened_at, &opened_by),
            age: age(t, request.opened_at, now),
            closed: request.closed_at.map(|at| said(at, &closed_by)).unwrap_or_default(),
            takeable: works && request.is_open() && request.assignee != me,
            me: me.map(|me| me.to_string()).unwrap_or_default(),
            workers: std::iter::once(nobody)
                .chain(workers.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)))
                .collect(),
            chosen: request.assignee.map_or_else(|| NOBODY.to_owned(), |id| id.to_string()),
            answer: request.answer.clone(),
            errors: Errors::default(),
            meanwhile: String::new(),
            request,
            page,
        }
    }

    fn works(&self) -> bool {
        self.page.may(Right::WorkAssistance)
    }

    fn path(&self, resource: &str) -> String {
        format!("{PATH}/{}/{resource}", self.request.id)
    }
}

async fn show(by: SeeAssistance, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let known = app.look(&by, move |l| known(l, id)).await?;
    html(&Show::of(page, known))
}

/// 409: the request as it is now, with what was typed still in its field.
async fn changed_meanwhile(by: &Actor, page: Page, app: &App, id: i64, typed: Option<String>) -> Result<Html> {
    let known = app.look(by, move |l| known(l, id)).await?;
    let mut show = Show::of(page, known);
    show.meanwhile = show.page.t.msg_assistance_meanwhile();
    if let Some(typed) = typed {
        show.answer = typed;
    }
    status(StatusCode::CONFLICT, &show)
}

async fn assign(
    by: WorkAssistance,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let version = fields.version()?;
    let to = match fields.take("to").as_str() {
        NOBODY => None,
        id => Some(id.parse().map_err(|_| Error::BadRequest("a colleague"))?),
    };
    fields.finish()?;
    match app.write(&by, move |w| super::assign(w, id, version, to)).await {
        Ok(()) => {
            let mine = to.is_some() && to == by.staff_id();
            let said = if mine { page.t.msg_assistance_taken() } else { page.t.msg_assistance_assigned() };
            flash(&session, "good", said)?;
            Ok(see_other(&format!("{PATH}/{id}")))
        }
        Err(Error::Stale) => changed_meanwhile(&by, page, &app, id, None).await,
        Err(error) => Err(error),
    }
}

async fn close(
    by: WorkAssistance,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let version = fields.version()?;
    let answer = fields.take("answer");
    fields.finish()?;
    let mut errors = Errors::default();
    let Some(parsed) = notes::pages::long(page.t, &mut errors, "answer", &answer) else {
        let known = app.look(&by, move |l| known(l, id)).await?;
        return again(&Show { answer, errors, ..Show::of(page, known) });
    };
    match app.write(&by, move |w| super::close(w, id, version, &parsed)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_assistance_was_closed())?;
            Ok(see_other(PATH))
        }
        Err(Error::Stale) => changed_meanwhile(&by, page, &app, id, Some(answer)).await,
        Err(error) => Err(error),
    }
}

async fn reopen(
    by: WorkAssistance,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let version = fields.version()?;
    fields.finish()?;
    match app.write(&by, move |w| super::reopen(w, id, version)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_assistance_was_reopened())?;
            Ok(see_other(&format!("{PATH}/{id}")))
        }
        Err(Error::Stale) => changed_meanwhile(&by, page, &app, id, None).await,
        Err(error) => Err(error),
    }
}

/// The form of a new request, with what this caller has asked already.
#[derive(Template)]
#[template(path = "assistance/new.html")]
struct New {
    page: Page,
    name: String,
    back: String,
    action: String,
    subject: String,
    detail: String,
    take: bool,
    errors: Errors,
    before: Vec<Row>,
}

async fn form(by: &Actor, page: Page, app: &App, id: i64) -> Result<New> {
    let (name, before) =
        app.look(by, move |l| Ok((people::get(l, id)?.name(), super::of_person(l, id, PANEL)?))).await?;
    Ok(New {
        name,
        back: format!("/people/{id}"),
        action: format!("/people/{id}/assistance"),
        subject: String::new(),
        detail: String::new(),
        take: true,
        errors: Errors::default(),
        before: Row::all(&page, &before.lines, before.now),
        page,
    })
}

async fn new(by: WorkAssistance, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    html(&form(&by, page, &app, *id).await?)
}

async fn open(
    by: WorkAssistance,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let (subject, detail) = (fields.take("subject"), fields.take("detail"));
    let take = fields.take("take") == "1";
    fields.finish()?;
    let mut errors = Errors::default();
    let parsed = notes::pages::short(page.t, &mut errors, "subject", &subject);
    let more = match detail.is_empty() {
        true => None,
        false => notes::pages::long(page.t, &mut errors, "detail", &detail),
    };
    let Some(parsed) = parsed.filter(|_| errors.is_empty()) else {
        return again(&New { subject, detail, take, errors, ..form(&by, page, &app, id).await? });
    };
    let request = NewRequest { person_id: id, subject: parsed, detail: more, take };
    let request = app.write(&by, move |w| super::open(w, &request)).await?;
    flash(&session, "good", page.t.msg_assistance_was_opened())?;
    Ok(see_other(&format!("{PATH}/{request}")))
}

/// What somebody has asked, on their page.
#[derive(Template)]
#[template(path = "assistance/person_panel.html")]
pub struct PersonPanel {
    page: Page,
    new: String,
    rows: Vec<Row>,
}

impl askama::filters::HtmlSafe for PersonPanel {}

/// What the people of a company have asked, on its page.
#[derive(Template)]
#[template(path = "assistance/company_panel.html")]
pub struct CompanyPanel {
    page: Page,
    rows: Vec<Row>,
}

impl askama::filters::HtmlSafe for CompanyPanel {}

pub fn person_panel(page: &Page, data: Story) -> PersonPanel {
    let works = page.may(Right::WorkAssistance);
    PersonPanel {
        new: if works { format!("/people/{}/assistance/new", data.of) } else { String::new() },
        rows: Row::all(page, &data.lines, data.now),
        page: page.clone(),
    }
}

pub fn company_panel(page: &Page, data: Story) -> CompanyPanel {
    CompanyPanel { rows: Row::all(page, &data.lines, data.now), page: page.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use chrono::{Duration, NaiveDate};

    #[test]
    fn the_age_of_a_request_is_said_in_words() {
        let now = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(9, 0, 0).unwrap();
        let said = |past: Duration| age(Lang::En.words(), now - past, now);
        assert_eq!(said(Duration::seconds(-90)), "just now");
        assert_eq!(said(Duration::seconds(59)), "just now");
        assert_eq!(said(Duration::seconds(60)), "1 minute ago");
        assert_eq!(said(Duration::minutes(59)), "59 minutes ago");
        assert_eq!(said(Duration::minutes(60)), "1 hour ago");
        assert_eq!(said(Duration::hours(23)), "23 hours ago");
        assert_eq!(said(Duration::hours(24)), "1 day ago");
        assert_eq!(said(Duration::days(40)), "40 days ago");
    }
}
