//! Placing a hold and ending one.
use super::super::holds::faults;
use super::super::{HoldFault, HoldGround, NewHold, Of, Until, end_hold, of_company, of_person, place};
use super::panel::{Panel, panel};
use super::spoken::hold_ground_word;
use crate::app::{App, Looking};
use crate::auth::DecideRetention;
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, dates, flash, html, see_other};
use crate::words::Words;
use crate::{companies, people};
use actix_session::Session;
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "retention/hold.html")]
struct New {
    page: Page,
    known: Known,
    kept: Panel,
    ground: String,
    until: String,
    reason: String,
    errors: Errors,
}

struct Known {
    of: Of,
    name: String,
    until: Until,
    today: NaiveDate,
}

impl New {
    fn of(page: Page, known: Known) -> Self {
        let (ground, until, reason) = (String::new(), String::new(), String::new());
        let kept = panel(&page, &known.until, None);
        New { page, known, kept, ground, until, reason, errors: Errors::default() }
    }

    fn back(&self) -> String {
        back(self.known.of)
    }

    fn action(&self) -> String {
        format!("{}/holds", back(self.known.of))
    }

    fn grounds(&self) -> Vec<Choice> {
        let choice = |ground: &HoldGround| Choice::new(ground.word(), hold_ground_word(self.page.t, *ground));
        HoldGround::ALL.iter().map(choice).collect()
    }
}

fn back(of: Of) -> String {
    match of {
        Of::Person(id) => format!("/people/{id}"),
        Of::Company(id) => format!("/companies/{id}"),
    }
}

fn known(l: &mut Looking, of: Of) -> Result<Known> {
    let (name, until) = match of {
        Of::Person(id) => (people::get(l, id)?.name(), of_person(l, id)?),
        Of::Company(id) => (companies::get(l, id)?.name, of_company(l, id)?),
    };
    Ok(Known { of, name, until, today: l.now.date() })
}

async fn ask(by: DecideRetention, page: Page, app: web::Data<App>, of: Of) -> Result<Html> {
    let known = app.look(&by, move |l| known(l, of)).await?;
    html(&New::of(page, known))
}

pub async fn new_on_person(by: DecideRetention, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    ask(by, page, app, Of::Person(*id)).await
}

pub async fn new_on_company(by: DecideRetention, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    ask(by, page, app, Of::Company(*id)).await
}

fn fault_words(t: &Words, fault: HoldFault) -> (&'static str, String) {
    match fault {
        HoldFault::Reason => ("reason", t.msg_retention_fault_reason()),
        HoldFault::NotAhead => ("until", t.msg_retention_fault_ahead()),
        HoldFault::TooFarAhead => ("until", t.msg_retention_fault_far()),
    }
}

async fn take(
    by: DecideRetention,
    page: Page,
    app: web::Data<App>,
    session: Session,
    of: Of,
    mut fields: Fields,
) -> Result<Html> {
    let (ground, until, reason) = (fields.take("ground"), fields.take("until"), fields.take("reason"));
    fields.finish()?;
    let known = app.look(&by, move |l| known(l, of)).await?;
    let (t, today) = (page.t, known.today);
    let mut form = New { ground, until, reason, ..New::of(page, known) };
    let ground = HoldGround::from_word(&form.ground);
    if ground.is_none() {
        form.errors.add("ground", t.msg_fault_choose());
    }
    let until = dates::parse(&form.until);
    if until.is_none() {
        form.errors.add("until", t.msg_fault_date());
    }
    let new = NewHold {
        of,
        ground: ground.unwrap_or(HoldGround::Dispute),
        reason: form.reason.clone(),
        until: until.unwrap_or(NaiveDate::MAX),
    };
    for fault in faults(&new, today) {
        let (field, words) = fault_words(t, fault);
        if form.errors.of(field).is_empty() {
            form.errors.add(field, words);
        }
    }
    if !form.errors.is_empty() {
        return again(&form);
    }
    app.write(&by, move |w| place(w, &new)).await?;
    flash(&session, "good", t.msg_retention_hold_placed())?;
    Ok(see_other(&back(of)))
}

pub async fn on_person(
    by: DecideRetention,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    take(by, page, app, session, Of::Person(*id), fields).await
}

pub async fn on_company(
    by: DecideRetention,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    take(by, page, app, session, Of::Company(*id), fields).await
}

pub async fn end(
    by: DecideRetention,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = *id;
    match app.write(&by, move |w| end_hold(w, id)).await {
        // Ended by somebody else, or by itself, meanwhile: it is as was wanted.
        Ok(()) | Err(Error::Stale) => {}
        Err(error) => return Err(error),
    }
    flash(&session, "good", page.t.msg_retention_hold_was_ended())?;
    Ok(see_other("/retention"))
}
