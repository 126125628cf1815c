//! The panel of consents on a person's page, and the form that takes down what somebody said.
mod grounds;
mod hindsight;

use super::{
    Act, Address, At, Channel, Fault, Footing, NewLine, Permission, Proof, Purpose, Reason, Source, Story, Told,
    Waiting, Way,
};
use crate::actor::Right;
use crate::app::App;
use crate::auth::GiveConsent;
use crate::error::{Error, Result};
use crate::people;
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, Query, dates, flash, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/people/{id:[0-9]+}/consents/new").get(new).post(add))
        .service(web::resource("/people/{id:[0-9]+}/consents/on").get(hindsight::on))
        .service(web::resource("/consents/grounds").get(grounds::show).post(grounds::decide));
}

/// How things stand, and the story of how they came to.
#[derive(Template)]
#[template(path = "consent/person_panel.html")]
pub struct PersonPanel {
    page: Page,
    story: Story,
}

impl askama::filters::HtmlSafe for PersonPanel {}

/// The panel of the room for the person's page.
pub fn person_panel(page: &Page, story: Story) -> PersonPanel {
    PersonPanel { page: page.clone(), story }
}

impl PersonPanel {
    fn href(&self) -> String {
        if self.page.may(Right::GiveConsent) || self.page.may(Right::RefuseConsent) {
            format!("/people/{}/consents/new", self.story.person)
        } else {
            String::new()
        }
    }

    /// The shape and colour of a chip; its words say the same.
    fn shape(state: &Result<Permission, Reason>) -> &'static str {
        match state {
            Ok(_) => "given",
            Err(Reason::Withdrawn | Reason::Expired) => "withdrawn",
            Err(Reason::Objected | Reason::SharedAddressRefused) => "objected",
            Err(
                Reason::ThirdParty
                | Reason::Restricted
                | Reason::NoAddress
                | Reason::Undeliverable
                | Reason::GivenForAnotherAddress
                | Reason::GenericBox
                | Reason::NotInformed
                | Reason::NeverGiven,
            ) => "none",
        }
    }

    fn words(&self, state: &Result<Permission, Reason>) -> String {
        match state {
            Ok(Permission { footing: Footing::Consent, since: Some(day), .. }) => {
                self.page.t.msg_consent_given_on(self.page.day(day))
            }
            Ok(permission) => permission.footing.label(self.page.t),
            Err(reason) => reason.label(self.page.t),
        }
    }

    fn on(&self) -> String {
        format!("/people/{}/consents/on", self.story.person)
    }

    fn icon(told: &Told) -> &'static str {
        if told.act == Act::Informed { "mail" } else { told.act.word() }
    }

    fn channel(&self, way: &Way) -> String {
        way.channel.label(self.page.t)
    }

    fn purpose(&self, purpose: &Purpose) -> String {
        purpose.short(self.page.t)
    }

    fn sentence(&self, told: &Told) -> String {
        super::sentence(self.page.language(), told)
    }

    fn who(&self, told: &Told) -> String {
        let t = self.page.t;
        match (&told.by, told.import) {
            (Some(name), _) => t.msg_consent_noted_by(name),
            (None, Some(_)) => t.msg_consent_from_import(),
            (None, None) => t.msg_consent_noted(),
        }
    }

    fn proof(&self, told: &Told) -> String {
        let wording = (!told.wording.is_empty()).then(|| self.page.t.msg_consent_wording_shown(&told.wording));
        let note = (!told.note.is_empty()).then(|| told.note.clone());
        let served = told.served.as_ref().and_then(|served| {
            let hash = data_encoding::HEXLOWER.encode(&served.hash);
            // What came from our own website says so already, and better.
            if told.note.contains(&hash) {
                return None;
            }
            let (form, notice) = (served.form.to_string(), served.notice.to_string());
            Some(self.page.t.msg_consent_served(&form, &notice, served.lang.word(), &hash))
        });
        let confirmed = told.confirmed.map(|confirmed| {
            let (asked, at) = (self.page.moment(&confirmed.asked_at), self.page.moment(&confirmed.confirmed_at));
            self.page.t.msg_consent_confirmed(asked, at)
        });
        wording.into_iter().chain(confirmed).chain(note).chain(served).collect::<Vec<_>>().join("\n")
    }

    fn waits(&self, waiting: &Waiting) -> String {
        waiting.sentence(self.page.language(), self.story.now)
    }
}

/// Every field as it was typed.
#[derive(Clone, Default)]
struct Typed {
    act: String,
    purposes: Vec<Purpose>,
    /// `email-17` is one address, `email` a channel, `all` every channel.
    place: String,
    source: String,
    happened_on: String,
    note: String,
    wording: String,
}

impl Typed {
    /// # Errors
    /// When a field was sent that the form does not have.
    fn take(mut fields: Fields) -> Result<Self> {
        let every = fields.take("purpose_all") == "yes";
        let mut ticked = |purpose: &Purpose| fields.take(&format!("purpose_{}", purpose.word())) == "yes";
        let purposes = Purpose::ALL.iter().copied().filter(|purpose| ticked(purpose) || every).collect();
        let typed = Typed {
            act: fields.take("act"),
            purposes,
            place: fields.take("where"),
            source: fields.take("source"),
            happened_on: fields.take("happened_on"),
            note: fields.take("note").replace("\r\n", "\n"),
            wording: fields.take("wording").replace("\r\n", "\n"),
        };
        fields.finish()?;
        Ok(typed)
    }

    /// What it means, or which fields say nothing.
    fn parse(&self, person: i64, page: &Page, errors: &mut Errors) -> Option<NewLine> {
        let t = page.t;
        let act = Act::from_word(&self.act);
        if act.is_none() {
            errors.add("act", t.msg_consent_fault_act());
        }
        let place = place(&self.place);
        if place.is_none() {
            errors.add("where", t.msg_consent_fault_where());
        }
        let source = Source::from_word(&self.source);
        if source.is_none() {
            errors.add("source", t.msg_consent_fault_source());
        }
        let happened_on = dates::parse(&self.happened_on);
        if happened_on.is_none() {
            errors.add("happened_on", t.msg_fault_date());
        }
        let (channels, address) = place?;
        Some(NewLine {
            person,
            act: act?,
            purposes: self.purposes.clone(),
            channels,
            address,
            proof: Proof {
                source: source?,
                note: self.note.clone(),
                wording: self.wording.clone(),
                happened_on: happened_on?,
            },
        })
    }
}

fn place(text: &str) -> Option<(Vec<Channel>, Option<At>)> {
    if text == "all" {
        return Some((Channel::ALL.to_vec(), None));
    }
    let (channel, which) = text.split_once('-').map_or((text, None), |(channel, which)| (channel, Some(which)));
    let channel = Channel::from_word(channel)?;
    let address = match which {
        None => None,
        Some("now") => Some(At::Post),
        Some(id) => Some(At::Reach(id.parse().ok()?)),
    };
    Some((vec![channel], address))
}

#[derive(Template)]
#[template(path = "consent/new.html")]
struct New {
    page: Page,
    id: i64,
    name: String,
    typed: Typed,
    errors: Errors,
    places: Vec<Choice>,
    panel: PersonPanel,
}

impl New {
    fn back(&self) -> String {
        format!("/people/{}", self.id)
    }

    fn action(&self) -> String {
        format!("/people/{}/consents/new", self.id)
    }

    fn purposes(&self) -> impl Iterator<Item = (String, String, bool)> {
        Purpose::ALL.iter().map(|purpose| {
            let ticked = self.typed.purposes.contains(purpose);
            (format!("purpose_{}", purpose.word()), purpose.label(self.page.t), ticked)
        })
    }

    fn sources(&self) -> Vec<Choice> {
        let typed = Source::ALL.iter().filter(|source| source.is_taken_down());
        typed.map(|source| Choice::new(source.word(), source.label(self.page.t))).collect()
    }
}

/// The addresses first, then whole channels, then everything.
fn places(page: &Page, addresses: &[Address]) -> Vec<Choice> {
    let t = page.t;
    let one = |address: &Address| {
        let which = address.reach.map_or_else(|| "now".to_owned(), |id| id.to_string());
        let written = address.written.replace('\n', ", ");
        Choice::new(
            format!("{}-{which}", address.channel.word()),
            t.msg_consent_where_one(address.channel.label(t), &written),
        )
    };
    let channel = |channel: &Channel| Choice::new(channel.word(), t.msg_consent_where_channel(channel.label(t)));
    let all = Choice::new("all", t.msg_consent_where_all());
    addresses.iter().map(one).chain(Channel::ALL.iter().map(channel)).chain([all]).collect()
}

/// The form, with the person as they stand beside it. Showing it opens the person.
async fn form(by: &GiveConsent, page: Page, app: &App, id: i64, typed: Typed, errors: Errors) -> Result<New> {
    let (person, addresses, story) = app
        .look(by, move |l| {
            let person = people::get(l, id)?;
            let addresses = super::addresses(l.vault(), &person);
            Ok((person, addresses, super::story(l, id)?))
        })
        .await?;
    let (places, panel) = (places(&page, &addresses), person_panel(&page, story));
    Ok(New { page, id, name: person.name(), typed, errors, places, panel })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// What a link on the person's page proposes.
    #[serde(default)]
    act: String,
}

async fn new(
    by: GiveConsent,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let today = app.clock().today().to_string();
    let typed = Typed { act: asked.act, happened_on: today, ..Typed::default() };
    html(&form(&by, page, &app, *id, typed, Errors::default()).await?)
}

async fn add(
    by: GiveConsent,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(fields)?;
    if Source::from_word(&typed.source).is_some_and(|source| !source.is_taken_down()) {
        return Err(Error::BadRequest("imports and links record their own consents"));
    }
    let mut errors = Errors::default();
    let Some(line) = typed.parse(*id, &page, &mut errors) else {
        if typed.purposes.is_empty() {
            errors.add("purposes", page.t.msg_consent_fault_purpose());
        }
        return again(&form(&by, page, &app, *id, typed, errors).await?);
    };
    match app.write(&by, move |w| super::record(w, &line)).await? {
        Ok(lines) => {
            flash(&session, "good", page.t.msg_consent_recorded(u32::try_from(lines.len()).unwrap_or(u32::MAX)))?;
            Ok(see_other(&format!("/people/{id}#consents")))
        }
        Err(faults) => {
            for fault in faults {
                let (field, words) = spoken(&page, fault);
                errors.add(field, words);
            }
            again(&form(&by, page, &app, *id, typed, errors).await?)
        }
    }
}

fn spoken(page: &Page, fault: Fault) -> (&'static str, String) {
    let t = page.t;
    match fault {
        Fault::NoPurpose => ("purposes", t.msg_consent_fault_purpose()),
        Fault::NoChannel => ("where", t.msg_consent_fault_where()),
        Fault::NotTheirAddress => ("where", t.msg_consent_fault_address()),
        Fault::InTheFuture => ("happened_on", t.msg_fault_date_future()),
        Fault::TooLongAgo => ("happened_on", t.msg_consent_fault_long_ago()),
        Fault::NoteMissing => ("note", t.msg_consent_fault_note()),
        Fault::TooLong => ("wording", t.msg_fault_too_long(u32::try_from(super::LONGEST).unwrap_or(u32::MAX))),
        Fault::ThirdParty => ("act", t.msg_consent_fault_third_party()),
    }
}
