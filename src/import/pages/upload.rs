//! The upload: a form with one file, and the bytes as they come.
use super::super::{Finished, PENDING, Stager};
use super::address;
use crate::app::{App, blocking};
use crate::auth;
use crate::error::{Error, Result};
use crate::web::faults;
use crate::web::page::again;
use crate::web::uploads::{Pace, in_time, next};
use crate::web::{Errors, Html, Page, html, see_other};
use crate::words::Words;
use actix_multipart::Multipart;
use actix_web::web;
use askama::Template;
use futures_util::StreamExt;

#[derive(Template)]
#[template(path = "import/new.html")]
struct Upload {
    page: Page,
    errors: Errors,
}

pub(super) async fn new(_: auth::Import, page: Page) -> Result<Html> {
    html(&Upload { page, errors: Errors::default() })
}

/// The name that the browser gives the file is not looked at: it may be somebody's.
pub(super) async fn create(by: auth::Import, page: Page, app: web::Data<App>, mut parts: Multipart) -> Result<Html> {
    let mut stager = None;
    while let Some(mut part) = in_time(parts.next()).await? {
        match part.name() {
            // Checked before it came here.
            Some("csrf") => while next(&mut part).await?.is_some() {},
            Some("file") if stager.is_none() => {
                let Some(first) = next(&mut part).await? else { continue };
                let (app, by) = (app.get_ref().clone(), by.0.clone());
                let begun = blocking(move || {
                    let mut stager = Stager::begin(&app, &by)?;
                    stager.push(&first)?;
                    Ok(stager)
                });
                let mut taking = match begun.await {
                    Err(Error::TooMany { .. }) => return refused(page, |t| t.msg_import_too_many(PENDING.to_string())),
                    begun => begun?,
                };
                let mut pace = Pace::begin();
                while let Some(bytes) = next(&mut part).await? {
                    pace.goes_on(bytes.len())?;
                    taking = blocking(move || taking.push(&bytes).map(|()| taking)).await?;
                }
                stager = Some(taking);
            }
            _ => return Err(Error::BadRequest("a part that the upload form does not have")),
        }
    }
    let Some(stager) = stager else { return refused(page, Words::msg_import_refused_empty) };
    match blocking(move || stager.finish()).await? {
        Finished::Staged(id) => Ok(see_other(&address(id))),
        Finished::Refused(refusal) => refused(page, |t| faults::file(t, refusal)),
    }
}

fn refused(page: Page, words: impl FnOnce(&Words) -> String) -> Result<Html> {
    let mut errors = Errors::default();
    errors.add("file", words(page.t));
    again(&Upload { page, errors })
}
