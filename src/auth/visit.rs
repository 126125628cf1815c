//! Finds out once a request who is visiting, from the session and the staff table, and keeps it beside the request.
use super::State;
use crate::actor::{Actor, Role, StaffActor};
use crate::app::{self, App};
use crate::deeds::{Deed, What};
use crate::error::Error;
use crate::gate::{Client, Gate, Kind};
use crate::web::{Html, Page, Visit, Who};
use crate::words::{Lang, Words};
use actix_session::SessionExt;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use askama::Template;
use std::rc::Rc;
use std::sync::Arc;

/// The words for a role.
pub fn role_word(role: Role, t: &Words) -> String {
    match role {
        Role::Support => t.msg_role_support(),
        Role::Sales => t.msg_role_sales(),
        Role::Marketing => t.msg_role_marketing(),
        Role::Operations => t.msg_role_operations(),
        Role::Dpo => t.msg_role_dpo(),
        Role::Cio => t.msg_role_cio(),
    }
}

/// Names one request in deeds and log lines.
fn request_id() -> String {
    let mut bytes = [0; 6];
    rand::fill(&mut bytes);
    data_encoding::BASE32_NOPAD.encode(&bytes)
}

/// A random token for the forms of a session.
pub fn draw_token() -> Result<String, Error> {
    let mut bytes = [0; 24];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes)
        .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
    Ok(data_encoding::BASE64URL_NOPAD.encode(&bytes))
}

/// # Errors
/// When the house cannot say who this is: then nobody is let in.
pub async fn know(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let app = request.app_data::<web::Data<App>>().cloned().ok_or_else(|| Error::internal("no house"))?;
    let session = request.get_session();
    let from = request.extensions().get::<Client>().map(|client| client.address);
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let chosen = session.get::<String>("lang").ok().flatten().and_then(|lang| Lang::from_word(&lang));
    let accepted = Lang::accepted(text(header::ACCEPT_LANGUAGE));
    let csrf = session.get::<String>("csrf").ok().flatten().unwrap_or_default();
    let staff = session.get::<i64>("staff").ok().flatten();
    let colleague = match staff {
        None => None,
        Some(id) => {
            let found = app.look(&Actor::House, move |l| match super::get(l, id) {
                Ok(colleague) if colleague.state == State::Active => Ok(Some(colleague)),
                Ok(_) | Err(Error::NotFound) => Ok(None),
                Err(error) => Err(error),
            });
            found.await?
        }
    };
    let id = request_id();
    // What the page of the refusal itself is made of, and the way out, are for everybody.
    let is_for_everybody =
        request.path().starts_with("/static/") || matches!(request.path(), "/sign-out" | "/language");
    let wrong =
        colleague.as_ref().filter(|_| !is_for_everybody).and_then(|who| wrong_network(request.request(), who.role));
    if let (Some(colleague), Some(kinds)) = (&colleague, wrong) {
        let actor =
            Actor::Staff(Arc::new(StaffActor { id: colleague.id, role: colleague.role, from, request: id.clone() }));
        let nobody = Visit { actor: Actor::Visitor { from }, who: None, lang: colleague.lang, csrf, request: id };
        let refused = refused(&app, &actor, colleague.role, &kinds, Page::of(Rc::new(nobody), "", None)).await?;
        return Ok(request.into_response(refused).map_into_right_body());
    }
    let visit = match colleague {
        Some(colleague) => Visit {
            actor: Actor::Staff(Arc::new(StaffActor {
                id: colleague.id,
                role: colleague.role,
                from,
                request: id.clone(),
            })),
            who: Some(Who { name: colleague.name, role: role_word(colleague.role, colleague.lang.words()) }),
            lang: colleague.lang,
            csrf,
            request: id,
        },
        None => {
            Visit { actor: Actor::Visitor { from }, who: None, lang: chosen.unwrap_or(accepted), csrf, request: id }
        }
    };
    request.extensions_mut().insert(Rc::new(visit));
    Ok(next.call(request).await?.map_into_left_body())
}

/// Signed in, or about to be, from a kind of network that this role does not work from.
#[derive(Template)]
#[template(path = "auth/wrong_network.html")]
struct WrongNetwork {
    page: Page,
    role: String,
    /// Where this role works from.
    kinds: Vec<Kind>,
}

/// The kinds of network that this role is limited to, when the request comes from none of them.
pub fn wrong_network(request: &HttpRequest, role: Role) -> Option<Vec<Kind>> {
    let rules = request.app_data::<web::Data<Gate>>()?.rules();
    let here = request.extensions().get::<Client>().map(|client| client.kind);
    if here.is_some_and(|kind| rules.permits(role, kind)) {
        return None;
    }
    Some(rules.kinds_of(role))
}

/// The page that says from where this role works, and a deed.
///
/// # Errors
/// When the page cannot be made.
pub async fn refused(app: &App, by: &Actor, role: Role, kinds: &[Kind], page: Page) -> Result<Html, Error> {
    app::tell(app, by, Deed::new(What::NetworkWrong)).await;
    let role = role_word(role, page.t);
    crate::web::page::status(StatusCode::FORBIDDEN, &WrongNetwork { page, role, kinds: kinds.to_vec() })
}
