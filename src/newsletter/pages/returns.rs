//! What came back from a program that sends mail: the file, the preview with its counts, and doing it.
use super::super::{Count, Happened, Program, Returned, Standing, Unread, apply, discard, keep, read, returned};
use crate::app::{App, blocking};
use crate::auth::Export;
use crate::consent::Purpose;
use crate::error::{Error, Result};
use crate::sheet::Refusal;
use crate::web::faults;
use crate::web::page::{again, flash};
use crate::web::uploads::{in_time, next, whole};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, html, lists, see_other};
use actix_multipart::Multipart;
use actix_session::Session;
use actix_web::web;
use askama::Template;
use futures_util::StreamExt;

/// A file of one program after one sending, many times over.
const LARGEST: usize = 20 * 1024 * 1024;

#[derive(Template)]
#[template(path = "newsletter/returns.html")]
struct Upload {
    page: Page,
    purpose: String,
    /// What happened to everybody in the file; empty where its rows say it.
    holds: String,
    errors: Errors,
}

impl Upload {
    fn kinds(&self) -> Vec<Choice> {
        let t = self.page.t;
        let own = Happened::ALL.iter().map(|happened| {
            let label = match happened {
                Happened::Unsubscribed => t.msg_newsletter_return_all_unsubscribed(),
                Happened::Complained => t.msg_newsletter_return_all_complained(),
                Happened::Bounced => t.msg_newsletter_return_all_bounced(),
            };
            Choice::new(happened.word(), label)
        });
        std::iter::once(Choice::new("rows", t.msg_newsletter_return_by_row())).chain(own).collect()
    }

    fn purposes(&self) -> Vec<Choice> {
        Purpose::ALL.iter().map(|purpose| Choice::new(purpose.word(), purpose.label(self.page.t))).collect()
    }
}

pub(super) async fn new(_: Export, page: Page) -> Result<Html> {
    let (purpose, holds) = (Purpose::Newsletter.word().to_owned(), "rows".to_owned());
    html(&Upload { page, purpose, holds, errors: Errors::default() })
}

fn unread(page: &Page, unread: Unread) -> String {
    let t = page.t;
    match unread {
        Unread::NoTable(Refusal::TooManyRows { .. }) => t.msg_newsletter_return_rows(),
        Unread::NoTable(Refusal::TooLarge) => t.msg_newsletter_return_large(),
        Unread::NoTable(refusal) => faults::file(t, refusal),
        Unread::NoAddressColumn => t.msg_newsletter_return_no_address(),
        Unread::NoKind => t.msg_newsletter_return_no_kind(),
        Unread::Nothing => t.msg_newsletter_return_nothing(),
    }
}

/// The name that the browser gives the file is not looked at: it may be somebody's.
pub(super) async fn create(by: Export, page: Page, app: web::Data<App>, mut parts: Multipart) -> Result<Html> {
    let (mut file, mut purpose, mut holds) = (None, String::new(), String::new());
    while let Some(mut part) = in_time(parts.next()).await? {
        match part.name() {
            // Checked before it came here.
            Some("csrf") => while next(&mut part).await?.is_some() {},
            Some("purpose") if purpose.is_empty() => {
                purpose = String::from_utf8(whole(&mut part, 100).await?).map_err(|_| Error::BadRequest("purpose"))?;
            }
            Some("holds") if holds.is_empty() => {
                holds = String::from_utf8(whole(&mut part, 100).await?).map_err(|_| Error::BadRequest("holds"))?;
            }
            Some("file") if file.is_none() => file = Some(whole(&mut part, LARGEST).await?),
            _ => return Err(Error::BadRequest("a part that the upload form does not have")),
        }
    }
    let mut errors = Errors::default();
    let about = Purpose::from_word(&purpose);
    if about.is_none() {
        errors.add("purpose", page.t.msg_newsletter_fault_purpose());
    }
    let all = match holds.as_str() {
        "" | "rows" => None,
        word => Some(Happened::from_word(word).ok_or(Error::BadRequest("holds"))?),
    };
    let (house, today) = (app.get_ref().clone(), app.clock().today());
    let file = file.unwrap_or_default();
    match (blocking(move || Ok(read(house.vault(), &file, all, today))).await?, about) {
        (Ok(reading), Some(about)) => {
            let id = app.write(&by, move |w| keep(w, &reading, about)).await?;
            Ok(see_other(&format!("/newsletters/returns/{id}")))
        }
        (reading, _) => {
            if let Err(why) = reading {
                errors.add("file", unread(&page, why));
            }
            again(&Upload { page, purpose, holds, errors })
        }
    }
}

#[derive(Template)]
#[template(path = "newsletter/return.html")]
struct Show {
    page: Page,
    returned: Returned,
    counts: Vec<Count>,
}

impl Show {
    fn waits(&self) -> bool {
        self.returned.standing == Standing::Read
    }

    fn purpose(&self) -> String {
        self.returned.purpose.label(self.page.t)
    }

    fn program(&self) -> String {
        match self.returned.program {
            Program::Ours => self.page.t.msg_newsletter_return_other(),
            program => program.name().to_owned(),
        }
    }

    fn standing(&self) -> (&'static str, String) {
        let t = self.page.t;
        match self.returned.standing {
            Standing::Read => ("info", t.msg_newsletter_return_read()),
            Standing::Applied => ("good", t.msg_newsletter_return_applied()),
            Standing::Discarded => ("quiet", t.msg_newsletter_return_discarded()),
        }
    }

    fn happened(&self, count: &Count) -> (String, String) {
        let t = self.page.t;
        match count.happened {
            Happened::Unsubscribed => (t.msg_newsletter_unsubscribed(), t.msg_newsletter_unsubscribed_does()),
            Happened::Complained => (t.msg_newsletter_complained(), t.msg_newsletter_complained_does()),
            Happened::Bounced => (t.msg_newsletter_bounced(), t.msg_newsletter_bounced_does()),
        }
    }

    fn figure(&self, count: &i64) -> String {
        lists::number(self.page.language(), *count)
    }
}

pub(super) async fn show(by: Export, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let (returned, counts) = app.look(&by, move |l| returned(l, id)).await?;
    html(&Show { page, returned, counts })
}

pub(super) async fn application(
    by: Export,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = *id;
    let applied = app.write(&by, move |w| apply(w, id)).await?;
    let (lang, t) = (page.language(), page.t);
    let number = |many: usize| lists::number(lang, i64::try_from(many).unwrap_or(i64::MAX));
    flash(&session, "good", t.msg_newsletter_return_done(number(applied.refusals), number(applied.dead)))?;
    Ok(see_other(&format!("/newsletters/returns/{id}")))
}

pub(super) async fn discarding(
    by: Export,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = *id;
    app.write(&by, move |w| discard(w, id)).await?;
    flash(&session, "good", page.t.msg_newsletter_return_given_up())?;
    Ok(see_other("/newsletters"))
}
