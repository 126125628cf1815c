//! What came in for one's own desk, and, for the Dpo, what was set aside.
use super::super::{self as room, Arrival, Aside, Ask, Desk, Doubt};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{PublishForms, SeeForms};
use crate::error::Result;
use crate::intake::Said;
use crate::web::{Fields, Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;
use chrono::{DateTime, NaiveDateTime};

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
        let ticked = arrival
            .purposes
            .iter()
            .filter(|purpose| arrival.content.of(&format!("consent_{}", purpose.word())) == "yes");
        let ticked: Vec<String> = ticked.map(|purpose| purpose.label(t)).collect();
        if !arrival.purposes.is_empty() {
            let none = t.msg_forms_arrival_no_boxes();
            said.push((t.msg_forms_arrival_boxes(), if ticked.is_empty() { none } else { ticked.join(", ") }));
        }
        said.push((t.msg_forms_arrival_language(), super::lang_label(t, arrival.row.lang)));
        said
    }

    fn why(&self, aside: &Aside) -> String {
        why(&self.page, aside.doubt)
    }
}

fn why(page: &Page, doubt: Doubt) -> String {
    let t = page.t;
    match doubt {
        Doubt::Unreadable => t.msg_forms_aside_unreadable(),
        Doubt::UnknownPage => t.msg_forms_aside_unknown_page(),
        Doubt::Unfit => t.msg_forms_aside_unfit(),
    }
}

#[derive(Template)]
#[template(path = "forms/aside.html")]
struct OneAside {
    page: Page,
    id: String,
    why: String,
    /// None where it does not open.
    sent_at: Option<NaiveDateTime>,
    /// What was typed, under the names that the form has for it.
    fields: Vec<(String, String)>,
}

/// Shown once, in answer to a click: whoever wants to see it again asks again, and that is another deed.
pub(super) async fn open(
    by: PublishForms,
    page: Page,
    app: web::Data<App>,
    number: web::Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = number.into_inner();
    let asked = id.clone();
    let (doubt, mut parcel) = app.look(&by, move |l| room::open_aside(l, &asked)).await?;
    let sent_at = parcel.as_ref().and_then(|parcel| DateTime::from_timestamp(parcel.sent_at, 0));
    let fields = match parcel.as_mut().map(|parcel| &mut parcel.said) {
        Some(Said::Form(form)) => std::mem::take(&mut form.fields).into_iter().collect(),
        _ => Vec::new(),
    };
    let why = why(&page, doubt);
    html(&OneAside { page, id, why, sent_at: sent_at.map(|at| at.naive_utc()), fields })
}

pub(super) async fn dismissal(
    by: PublishForms,
    page: Page,
    session: Session,
    app: web::Data<App>,
    number: web::Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let id = number.into_inner();
    app.write(&by, move |w| room::dismiss(w, &id)).await?;
    flash(&session, "good", page.t.msg_forms_aside_dismissed())?;
    Ok(see_other("/forms/arrivals"))
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
