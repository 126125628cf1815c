//! Two people changed the same thing: a page with both versions, field by field, on which nothing is lost.
use super::Fields;
use super::page::{Html, Page, status};
use crate::error::Result;
use actix_web::http::StatusCode;
use askama::Template;

/// One field in both versions, as text.
#[derive(Clone, Debug)]
pub struct Versions {
    pub name: &'static str,
    pub label: String,
    pub mine: String,
    pub theirs: String,
}

/// What the page shows and sends back: what was typed goes along as hidden fields, `NAME_keep` says which one to keep.
#[derive(Template)]
#[template(path = "versions.html")]
pub struct Conflict {
    pub page: Page,
    /// What it is that was changed.
    pub title: String,
    /// Where the choice is sent, and where one goes who gives up.
    pub action: String,
    pub back: String,
    /// The version that is there now.
    pub version: i64,
    pub versions: Vec<Versions>,
    pub hidden: Vec<(String, String)>,
}

/// 409, with everything that was typed.
pub fn conflict(page: &Conflict) -> Result<Html> {
    status(StatusCode::CONFLICT, page)
}

/// Does the form that came from a conflict page keep what is saved of this field?
pub fn keeps_theirs(fields: &mut Fields, name: &str) -> bool {
    fields.take(&format!("{name}_keep")) == "theirs"
}
