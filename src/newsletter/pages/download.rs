//! A list is ordered, and taken once: a thread that reads, a browser that takes, and little between them.
use super::super::{Layout, Ordered, Program, gather, get, order, owed, run, start};
use super::audience::Typed;
use crate::app::{App, blocking};
use crate::auth::{Fresh, MakeExports};
use crate::error::{Error, Result};
use crate::forms;
use crate::web::page::flash;
use crate::web::sending::pass_on;
use crate::web::{Errors, Fields, Form, Html, Page, see_other};
use actix_session::Session;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use tokio::sync::mpsc;

/// Pieces of a file that wait for a slow reader; with the one held back, all that an export keeps in memory.
const WAITING: usize = 4;

/// What waits between the thread that reads and the browser that takes.
enum Piece {
    More(Vec<u8>),
    /// Held back until the manifest was durable. A stream that ends without it is cut off, and the browser says so.
    Last(Vec<u8>),
}

/// V3.2.1: a file is what a person at a page of ours asked for, never a part of some other page.
pub(super) fn must_be_a_document(request: &HttpRequest) -> Result<()> {
    let meant_for = request.headers().get("sec-fetch-dest").map(header::HeaderValue::as_bytes);
    let document = meant_for.is_none_or(|meant_for| meant_for == b"document" || meant_for == b"empty");
    if document { Ok(()) } else { Err(Error::BadRequest("a download is a document")) }
}

pub(super) async fn place(
    by: MakeExports,
    _: Fresh,
    page: Page,
    session: Session,
    app: web::Data<App>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(&mut fields);
    let (delimiter, bom, program) = (fields.take("delimiter"), fields.take("bom") == "yes", fields.take("program"));
    fields.finish()?;
    let again = typed.address();
    let criteria =
        typed.parse(page.t, app.clock().today(), &mut Errors::default()).ok_or(Error::BadRequest("criteria"))?;
    let program = if program.is_empty() { Some(Program::Ours) } else { Program::from_word(&program) };
    let layout = match program.ok_or(Error::BadRequest("program"))? {
        Program::Ours => Layout { comma: delimiter == "comma", bom, ..Layout::of(Program::Ours, page.language()) },
        program => Layout::of(program, page.language()),
    };
    match app.write(&by, move |w| order(w, &criteria, layout)).await? {
        Ordered::Ready(export) => Ok(see_other(&format!("/newsletters/{}", export.id))),
        Ordered::Owed(_) => {
            flash(&session, "bad", page.t.msg_newsletter_owed_first())?;
            Ok(see_other("/newsletters/recalls"))
        }
        Ordered::NoWebsite => {
            flash(&session, "bad", page.t.msg_newsletter_no_links())?;
            Ok(see_other(&again))
        }
    }
}

pub(super) async fn download(
    by: MakeExports,
    _: Fresh,
    (page, session): (Page, Session),
    request: HttpRequest,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    must_be_a_document(&request)?;
    fields.finish()?;
    let id = *id;
    // Whoever pressed a link before this click is not in the list.
    let behind = app.get_ref().clone();
    if !blocking(move || forms::catch_up(&behind)).await? {
        flash(&session, "bad", page.t.msg_newsletter_behind())?;
        return Ok(see_other(&format!("/newsletters/{id}")));
    }
    let begun = match app.write(&by, move |w| start(w, id)).await {
        // Taken, or too late, or something is owed since: its page says which.
        Err(Error::Stale) => {
            app.look(&by, move |l| get(l, id).map(drop)).await?;
            // What was found owed went with the write that it stopped: found again, it stays.
            if app.write(&by, |w| gather(w).and_then(|()| owed(w))).await?.is_some() {
                flash(&session, "bad", page.t.msg_newsletter_owed_first())?;
                return Ok(see_other("/newsletters/recalls"));
            }
            flash(&session, "bad", page.t.msg_newsletter_taken())?;
            return Ok(see_other(&format!("/newsletters/{id}")));
        }
        begun => begun?,
    };
    let name = format!("attachment; filename=\"{}\"", begun.export.file_name());

    let (send, receive) = mpsc::channel(WAITING);
    let (app, by) = (app.get_ref().clone(), by.0);
    tokio::task::spawn_blocking(move || {
        let id = begun.export.id;
        match run(&app, &by, &begun, |piece| pass_on(&send, Piece::More(piece))) {
            Ok(last) => drop(pass_on(&send, Piece::Last(last))),
            Err(error) => tracing::info!(export = id, %error, "an export did not end well"),
        }
    });
    let stream = futures_util::stream::try_unfold((receive, false), |(mut receive, done)| async move {
        if done {
            return Ok(None);
        }
        match receive.recv().await {
            Some(Piece::More(bytes)) => Ok(Some((Bytes::from(bytes), (receive, false)))),
            Some(Piece::Last(bytes)) => Ok(Some((Bytes::from(bytes), (receive, true)))),
            None => Err(Error::Busy),
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(stream))
}
