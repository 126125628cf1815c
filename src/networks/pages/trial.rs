//! The trial of a change: it counts at once, and ends by itself unless it is confirmed by a connection that was opened
//! since.
use super::change::{self, Typed};
use super::{afresh, change_words, client};
use crate::app::{App, blocking};
use crate::auth::{self, Fresh, ManageNetworks};
use crate::error::Result;
use crate::gate::{Connection, Gate};
use crate::networks::{self, Trial, Tried};
use crate::web::{Errors, Fields, Form, Html, Page, flash, html, see_other};
use actix_session::{Session, SessionExt};
use actix_web::http::Version;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "networks/trial.html")]
struct Running {
    page: Page,
    sentence: String,
    by: String,
    /// When it ends by itself, to the second.
    until: String,
    left: i64,
    /// Which one: whoever confirms it has read this page and not another.
    trial: i64,
}

impl Running {
    /// The page asks again when the time is over, and is led to what came of it.
    fn again_in(&self) -> i64 {
        self.left + 1
    }
}

/// Makes this process keep to what was just decided; the others follow within a second.
async fn keep_to(app: &App, gate: &Gate) -> Result<()> {
    let (app, gate) = (app.clone(), gate.clone());
    blocking(move || networks::keep_to(&app, &gate)).await
}

async fn present(by: &ManageNetworks, app: &App) -> Result<Option<Trial>> {
    app.look(by, |l| {
        let now = l.now;
        Ok(networks::standing(l)?.trial_at(now).cloned())
    })
    .await
}

/// Was the connection of this request opened since the change is on trial?
fn is_fresh(request: &HttpRequest, gate: &Gate, trial: i64) -> Result<bool> {
    let client = client(request)?;
    let since = request.conn_data::<Connection>().map(|connection| connection.since);
    Ok(since.is_some_and(|since| networks::is_fresh(gate, trial, since, &client)))
}

pub(super) async fn begin(
    by: ManageNetworks,
    _: Fresh,
    page: Page,
    request: HttpRequest,
    app: web::Data<App>,
    gate: web::Data<Gate>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    let Some(change) = typed.parsed(&page, &mut errors)? else { return change::retype(page, typed, errors) };
    let (from, asked) = (client(&request)?.address, change.clone());
    match app.write(&by, move |w| networks::try_out(w, &asked, from)).await? {
        Tried::Begun => {
            keep_to(&app, &gate).await?;
            Ok(afresh(&request, see_other("/networks/trial")))
        }
        // What spoke against it came up since the preview.
        Tried::Refused(_) => change::show(&by, page, &request, &app, &gate, change).await,
        Tried::Another => {
            flash(&request.get_session(), "bad", page.t.msg_networks_another())?;
            Ok(see_other("/networks/trial"))
        }
    }
}

pub(super) async fn show(
    by: ManageNetworks,
    page: Page,
    request: HttpRequest,
    app: web::Data<App>,
    gate: web::Data<Gate>,
) -> Result<Html> {
    let seen = app.look(&by, |l| {
        let now = l.now;
        let standing = networks::standing(l)?;
        let Some(trial) = standing.trial_at(now).cloned() else { return Ok(None) };
        let name = auth::name(l, Some(trial.by_id))?;
        Ok(Some((standing, trial, name, now)))
    });
    let Some((standing, trial, by, now)) = seen.await? else { return Ok(see_other("/networks")) };
    let answer = html(&Running {
        sentence: change_words(page.t, &standing, &trial.change),
        by,
        until: trial.until.format("%H:%M:%S UTC").to_string(),
        left: (trial.until - now).num_seconds().max(0),
        trial: trial.id,
        page,
    })?;
    // Browsers keep a few connections: each that is older than the trial is ended by what it carries.
    if is_fresh(&request, &gate, trial.id)? { Ok(answer) } else { Ok(afresh(&request, answer)) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meant {
    trial: i64,
}

pub(super) async fn confirm(
    by: ManageNetworks,
    page: Page,
    request: HttpRequest,
    session: Session,
    app: web::Data<App>,
    gate: web::Data<Gate>,
    Form(meant): Form<Meant>,
) -> Result<Html> {
    let Some(trial) = present(&by, &app).await?.filter(|trial| trial.id == meant.trial) else {
        flash(&session, "bad", page.t.msg_networks_gone())?;
        return Ok(see_other("/networks"));
    };
    if !is_fresh(&request, &gate, trial.id)? {
        // A browser keeps several connections from before. Each that it tries is ended, and the same form sent again by the
        // next, until one is new; HTTP/2 has one, which takes a moment to end.
        if request.version() == Version::HTTP_11 {
            let again = HttpResponse::TemporaryRedirect().insert_header((LOCATION, request.path())).finish();
            return Ok(afresh(&request, again));
        }
        flash(&session, "bad", page.t.msg_networks_not_fresh())?;
        return Ok(afresh(&request, see_other("/networks/trial")));
    }
    let kept = app.write(&by, move |w| networks::keep(w, trial.id)).await?;
    keep_to(&app, &gate).await?;
    if kept {
        flash(&session, "good", page.t.msg_networks_kept())?;
    } else {
        flash(&session, "bad", page.t.msg_networks_gone())?;
    }
    Ok(see_other("/networks"))
}

pub(super) async fn take_back(
    by: ManageNetworks,
    page: Page,
    session: Session,
    app: web::Data<App>,
    gate: web::Data<Gate>,
    Form(meant): Form<Meant>,
) -> Result<Html> {
    if let Some(trial) = present(&by, &app).await?.filter(|trial| trial.id == meant.trial) {
        app.write(&by, move |w| networks::take_back(w, trial.id)).await?;
        keep_to(&app, &gate).await?;
    }
    flash(&session, "good", page.t.msg_networks_taken_back())?;
    Ok(see_other("/networks"))
}
