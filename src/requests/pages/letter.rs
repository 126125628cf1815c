//! A letter as it is printed.
use super::PATH;
use crate::app::App;
use crate::auth::SeeRequests;
use crate::calendar::day_in_france;
use crate::error::Result;
use crate::requests::{self, Letter, Requester};
use crate::web::{Html, Page, dates, html};
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "requests/letter.html")]
struct Show {
    page: Page,
    letter: Letter,
    requester: Requester,
    company: String,
    back: String,
    closes: bool,
}

impl Show {
    fn day(&self) -> String {
        dates::day(self.letter.lang, day_in_france(self.letter.at))
    }
}

pub(super) async fn show(
    by: SeeRequests,
    page: Page,
    app: web::Data<App>,
    path: web::Path<(i64, i64)>,
) -> Result<Html> {
    let (id, number) = *path;
    let (opened, letter) =
        app.look(&by, move |l| Ok((requests::get(l, id)?, requests::letter(l, id, number)?))).await?;
    html(&Show {
        letter,
        closes: opened.request.order.is_some() && opened.request.is_open(),
        requester: opened.request.requester,
        company: app.config().company.clone(),
        back: format!("{PATH}/{id}"),
        page,
    })
}
