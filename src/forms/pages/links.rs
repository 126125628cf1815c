//! The pages that are the same for all: those of the links that mails carry, because whoever serves them knows no link, and
//! what is said when a form cannot be taken as it is.
use super::super::SharedPage;
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

/// Draws a page that is the same for all.
///
/// # Errors
/// When a template fails.
pub fn draw(page: SharedPage, lang: Lang, company: &str) -> Result<Vec<u8>> {
    let t = lang.words();
    let said = |title, text, back| Said { t, lang, company, title, text, back };
    let drawn = match page {
        SharedPage::Stop => Stop { t, lang, company }.render(),
        SharedPage::Stopped => said(t.msg_forms_link_noted(), t.msg_forms_link_stopped(), false).render(),
        SharedPage::Unticked => said(t.msg_forms_link_unticked(), t.msg_forms_link_unticked_text(), true).render(),
        SharedPage::Confirm => Confirm { t, lang, company }.render(),
        SharedPage::Confirmed => said(t.msg_forms_link_noted(), t.msg_forms_link_confirmed(), false).render(),
        SharedPage::Long => said(t.msg_forms_public_long(), t.msg_forms_public_long_text(), false).render(),
        SharedPage::Garbled => said(t.msg_forms_public_garbled(), t.msg_forms_public_garbled_text(), false).render(),
        SharedPage::Address => said(t.msg_forms_public_address(), t.msg_forms_public_address_text(), false).render(),
        SharedPage::Gone => said(t.msg_forms_public_gone(), t.msg_forms_public_gone_text(), false).render(),
        SharedPage::Later => said(t.msg_forms_public_again(), t.msg_forms_link_later(), true).render(),
    };
    drawn.map(String::into_bytes).map_err(|error| Error::internal(format!("template: {error}")))
}
