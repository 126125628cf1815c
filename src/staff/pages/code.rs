//! A code to hand over in person: on the answer that made it, and nowhere else. It is in no address and in no session, so
//! that loading the page again cannot show it.
use super::super::{Kind, Outcome, act as change, code_kind};
use super::change::{answer, version};
use crate::actor::Right;
use crate::app::App;
use crate::auth::accounts::{self, Account};
use crate::auth::{Code, DecideStaff, Fresh, ManageStaff};
use crate::error::{Error, Result};
use crate::staff::Act;
use crate::web::{Fields, Form, Html, Page, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;

/// A code, and whom it is for as their account stands with it.
pub(super) struct Given {
    pub account: Account,
    pub code: Code,
}

#[derive(Template)]
#[template(path = "staff/code.html")]
struct Shown {
    page: Page,
    account: Account,
    /// Empty where it was shown already.
    code: String,
}

impl Shown {
    fn until(&self) -> String {
        self.account.code_expires.map(|at| self.page.moment(&at)).unwrap_or_default()
    }

    /// What its owner will do with it.
    fn use_of(&self) -> String {
        match code_kind(&self.account) {
            Kind::Password => self.page.t.msg_staff_code_password(),
            Kind::Factor => self.page.t.msg_staff_code_factor(),
            _ => self.page.t.msg_staff_code_invite(),
        }
    }
}

pub(super) fn page(page: Page, given: Given) -> Result<Html> {
    html(&Shown { page, account: given.account, code: given.code.to_string() })
}

/// What is left to say of a code that was shown.
pub(super) async fn shown_already(
    by: DecideStaff,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
) -> Result<Html> {
    let id = id.into_inner();
    let account = app.look(&by, move |l| accounts::get(l, id)).await?;
    if !account.code {
        return Ok(see_other(&format!("/staff/{id}")));
    }
    html(&Shown { page, account, code: String::new() })
}

/// Makes a code for the one thing that the account lacks.
pub(super) async fn give(
    by: ManageStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (id.into_inner(), version(&mut fields)?);
    fields.finish()?;
    let done = app.write(&by, move |w| {
        let kind = code_kind(&accounts::get(w, id)?);
        let outcome = change(w, id, version, Act::of(kind))?;
        Ok((outcome, accounts::get(w, id)?))
    });
    match done.await {
        Ok((Outcome::Code(code), account)) => self::page(page, Given { account, code }),
        // Loaded again, or another admin was faster.
        Err(Error::Stale) => {
            let account = app.look(&by, move |l| accounts::get(l, id)).await?;
            if account.code {
                return Ok(see_other(&format!("/staff/{id}/code")));
            }
            answer(&by, page, &app, &session, id, Err(Error::Stale)).await
        }
        other => answer(&by, page, &app, &session, id, other.map(|done| done.0)).await,
    }
}
