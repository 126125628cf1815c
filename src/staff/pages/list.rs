//! All colleagues, and what waits for a second person.
use super::super::{Seen, Waiting, end_all_sessions, list as all, waiting};
use super::{Standing, proposed_word, standing};
use crate::actor::Right;
use crate::app::App;
use crate::auth::visit::role_word;
use crate::auth::{DecideStaff, Fresh, ManageStaff};
use crate::error::Result;
use crate::web::{Fields, Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "staff/list.html")]
struct List {
    page: Page,
    seen: Vec<Seen>,
    waiting: Vec<Waiting>,
    me: i64,
    open: usize,
}

impl List {
    fn role(&self, seen: &Seen) -> String {
        role_word(seen.account.role, self.page.t)
    }

    fn standing(&self, seen: &Seen) -> Standing {
        standing(self.page.t, &seen.account)
    }

    fn last(&self, seen: &Seen) -> String {
        seen.account.signed_in_at.map(|at| self.page.moment(&at)).unwrap_or_default()
    }

    fn proposed(&self, waiting: &Waiting) -> String {
        proposed_word(self.page.t, &waiting.proposal)
    }
}

pub(super) async fn list(by: DecideStaff, page: Page, app: web::Data<App>) -> Result<Html> {
    let (seen, waiting) = app.look(&by, |l| Ok((all(l)?, waiting(l)?))).await?;
    let open: usize = seen.iter().map(|seen| seen.sessions).sum();
    html(&List { me: by.staff_id().unwrap_or_default(), page, seen, waiting, open })
}

pub(super) async fn end_all(
    by: ManageStaff,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    let ended = app.write(&by, end_all_sessions).await?;
    flash(&session, "good", page.t.msg_staff_all_ended(ended))?;
    Ok(see_other("/staff"))
}
