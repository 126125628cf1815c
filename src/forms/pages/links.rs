//! The pages of the links that mails carry: the same for every link, because whoever serves them knows none.
use super::super::LinkPage;
use crate::consent::Purpose;
use crate::error::{Error, Result};
use crate::words::{Lang, Words};
use askama::Template;

#[derive(Template)]
#[template(path = "forms/link_stop.html")]
struct Stop<'a> {
    t: &'static Words,
    lang: Lang,
    company: &'a str,
}

#[derive(Template)]
#[template(path = "forms/link_confirm.html")]
struct Confirm<'a> {
    t: &'static Words,
    lang: Lang,
    company: &'a str,
}

#[derive(Template)]
#[template(path = "forms/link_said.html")]
struct Said<'a> {
    t: &'static Words,
    lang: Lang,
    company: &'a str,
    title: String,
    text: String,
    /// Back to the buttons.
    back: bool,
}

/// Draws a page of a link.
///
/// # Errors
/// When a template fails.
pub fn draw(page: LinkPage, lang: Lang, company: &str) -> Result<Vec<u8>> {
    let t = lang.words();
    let said = |title, text, back| Said { t, lang, company, title, text, back };
    let drawn = match page {
        LinkPage::Stop => Stop { t, lang, company }.render(),
        LinkPage::Stopped => said(t.msg_forms_link_noted(), t.msg_forms_link_stopped(), false).render(),
        LinkPage::Unticked => said(t.msg_forms_link_unticked(), t.msg_forms_link_unticked_text(), true).render(),
        LinkPage::Confirm => Confirm { t, lang, company }.render(),
        LinkPage::Confirmed => said(t.msg_forms_link_noted(), t.msg_forms_link_confirmed(), false).render(),
        LinkPage::Later => said(t.msg_forms_public_again(), t.msg_forms_link_later(), true).render(),
    };
    drawn.map(String::into_bytes).map_err(|error| Error::internal(format!("template: {error}")))
}
