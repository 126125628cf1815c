//! The register of processing activities, to be read and printed in either language, and who we are.
use super::super::{self as room, Controller, Papers, Processing};
use super::spoken;
use crate::actor::Right;
use crate::app::App;
use crate::auth::visit::role_word;
use crate::auth::{KeepRegister, SeeRegister};
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Errors, Fields, Form, Html, Page, Query, dates, flash, html, see_other};
use crate::words::{Lang, Words};
use actix_session::Session;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

/// A processing activity in words: one line of the register each.
pub struct Line {
    pub title: String,
    pub purposes: Vec<String>,
    pub grounds: Vec<String>,
    pub people: Vec<String>,
    pub categories: Vec<String>,
    pub roles: Vec<String>,
    pub parties: Vec<String>,
    pub terms: Vec<String>,
}

fn line(t: &Words, one: &Processing) -> Line {
    let party = |party: &room::Party| format!("{} ({})", party.name, party.country.label(t));
    Line {
        title: one.activity.label(t),
        purposes: one.purposes.iter().map(|one| one.label(t)).collect(),
        grounds: one.grounds.iter().map(|one| one.label(t)).collect(),
        people: one.people.iter().map(|one| one.label(t)).collect(),
        categories: one.categories.iter().map(|one| one.label(t)).collect(),
        roles: one.roles.iter().map(|role| role_word(*role, t)).collect(),
        parties: one.parties.iter().map(party).collect(),
        terms: one.terms.iter().map(|one| spoken::kept(t, *one)).collect(),
    }
}

/// What protects the data (Art. 30(1)(g), 32): what this program does, and no more.
fn measures(t: &Words) -> Vec<String> {
    vec![
        t.msg_register_measure_sealed(),
        t.msg_register_measure_door(),
        t.msg_register_measure_networks(),
        t.msg_register_measure_roles(),
        t.msg_register_measure_log(),
        t.msg_register_measure_pseudonyms(),
        t.msg_register_measure_intake(),
    ]
}

/// The register in one language.
struct Body {
    t: &'static Words,
    lang: &'static str,
    controller: Controller,
    lines: Vec<Line>,
    measures: Vec<String>,
    at: String,
}

impl Body {
    fn of(lang: Lang, controller: Controller, processing: &[Processing], at: NaiveDateTime) -> Self {
        let t = lang.words();
        Body {
            lines: processing.iter().map(|one| line(t, one)).collect(),
            measures: measures(t),
            at: dates::moment(lang, at),
            lang: lang.word(),
            controller,
            t,
        }
    }
}

#[derive(Template)]
#[template(path = "register/activities.html")]
struct Index {
    page: Page,
    body: Body,
    /// The other language: its code and its name.
    other: &'static str,
}

impl Index {
    fn may_say(&self) -> bool {
        self.page.may(Right::KeepRegister)
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    lang: String,
}

pub(super) async fn index(
    by: SeeRegister,
    page: Page,
    app: web::Data<App>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let lang = Lang::from_word(&asked.lang).unwrap_or_else(|| page.language());
    let (controller, processing, now) =
        app.look(&by, |l| Ok((room::controller(l)?, room::processing(l)?, l.now))).await?;
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    html(&Index { page, body: Body::of(lang, controller, &processing, now), other: other.word() })
}

/// The register as a file that stands for itself.
#[derive(Template)]
#[template(path = "register/standing.html")]
struct Standing {
    body: Body,
}

pub(super) fn draw(lang: Lang, papers: &Papers) -> Result<String> {
    let body = Body::of(lang, papers.controller.clone(), &papers.processing, papers.at);
    Standing { body }.render().map_err(|error| Error::internal(format!("template: {error}")))
}

#[derive(Template)]
#[template(path = "register/about.html")]
struct About {
    page: Page,
    typed: Controller,
    errors: Errors,
}

pub(super) async fn about(by: KeepRegister, page: Page, app: web::Data<App>) -> Result<Html> {
    let typed = app.look(&by, room::controller).await?;
    html(&About { page, typed, errors: Errors::default() })
}

pub(super) async fn say(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let version = fields.version()?;
    let theirs = ["name", "address", "dpo"].map(|name| keeps_theirs(&mut fields, name));
    let mut typed =
        Controller { name: fields.take("name"), address: fields.take("address"), dpo: fields.take("dpo"), version };
    fields.finish()?;
    if theirs.contains(&true) {
        let there = app.look(&by, room::controller).await?;
        let [name, address, dpo] = theirs;
        for (keeps, mine, theirs) in [
            (name, &mut typed.name, there.name),
            (address, &mut typed.address, there.address),
            (dpo, &mut typed.dpo, there.dpo),
        ] {
            if keeps {
                *mine = theirs;
            }
        }
    }
    let new = typed.clone();
    match app.write(&by, move |w| room::say(w, &new)).await {
        Ok(Ok(())) => {
            flash(&session, "good", page.t.msg_register_saved())?;
            Ok(see_other("/register"))
        }
        Ok(Err(faults)) => {
            let errors = spoken::told(page.t, &faults);
            again(&About { page, typed, errors })
        }
        Err(Error::Stale) => {
            let there = app.look(&by, room::controller).await?;
            conflict(&both(page, typed, there))
        }
        Err(error) => Err(error),
    }
}

fn both(page: Page, mine: Controller, theirs: Controller) -> Conflict {
    let t = page.t;
    let rows = [
        ("name", t.msg_register_controller(), mine.name, theirs.name),
        ("address", t.msg_register_address(), mine.address, theirs.address),
        ("dpo", t.msg_register_dpo(), mine.dpo, theirs.dpo),
    ];
    Conflict {
        title: t.msg_register_about(),
        action: "/register/about".to_owned(),
        back: "/register".to_owned(),
        version: theirs.version,
        hidden: rows.iter().map(|row| (row.0.to_owned(), row.2.clone())).collect(),
        versions: rows.into_iter().map(|(name, label, mine, theirs)| Versions { name, label, mine, theirs }).collect(),
        page,
    }
}
