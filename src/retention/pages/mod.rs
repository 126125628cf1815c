//! Pages of retention: what lies ahead, what was signed, what is held, what the job did; and the panel that says until
//! when a record is kept.
mod ahead;
mod holding;
mod lists;
mod panel;
mod spoken;

pub use panel::{Panel, panel};

use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/retention").get(ahead::show))
        .service(web::resource("/retention/due").get(lists::due))
        .service(web::resource("/retention/forecasts").post(ahead::sign))
        .service(web::resource("/retention/forecasts/{id}").get(lists::forecast))
        .service(web::resource("/retention/runs/{id}").get(lists::run))
        .service(web::resource("/retention/clock").post(ahead::confirm))
        .service(web::resource("/retention/holds/{id}/end").post(holding::end))
        .service(web::resource("/people/{id}/holds").post(holding::on_person))
        .service(web::resource("/people/{id}/holds/new").get(holding::new_on_person))
        .service(web::resource("/companies/{id}/holds").post(holding::on_company))
        .service(web::resource("/companies/{id}/holds/new").get(holding::new_on_company));
}
