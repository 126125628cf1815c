//! The download: a thread that reads, a browser that takes, and little between them.
use super::super::{Layout, begin, run};
use super::audience::Typed;
use crate::app::App;
use crate::auth::{Fresh, MakeExports};
use crate::error::{Error, Result};
use crate::web::{Errors, Fields, Form, Html, Page};
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Pieces of a file that wait for a slow reader; with the one held back, all that an export keeps in memory.
const WAITING: usize = 4;
/// Whoever takes nothing for so long has gone, whatever the connection says.
const STALLED: Duration = Duration::from_secs(60);

/// What waits between the thread that reads and the browser that takes.
enum Piece {
    More(Vec<u8>),
    /// Held back until the manifest was durable. A stream that ends without it is cut off, and the browser says so.
    Last(Vec<u8>),
}

pub(super) async fn download(
    by: MakeExports,
    _: Fresh,
    page: Page,
    request: HttpRequest,
    app: web::Data<App>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    // V3.2.1: a file is what a person at a page of ours asked for, never a part of some other page.
    let meant_for = request.headers().get("sec-fetch-dest").map(header::HeaderValue::as_bytes);
    if meant_for.is_some_and(|meant_for| meant_for != b"document" && meant_for != b"empty") {
        return Err(Error::BadRequest("a download is a document"));
    }
    let typed = Typed::take(&mut fields);
    let (delimiter, bom) = (fields.take("delimiter"), fields.take("bom") == "yes");
    fields.finish()?;
    let criteria = typed.parse(page.t, &mut Errors::default()).ok_or(Error::BadRequest("criteria"))?;
    let layout = Layout { comma: delimiter == "comma", bom, lang: page.language() };
    let begun = app.write(&by, move |w| begin(w, &criteria, layout)).await?;
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

/// Waits for the reader, but not for ever: an export holds a snapshot. False when there is none any more.
fn pass_on(send: &mpsc::Sender<Piece>, mut piece: Piece) -> bool {
    let since = Instant::now();
    loop {
        match send.try_send(piece) {
            Ok(()) => return true,
            Err(mpsc::error::TrySendError::Closed(_)) => return false,
            Err(mpsc::error::TrySendError::Full(back)) => piece = back,
        }
        if since.elapsed() > STALLED {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
