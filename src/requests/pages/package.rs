//! The access package: made, its passphrase shown once, taken once.
use super::PATH;
use crate::app::App;
use crate::auth::{Fresh, WorkRequests};
use crate::error::{Error, Result};
use crate::requests::{self, Contents, PACKAGE_DAYS, Part};
use crate::web::{Fields, Form, Html, Page, dates, flash, html, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// The page inside the archive: read years later, without us, so nothing in it comes from elsewhere.
#[derive(Template)]
#[template(path = "requests/package_data.html")]
struct Data<'a> {
    t: &'static Words,
    contents: &'a Contents,
}

impl Data<'_> {
    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.contents.parts.iter()
    }

    fn at(&self) -> String {
        dates::moment(self.contents.lang, self.contents.at)
    }
}

pub fn draw(contents: &Contents) -> Result<String> {
    let page = Data { t: contents.lang.words(), contents };
    page.render().map_err(|error| Error::internal(format!("template: {error}")))
}

#[derive(Template)]
#[template(path = "requests/passphrase.html")]
struct Shown {
    page: Page,
    passphrase: String,
    file: String,
    back: String,
    days: String,
}

pub(super) async fn make(
    by: WorkRequests,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    fields.finish()?;
    match app.write(&by, move |w| requests::make_package(w, id, draw)).await {
        Ok(passphrase) => html(&Shown {
            passphrase: passphrase.to_string(),
            file: format!("{PATH}/{id}/package/file"),
            back: format!("{PATH}/{id}"),
            days: PACKAGE_DAYS.to_string(),
            page,
        }),
        Err(Error::Stale) => {
            flash(&session, "bad", page.t.msg_requests_package_not_yet())?;
            Ok(see_other(&format!("{PATH}/{id}")))
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn take(
    by: WorkRequests,
    _: Fresh,
    (page, session): (Page, Session),
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    // V3.2.1: a file is what a person at a page of ours asked for, never a part of some other page.
    let meant_for = request.headers().get("sec-fetch-dest").map(header::HeaderValue::as_bytes);
    if !meant_for.is_none_or(|meant_for| meant_for == b"document" || meant_for == b"empty") {
        return Err(Error::BadRequest("a download is a document"));
    }
    let id = *id;
    fields.finish()?;
    match app.write(&by, move |w| requests::take_package(w, id)).await {
        Ok(archive) => {
            let name = format!("attachment; filename=\"cloister-request-{id}.zip\"");
            Ok(HttpResponse::Ok()
                .insert_header((header::CONTENT_TYPE, "application/zip"))
                .insert_header((header::CONTENT_DISPOSITION, name))
                .body(archive))
        }
        Err(Error::Stale) => {
            flash(&session, "bad", page.t.msg_requests_package_gone())?;
            Ok(see_other(&format!("{PATH}/{id}")))
        }
        Err(error) => Err(error),
    }
}
