//! Pages of newsletters: the manifests, the criteria with their funnel, the download; saved audiences, what is owed, and what
//! comes back.
mod audience;
mod audiences;
mod download;
mod expiring;
mod manifests;
mod recalls;
mod returns;

use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/newsletters").get(manifests::list).post(download::place))
        .service(web::resource("/newsletters/new").get(audience::new))
        .service(web::resource("/newsletters/expiring").get(expiring::list))
        .service(web::resource("/newsletters/audiences").get(audiences::list).post(audiences::add))
        .service(web::resource("/newsletters/audiences/{id:[0-9]+}").get(audiences::open).post(audiences::change))
        .service(web::resource("/newsletters/audiences/{id:[0-9]+}/removal").post(audiences::removal))
        .service(web::resource("/newsletters/recalls").get(recalls::list))
        .service(web::resource("/newsletters/recalls/tick").post(recalls::tick_all))
        .service(web::resource("/newsletters/recalls/{id:[0-9]+}/file").post(recalls::file))
        .service(web::resource("/newsletters/recalls/{id:[0-9]+}/tick").post(recalls::tick))
        .service(web::resource("/newsletters/returns").post(returns::create))
        .service(web::resource("/newsletters/returns/new").get(returns::new))
        .service(web::resource("/newsletters/returns/{id:[0-9]+}").get(returns::show))
        .service(web::resource("/newsletters/returns/{id:[0-9]+}/application").post(returns::application))
        .service(web::resource("/newsletters/returns/{id:[0-9]+}/discard").post(returns::discarding))
        .service(web::resource("/newsletters/{id:[0-9]+}").get(manifests::show))
        .service(web::resource("/newsletters/{id:[0-9]+}/file").post(download::download));
}
