//! The pages that visitors of the website are served: one renderer for the preview and for what is published. The same
//! form and the same notice make the same bytes.
use super::super::{Ask, FormKind, Leaf, Part, ToRender, wording};
use crate::error::{Error, Result};
use crate::intake::SLOT;
use crate::words::{Lang, Words};
use askama::Template;

/// A field with its label and what browsers can fill in.
struct Field {
    name: &'static str,
    label: String,
    kind: &'static str,
    complete: &'static str,
    required: bool,
    most: u32,
}

#[derive(Template)]
#[template(path = "forms/public_form.html")]
struct PublicForm<'a> {
    t: &'static Words,
    lang: Lang,
    shown: &'a ToRender<'a>,
    slot: &'static str,
}

#[derive(Template)]
#[template(path = "forms/public_notice.html")]
struct PublicNotice<'a> {
    t: &'static Words,
    lang: Lang,
    shown: &'a ToRender<'a>,
}

#[derive(Template)]
#[template(path = "forms/public_said.html")]
struct PublicSaid<'a> {
    t: &'static Words,
    lang: Lang,
    shown: &'a ToRender<'a>,
    title: String,
    text: String,
    /// Back to the form.
    back: bool,
}

impl Part {
    /// Who we are, what for, and what one can do about it stand first; the rest is one click away, on the same page.
    fn stands_first(self) -> bool {
        matches!(self, Part::Controller | Part::Purposes | Part::Rights | Part::Contact)
    }
}

impl PublicForm<'_> {
    fn message(&self) -> String {
        match self.shown.kind {
            FormKind::Privacy => self.t.msg_forms_public_your_request(),
            FormKind::Contact | FormKind::Newsletter | FormKind::Product => self.t.msg_forms_public_your_message(),
        }
    }
}

impl ToRender<'_> {
    fn title(&self, lang: &Lang) -> String {
        self.definition.text(*lang).title
    }

    fn intro(&self, lang: &Lang) -> String {
        self.definition.text(*lang).intro
    }

    fn part(&self, lang: &Lang, part: &Part) -> &str {
        self.notice.texts.of(*lang, *part)
    }

    /// The address of the form in this language.
    fn path(&self, lang: &Lang) -> String {
        format!("/{}/{}", lang.word(), self.slug)
    }

    fn has_message(&self) -> bool {
        self.definition.asks.contains(&Ask::Message)
    }

    fn needs_message(&self) -> bool {
        matches!(self.kind, FormKind::Contact | FormKind::Privacy)
    }

    fn fields(&self, t: &Words) -> Vec<Field> {
        let field = |name, label, kind, complete, required, most| Field { name, label, kind, complete, required, most };
        let mut fields = vec![field("family_name", t.msg_forms_ask_family_name(), "text", "family-name", true, 100)];
        for ask in &self.definition.asks {
            match ask {
                Ask::GivenName => {
                    fields.push(field("given_name", ask.label(t), "text", "given-name", false, 100));
                }
                Ask::Phone | Ask::Company | Ask::Message => {}
            }
        }
        fields.push(field("email", t.msg_forms_ask_email(), "email", "email", true, 254));
        for ask in &self.definition.asks {
            match ask {
                Ask::Phone => fields.push(field("phone", ask.label(t), "tel", "tel", false, 40)),
                Ask::Company => fields.push(field("company", ask.label(t), "text", "organization", false, 150)),
                Ask::GivenName | Ask::Message => {}
            }
        }
        fields
    }

    fn boxes(&self, t: &Words) -> Vec<(&'static str, String)> {
        self.definition.purposes.iter().map(|purpose| (purpose.word(), wording(t, *purpose, self.company))).collect()
    }
}

/// Draws a page of a form.
///
/// # Errors
/// When a template fails.
pub fn render(shown: &ToRender, leaf: Leaf, lang: Lang) -> Result<Vec<u8>> {
    let t = lang.words();
    let said = |title, text, back| PublicSaid { t, lang, shown, title, text, back };
    let drawn = match leaf {
        Leaf::Form => PublicForm { t, lang, shown, slot: SLOT }.render(),
        Leaf::Notice => PublicNotice { t, lang, shown }.render(),
        Leaf::Thanks => said(t.msg_forms_public_thanks(), t.msg_forms_public_thanks_text(), false).render(),
        Leaf::Missing => said(t.msg_forms_public_missing(), t.msg_forms_public_missing_text(), true).render(),
        Leaf::Again => said(t.msg_forms_public_again(), t.msg_forms_public_again_text(), true).render(),
    };
    drawn.map(String::into_bytes).map_err(|error| Error::internal(format!("template: {error}")))
}
