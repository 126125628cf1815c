//! Verifying the log. A GET: it changes nothing but the log itself, as every look does.
use super::words;
use crate::app::App;
use crate::auth::ReadAudit;
use crate::error::Result;
use crate::web::{Html, Page, html};
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "audit/verification.html")]
struct Verification {
    page: Page,
    lines: i64,
    /// Empty when the log is whole.
    fault: String,
}

pub(super) async fn verify(by: ReadAudit, page: Page, app: web::Data<App>) -> Result<Html> {
    let verdict = app.look(&by, crate::audit::verify).await?;
    let fault = verdict.fault.map(|fault| words::fault(page.t, &fault)).unwrap_or_default();
    html(&Verification { lines: verdict.lines, fault, page })
}
