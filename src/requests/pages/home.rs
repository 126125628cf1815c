//! What the home of the Dpo and of the Cio shows: what is due, the nearest deadline first.
use super::{PATH, Row};
use crate::requests::{Line, Step};
use crate::web::Page;
use askama::Template;

#[derive(Template)]
#[template(path = "requests/home_panel.html")]
pub struct HomePanel {
    page: Page,
    rows: Vec<Row>,
    all: &'static str,
}

impl askama::filters::HtmlSafe for HomePanel {}

/// So many stand on the home.
const LINES: usize = 8;

pub fn home_panel(page: &Page, lines: &[Line]) -> HomePanel {
    let open = lines.iter().filter(|line| line.step != Step::Answered).take(LINES);
    HomePanel { rows: open.map(|line| Row::of(page, line)).collect(), all: PATH, page: page.clone() }
}
