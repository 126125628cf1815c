//! Pages of notices and forms: the list, writing, reading what was published, and the pages that visitors are served.
mod arrivals;
mod forms;
mod links;
mod notices;
pub mod public;

pub use links::draw as draw_shared;

use super::{Ask, Desk, FormKind, Leaf, Part, Piece, Standing};
use crate::words::{Lang, Words};
use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/forms").get(forms::index).post(forms::add))
        .service(web::resource("/forms/new").get(forms::new))
        .service(web::resource("/forms/arrivals").get(arrivals::list))
        .service(web::resource("/forms/aside/{number}/opening").post(arrivals::open))
        .service(web::resource("/forms/aside/{number}/dismissal").post(arrivals::dismissal))
        .service(web::resource("/forms/{id:[0-9]+}").get(forms::show))
        .service(web::resource("/forms/{id:[0-9]+}/edit").get(forms::edit).post(forms::change))
        .service(web::resource("/forms/{id:[0-9]+}/publication").post(forms::publish))
        .service(web::resource("/forms/{id:[0-9]+}/closing").post(forms::close))
        .service(web::resource("/forms/{id:[0-9]+}/preview/{lang}/{leaf}").get(forms::preview))
        .service(web::resource("/forms/{id:[0-9]+}/versions/{number:[0-9]+}/{lang}/{leaf}").get(forms::version))
        .service(web::resource("/notices").get(notices::index).post(notices::add))
        .service(web::resource("/notices/new").get(notices::new))
        .service(web::resource("/notices/{id:[0-9]+}").get(notices::show))
        .service(web::resource("/notices/{id:[0-9]+}/edit").get(notices::edit).post(notices::change))
        .service(web::resource("/notices/{id:[0-9]+}/publication").post(notices::publish))
        .service(web::resource("/notices/{id:[0-9]+}/versions/{number:[0-9]+}").get(notices::version));
}

impl Part {
    pub fn label(self, t: &Words) -> String {
        match self {
            Part::Controller => t.msg_forms_part_controller(),
            Part::Purposes => t.msg_forms_part_purposes(),
            Part::Ground => t.msg_forms_part_ground(),
            Part::Retention => t.msg_forms_part_retention(),
            Part::Recipients => t.msg_forms_part_recipients(),
            Part::Rights => t.msg_forms_part_rights(),
            Part::Contact => t.msg_forms_part_contact(),
        }
    }
}

impl FormKind {
    fn label(self, t: &Words) -> String {
        match self {
            FormKind::Contact => t.msg_forms_kind_contact(),
            FormKind::Newsletter => t.msg_forms_kind_newsletter(),
            FormKind::Product => t.msg_forms_kind_product(),
            FormKind::Privacy => t.msg_forms_kind_privacy(),
        }
    }
}

impl Desk {
    fn label(self, t: &Words) -> String {
        match self {
            Desk::Dpo => t.msg_forms_desk_dpo(),
            Desk::Cio => t.msg_forms_desk_cio(),
            Desk::Sales => t.msg_forms_desk_sales(),
            Desk::Marketing => t.msg_forms_desk_marketing(),
            Desk::Support => t.msg_forms_desk_support(),
        }
    }
}

impl Ask {
    fn label(self, t: &Words) -> String {
        match self {
            Ask::GivenName => t.msg_forms_ask_given_name(),
            Ask::Phone => t.msg_forms_ask_phone(),
            Ask::Company => t.msg_forms_ask_company(),
            Ask::Message => t.msg_forms_ask_message(),
        }
    }
}

impl Leaf {
    fn label(self, t: &Words) -> String {
        match self {
            Leaf::Form => t.msg_forms_leaf_form(),
            Leaf::Notice => t.msg_forms_leaf_notice(),
            Leaf::Thanks => t.msg_forms_leaf_thanks(),
            Leaf::Missing => t.msg_forms_leaf_missing(),
            Leaf::Again => t.msg_forms_leaf_again(),
        }
    }
}

impl Standing {
    /// The kind of its chip.
    fn chip(self) -> &'static str {
        match self {
            Standing::NeverPublished => "quiet",
            Standing::AsWritten => "good",
            Standing::Behind => "warn",
            Standing::Closed => "bad",
        }
    }

    fn label(self, t: &Words) -> String {
        match self {
            Standing::NeverPublished => t.msg_forms_standing_never(),
            Standing::AsWritten => t.msg_forms_standing_published(),
            Standing::Behind => t.msg_forms_standing_behind(),
            Standing::Closed => t.msg_forms_standing_closed(),
        }
    }
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Piece::Same(text) | Piece::Added(text) | Piece::Removed(text) => text,
        }
    }

    fn is_added(&self) -> bool {
        matches!(self, Piece::Added(_))
    }

    fn is_removed(&self) -> bool {
        matches!(self, Piece::Removed(_))
    }
}

fn lang_label(t: &Words, lang: Lang) -> String {
    match lang {
        Lang::Fr => t.msg_people_lang_fr(),
        Lang::En => t.msg_people_lang_en(),
    }
}
