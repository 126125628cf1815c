//! The page of a person: who they are, and everything the rooms above know of them.
use crate::actor::Right;
use crate::app::App;
use crate::auth::FindPeople;
use crate::error::{Error, Result};
use crate::people::pages::{ground_word, origin_word};
use crate::people::{Person, PersonKind};
use crate::web::{Html, Page, faults, html};
use crate::{companies, people};
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "desk/person.html")]
struct Show {
    page: Page,
    person: Person,
    company: String,
}

impl Show {
    fn third_party(&self) -> bool {
        self.person.kind == PersonKind::ThirdParty
    }

    fn reach_kind(&self, kept: &crate::reach::Kept) -> String {
        faults::reach_kind(self.page.t, kept.reach.kind())
    }

    fn origin(&self) -> String {
        origin_word(self.page.t, self.person.origin)
    }

    fn ground(&self) -> String {
        ground_word(self.page.t, self.person.ground)
    }

    fn company_href(&self) -> String {
        self.person.company_id.map(|id| format!("/companies/{id}")).unwrap_or_default()
    }
}

pub(super) async fn show(by: FindPeople, page: Page, app: web::Data<App>, id: web::Path<String>) -> Result<Html> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (person, company) = app
        .look(&by, move |l| {
            let person = people::get(l, id)?;
            let company = match person.company_id {
                Some(company) => companies::names(l, &[company])?.remove(&company).unwrap_or_default(),
                None => String::new(),
            };
            Ok((person, company))
        })
        .await?;
    html(&Show { page, person, company })
}
