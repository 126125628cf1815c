//! What every page has, and what every request goes through: the frame, forms, headers, tokens, error pages.
pub mod arrival;
pub mod assets;
pub mod csrf;
pub mod errors;
pub mod faults;
pub mod forms;
pub mod headers;
pub mod hosts;
pub mod reaches;
pub mod lists;
pub mod nav;
pub mod page;
pub mod sending;
pub mod uploads;
pub mod versions;

pub use errors::Failure;
pub use forms::{Choice, Errors, Fields, Form, Query};
pub use nav::NavItem;
pub use page::{Flash, Html, Page, Visit, Who, flash, html, see_other};
pub use reaches::{ReachLine, ReachRows, reach_lines};

/// Dates and times as pages show them, in the time of the house.
pub mod dates {
    use crate::words::Lang;
    use chrono::{NaiveDate, NaiveDateTime};

    pub fn day(lang: Lang, date: NaiveDate) -> String {
        match lang {
            Lang::Fr => date.format("%d/%m/%Y").to_string(),
            Lang::En => date.format("%-d %b %Y").to_string(),
        }
    }

    /// A day as a browser sends it (2026-11-24), or as people type it where there is no date picker (24/11/2026).
    pub fn parse(text: &str) -> Option<NaiveDate> {
        use chrono::Datelike;
        let text = text.trim();
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
        day.ok().filter(|day| (1900..2200).contains(&day.year()))
    }

    /// UTC, and it says so: a log that is read in two countries must not need guessing (V16.2.2).
    pub fn moment(lang: Lang, at: NaiveDateTime) -> String {
        format!("{} {} UTC", day(lang, at.date()), at.format("%H:%M"))
    }
}
