//! The page of a company: what it is, its people, and everything the rooms above know of it.
use crate::actor::Right;
use crate::app::App;
use crate::auth::FindPeople;
use crate::companies::{self, Company};
use crate::error::Result;
use crate::people::{self, Person};
use crate::reach::{self, ReachKind};
use crate::retention::{self, Of, Until};
use crate::search::{Filter, From, Order};
use crate::web::{Html, Page, html};
use crate::{accounts, assistance, contracts, notes};
use actix_web::web;
use askama::Template;

/// So many people are listed on the page itself; the rest are a link away.
const PEOPLE: usize = 20;
const LINES: usize = 10;

#[derive(Template)]
#[template(path = "desk/company.html")]
struct Show {
    page: Page,
    company: Company,
    facts: companies::pages::Facts,
    contracts: contracts::pages::CompanyPanel,
    accounts: accounts::pages::CompanyPanel,
    third_parties: accounts::pages::ThirdPartiesPanel,
    kept: retention::pages::Panel,
    notes: notes::pages::CompanyPanel,
    assistance: Option<assistance::pages::CompanyPanel>,
    people: Vec<Person>,
    total: u32,
}

/// What one look at a company brings.
struct Seen {
    company: Company,
    people: Vec<Person>,
    total: i64,
    contracts: (Vec<contracts::Contract>, chrono::NaiveDate),
    accounts: accounts::Story,
    until: Until,
    notes: notes::Story,
    assistance: Option<assistance::Story>,
}

impl Show {
    fn email(person: &Person) -> String {
        reach::written(person.first(ReachKind::Email))
    }

    fn telephone(person: &Person) -> String {
        reach::written(person.telephone())
    }
}

pub(super) async fn show(by: FindPeople, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let seen = app
        .look(&by, move |l| {
            let company = companies::get(l, id)?;
            let filter = Filter { company: Some(id), ..Filter::default() };
            let (people, _) = people::list(l, Order::Name, &filter, From::Start, PEOPLE)?;
            let assistance = l.actor.may(Right::SeeAssistance);
            let assistance = if assistance { Some(assistance::of_company(l, id, LINES)?) } else { None };
            Ok(Seen {
                company,
                people,
                total: people::count_of_company(l, id)?,
                contracts: contracts::pages::story(l, id)?,
                accounts: accounts::story(l, id)?,
                until: retention::of_company(l, id)?,
                notes: notes::of_company(l, id, LINES)?,
                assistance,
            })
        })
        .await?;
    html(&Show {
        facts: companies::pages::facts(&page, seen.company.clone()),
        contracts: contracts::pages::company_panel(&page, id, seen.contracts),
        accounts: accounts::pages::company_panel(&page, &seen.accounts),
        third_parties: accounts::pages::third_parties_panel(&page, &seen.accounts),
        kept: retention::pages::panel(&page, &seen.until, Some(Of::Company(id))),
        notes: notes::pages::company_panel(&page, seen.notes),
        assistance: seen.assistance.map(|story| assistance::pages::company_panel(&page, story)),
        company: seen.company,
        people: seen.people,
        total: u32::try_from(seen.total).unwrap_or(u32::MAX),
        page,
    })
}
