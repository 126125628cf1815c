//! Who holds the roles Dpo and Cio, and since when.
use super::super::{self as room, Holder};
use crate::app::App;
use crate::auth::SeeRegister;
use crate::auth::visit::role_word;
use crate::error::Result;
use crate::web::{Html, Page, html};
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "register/roles.html")]
struct List {
    page: Page,
    holders: Vec<Holder>,
}

impl List {
    fn role(&self, holder: &Holder) -> String {
        role_word(holder.role, self.page.t)
    }

    fn name(&self, holder: &Holder) -> String {
        if holder.name.is_empty() { self.page.t.msg_audit_unknown() } else { holder.name.clone() }
    }

    fn since(&self, holder: &Holder) -> String {
        self.page.day(&holder.since.date())
    }

    fn until(&self, holder: &Holder) -> String {
        holder.until.map(|until| self.page.day(&until.date())).unwrap_or_default()
    }
}

pub(super) async fn list(by: SeeRegister, page: Page, app: web::Data<App>) -> Result<Html> {
    let holders = app.look(&by, room::holders).await?;
    html(&List { page, holders })
}
