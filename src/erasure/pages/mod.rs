//! The pages of erasures: what was erased, how far one has come, and the certificate of one that is done.
use super::{Cause, Erasure, Found, How, State};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{self, OrderErasure, SeeErasures};
use crate::catalogue::Holding;
use crate::error::{Error, Result};
use crate::web::{Fields, Form, Html, Page, Query, flash, html, lists, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/erasures").get(index))
        .service(web::resource("/erasures/{id:[0-9]+}").get(show))
        .service(web::resource("/erasures/{id:[0-9]+}/stop").post(stop));
}

/// So many stand on a page.
const PAGE: u8 = 50;

pub fn holding_word(t: &Words, holding: Holding) -> String {
    match holding {
        Holding::Identity => t.msg_erasure_holding_identity(),
        Holding::Reaches => t.msg_erasure_holding_reaches(),
        Holding::Leads => t.msg_erasure_holding_leads(),
        Holding::Notes => t.msg_erasure_holding_notes(),
        Holding::Assistance => t.msg_erasure_holding_assistance(),
        Holding::Accounts => t.msg_erasure_holding_accounts(),
        Holding::Cards => t.msg_erasure_holding_cards(),
        Holding::Holds => t.msg_erasure_holding_holds(),
        Holding::Contracts => t.msg_erasure_holding_contracts(),
        Holding::Consents => t.msg_erasure_holding_consents(),
        Holding::Submissions => t.msg_erasure_holding_submissions(),
        Holding::Mail => t.msg_erasure_holding_mail(),
        Holding::Links => t.msg_erasure_holding_links(),
        Holding::Lists => t.msg_erasure_holding_lists(),
        Holding::Uploads => t.msg_erasure_holding_uploads(),
        Holding::Parcels => t.msg_erasure_holding_parcels(),
        Holding::Mentions => t.msg_erasure_holding_mentions(),
    }
}

/// Where an erasure stands, and the colour of its chip.
pub fn state_word(t: &Words, state: State) -> (&'static str, String) {
    match state {
        State::Waiting => ("warn", t.msg_erasure_state_waiting()),
        State::Stopped => ("quiet", t.msg_erasure_state_stopped()),
        State::Begun | State::Swept | State::Shredded => ("info", t.msg_erasure_state_under_way()),
        State::Done => ("good", t.msg_erasure_state_done()),
    }
}

fn cause_word(t: &Words, cause: Cause) -> String {
    match cause {
        Cause::Request => t.msg_erasure_cause_request(),
        Cause::Contract => t.msg_erasure_cause_contract(),
        Cause::Prospect => t.msg_erasure_cause_prospect(),
        Cause::Restored => t.msg_erasure_cause_restored(),
    }
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Wanted {
    before: String,
    fragment: String,
}

#[derive(Template)]
#[template(path = "erasure/index.html")]
struct Index {
    page: Page,
    erasures: Vec<Erasure>,
    next: String,
}

impl Index {
    fn state(&self, erasure: &Erasure) -> (&'static str, String) {
        state_word(self.page.t, erasure.state)
    }

    fn cause(&self, erasure: &Erasure) -> String {
        cause_word(self.page.t, erasure.cause)
    }
}

async fn index(by: SeeErasures, page: Page, app: web::Data<App>, Query(wanted): Query<Wanted>) -> Result<Html> {
    let before = wanted.before.parse().ok();
    let mut erasures = app.look(&by, move |l| super::list(l, before, i64::from(PAGE) + 1)).await?;
    let more = erasures.len() > usize::from(PAGE);
    erasures.truncate(usize::from(PAGE));
    let next = erasures.last().filter(|_| more).map(|last| format!("/erasures?before={}", last.id));
    html(&Index { page, erasures, next: next.unwrap_or_default() })
}

/// One erasure: a countdown, then progress, then its certificate.
#[derive(Template)]
#[template(path = "erasure/show.html")]
struct Show {
    page: Page,
    erasure: Erasure,
    people: i64,
    companies: i64,
    by: String,
    seconds: i64,
}

impl Show {
    fn title(&self) -> String {
        match self.erasure.state {
            State::Done => self.page.t.msg_erasure_certificate(),
            _ => self.page.t.msg_erasure_title(),
        }
    }

    fn state(&self) -> (&'static str, String) {
        state_word(self.page.t, self.erasure.state)
    }

    fn cause(&self) -> String {
        cause_word(self.page.t, self.erasure.cause)
    }

    fn is_moving(&self) -> bool {
        !matches!(self.erasure.state, State::Done | State::Stopped)
    }

    fn how(&self) -> String {
        match self.erasure.how {
            How::Shred => self.page.t.msg_erasure_how_shred(),
            How::End => self.page.t.msg_erasure_how_end(),
        }
    }

    fn may_stop(&self) -> bool {
        self.erasure.may_be_stopped() && self.page.may(Right::OrderErasure)
    }

    fn done(&self) -> usize {
        self.erasure.progress().0
    }

    fn of(&self) -> usize {
        self.erasure.progress().1
    }

    /// What is being done now, in words.
    fn step(&self) -> String {
        let t = self.page.t;
        match self.erasure.state {
            State::Waiting => t.msg_erasure_step_waiting(),
            State::Begun => t.msg_erasure_step_sweeping(),
            State::Swept => t.msg_erasure_step_shredding(),
            State::Shredded => t.msg_erasure_step_deleting(),
            State::Stopped | State::Done => String::new(),
        }
    }

    fn holding(&self, found: &Found) -> String {
        holding_word(self.page.t, found.holding)
    }

    fn number(&self, n: &i64) -> String {
        lists::number(self.page.language(), *n)
    }
}

async fn show(
    by: SeeErasures,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(_): Query<Wanted>,
) -> Result<Html> {
    let id = id.into_inner();
    let (erasure, scope, names, now) = app
        .look(&by, move |l| {
            let erasure = super::get(l, id)?;
            let names = auth::names(l, &erasure.ordered_by.into_iter().collect::<Vec<_>>())?;
            Ok((erasure, super::scope(l, id)?, names, l.now))
        })
        .await?;
    let count = |ids: &[i64]| i64::try_from(ids.len()).unwrap_or(i64::MAX);
    html(&Show {
        people: count(&scope.people),
        companies: count(&scope.companies),
        by: erasure.ordered_by.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| page.t.msg_erasure_by_house()),
        seconds: (erasure.not_before - now).num_seconds().max(0),
        erasure,
        page,
    })
}

async fn stop(
    by: OrderErasure,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    fields.finish()?;
    match app.write(&by, move |w| super::stop(w, id)).await {
        Ok(()) => flash(&session, "good", page.t.msg_erasure_stopped())?,
        Err(Error::Stale) => flash(&session, "bad", page.t.msg_erasure_too_late())?,
        Err(error) => return Err(error),
    }
    Ok(see_other(&format!("/erasures/{id}")))
}
