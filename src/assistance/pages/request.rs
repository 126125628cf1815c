//! One request: reading it, giving it to a colleague, answering it, opening it again.
use super::{PATH, age};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking};
use crate::assistance::{self, Opened, Request};
use crate::auth::{SeeAssistance, WorkAssistance};
use crate::error::{Error, Result};
use crate::notes;
use crate::web::page::{again, status};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, ReachLine, flash, html, reach_lines, see_other};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;

/// The value of the choice "nobody".
const NOBODY: &str = "nobody";

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
    let opened = assistance::get(l, id)?;
    let mut workers: Vec<(i64, String)> = if l.actor.may(Right::WorkAssistance) {
        assistance::workers(l)?.into_iter().map(|colleague| (colleague.id, colleague.name)).collect()
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

pub(super) async fn show(by: SeeAssistance, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
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

pub(super) async fn assign(
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
    match app.write(&by, move |w| assistance::assign(w, id, version, to)).await {
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

pub(super) async fn close(
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
    match app.write(&by, move |w| assistance::close(w, id, version, &parsed)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_assistance_was_closed())?;
            Ok(see_other(PATH))
        }
        Err(Error::Stale) => changed_meanwhile(&by, page, &app, id, Some(answer)).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn reopen(
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
    match app.write(&by, move |w| assistance::reopen(w, id, version)).await {
        Ok(()) => {
            flash(&session, "good", page.t.msg_assistance_was_reopened())?;
            Ok(see_other(&format!("{PATH}/{id}")))
        }
        Err(Error::Stale) => changed_meanwhile(&by, page, &app, id, None).await,
        Err(error) => Err(error),
    }
}
