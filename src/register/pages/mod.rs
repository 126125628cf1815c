//! Pages of the register, one entry of the navigation: processing activities, who works for us, breaches, who holds the
//! roles, and the pack.
mod activities;
mod affected;
mod breaches;
mod certificates;
mod decisions;
mod notification;
mod pack;
mod parties;
mod roles;
mod spoken;

use crate::web::dates;
use actix_web::web;
use chrono::{NaiveDateTime, NaiveTime};
pub use spoken::{certificate_words, clock};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/register").get(activities::index))
        .service(web::resource("/register/about").get(activities::about).post(activities::say))
        .service(web::resource("/register/parties").get(parties::list).post(parties::add))
        .service(web::resource("/register/parties/new").get(parties::new))
        .service(web::resource("/register/parties/{id:[0-9]+}").get(parties::show).post(parties::change))
        .service(web::resource("/register/parties/{id:[0-9]+}/end").post(parties::end))
        .service(web::resource("/register/parties/{id:[0-9]+}/certificates").post(certificates::add))
        .service(web::resource("/register/certificates/{id:[0-9]+}").get(certificates::show).post(certificates::change))
        .service(web::resource("/register/certificates/{id:[0-9]+}/removal").post(certificates::remove))
        .service(web::resource("/register/breaches").get(breaches::list).post(breaches::add))
        .service(web::resource("/register/breaches/new").get(breaches::new))
        .service(web::resource("/register/breaches/{id:[0-9]+}").get(decisions::show))
        .service(web::resource("/register/breaches/{id:[0-9]+}/edit").get(breaches::edit).post(breaches::change))
        .service(web::resource("/register/breaches/{id:[0-9]+}/affected").get(affected::show).post(affected::keep))
        .service(web::resource("/register/breaches/{id:[0-9]+}/notification").post(decisions::notify))
        .service(web::resource("/register/breaches/{id:[0-9]+}/notification/{lang}").get(notification::draft))
        .service(web::resource("/register/breaches/{id:[0-9]+}/decision").post(decisions::decide))
        .service(web::resource("/register/breaches/{id:[0-9]+}/closing").post(decisions::close))
        .service(web::resource("/register/roles").get(roles::list))
        .service(web::resource("/register/pack").get(pack::show).post(pack::take));
}

/// A day and a time of it, as they were typed: UTC, as everywhere in this house.
fn moment(day: &str, time: &str) -> Option<NaiveDateTime> {
    let time = time.trim().get(..5).unwrap_or(time.trim());
    Some(dates::parse(day)?.and_time(NaiveTime::parse_from_str(time, "%H:%M").ok()?))
}

/// The two fields of a moment.
fn typed(at: NaiveDateTime) -> (String, String) {
    (at.format("%Y-%m-%d").to_string(), at.format("%H:%M").to_string())
}
