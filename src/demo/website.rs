//! What the fictional company has on its website: a notice and three forms, published.
use crate::actor::Actor;
use crate::app::{App, Writing};
use crate::consent::Purpose;
use crate::error::{Error, Result};
use crate::forms::{self, Ask, Definition, Desk, Draft, FormKind, FormText, NoticeTexts, Part};
use crate::words::Lang;
use std::collections::BTreeMap;

/// Part, French, English. Rights and how to reach the Dpo stand in the messages of every new notice.
const NOTICE: [(Part, &str, &str); 5] = [
    (
        Part::Controller,
        "La société fictive de cette démonstration, 1 rue de l’Exemple, 75000 Paris.",
        "The fictional company of this demonstration, 1 rue de l’Exemple, 75000 Paris.",
    ),
    (
        Part::Purposes,
        "Vous répondre, et vous envoyer ce que vous cochez, rien d’autre.",
        "To answer you, and to send you what you tick, nothing else.",
    ),
    (
        Part::Ground,
        "Notre intérêt légitime à répondre à qui nous écrit ; votre consentement pour chaque case cochée.",
        "Our legitimate interest in answering who writes to us; your consent for each box that you tick.",
    ),
    (Part::Retention, "Trois ans après votre dernier message.", "Three years after your last message."),
    (
        Part::Recipients,
        "Nos équipes commerciale, marketing et support. Rien ne quitte l’Union européenne.",
        "Our sales, marketing and support teams. Nothing leaves the European Union.",
    ),
];

struct Plan {
    slug: &'static str,
    kind: FormKind,
    desk: Desk,
    titles: [&'static str; 2],
    purposes: &'static [Purpose],
}

const FORMS: [Plan; 3] = [
    Plan {
        slug: "contact",
        kind: FormKind::Contact,
        desk: Desk::Sales,
        titles: ["Nous écrire", "Write to us"],
        purposes: &[Purpose::Information],
    },
    Plan {
        slug: "lettre",
        kind: FormKind::Newsletter,
        desk: Desk::Marketing,
        titles: ["Notre lettre d’information", "Our newsletter"],
        purposes: &[Purpose::Newsletter, Purpose::Promotion],
    },
    Plan {
        slug: "donnees",
        kind: FormKind::Privacy,
        desk: Desk::Dpo,
        titles: ["Demande relative aux données", "Request about your data"],
        purposes: &[],
    },
];

/// Where the forms are, below the address of the website.
pub fn paths() -> impl Iterator<Item = String> {
    FORMS.iter().map(|plan| format!("/fr/{}", plan.slug))
}

/// Publishes the notice and the forms, and puts them where the intake serves them from.
pub fn publish(app: &App) -> Result<()> {
    app.write_now(&Actor::Console, |w| {
        let notice = done(forms::draft_notice(w, "Site public", &texts())?)?;
        done(forms::publish_notice(w, notice, 1)?)?;
        FORMS.iter().try_for_each(|plan| put(w, plan, notice))
    })?;
    forms::publish_folder(app, forms::pages::draw_shared)
}

fn texts() -> NoticeTexts {
    let mut texts = NoticeTexts::default();
    for (part, french, english) in NOTICE {
        texts.set(Lang::Fr, part, french);
        texts.set(Lang::En, part, english);
    }
    for &lang in Lang::ALL {
        texts.set(lang, Part::Rights, &lang.words().msg_forms_begin_rights());
        texts.set(lang, Part::Contact, &lang.words().msg_forms_begin_contact());
    }
    texts
}

fn put(w: &mut Writing, plan: &Plan, notice: i64) -> Result<()> {
    let [french, english] = plan.titles.map(|title| FormText { title: title.to_owned(), intro: String::new() });
    let definition = Definition {
        asks: Ask::ALL.to_vec(),
        purposes: plan.purposes.to_vec(),
        texts: BTreeMap::from([(Lang::Fr, french), (Lang::En, english)]),
    };
    let draft = Draft { slug: plan.slug.to_owned(), kind: plan.kind, desk: plan.desk, notice, definition };
    let form = done(forms::draft(w, &draft)?)?;
    done(forms::publish(w, form, 1, forms::pages::public::render)?).map(drop)
}

/// What is written here is without fault, or the demonstration is not made.
fn done<T, F: std::fmt::Debug>(made: std::result::Result<T, F>) -> Result<T> {
    made.map_err(|fault| Error::internal(format!("the website of the demonstration: {fault:?}")))
}
