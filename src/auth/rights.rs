//! The role as a handler's first parameter: one extractor for each right of the table, which is the only way to get an
//! actor in a handler. A route without one does not compile into anything that can look or write.
use crate::actor::{Actor, Right};
use crate::error::{Error, Result};
use crate::web::Visit;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::{Ready, ready};
use std::rc::Rc;

fn actor_with(request: &HttpRequest, right: Right) -> Result<Actor> {
    let visit = request.extensions().get::<Rc<Visit>>().cloned().ok_or(Error::SignedOut)?;
    if visit.actor.staff_id().is_none() {
        return Err(Error::SignedOut);
    }
    if visit.actor.may(right) { Ok(visit.actor.clone()) } else { Err(Error::Forbidden) }
}

macro_rules! extractors {
    ($($(#[$doc:meta])* $right:ident: $($role:ident)+;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $right(pub Actor);

        impl FromRequest for $right {
            type Error = Error;
            type Future = Ready<Result<Self>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(actor_with(request, Right::$right).map($right))
            }
        }

        impl std::ops::Deref for $right {
            type Target = Actor;
            fn deref(&self) -> &Actor {
                &self.0
            }
        }
    )+};
}
crate::the_rights!(extractors);
