//! Pages of newsletters: the manifests, the criteria with their funnel, and the download.
mod audience;
mod download;
mod manifests;

use crate::people::Stage;
use crate::words::{Lang, Words};
use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/newsletters").get(manifests::list).post(download::download))
        .service(web::resource("/newsletters/new").get(audience::new))
        .service(web::resource("/newsletters/{id:[0-9]+}").get(manifests::show));
}

/// Figures as people read them: thousands apart.
fn figure(lang: Lang, count: i64) -> String {
    let digits = count.to_string();
    let gap = match lang {
        Lang::Fr => '\u{202f}',
        Lang::En => ',',
    };
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(gap);
        }
        text.push(digit);
    }
    text
}

fn stage_word(t: &Words, stage: Stage) -> String {
    match stage {
        Stage::New => t.msg_stage_new(),
        Stage::Contacted => t.msg_stage_contacted(),
        Stage::Qualified => t.msg_stage_qualified(),
        Stage::Proposal => t.msg_stage_proposal(),
        Stage::Negotiation => t.msg_stage_negotiation(),
        Stage::Won => t.msg_stage_won(),
        Stage::Lost => t.msg_stage_lost(),
    }
}

fn lang_word(t: &Words, lang: Lang) -> String {
    match lang {
        Lang::Fr => t.msg_people_lang_fr(),
        Lang::En => t.msg_people_lang_en(),
    }
}
