//! Pages of people: the list, adding, editing. A person's own page is put together by the desk.
mod edit;
mod form;
mod list;

pub use form::{ground_word, lang_word, origin_word};

use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/people").get(list::list).post(edit::add))
        .service(web::resource("/people/new").get(edit::new))
        .service(web::resource("/people/{id}/edit").get(edit::edit).post(edit::change));
}
