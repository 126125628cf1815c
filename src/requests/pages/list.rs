//! The list: open requests with the nearest deadline first, and closed ones.
use super::{PATH, Row};
use crate::actor::Right;
use crate::app::App;
use crate::auth::FollowRequests;
use crate::error::Result;
use crate::requests::{self, State};
use crate::web::{Html, Page, Query, html};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "requests/list.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    closed: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wanted {
    /// `closed`; the open ones otherwise.
    list: String,
}

impl List {
    fn tabs(&self) -> Vec<(String, String, bool)> {
        let t = self.page.t;
        let mut tabs = vec![
            (PATH.to_owned(), t.msg_requests_open_ones(), !self.closed),
            (format!("{PATH}?list=closed"), t.msg_requests_closed_ones(), self.closed),
        ];
        if self.page.may(Right::RestrictPeople) {
            tabs.push((format!("{PATH}/restricted"), t.msg_requests_restricted_people(), false));
        }
        tabs
    }
}

pub(super) async fn list(
    by: FollowRequests,
    page: Page,
    app: web::Data<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Html> {
    let closed = wanted.list == "closed";
    let state = if closed { State::Closed } else { State::Open };
    let lines = app.look(&by, move |l| requests::list(l, state)).await?;
    html(&List { rows: lines.iter().map(|line| Row::of(&page, line)).collect(), closed, page })
}
