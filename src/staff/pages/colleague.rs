//! One colleague: how the account stands, where it is signed in, and what can be done with it.
use super::super::{Act, Kind, Needed, Shown, Waiting, code_kind, show as look};
use super::{Standing, needed_word, proposed_word, roles, standing};
use crate::actor::{Actor, Right, Role};
use crate::app::App;
use crate::auth::DecideStaff;
use crate::auth::accounts::Open;
use crate::auth::visit::role_word;
use crate::error::Result;
use crate::web::{Choice, Html, Page, html, page};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Something that can be done with an account, or why it cannot.
struct Action {
    title: String,
    text: String,
    path: &'static str,
    button: String,
    danger: bool,
    /// Who else must agree, or why it cannot be.
    note: String,
    possible: bool,
}

#[derive(Template)]
#[template(path = "staff/colleague.html")]
struct Colleague {
    page: Page,
    shown: Shown,
    actions: Vec<Action>,
    roles: Vec<Choice>,
    /// Why the role cannot be changed; empty where it can.
    fixed: String,
    role_note: String,
    own: bool,
    /// Somebody else changed the account meanwhile.
    stale: bool,
}

impl Colleague {
    fn of(page: Page, shown: Shown, stale: bool) -> Self {
        let t = page.t;
        let act = |kind, title: String, text: String, path, button: String| {
            let needed = shown.needed(Act::of(kind));
            Action {
                title,
                text,
                path,
                button,
                danger: matches!(kind, Kind::Disable | Kind::Factor),
                note: needed_word(t, needed),
                possible: !matches!(needed, Needed::Forbidden(_)),
            }
        };
        let manages = page.may(Right::ManageStaff);
        let mut actions = Vec::new();
        let disabled = shown.account.state == crate::auth::State::Disabled;
        if manages && !disabled {
            actions.push(match code_kind(&shown.account) {
                Kind::Password => act(
                    Kind::Password,
                    t.msg_staff_password_title(),
                    t.msg_staff_password_text(),
                    "code",
                    t.msg_staff_password_button(),
                ),
                Kind::Factor => act(
                    Kind::Factor,
                    t.msg_staff_again_title(),
                    t.msg_staff_again_text(),
                    "code",
                    t.msg_staff_again_button(),
                ),
                _ => act(
                    Kind::Invite,
                    t.msg_staff_again_title(),
                    t.msg_staff_again_text(),
                    "code",
                    t.msg_staff_again_button(),
                ),
            });
        }
        if !disabled && shown.account.factor {
            actions.push(act(
                Kind::Factor,
                t.msg_staff_factor_title(),
                t.msg_staff_factor_text(),
                "factor",
                t.msg_staff_factor_button(),
            ));
        }
        if manages {
            actions.push(if disabled {
                act(
                    Kind::Enable,
                    t.msg_staff_enable_title(),
                    t.msg_staff_enable_text(),
                    "enabling",
                    t.msg_staff_enable_button(),
                )
            } else {
                act(
                    Kind::Disable,
                    t.msg_staff_disable_title(),
                    t.msg_staff_disable_text(),
                    "disabling",
                    t.msg_staff_disable_button(),
                )
            });
        }
        let present = shown.account.role;
        let to = |role| shown.needed(Act { kind: Kind::Role, role: Some(role) });
        let possible = |role: &Role| *role != present && !matches!(to(*role), Needed::Forbidden(_));
        let possible: Vec<Role> = Role::ALL.iter().copied().filter(possible).collect();
        let other = if present == Role::Sales { Role::Support } else { Role::Sales };
        let fixed = if possible.is_empty() { needed_word(t, to(other)) } else { String::new() };
        let role_note =
            if present == Role::Dpo || possible.contains(&Role::Dpo) { t.msg_staff_role_dpo() } else { String::new() };
        let own = page.actor().staff_id() == Some(shown.account.id);
        let roles = roles(t).into_iter().filter(|choice| possible.iter().any(|role| role.word() == choice.value));
        Colleague { roles: roles.collect(), actions, fixed, role_note, own, stale, shown, page }
    }

    fn role(&self) -> String {
        role_word(self.shown.account.role, self.page.t)
    }

    fn standing(&self) -> Standing {
        standing(self.page.t, &self.shown.account)
    }

    fn last(&self) -> String {
        self.shown.account.signed_in_at.map(|at| self.page.moment(&at)).unwrap_or_default()
    }

    fn code_until(&self) -> String {
        let until = self.shown.account.code_expires.filter(|_| self.shown.account.code);
        until.map(|at| self.page.moment(&at)).unwrap_or_default()
    }

    fn added(&self) -> String {
        let at = self.page.moment(&self.shown.account.added_at);
        if self.shown.account.added_by.is_none() {
            return self.page.t.msg_staff_added_on_host(&at);
        }
        self.page.t.msg_staff_added_by(&at, &self.shown.added_by)
    }

    fn from(&self, open: &Open) -> String {
        open.from.clone().unwrap_or_else(|| self.page.t.msg_staff_from_unknown())
    }

    fn proposed(&self, waiting: &Waiting) -> String {
        proposed_word(self.page.t, &waiting.proposal)
    }
}

pub(super) async fn show(by: DecideStaff, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let shown = app.look(&by, move |l| look(l, id)).await?;
    html(&Colleague::of(page, shown, false))
}

/// The account as it stands now, for whoever was about to change what somebody else just changed.
pub(super) async fn changed(by: &Actor, page: Page, app: &App, id: i64) -> Result<Html> {
    let shown = app.look(by, move |l| look(l, id)).await?;
    page::status(StatusCode::CONFLICT, &Colleague::of(page, shown, true))
}
