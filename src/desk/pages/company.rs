//! The page of a company: what it is, its people, and everything the rooms above know of it.
use crate::actor::Right;
use crate::app::App;
use crate::auth::FindPeople;
use crate::companies::{self, Company};
use crate::error::{Error, Result};
use crate::people::{self, Person};
use crate::reach::ReachKind;
use crate::search::{Filter, From, Order};
use crate::web::{Html, Page, faults, html};
use actix_web::web;
use askama::Template;

/// So many people are listed on the page itself; the rest are a link away.
const PEOPLE: usize = 20;

#[derive(Template)]
#[template(path = "desk/company.html")]
struct Show {
    page: Page,
    company: Company,
    people: Vec<Person>,
    total: u32,
}

impl Show {
    fn reach_kind(&self, kept: &crate::reach::Kept) -> String {
        faults::reach_kind(self.page.t, kept.reach.kind())
    }

    fn email(&self, person: &Person) -> String {
        person.first(ReachKind::Email).map(|kept| kept.reach.written().into_owned()).unwrap_or_default()
    }

    fn telephone(&self, person: &Person) -> String {
        person.telephone().map(|kept| kept.reach.written().into_owned()).unwrap_or_default()
    }
}

pub(super) async fn show(by: FindPeople, page: Page, app: web::Data<App>, id: web::Path<String>) -> Result<Html> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (company, people, total) = app
        .look(&by, move |l| {
            let company = companies::get(l, id)?;
            let filter = Filter { company: Some(id), ..Filter::default() };
            let (people, _) = people::list(l, Order::Name, &filter, From::Start, PEOPLE)?;
            let total = people::count_of_company(l, id)?;
            Ok((company, people, total))
        })
        .await?;
    html(&Show { page, company, people, total: u32::try_from(total).unwrap_or(u32::MAX) })
}
