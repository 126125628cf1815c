//! What came in for one's own desk, and, for the Dpo, what was set aside.
use super::super::{self as room, Arrival, Aside, Ask, Desk, Doubt};
use crate::actor::Right;
use crate::app::App;
use crate::auth::SeeForms;
use crate::error::Result;
use crate::web::{Html, Page, html};
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "forms/arrivals.html")]
struct List {
    page: Page,
    desk: Desk,
    arrivals: Vec<Arrival>,
    aside: Vec<Aside>,
}

impl List {
    fn subtitle(&self) -> String {
        self.page.t.msg_forms_arrivals_of(self.desk.label(self.page.t))
    }

    /// What was typed besides the name, with its label.
    fn said(&self, arrival: &Arrival) -> Vec<(String, String)> {
        let t = self.page.t;
        let mut said = vec![(t.msg_forms_ask_email(), arrival.content.of("email").to_owned())];
        for ask in [Ask::Phone, Ask::Company, Ask::Message] {
            let text = arrival.content.of(ask.word());
            if !text.is_empty() {
                said.push((ask.label(t), text.to_owned()));
            }
        }
        said
    }

    fn why(&self, aside: &Aside) -> String {
        let t = self.page.t;
        match aside.doubt {
            Doubt::Unreadable => t.msg_forms_aside_unreadable(),
            Doubt::UnknownPage => t.msg_forms_aside_unknown_page(),
            Doubt::Unfit => t.msg_forms_aside_unfit(),
        }
    }
}

pub(super) async fn list(by: SeeForms, page: Page, app: web::Data<App>) -> Result<Html> {
    let (lang, sees_aside) = (page.language(), page.may(Right::PublishForms));
    let (desk, arrivals, aside) = app
        .look(&by, move |l| {
            let (desk, arrivals) = room::arrivals(l, lang)?;
            let aside = if sees_aside { room::aside(l)? } else { Vec::new() };
            Ok((desk, arrivals, aside))
        })
        .await?;
    html(&List { page, desk, arrivals, aside })
}
