//! The routes of the desk.
mod card;
mod company;
mod home;
mod person;
mod search;

use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/").get(home::home))
        .service(web::resource("/search").get(search::search))
        // Numbers only, so that `/people/new` is not a person.
        .service(web::resource("/people/{id:[0-9]+}").get(person::show))
        .service(web::resource("/companies/{id:[0-9]+}").get(company::show))
        .service(web::resource("/cards/{id}").get(card::show))
        .service(web::resource("/cards/{id}/reveal").post(card::reveal));
}
