//! Browsers that are known: a cookie that proves nothing but that somebody signed in here before.
//!
//! It opens no door. Tries from a known browser are counted apart (`auth::limits`), so that whoever guesses a
//! colleague's password, even from the same office, slows down themselves and not the colleague.
use super::store;
use crate::app::{App, Writing};
use crate::error::{Error, Result};
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration as Ttl;
use actix_web::cookie::{Cookie, SameSite};
use chrono::Duration;
use ring::digest;

/// Without a sign-in for this long, a browser is no longer known.
const KNOWN_FOR: Duration = Duration::days(90);

fn name(is_plain: bool) -> &'static str {
    if is_plain { "cloister-known" } else { "__Host-cloister-known" }
}

/// The hash of what this browser brings along, under either name.
pub fn of(request: &HttpRequest) -> Option<Vec<u8>> {
    let cookie = request.cookie(name(false)).or_else(|| request.cookie(name(true)))?;
    (cookie.value().len() <= 64).then(|| hash(cookie.value()))
}

fn hash(value: &str) -> Vec<u8> {
    // 192 random bits need no slow hash.
    digest::digest(&digest::SHA256, value.as_bytes()).as_ref().to_vec()
}

/// Another value each time somebody signs in: the one that the browser had, if it was this colleague's, is worth nothing
/// any more. Returns the value for [`cookie`].
pub fn know(w: &mut Writing, staff: i64, had: Option<Vec<u8>>) -> Result<String> {
    let mut bytes = [0; 24];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes)
        .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
    let value = data_encoding::BASE64URL_NOPAD.encode(&bytes);
    let now = w.now;
    store::sweep_devices(w.conn(), now - KNOWN_FOR)?;
    store::replace_device(w.conn(), staff, had.as_deref(), &hash(&value), now)?;
    Ok(value)
}

pub fn cookie(app: &App, value: String) -> Cookie<'static> {
    let is_plain = !app.config().by_tls();
    Cookie::build(name(is_plain), value)
        .path("/")
        .secure(!is_plain)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(Ttl::days(KNOWN_FOR.num_days()))
        .finish()
}
