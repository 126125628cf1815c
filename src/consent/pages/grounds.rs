//! On which grounds the house writes: seen by whoever makes or sees lists, decided by the Dpo.
use super::super::{Basis, Decided, Purpose};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{DecideGrounds, Fresh, SeeExports};
use crate::error::{Error, Result};
use crate::mail;
use crate::web::{Fields, Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "consent/grounds.html")]
struct Grounds {
    page: Page,
    decided: Vec<Decided>,
    /// Whether the house sends mail, so that somebody can be asked to confirm.
    sends_mail: bool,
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

    fn opt_in(&self, decided: &Decided) -> String {
        match decided.asks {
            true => self.page.t.msg_consent_opt_in_yes(),
            false => self.page.t.msg_consent_opt_in_no(),
        }
    }

    fn since(&self, decided: &Decided) -> String {
        match decided.at {
            Some(at) => self.page.t.msg_consent_grounds_by(self.page.moment(&at), &decided.by),
            None => self.page.t.msg_consent_grounds_default(),
        }
    }

    fn opt_in_since(&self, decided: &Decided) -> String {
        match decided.asks_at {
            Some(at) => self.page.t.msg_consent_opt_in_by(self.page.moment(&at), &decided.asks_by),
            None => self.page.t.msg_consent_opt_in_default(),
        }
    }

    fn may_decide(&self) -> bool {
        self.page.may(Right::DecideGrounds)
    }
}

pub(super) async fn show(by: SeeExports, page: Page, app: web::Data<App>) -> Result<Html> {
    let decided = app.look(&by, super::super::grounds).await?;
    html(&Grounds { page, decided, sends_mail: mail::is_sent(&app) })
}

pub(super) async fn decide(
    by: DecideGrounds,
    _: Fresh,
    page: Page,
    session: Session,
    app: web::Data<App>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let sends_mail = mail::is_sent(&app);
    let mut chosen = Vec::with_capacity(Purpose::ALL.len());
    for &purpose in Purpose::ALL {
        let basis = Basis::from_word(&fields.take(&format!("basis_{}", purpose.word())));
        // The box is there where mail is sent, and says something then when it is not ticked.
        let asks = sends_mail.then(|| fields.take(&format!("opt_in_{}", purpose.word())) == "yes");
        chosen.push((purpose, basis.ok_or(Error::BadRequest("a basis"))?, asks));
    }
    fields.finish()?;
    app.write(&by, move |w| {
        for (purpose, basis, asks) in chosen {
            super::super::decide(w, purpose, basis)?;
            if let Some(asks) = asks {
                super::super::decide_opt_in(w, purpose, asks)?;
            }
        }
        Ok(())
    })
    .await?;
    flash(&session, "good", page.t.msg_consent_grounds_decided())?;
    Ok(see_other("/consents/grounds"))
}
