//! On which grounds the house writes: seen by whoever makes or sees lists, decided by the Dpo.
use super::super::{Basis, Decided, Purpose};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{DecideGrounds, Fresh, SeeExports};
use crate::error::{Error, Result};
use crate::web::{Fields, Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "consent/grounds.html")]
struct Grounds {
    page: Page,
    decided: Vec<Decided>,
}

impl Grounds {
    fn purpose(&self, decided: &Decided) -> String {
        decided.purpose.label(self.page.t)
    }

    fn basis(&self, decided: &Decided) -> String {
        match decided.basis {
            Basis::Consent => self.page.t.msg_consent_basis_consent(),
            Basis::Lawful => self.page.t.msg_consent_basis_lawful(),
        }
    }

    fn since(&self, decided: &Decided) -> String {
        match decided.at {
            Some(at) => self.page.t.msg_consent_grounds_by(self.page.moment(&at), &decided.by),
            None => self.page.t.msg_consent_grounds_default(),
        }
    }

    fn may_decide(&self) -> bool {
        self.page.may(Right::DecideGrounds)
    }
}

pub(super) async fn show(by: SeeExports, page: Page, app: web::Data<App>) -> Result<Html> {
    let decided = app.look(&by, super::super::grounds).await?;
    html(&Grounds { page, decided })
}

pub(super) async fn decide(
    by: DecideGrounds,
    _: Fresh,
    page: Page,
    session: Session,
    app: web::Data<App>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let mut chosen = Vec::with_capacity(Purpose::ALL.len());
    for &purpose in Purpose::ALL {
        let basis = Basis::from_word(&fields.take(&format!("basis_{}", purpose.word())));
        chosen.push((purpose, basis.ok_or(Error::BadRequest("a basis"))?));
    }
    fields.finish()?;
    app.write(&by, move |w| chosen.iter().try_for_each(|&(purpose, basis)| super::super::decide(w, purpose, basis)))
        .await?;
    flash(&session, "good", page.t.msg_consent_grounds_decided())?;
    Ok(see_other("/consents/grounds"))
}
