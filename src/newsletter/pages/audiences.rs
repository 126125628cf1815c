//! Saved audiences: who is meant, under a name, counted anew each time.
use super::super::{Funnel, Misnamed, Saved, audience, audiences, funnel, remove, rename, save};
use super::audience::{Typed, shown};
use crate::app::App;
use crate::auth::{self, MakeExports};
use crate::error::{Error, Result};
use crate::web::page::{again, flash};
use crate::web::{Errors, Fields, Form, Html, Page, html, lists, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "newsletter/audiences.html")]
struct List {
    page: Page,
    audiences: Vec<(Saved, Funnel)>,
    names: HashMap<i64, String>,
}

impl List {
    fn purpose(&self, saved: &Saved) -> String {
        let t = self.page.t;
        format!("{}, {}", saved.criteria.purpose.label(t), saved.criteria.channel.label(t))
    }

    fn who(&self, saved: &Saved) -> &str {
        saved.by.and_then(|by| self.names.get(&by)).map_or("", String::as_str)
    }

    fn figure(&self, count: &i64) -> String {
        lists::number(self.page.language(), *count)
    }
}

pub(super) async fn list(by: MakeExports, page: Page, app: web::Data<App>) -> Result<Html> {
    let (audiences, names) = app
        .look(&by, |l| {
            let all = audiences(l)?;
            let who: Vec<i64> = all.iter().filter_map(|(saved, _)| saved.by).collect();
            Ok((all, auth::names(l, &who)?))
        })
        .await?;
    html(&List { page, audiences, names })
}

fn misnamed(page: &Page, misnamed: Misnamed) -> String {
    match misnamed {
        Misnamed::Empty => page.t.msg_newsletter_audience_unnamed(),
        Misnamed::TooLong => page.t.msg_fault_too_long(u32::try_from(super::super::LONGEST_NAME).unwrap_or(u32::MAX)),
        Misnamed::NamesSomebody => page.t.msg_newsletter_audience_names_somebody(),
        Misnamed::Unseen => page.t.msg_newsletter_audience_unseen(),
        Misnamed::Taken => page.t.msg_newsletter_audience_taken(),
    }
}

pub(super) async fn add(
    by: MakeExports,
    page: Page,
    session: Session,
    app: web::Data<App>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(&mut fields);
    let name = fields.take("name");
    fields.finish()?;
    let criteria =
        typed.parse(page.t, app.clock().today(), &mut Errors::default()).ok_or(Error::BadRequest("criteria"))?;
    let called = name.clone();
    match app.write(&by, move |w| save(w, &called, &criteria)).await? {
        Ok(_) => {
            flash(&session, "good", page.t.msg_newsletter_audience_saved())?;
            Ok(see_other("/newsletters/audiences"))
        }
        Err(why) => {
            let mut errors = Errors::default();
            errors.add("name", misnamed(&page, why));
            shown(&by, page, &app, typed, name, errors).await
        }
    }
}

#[derive(Template)]
#[template(path = "newsletter/audience.html")]
struct One {
    page: Page,
    saved: Saved,
    funnel: Funnel,
    called: String,
    errors: Errors,
}

impl One {
    fn to_list(&self) -> String {
        Typed::of(&self.saved.criteria).address()
    }

    fn purpose(&self) -> String {
        self.saved.criteria.purpose.label(self.page.t)
    }

    fn channel(&self) -> String {
        self.saved.criteria.channel.label(self.page.t)
    }

    fn figure(&self, count: &i64) -> String {
        lists::number(self.page.language(), *count)
    }
}

async fn opened(by: &MakeExports, page: Page, app: &App, id: i64, typed: Option<(String, Errors)>) -> Result<Html> {
    let (saved, funnel) = app
        .look(by, move |l| {
            let saved = audience(l, id)?;
            let funnel = funnel(l, &saved.criteria)?;
            Ok((saved, funnel))
        })
        .await?;
    let (called, errors) = typed.unwrap_or_else(|| (saved.name.clone(), Errors::default()));
    let wrong = !errors.is_empty();
    let one = One { page, saved, funnel, called, errors };
    if wrong { again(&one) } else { html(&one) }
}

pub(super) async fn open(by: MakeExports, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    opened(&by, page, &app, *id, None).await
}

pub(super) async fn change(
    by: MakeExports,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (name, version, id) = (fields.take("name"), fields.version()?, *id);
    fields.finish()?;
    let called = name.clone();
    match app.write(&by, move |w| rename(w, id, version, &called)).await? {
        Ok(()) => {
            flash(&session, "good", page.t.msg_newsletter_audience_saved())?;
            Ok(see_other("/newsletters/audiences"))
        }
        Err(why) => {
            let mut errors = Errors::default();
            errors.add("name", misnamed(&page, why));
            opened(&by, page, &app, id, Some((name, errors))).await
        }
    }
}

pub(super) async fn removal(
    by: MakeExports,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (version, id) = (fields.version()?, *id);
    fields.finish()?;
    app.write(&by, move |w| remove(w, id, version)).await?;
    flash(&session, "good", page.t.msg_newsletter_audience_removed())?;
    Ok(see_other("/newsletters/audiences"))
}
