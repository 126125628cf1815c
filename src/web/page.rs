//! The page: what a template always has, and how a page struct becomes an answer.
use super::nav::{self, NavItem};
use crate::actor::{Actor, Right};
use crate::error::{Error, Result};
use crate::words::{Lang, Words};
use actix_session::Session;
use actix_web::dev::Payload;
use actix_web::http::header::{self, ContentType};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use serde::{Deserialize, Serialize};
use std::future::{Ready, ready};
use std::rc::Rc;

/// Who is visiting, found once a request by `auth::visit` and kept beside it.
#[derive(Debug)]
pub struct Visit {
    pub actor: Actor,
    pub who: Option<Who>,
    pub lang: Lang,
    pub csrf: String,
    pub request: String,
}

/// The colleague at the keyboard, as the frame shows them.
#[derive(Clone, Debug)]
pub struct Who {
    pub name: String,
    /// In the language of the page.
    pub role: String,
}

/// What the last action said, shown once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flash {
    /// `good` or `bad`.
    pub kind: String,
    pub text: String,
}

/// A field of every page struct; a template that lacks it does not compile.
#[derive(Clone)]
pub struct Page {
    visit: Rc<Visit>,
    pub t: &'static Words,
    pub csrf: String,
    pub who: Option<Who>,
    pub nav: Vec<NavItem>,
    pub flash: Option<Flash>,
    /// What stands in the search box.
    pub query: String,
}

impl Page {
    pub fn lang(&self) -> &'static str {
        self.visit.lang.word()
    }

    pub fn language(&self) -> Lang {
        self.visit.lang
    }

    pub fn actor(&self) -> &Actor {
        &self.visit.actor
    }

    /// What one may not do is not shown.
    pub fn may(&self, right: Right) -> bool {
        self.visit.actor.may(right)
    }

    pub fn request_id(&self) -> &str {
        &self.visit.request
    }

    pub fn day(&self, date: &chrono::NaiveDate) -> String {
        super::dates::day(self.visit.lang, *date)
    }

    pub fn moment(&self, at: &chrono::NaiveDateTime) -> String {
        super::dates::moment(self.visit.lang, *at)
    }

    pub(crate) fn of(visit: Rc<Visit>, path: &str, flash: Option<Flash>) -> Self {
        Page {
            t: visit.lang.words(),
            csrf: visit.csrf.clone(),
            who: visit.who.clone(),
            nav: nav::of(&visit.actor, visit.lang.words(), path),
            flash,
            query: String::new(),
            visit,
        }
    }
}

impl FromRequest for Page {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(visit) = request.extensions().get::<Rc<Visit>>().cloned() else {
            return ready(Err(Error::internal("a page outside the middleware that knows the visitor")));
        };
        let session = actix_session::SessionExt::get_session(request);
        let flash = session.get::<Flash>("flash").ok().flatten();
        if flash.is_some() {
            session.remove("flash");
        }
        ready(Ok(Page::of(visit, request.path(), flash)))
    }
}

/// An answer that is a page.
pub type Html = HttpResponse;

pub fn html(page: &impl Template) -> Result<Html> {
    status(actix_web::http::StatusCode::OK, page)
}

/// A page with another status: 422 for a form that comes back, 409 for a conflict.
pub fn status(code: actix_web::http::StatusCode, page: &impl Template) -> Result<Html> {
    let body = page.render().map_err(|error| Error::internal(format!("template: {error}")))?;
    Ok(HttpResponse::build(code).content_type(ContentType::html()).body(body))
}

/// A form that comes back with words beside its fields.
pub fn again(page: &impl Template) -> Result<Html> {
    status(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// After a write: look at what came of it.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// Says something on the next page.
pub fn flash(session: &Session, kind: &str, text: String) -> Result<()> {
    session.insert("flash", Flash { kind: kind.to_owned(), text }).map_err(|_| Error::internal("the session"))
}
