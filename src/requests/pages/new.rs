//! Somebody asks: by telephone, by letter, on the spot. Support, sales and marketing take it down and go on with their day.
use super::PATH;
use crate::actor::{Actor, Right};
use crate::app::App;
use crate::auth::ForwardRequests;
use crate::calendar::day_in_france;
use crate::error::{Error, Result};
use crate::notes;
use crate::people;
use crate::reach::{Reach, ReachKind};
use crate::requests::{self, Claim, Requester, Way};
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, Query, dates, faults, flash, html, see_other};
use crate::words::Lang;
use actix_session::Session;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

/// What stands in the fields, before it is parsed.
#[derive(Clone, Default)]
struct Typed {
    /// The person whose page it was begun on; empty for none.
    person: String,
    claims: Vec<Claim>,
    way: String,
    received_on: String,
    requester: Requester,
    lang: String,
    on_behalf: String,
    asked: String,
}

#[derive(Template)]
#[template(path = "requests/new.html")]
struct New {
    page: Page,
    typed: Typed,
    errors: Errors,
    ways: Vec<Choice>,
    langs: Vec<Choice>,
    back: String,
}

impl New {
    fn of(page: Page, typed: Typed, errors: Errors) -> Self {
        let t = page.t;
        // What comes by the form comes by itself.
        let ways = Way::ALL.iter().filter(|way| **way != Way::Form);
        New {
            ways: ways.map(|way| Choice::new(way.word(), way.label(t))).collect(),
            langs: Lang::ALL.iter().map(|lang| Choice::new(lang.word(), people::pages::lang_word(t, *lang))).collect(),
            back: match typed.person.is_empty() {
                true => PATH.to_owned(),
                false => format!("/people/{}", typed.person),
            },
            typed,
            errors,
            page,
        }
    }

    fn claims(&self) -> Vec<(String, String, String, bool)> {
        let t = self.page.t;
        let one = |claim: &Claim| {
            let name = format!("claim_{}", claim.word());
            (name, claim.label(t), claim.does(t), self.typed.claims.contains(claim))
        };
        Claim::ALL.iter().map(one).collect()
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Begun {
    person: Option<i64>,
}

pub(super) async fn new(
    by: ForwardRequests,
    page: Page,
    app: web::Data<App>,
    Query(begun): Query<Begun>,
) -> Result<Html> {
    let today = day_in_france(app.clock().now());
    let mut typed = Typed {
        way: Way::Telephone.word().to_owned(),
        received_on: today.to_string(),
        lang: Lang::Fr.word().to_owned(),
        ..Typed::default()
    };
    if let Some(id) = begun.person {
        let person = app.look(&by, move |l| people::get(l, id)).await?;
        let written = |kind| person.first(kind).map(|kept| kept.reach.written().into_owned()).unwrap_or_default();
        typed.person = id.to_string();
        typed.lang = person.lang.word().to_owned();
        typed.requester = Requester {
            name: person.name(),
            email: written(ReachKind::Email),
            phone: person.telephone().map(|kept| kept.reach.written().into_owned()).unwrap_or_default(),
            address: person.address.clone(),
        };
    }
    html(&New::of(page, typed, Errors::default()))
}

fn take(fields: &mut Fields) -> Typed {
    let claims = fields.take_all("claim_");
    Typed {
        person: fields.take("person"),
        claims: claims.iter().filter_map(|(word, _)| Claim::from_word(word)).collect(),
        way: fields.take("way"),
        received_on: fields.take("received_on"),
        requester: Requester {
            name: fields.take("name"),
            email: fields.take("email"),
            phone: fields.take("phone"),
            address: fields.take("address"),
        },
        lang: fields.take("lang"),
        on_behalf: fields.take("on_behalf"),
        asked: fields.take("asked"),
    }
}

/// The words beside what cannot be kept.
fn parse(
    page: &Page,
    by: &Actor,
    typed: &Typed,
    today: chrono::NaiveDate,
    errors: &mut Errors,
) -> Option<requests::New> {
    let t = page.t;
    if typed.claims.is_empty() {
        errors.add("claims", t.msg_requests_fault_claims());
    }
    let way = Way::from_word(&typed.way).filter(|way| *way != Way::Form);
    if way.is_none() {
        errors.add("way", t.msg_fault_choose());
    }
    let lang = Lang::from_word(&typed.lang);
    if lang.is_none() {
        errors.add("lang", t.msg_fault_choose());
    }
    let received_on = dates::parse(&typed.received_on);
    match received_on {
        None => errors.add("received_on", t.msg_fault_date()),
        Some(day) if day > today => errors.add("received_on", t.msg_requests_fault_future()),
        Some(_) => {}
    }
    let name = notes::pages::short(t, errors, "name", &typed.requester.name);
    for (field, kind, text) in
        [("email", ReachKind::Email, &typed.requester.email), ("phone", ReachKind::Phone, &typed.requester.phone)]
    {
        if !text.is_empty()
            && let Err(fault) = Reach::parse(kind, text)
        {
            errors.add(field, faults::reach(t, fault));
        }
    }
    let optional = |errors: &mut Errors, field: &str, text: &str| {
        if !text.is_empty() {
            drop(notes::pages::long(t, errors, field, text));
        }
    };
    optional(errors, "address", &typed.requester.address);
    optional(errors, "on_behalf", &typed.on_behalf);
    optional(errors, "asked", &typed.asked);
    // Whoever only forwards it knows who called; whose data it is, they say where they stand on that person's page.
    let person = match typed.person.as_str() {
        "" => None,
        id if by.may(Right::FindPeople) => Some(id.parse().ok()?),
        _ => return None,
    };
    if !errors.is_empty() {
        return None;
    }
    Some(requests::New {
        way: way?,
        claims: typed.claims.clone(),
        lang: lang?,
        received_on: received_on?,
        requester: Requester { name: name?.as_str().to_owned(), ..typed.requester.clone() },
        asked: typed.asked.clone(),
        on_behalf: typed.on_behalf.clone(),
        person,
        submission: None,
    })
}

pub(super) async fn record(
    by: ForwardRequests,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    let today = day_in_france(app.clock().now());
    let Some(new) = parse(&page, &by, &typed, today, &mut errors) else {
        if errors.is_empty() {
            return Err(Error::BadRequest("a person"));
        }
        return again(&New::of(page, typed, errors));
    };
    let id = app.write(&by, move |w| requests::record(w, &new)).await?;
    flash(&session, "good", page.t.msg_requests_recorded())?;
    Ok(see_other(&format!("{PATH}/{id}")))
}
