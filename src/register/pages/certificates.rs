//! The certificates of a site, a supplier or a recipient.
use super::super::{self as room, Certificate, CertificateKind, NewCertificate, Party};
use super::parties::{AsSeen, Show};
use super::spoken;
use crate::app::App;
use crate::auth::KeepParties;
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, dates, flash, html, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::web;
use askama::Template;

/// What it is called: one of another kind by its own name.
pub(super) fn name(t: &Words, one: &Certificate) -> String {
    if one.label.is_empty() { one.kind.label(t) } else { one.label.clone() }
}

pub(super) fn kinds(t: &Words) -> Vec<Choice> {
    CertificateKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.label(t))).collect()
}

/// Every field as it was typed.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub kind: String,
    pub label: String,
    pub number: String,
    pub expires_on: String,
}

const FIELDS: [&str; 4] = ["certificate", "label", "number", "expires_on"];

impl Typed {
    fn of(one: &Certificate) -> Self {
        Typed {
            kind: one.kind.word().to_owned(),
            label: one.label.clone(),
            number: one.number.clone(),
            expires_on: one.expires_on.to_string(),
        }
    }

    fn take(fields: &mut Fields) -> Self {
        Typed {
            kind: fields.take("certificate"),
            label: fields.take("label"),
            number: fields.take("number"),
            expires_on: fields.take("expires_on"),
        }
    }

    fn parsed(&self) -> NewCertificate {
        NewCertificate {
            kind: CertificateKind::from_word(&self.kind),
            label: self.label.clone(),
            number: self.number.clone(),
            expires_on: dates::parse(&self.expires_on),
        }
    }

    /// What was typed as a day and is none is told so, not as missing.
    fn told(&self, t: &Words, faults: &[(&'static str, room::Fault)]) -> Errors {
        let is_no_day = !self.expires_on.is_empty() && dates::parse(&self.expires_on).is_none();
        let mut errors = Errors::default();
        for (field, fault) in faults {
            let words = if *field == "expires_on" && is_no_day { t.msg_fault_date() } else { spoken::fault(t, *fault) };
            errors.add(field, words);
        }
        errors
    }
}

pub(super) async fn add(
    by: KeepParties,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let (party, today) = app.look(&by, move |l| Ok((room::party(l, id)?, l.now.date()))).await?;
    let new = typed.parsed();
    match app.write(&by, move |w| room::add_certificate(w, id, &new)).await? {
        Ok(_) => {
            flash(&session, "good", page.t.msg_register_certificate_saved())?;
            Ok(see_other(&format!("/register/parties/{id}")))
        }
        Err(faults) => {
            let errors = typed.told(page.t, &faults);
            again(&Show::of(page, party, today).with_certificate(typed, errors))
        }
    }
}

#[derive(Template)]
#[template(path = "register/certificate.html")]
struct Edit {
    page: Page,
    party: Party,
    id: i64,
    version: i64,
    typed: Typed,
    kinds: Vec<Choice>,
    errors: Errors,
}

impl Edit {
    fn of(page: Page, party: Party, one: &Certificate) -> Self {
        Edit {
            id: one.id,
            version: one.version,
            typed: Typed::of(one),
            kinds: kinds(page.t),
            errors: Errors::default(),
            party,
            page,
        }
    }
}

pub(super) async fn show(by: KeepParties, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let (party, one) = app.look(&by, move |l| room::certificate(l, id)).await?;
    html(&Edit::of(page, party, &one))
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
    let theirs = FIELDS.map(|name| keeps_theirs(&mut fields, name));
    let mut typed = Typed::take(&mut fields);
    fields.finish()?;
    let (party, one) = app.look(&by, move |l| room::certificate(l, id)).await?;
    let there = Typed::of(&one);
    let [kind, label, number, expires_on] = theirs;
    for (keeps, mine, theirs) in [
        (kind, &mut typed.kind, there.kind),
        (label, &mut typed.label, there.label),
        (number, &mut typed.number, there.number),
        (expires_on, &mut typed.expires_on, there.expires_on),
    ] {
        if keeps {
            *mine = theirs;
        }
    }
    let new = typed.parsed();
    match app.write(&by, move |w| room::change_certificate(w, id, version, &new)).await {
        Ok(Ok(party)) => {
            flash(&session, "good", page.t.msg_register_certificate_saved())?;
            Ok(see_other(&format!("/register/parties/{party}")))
        }
        Ok(Err(faults)) => {
            let errors = typed.told(page.t, &faults);
            again(&Edit { typed, version, errors, ..Edit::of(page, party, &one) })
        }
        Err(Error::Stale) => {
            let (party, saved) = app.look(&by, move |l| room::certificate(l, id)).await?;
            conflict(&both(page, &typed, &party, &saved))
        }
        Err(error) => Err(error),
    }
}

fn both(page: Page, mine: &Typed, party: &Party, saved: &Certificate) -> Conflict {
    let (t, theirs) = (page.t, Typed::of(saved));
    let kind = |word: &str| CertificateKind::from_word(word).map(|kind| kind.label(t)).unwrap_or_default();
    let versions = vec![
        Versions {
            name: "certificate",
            label: t.msg_register_certificate(),
            mine: kind(&mine.kind),
            theirs: kind(&theirs.kind),
        },
        Versions {
            name: "label",
            label: t.msg_register_certificate_label(),
            mine: mine.label.clone(),
            theirs: theirs.label,
        },
        Versions {
            name: "number",
            label: t.msg_register_certificate_number(),
            mine: mine.number.clone(),
            theirs: theirs.number,
        },
        Versions {
            name: "expires_on",
            label: t.msg_register_expires_on(),
            mine: mine.expires_on.clone(),
            theirs: theirs.expires_on,
        },
    ];
    let hidden = FIELDS.into_iter().zip([&mine.kind, &mine.label, &mine.number, &mine.expires_on]);
    Conflict {
        title: party.name.clone(),
        action: format!("/register/certificates/{}", saved.id),
        back: format!("/register/parties/{}", party.id),
        version: saved.version,
        hidden: hidden.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        versions,
        page,
    }
}

pub(super) async fn remove(
    by: KeepParties,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(seen): Form<AsSeen>,
) -> Result<Html> {
    let id = id.into_inner();
    let party = app.write(&by, move |w| room::remove_certificate(w, id, seen.version)).await?;
    flash(&session, "good", page.t.msg_register_certificate_removed())?;
    Ok(see_other(&format!("/register/parties/{party}")))
}
