//! One's own account: where one is signed in, the password, the second factor and what stands in for it.
use super::{from, weak_word};
use crate::app::{App, Looking};
use crate::auth::password::{self, Hashing};
use crate::auth::sign_in::Before;
use crate::auth::visit::draw_token;
use crate::auth::{self, BeStaff, SessionLine};
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "auth/account.html")]
pub(super) struct Account {
    page: Page,
    known: Known,
    before: Option<Before>,
    /// The card whose form came back, and what is wrong: `password`, `recovery` or `factor`.
    wrong: &'static str,
    weak: Option<String>,
}

pub(super) struct Known {
    sessions: Vec<SessionLine>,
    mark: String,
    recovery: i64,
    /// What others changed about this account, newest first: when, and in words.
    changes: Vec<(chrono::NaiveDateTime, String)>,
}

impl Account {
    fn is_this(&self, line: &SessionLine) -> bool {
        line.mark == self.known.mark
    }

    fn is_wrong(&self, card: &str) -> bool {
        self.wrong == card
    }

    fn recovery_left(&self) -> i64 {
        self.known.recovery
    }
}

fn known(l: &mut Looking, id: i64, mark: String, t: &crate::words::Words) -> Result<Known> {
    let word = |what| match what {
        crate::deeds::What::PasswordReset => t.msg_auth_change_password_reset(),
        crate::deeds::What::FactorReset => t.msg_auth_change_factor_reset(),
        crate::deeds::What::RoleChanged => t.msg_auth_change_role(),
        crate::deeds::What::StaffDisabled => t.msg_auth_change_disabled(),
        crate::deeds::What::StaffEnabled => t.msg_auth_change_enabled(),
        _ => t.msg_auth_change_sessions(),
    };
    let changes = auth::sign_in::changes_by_others(l, id, 0)?;
    Ok(Known {
        sessions: auth::sessions_of(l, id)?,
        mark,
        recovery: auth::factor::recovery_left(l, id)?,
        changes: changes.into_iter().map(|(at, what)| (at, word(what))).collect(),
    })
}

/// The page, after a form came back or as it is asked for.
pub(super) async fn page_with(
    by: &BeStaff,
    page: Page,
    session: &Session,
    app: &App,
    wrong: &'static str,
    weak: Option<String>,
) -> Result<Account> {
    let id = by.staff_id().ok_or(Error::SignedOut)?;
    let mark = session.get::<String>("mark").ok().flatten().unwrap_or_default();
    let before = session.get::<Before>("before").ok().flatten();
    let t = page.t;
    let known = app.look(by, move |l| known(l, id, mark, t)).await?;
    Ok(Account { page, known, before, wrong, weak })
}

pub(super) async fn account(by: BeStaff, page: Page, session: Session, app: web::Data<App>) -> Result<Html> {
    html(&page_with(&by, page, &session, &app, "", None).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassword {
    present: String,
    new: String,
    code: String,
}

pub(super) async fn change_password(
    by: BeStaff,
    page: Page,
    session: Session,
    request: HttpRequest,
    app: web::Data<App>,
    hashing: web::Data<Hashing>,
    Form(sent): Form<NewPassword>,
) -> Result<Html> {
    let name = page.who.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let context: Vec<&str> = name.split_whitespace().collect();
    if let Some(weak) = password::judge(&sent.new, &context) {
        let weak = Some(weak_word(&page, weak));
        return again(&page_with(&by, page, &session, &app, "", weak).await?);
    }
    let (present, new) = (Zeroizing::new(sent.present), Zeroizing::new(sent.new));
    if !auth::change_password(&app, &hashing, &by, from(&request), &sent.code, present, new).await? {
        return again(&page_with(&by, page, &session, &app, "password", None).await?);
    }
    // Every session has ended, this one too; the answer to this request carries a new one.
    session.renew();
    super::keep(&session, "csrf", &draw_token()?)?;
    flash(&session, "good", page.t.msg_auth_password_changed())?;
    Ok(see_other("/account"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// The mark of one session; empty: all but this one.
    #[serde(default)]
    mark: String,
}

pub(super) async fn end_sessions(
    by: BeStaff,
    page: Page,
    session: Session,
    app: web::Data<App>,
    Form(which): Form<Which>,
) -> Result<Html> {
    let id = by.staff_id().ok_or(Error::SignedOut)?;
    let mine = session.get::<String>("mark").ok().flatten().unwrap_or_default();
    app.write(&by, move |w| {
        if which.mark.is_empty() { auth::end_others(w, id, &mine) } else { auth::end_one(w, id, &which.mark) }
    })
    .await?;
    flash(&session, "good", page.t.msg_auth_sessions_ended())?;
    Ok(see_other("/account"))
}
