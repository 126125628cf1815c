//! What is owed: lists whose people have refused since, the file to take them out with, and the tick.
use super::super::{Recall, recall_file, recalls, settle};
use super::download::must_be_a_document;
use crate::actor::Right;
use crate::app::App;
use crate::auth::{Fresh, MakeExports, SeeExports};
use crate::error::{Error, Result};
use crate::web::page::flash;
use crate::web::{Fields, Form, Html, Page, html, lists, see_other};
use actix_session::Session;
use actix_web::http::header;
use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "newsletter/recalls.html")]
struct List {
    page: Page,
    recalls: Vec<Recall>,
}

impl List {
    fn may_settle(&self) -> bool {
        self.page.may(Right::MakeExports)
    }

    /// What the one tick for all of them says: each list with the last recall that was shown of it.
    fn shown(&self) -> String {
        let pairs = self.recalls.iter().map(|recall| format!("{}-{}", recall.export.id, recall.last));
        pairs.collect::<Vec<_>>().join(" ")
    }

    fn title(&self, recall: &Recall) -> String {
        let (t, export) = (self.page.t, &recall.export);
        t.msg_newsletter_manifest_of(export.purpose.label(t), self.page.day(&export.at.date()))
    }

    fn many(&self, recall: &Recall) -> String {
        self.page.t.msg_newsletter_recall_people(lists::number(self.page.language(), recall.people), recall.people)
    }

    fn since(&self, recall: &Recall) -> String {
        self.page.t.msg_newsletter_recall_since(self.page.moment(&recall.since))
    }
}

pub(super) async fn list(by: SeeExports, page: Page, app: web::Data<App>) -> Result<Html> {
    let recalls = app.look(&by, recalls).await?;
    html(&List { page, recalls })
}

pub(super) async fn file(
    by: MakeExports,
    _: Fresh,
    request: HttpRequest,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    must_be_a_document(&request)?;
    fields.finish()?;
    let id = *id;
    let (file, _) = app.look(&by, move |l| recall_file(l, id)).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"cloister-recall-{id}.csv\"")))
        .body(file))
}

/// Every list that the page showed, each up to the recall that was shown of it; all of them or none.
pub(super) async fn tick_all(
    by: MakeExports,
    page: Page,
    session: Session,
    app: web::Data<App>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let numbers = |text: String| -> Option<Vec<(i64, i64)>> {
        let pairs = text.split(' ').map(|pair| pair.split_once('-'));
        pairs.map(|pair| pair.and_then(|(export, last)| Some((export.parse().ok()?, last.parse().ok()?)))).collect()
    };
    let shown = numbers(fields.take("shown")).ok_or(Error::BadRequest("shown"))?;
    fields.finish()?;
    app.write(&by, move |w| {
        for (export, last) in shown {
            settle(w, export, last)?;
        }
        Ok(())
    })
    .await?;
    flash(&session, "good", page.t.msg_newsletter_recall_settled())?;
    Ok(see_other("/newsletters/recalls"))
}

pub(super) async fn tick(
    by: MakeExports,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let last = fields.take("last").parse().map_err(|_| Error::BadRequest("last"))?;
    fields.finish()?;
    let id = *id;
    app.write(&by, move |w| settle(w, id, last)).await?;
    flash(&session, "good", page.t.msg_newsletter_recall_settled())?;
    Ok(see_other("/newsletters/recalls"))
}
