//! The inspector's pack: taken by the Dpo, with a fresh code, as a stream that ends only when it is on record.
use super::super::{self as room, Pack};
use super::activities::draw;
use crate::actor::Right;
use crate::app::App;
use crate::auth::{Fresh, KeepRegister, SeeRegister};
use crate::error::{Error, Result};
use crate::web::sending::pass_on;
use crate::web::{Fields, Form, Html, Page, html, lists};
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use askama::Template;
use std::collections::HashMap;
use tokio::sync::mpsc;

/// Files that wait for a slow reader.
const WAITING: usize = 4;

#[derive(Template)]
#[template(path = "register/pack.html")]
struct Show {
    page: Page,
    packs: Vec<Pack>,
    names: HashMap<i64, String>,
    fingerprint: String,
    signer: String,
}

impl Show {
    fn may_take(&self) -> bool {
        self.page.may(Right::KeepRegister)
    }

    fn by(&self, pack: &Pack) -> String {
        pack.by_id.and_then(|id| self.names.get(&id).cloned()).unwrap_or_default()
    }

    fn size(&self, pack: &Pack) -> String {
        lists::size(self.page.language(), u64::try_from(pack.bytes).unwrap_or(0))
    }
}

pub(super) async fn show(by: SeeRegister, page: Page, app: web::Data<App>) -> Result<Html> {
    let (packs, names) = app.look(&by, room::packs).await?;
    let (fingerprint, signer) = room::public_key(&app);
    html(&Show { page, packs, names, fingerprint, signer })
}

pub(super) async fn take(by: KeepRegister, _: Fresh, app: web::Data<App>, Form(fields): Form<Fields>) -> Result<Html> {
    fields.finish()?;
    let begun = app.write(&by, room::begin).await?;
    let name = format!("attachment; filename=\"{}\"", begun.file_name());
    let (send, receive) = mpsc::channel::<(Vec<u8>, bool)>(WAITING);
    let (app, by) = (app.get_ref().clone(), by.0);
    tokio::task::spawn_blocking(move || {
        let made = room::make(&app, &by, &begun, draw, |piece| pass_on(&send, (piece, false)));
        match made {
            Ok(last) => {
                pass_on(&send, (last, true));
            }
            Err(error) => tracing::info!(pack = begun.id, %error, "a pack did not end well"),
        }
    });
    // A stream that ends without its last piece is cut off, and the browser says so.
    let stream = futures_util::stream::try_unfold((receive, false), |(mut receive, done)| async move {
        if done {
            return Ok(None);
        }
        match receive.recv().await {
            Some((bytes, last)) => Ok(Some((Bytes::from(bytes), (receive, last)))),
            None => Err(Error::Busy),
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/x-tar"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(stream))
}
