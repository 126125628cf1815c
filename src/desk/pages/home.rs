//! Home: what there is to do today, for this role.
use crate::actor::Role;
use crate::auth::BeStaff;
use crate::error::Result;
use crate::web::{Html, Page, html, see_other};
use askama::Template;

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home {
    page: Page,
}

pub(super) async fn home(by: BeStaff, page: Page) -> Result<Html> {
    if by.role() == Some(Role::Operations) {
        return Ok(see_other("/operations"));
    }
    html(&Home { page })
}
