//! Pages of bank accounts and of third parties.
mod add;
mod cards;
mod panels;
mod reveal;
mod third_party;

pub use panels::{CompanyPanel, PersonPanel, ThirdPartiesPanel, company_panel, person_panel, third_parties_panel};

use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/companies/{id}/accounts").post(add::add))
        .service(web::resource("/companies/{id}/accounts/new").get(add::new))
        .service(web::resource("/companies/{id}/third-parties").post(third_party::add))
        .service(web::resource("/companies/{id}/third-parties/new").get(third_party::new))
        .service(web::resource("/companies/{id}/cards").post(cards::add))
        .service(web::resource("/companies/{id}/cards/new").get(cards::new))
        .service(web::resource("/cards/{id}/removal").get(cards::ask_removal).post(cards::remove))
        .service(web::resource("/accounts/{id}").get(reveal::show))
        .service(web::resource("/accounts/{id}/reveal").post(reveal::reveal))
        .service(web::resource("/accounts/{id}/removal").get(add::ask_removal).post(add::remove));
}
