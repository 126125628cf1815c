//! Pages of newsletters: the manifests, the criteria with their funnel, and the download.
mod audience;
mod download;
mod expiring;
mod manifests;

use actix_web::web;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/newsletters").get(manifests::list).post(download::download))
        .service(web::resource("/newsletters/new").get(audience::new))
        .service(web::resource("/newsletters/expiring").get(expiring::list))
        .service(web::resource("/newsletters/{id:[0-9]+}").get(manifests::show));
}
