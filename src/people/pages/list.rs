//! The list of people: filtered, in order of name or company, paged by key.
use super::super::Person;
use crate::app::{App, Looking};
use crate::auth::FindPeople;
use crate::companies;
use crate::error::Result;
use crate::people;
use crate::reach::{self, ReachKind};
use crate::search::{Filter, Kind, Order};
use crate::web::{Html, Page, Query, html, lists};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use std::collections::HashMap;

/// Rows a page: a screen and a half.
const ROWS: usize = 50;
const PATH: &str = "/people";
const BY_COMPANY: &str = "company";

#[derive(Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    q: String,
    sort: String,
    third: String,
    after: String,
    before: String,
}

impl Asked {
    fn order(&self) -> Order {
        if self.sort == BY_COMPANY { Order::Company } else { Order::Name }
    }

    fn filter(&self) -> Filter {
        Filter { text: self.q.trim().to_owned(), third_parties: self.third == "yes", ..Filter::default() }
    }

    /// What the list is filtered by, in an order: `sort` as it stands in an address.
    fn pairs<'a>(&'a self, sort: &'a str) -> [(&'static str, &'a str); 3] {
        [("q", self.q.trim()), ("sort", sort), ("third", if self.third == "yes" { "yes" } else { "" })]
    }
}

pub(super) struct Row {
    pub id: i64,
    pub name: String,
    pub job: String,
    pub company: String,
    pub email: String,
    pub telephone: String,
    pub restricted: bool,
}

impl Row {
    fn of(person: &Person, companies: &HashMap<i64, String>) -> Self {
        Row {
            id: person.id,
            name: person.sort_name(),
            job: person.job_title.clone(),
            company: person.company_id.and_then(|id| companies.get(&id).cloned()).unwrap_or_default(),
            email: reach::written(person.first(ReachKind::Email)),
            telephone: reach::written(person.telephone()),
            restricted: person.restricted,
        }
    }
}

#[derive(Template)]
#[template(path = "people/index.html")]
struct Index {
    page: Page,
    rows: Vec<Row>,
    total: String,
    asked: Asked,
    previous: String,
    next: String,
}

impl Index {
    fn is_filtered(&self) -> bool {
        !self.asked.q.trim().is_empty() || self.asked.third == "yes"
    }

    /// This list in another order, from its start.
    fn sorted(&self, order: Order) -> String {
        let sort = if order == Order::Company { BY_COMPANY } else { "" };
        lists::address(PATH, &self.asked.pairs(sort), &[])
    }

    /// The order of a column, as `table::sort` wants it.
    fn sorted_by(&self, order: Order) -> &'static str {
        if self.asked.order() == order { "asc" } else { "" }
    }
}

pub(super) async fn list(by: FindPeople, page: Page, app: web::Data<App>, Query(asked): Query<Asked>) -> Result<Html> {
    let (filter, order, from) = (asked.filter(), asked.order(), lists::place(&asked.after, &asked.before));
    let (rows, listed, total) = app
        .look(&by, move |l: &mut Looking| {
            let (people, listed) = people::list(l, order, &filter, from, ROWS)?;
            let companies = companies::names(l, &people.iter().filter_map(|p| p.company_id).collect::<Vec<_>>())?;
            let total = l.index()?.matching(Kind::Person, &filter);
            Ok((people.iter().map(|p| Row::of(p, &companies)).collect::<Vec<_>>(), listed, total))
        })
        .await?;
    let (previous, next) = lists::neighbours(PATH, &asked.pairs(&asked.sort), &listed);
    let many = i64::try_from(total).unwrap_or(i64::MAX);
    let total = page.t.msg_people_count(lists::number(page.language(), many), many);
    html(&Index { page, rows, total, asked, previous, next })
}
