//! Bodies that are not pages.
use actix_web::HttpResponse;

/// A fragment or a text for the page that asked for it.
pub fn private_text(kind: &'static str, body: String) -> HttpResponse {
    HttpResponse::Ok().content_type(kind).body(body)
}
