//! What the pages of a person and of a company show of this room.
use super::Row;
use crate::actor::Right;
use crate::assistance::Story;
use crate::web::Page;
use askama::Template;

/// What somebody has asked, on their page.
#[derive(Template)]
#[template(path = "assistance/person_panel.html")]
pub struct PersonPanel {
    page: Page,
    new: String,
    rows: Vec<Row>,
}

impl askama::filters::HtmlSafe for PersonPanel {}

/// What the people of a company have asked, on its page.
#[derive(Template)]
#[template(path = "assistance/company_panel.html")]
pub struct CompanyPanel {
    page: Page,
    rows: Vec<Row>,
}

impl askama::filters::HtmlSafe for CompanyPanel {}

pub fn person_panel(page: &Page, data: Story) -> PersonPanel {
    let works = page.may(Right::WorkAssistance);
    PersonPanel {
        new: if works { format!("/people/{}/assistance/new", data.of) } else { String::new() },
        rows: Row::all(page, &data.lines, data.now),
        page: page.clone(),
    }
}

pub fn company_panel(page: &Page, data: Story) -> CompanyPanel {
    CompanyPanel { rows: Row::all(page, &data.lines, data.now), page: page.clone() }
}
