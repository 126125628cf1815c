//! The static files: an embedded list, so that nothing else can be asked for (V13.2.5, V13.4.7).
use crate::error::Error;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

const FILES: &[(&str, &str, &str)] = &[
    ("cloister.css", "text/css; charset=utf-8", include_str!("../../static/cloister.css")),
    ("cloister.js", "text/javascript; charset=utf-8", include_str!("../../static/cloister.js")),
    // Of the public forms: here for their previews.
    ("form.css", "text/css; charset=utf-8", include_str!("../../static/form.css")),
    ("mark.svg", "image/svg+xml; charset=utf-8", include_str!("../../static/mark.svg")),
];

pub async fn file(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, Error> {
    let (_, kind, body) = FILES.iter().find(|file| file.0 == name.as_str()).ok_or(Error::NotFound)?;
    // Revalidated each time: an update must not meet yesterday's style sheet. The tag is what is in the file, and not
    // the program's version, which is nobody's business (V13.4.6).
    let digest = ring::digest::digest(&ring::digest::SHA256, body.as_bytes());
    let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(digest.as_ref().get(..8).unwrap_or_default()));
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|have| have.as_bytes() == tag.as_bytes());
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((header::CACHE_CONTROL, "no-cache")).insert_header((header::ETAG, tag)).content_type(*kind);
    Ok(if known { answer.finish() } else { answer.body(*body) })
}
