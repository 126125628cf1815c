//! What comes in: closed structs, or named fields taken one by one. Unknown and doubled fields are refused (V15.3.3,
//! V15.3.7), and ids, roles, times and proofs are never among them.
use crate::error::{Error, Result};
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::future::{Future, Ready, ready};
use std::pin::Pin;

/// The most that a form without a file may hold: a long note, twice.
pub const FORM_LIMIT: usize = 256 * 1024;

/// A posted form, parsed into a struct that denies unknown fields. The token was checked before (`web::csrf`).
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Form<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body.await.map_err(|_| Error::TooLarge)?;
            let pairs: Vec<(String, String)> = pairs(&body)?;
            let pairs: Vec<_> = pairs.into_iter().filter(|(name, _)| name != "csrf").collect();
            let plain = serde_urlencoded::to_string(&pairs).map_err(|_| Error::BadRequest("form"))?;
            serde_urlencoded::from_str(&plain).map(Form).map_err(|_| Error::BadRequest("form"))
        })
    }
}

/// The query of a GET, parsed like a form.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parsed = pairs(request.query_string().as_bytes()).and_then(|_| {
            serde_urlencoded::from_str(request.query_string()).map(Query).map_err(|_| Error::BadRequest("query"))
        });
        ready(parsed)
    }
}

/// Fields whose names are numbered (`reach_3_value`): taken one by one, and what is left over is refused.
#[derive(Debug, Default)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// What was typed there, as it is seen; empty when the field is not there.
    pub fn take(&mut self, name: &str) -> String {
        self.0.remove(name).map(|value| crate::text::seen(&value).into_owned()).unwrap_or_default()
    }

    /// Every field whose name begins so, without that: `person_4` as `4`. For rows that are ticked.
    pub fn take_all(&mut self, prefix: &str) -> Vec<(String, String)> {
        let names: Vec<String> = self.0.keys().filter(|name| name.starts_with(prefix)).cloned().collect();
        let rest = |name: &str| name.strip_prefix(prefix).unwrap_or_default().to_owned();
        names.iter().map(|name| (rest(name), self.take(name))).collect()
    }

    /// An edit says everything that it may change: what was not sent is not meant to be emptied.
    ///
    /// # Errors
    /// When one of these was not sent: no form of ours leaves it out.
    pub fn all_of(&self, names: &[&str]) -> Result<()> {
        if names.iter().all(|name| self.has(name)) { Ok(()) } else { Err(Error::BadRequest("a field is missing")) }
    }

    /// The version that the form was shown with.
    ///
    /// # Errors
    /// When it is not there: no form of ours that changes something is without.
    pub fn version(&mut self) -> Result<i64> {
        self.take("version").parse().map_err(|_| Error::BadRequest("version"))
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// # Errors
    /// When a field was sent that no form of ours has.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::BadRequest("a field that this form does not have")) }
    }
}

impl<'de> serde::Deserialize<'de> for Fields {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Fields)
    }
}

/// The pairs of a body, each name once, valid UTF-8, no NUL.
pub fn pairs(body: &[u8]) -> Result<Vec<(String, String)>> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).map_err(|_| Error::BadRequest("encoding"))?;
    let mut names: Vec<&str> = pairs.iter().map(|pair| pair.0.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|two| two.first() == two.last()) {
        return Err(Error::BadRequest("the same field twice"));
    }
    if pairs.iter().any(|(_, value)| value.contains(['\0', '\u{fffd}'])) {
        return Err(Error::BadRequest("text that is no text"));
    }
    Ok(pairs)
}

/// What is wrong with a form: words beside the field, and a summary that links to them.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<FieldError>);

#[derive(Clone, Debug)]
pub struct FieldError {
    pub field: String,
    pub text: String,
}

impl Errors {
    pub fn add(&mut self, field: &str, text: String) {
        self.0.push(FieldError { field: field.to_owned(), text });
    }

    /// The words beside a field; empty when there is nothing to say.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|error| error.field == field).map_or("", |error| error.text.as_str())
    }
}

impl std::ops::Deref for Errors {
    type Target = [FieldError];
    fn deref(&self) -> &[FieldError] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// One of the choices of a select or of radio buttons.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Choice { value: value.into(), label: label.into() }
    }
}
