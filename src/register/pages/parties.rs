//! Sites, suppliers and recipients: the list, a new one, one of them with its certificates.
use super::super::{self as room, Country, NewParty, Party, PartyKind, standing};
use super::certificates;
use super::spoken::{self, certificate_words};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{KeepParties, SeeRegister};
use crate::error::{Error, Result};
use crate::purposes::Activity;
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, flash, html, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "register/parties.html")]
struct List {
    page: Page,
    parties: Vec<Party>,
    /// What runs out or has: the party, the certificate, the kind of its chip and the words.
    warnings: Vec<(i64, String, String, &'static str, String)>,
    today: NaiveDate,
}

impl List {
    fn may_keep(&self) -> bool {
        self.page.may(Right::KeepParties)
    }

    fn certificates(&self, party: &Party) -> Vec<(&'static str, String)> {
        let chip = |one: &room::Certificate| {
            let (kind, _) = certificate_words(self.page.t, standing(one.expires_on, self.today), "");
            (kind, certificates::name(self.page.t, one))
        };
        party.certificates.iter().map(chip).collect()
    }
}

pub(super) async fn list(by: SeeRegister, page: Page, app: web::Data<App>) -> Result<Html> {
    let (parties, expiring, today) =
        app.look(&by, |l| Ok((room::parties(l)?, room::expiring(l)?, l.now.date()))).await?;
    let warning = |(party, one): (Party, room::Certificate)| {
        let day = page.day(&one.expires_on);
        let (kind, words) = certificate_words(page.t, standing(one.expires_on, today), &day);
        (party.id, party.name, certificates::name(page.t, &one), kind, words)
    };
    let warnings = expiring.into_iter().map(warning).collect();
    html(&List { parties, warnings, today, page })
}

/// Every field as it was typed.
#[derive(Clone, Default)]
struct Typed {
    kind: String,
    name: String,
    what: String,
    country: String,
    activities: Vec<Activity>,
}

/// A country that is none of the list: there is a choice for it, so that it is refused in words.
const ELSEWHERE: &str = "elsewhere";

impl Typed {
    fn of(party: &Party) -> Self {
        Typed {
            kind: party.kind.word().to_owned(),
            name: party.name.clone(),
            what: party.what.clone(),
            country: party.country.word().to_owned(),
            activities: party.activities.clone(),
        }
    }

    fn take(fields: &mut Fields) -> Self {
        let mut ticked = |one: &Activity| fields.take(&format!("activity_{}", one.word())) == "yes";
        let activities = Activity::ALL.iter().copied().filter(|one| ticked(one)).collect();
        Typed {
            activities,
            kind: fields.take("kind"),
            name: fields.take("name"),
            what: fields.take("what").replace("\r\n", "\n"),
            country: fields.take("country"),
        }
    }

    fn parsed(&self) -> NewParty {
        NewParty {
            kind: PartyKind::from_word(&self.kind),
            name: self.name.clone(),
            what: self.what.clone(),
            country: self.country.clone(),
            activities: self.activities.clone(),
        }
    }

    fn activity_words(&self, t: &Words) -> String {
        self.activities.iter().map(|activity| activity.label(t)).collect::<Vec<_>>().join(", ")
    }
}

/// What both forms choose from.
struct Choices {
    kinds: Vec<(&'static str, String, String)>,
    countries: Vec<Choice>,
    activities: &'static [Activity],
}

impl Choices {
    fn of(t: &Words) -> Self {
        let mut countries: Vec<Choice> =
            Country::ALL.iter().map(|country| Choice::new(country.word(), country.label(t))).collect();
        countries.sort_by_cached_key(|choice| crate::search::fold(&choice.label));
        countries.push(Choice::new(ELSEWHERE, t.msg_register_country_elsewhere()));
        Choices {
            kinds: PartyKind::ALL.iter().map(|kind| (kind.word(), kind.label(t), kind.hint(t))).collect(),
            countries,
            activities: Activity::ALL,
        }
    }

    fn activities(&self, t: &Words, typed: &Typed) -> Vec<(String, String, bool)> {
        let line = |one: &Activity| (format!("activity_{}", one.word()), one.label(t), typed.activities.contains(one));
        self.activities.iter().map(line).collect()
    }
}

#[derive(Template)]
#[template(path = "register/party_new.html")]
struct New {
    page: Page,
    typed: Typed,
    choices: Choices,
    errors: Errors,
}

pub(super) async fn new(_: KeepParties, page: Page) -> Result<Html> {
    html(&New { choices: Choices::of(page.t), typed: Typed::default(), errors: Errors::default(), page })
}

pub(super) async fn add(
    by: KeepParties,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let new = typed.parsed();
    match app.write(&by, move |w| room::add(w, &new)).await? {
        Ok(id) => {
            flash(&session, "good", page.t.msg_register_party_added())?;
            Ok(see_other(&format!("/register/parties/{id}")))
        }
        Err(faults) => {
            let errors = spoken::told(page.t, &faults);
            again(&New { choices: Choices::of(page.t), typed, errors, page })
        }
    }
}

#[derive(Template)]
#[template(path = "register/party.html")]
pub(super) struct Show {
    page: Page,
    party: Party,
    version: i64,
    typed: Typed,
    choices: Choices,
    errors: Errors,
    /// A certificate that is being added.
    certificate: certificates::Typed,
    certificate_errors: Errors,
    today: NaiveDate,
}

impl Show {
    pub(super) fn of(page: Page, party: Party, today: NaiveDate) -> Self {
        Show {
            version: party.version,
            typed: Typed::of(&party),
            choices: Choices::of(page.t),
            errors: Errors::default(),
            certificate: certificates::Typed::default(),
            certificate_errors: Errors::default(),
            party,
            today,
            page,
        }
    }

    pub(super) fn with_certificate(self, certificate: certificates::Typed, certificate_errors: Errors) -> Self {
        Show { certificate, certificate_errors, ..self }
    }

    fn may_keep(&self) -> bool {
        self.page.may(Right::KeepParties) && self.party.ended_at.is_none()
    }

    fn kinds(&self) -> Vec<Choice> {
        certificates::kinds(self.page.t)
    }

    fn standing(&self, one: &room::Certificate) -> (&'static str, String) {
        certificate_words(self.page.t, standing(one.expires_on, self.today), &self.page.day(&one.expires_on))
    }

    fn name(&self, one: &room::Certificate) -> String {
        certificates::name(self.page.t, one)
    }

    fn all_errors(&self) -> &Errors {
        if self.errors.is_empty() { &self.certificate_errors } else { &self.errors }
    }

    fn subtitle(&self) -> String {
        format!("{}, {}", self.party.kind.label(self.page.t), self.party.country.label(self.page.t))
    }
}

pub(super) async fn show(by: SeeRegister, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let (party, today) = app.look(&by, move |l| Ok((room::party(l, id)?, l.now.date()))).await?;
    html(&Show::of(page, party, today))
}

pub(super) async fn change(
    by: KeepParties,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let version = fields.version()?;
    let theirs = ["kind", "name", "what", "country", "activities"].map(|name| keeps_theirs(&mut fields, name));
    let mut typed = Typed::take(&mut fields);
    fields.finish()?;
    let (party, today) = app.look(&by, move |l| Ok((room::party(l, id)?, l.now.date()))).await?;
    let there = Typed::of(&party);
    let [kind, name, what, country, activities] = theirs;
    for (keeps, mine, theirs) in [
        (kind, &mut typed.kind, there.kind),
        (name, &mut typed.name, there.name),
        (what, &mut typed.what, there.what),
        (country, &mut typed.country, there.country),
    ] {
        if keeps {
            *mine = theirs;
        }
    }
    if activities {
        typed.activities = there.activities;
    }
    let new = typed.parsed();
    match app.write(&by, move |w| room::change(w, id, version, &new)).await {
        Ok(Ok(())) => {
            flash(&session, "good", page.t.msg_register_saved())?;
            Ok(see_other(&format!("/register/parties/{id}")))
        }
        Ok(Err(faults)) => {
            let errors = spoken::told(page.t, &faults);
            again(&Show { typed, version, errors, ..Show::of(page, party, today) })
        }
        Err(Error::Stale) => {
            let saved = app.look(&by, move |l| room::party(l, id)).await?;
            conflict(&both(page, &typed, &saved))
        }
        Err(error) => Err(error),
    }
}

fn both(page: Page, mine: &Typed, saved: &Party) -> Conflict {
    let (t, theirs) = (page.t, Typed::of(saved));
    let kind = |word: &str| PartyKind::from_word(word).map(|kind| kind.label(t)).unwrap_or_default();
    let country = |word: &str| Country::from_word(word).map(|country| country.label(t)).unwrap_or_default();
    let versions = vec![
        Versions {
            name: "kind",
            label: t.msg_register_party_kind(),
            mine: kind(&mine.kind),
            theirs: kind(&theirs.kind),
        },
        Versions {
            name: "name",
            label: t.msg_register_party_name(),
            mine: mine.name.clone(),
            theirs: theirs.name.clone(),
        },
        Versions {
            name: "what",
            label: t.msg_register_party_what(),
            mine: mine.what.clone(),
            theirs: theirs.what.clone(),
        },
        Versions {
            name: "country",
            label: t.msg_register_country(),
            mine: country(&mine.country),
            theirs: country(&theirs.country),
        },
        Versions {
            name: "activities",
            label: t.msg_register_party_activities(),
            mine: mine.activity_words(t),
            theirs: theirs.activity_words(t),
        },
    ];
    let mut hidden: Vec<(String, String)> =
        [("kind", &mine.kind), ("name", &mine.name), ("what", &mine.what), ("country", &mine.country)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
    hidden.extend(mine.activities.iter().map(|one| (format!("activity_{}", one.word()), "yes".to_owned())));
    Conflict {
        title: saved.name.clone(),
        action: format!("/register/parties/{}", saved.id),
        back: format!("/register/parties/{}", saved.id),
        version: saved.version,
        versions,
        hidden,
        page,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AsSeen {
    pub(super) version: i64,
}

pub(super) async fn end(
    by: KeepParties,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(seen): Form<AsSeen>,
) -> Result<Html> {
    let id = id.into_inner();
    app.write(&by, move |w| room::end(w, id, seen.version)).await?;
    flash(&session, "good", page.t.msg_register_party_ended())?;
    Ok(see_other("/register/parties"))
}
