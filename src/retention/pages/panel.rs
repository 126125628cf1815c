//! Until when a record is kept, and why: on the page of whatever it is.
use super::super::{Of, Until};
use super::spoken;
use crate::actor::Right;
use crate::web::Page;
use askama::Template;

#[derive(Template)]
#[template(path = "retention/panel.html")]
pub struct Panel {
    page: Page,
    /// Empty when no end is in sight.
    until: String,
    /// For machines, and for tests.
    iso: String,
    because: String,
    /// Empty where nothing can be held, or this role may not.
    hold: String,
}

impl askama::filters::HtmlSafe for Panel {}

/// `of`: who can be held from there.
pub fn panel(page: &Page, until: &Until, of: Option<Of>) -> Panel {
    let hold = match of.filter(|_| page.may(Right::DecideRetention)) {
        Some(Of::Person(id)) => format!("/people/{id}/holds/new"),
        Some(Of::Company(id)) => format!("/companies/{id}/holds/new"),
        None => String::new(),
    };
    Panel {
        until: until.on.map(|on| page.day(&on)).unwrap_or_default(),
        iso: until.on.map(|on| on.to_string()).unwrap_or_default(),
        because: spoken::because(page, until),
        hold,
        page: page.clone(),
    }
}
