//! What every page has, and what every request goes through: the frame, forms, headers, tokens, error pages.
pub mod assets;
pub mod bodies;
pub mod csrf;
pub mod errors;
pub mod faults;
pub mod forms;
pub mod headers;
pub mod reaches;
pub mod lists;
pub mod nav;
pub mod page;
pub mod versions;

pub use bodies::private_text;
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

    /// UTC, and it says so: a log that is read in two countries must not need guessing (V16.2.2).
    pub fn moment(lang: Lang, at: NaiveDateTime) -> String {
        format!("{} {} UTC", day(lang, at.date()), at.format("%H:%M"))
    }
}
