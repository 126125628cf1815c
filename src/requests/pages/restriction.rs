//! Restriction: the panel on the page of a person, the form with its reason, and the list of those whom it holds for.
use super::PATH;
use crate::app::App;
use crate::auth::RestrictPeople;
use crate::error::{Error, Result};
use crate::notes;
use crate::people::{self, Person};
use crate::requests::{self, Restriction};
use crate::web::page::again;
use crate::web::{Errors, Fields, Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "requests/person_panel.html")]
pub struct PersonPanel {
    page: Page,
    restricted: bool,
    story: Vec<Restriction>,
    /// Requests about them.
    requests: Vec<i64>,
    form: String,
}

impl askama::filters::HtmlSafe for PersonPanel {}

/// What one look at a person brings of this room.
pub type Story = (Vec<Restriction>, Vec<i64>);

pub fn person_panel(page: &Page, person: &Person, (story, requests): Story) -> PersonPanel {
    PersonPanel {
        restricted: person.restricted,
        story,
        requests,
        form: format!("/people/{}/restriction", person.id),
        page: page.clone(),
    }
}

#[derive(Template)]
#[template(path = "requests/restriction.html")]
struct Edit {
    page: Page,
    name: String,
    restricted: bool,
    action: String,
    back: String,
    reason: String,
    errors: Errors,
}

impl Edit {
    fn of(page: Page, person: &Person) -> Self {
        Edit {
            name: person.name(),
            restricted: person.restricted,
            action: format!("/people/{}/restriction", person.id),
            back: format!("/people/{}", person.id),
            reason: String::new(),
            errors: Errors::default(),
            page,
        }
    }

    fn title(&self) -> String {
        if self.restricted { self.page.t.msg_requests_lift_title() } else { self.page.t.msg_requests_restrict_title() }
    }
}

pub(super) async fn form(by: RestrictPeople, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let person = app.look(&by, move |l| people::get(l, id)).await?;
    html(&Edit::of(page, &person))
}

pub(super) async fn set(
    by: RestrictPeople,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    let (reason, lifts) = (fields.take("reason"), fields.take("act") == "lift");
    fields.finish()?;
    let mut errors = Errors::default();
    let Some(text) = notes::pages::long(page.t, &mut errors, "reason", &reason) else {
        let person = app.look(&by, move |l| people::get(l, id)).await?;
        return again(&Edit { reason, errors, ..Edit::of(page, &person) });
    };
    let set = app.write(&by, move |w| match lifts {
        true => requests::lift(w, id, text.as_str()),
        false => requests::restrict(w, id, text.as_str()),
    });
    match set.await {
        // It is so already, by a second press or a colleague.
        Ok(()) | Err(Error::Stale) => {
            let said = if lifts { page.t.msg_requests_was_lifted() } else { page.t.msg_requests_was_restricted() };
            flash(&session, "good", said)?;
            Ok(see_other(&format!("/people/{id}")))
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "requests/restricted.html")]
struct List {
    page: Page,
    people: Vec<Person>,
    back: &'static str,
}

pub(super) async fn list(by: RestrictPeople, page: Page, app: web::Data<App>) -> Result<Html> {
    let people = app.look(&by, requests::restricted).await?;
    html(&List { people, back: PATH, page })
}
