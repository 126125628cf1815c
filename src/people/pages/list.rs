//! The list of people: filtered, in order of name or company, paged by key.
use super::super::Person;
use crate::app::{App, Looking};
use crate::auth::FindPeople;
use crate::companies;
use crate::error::Result;
use crate::people;
use crate::reach::ReachKind;
use crate::search::{Filter, From, Kind, Order};
use crate::web::{Html, Page, Query, html};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use std::collections::HashMap;

/// Rows a page: a screen and a half.
pub const ROWS: usize = 50;

#[derive(Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    q: String,
    sort: String,
    third: String,
    after: Option<i64>,
    before: Option<i64>,
}

impl Asked {
    fn order(&self) -> Order {
        if self.sort == "company" { Order::Company } else { Order::Name }
    }

    fn filter(&self) -> Filter {
        Filter { text: self.q.trim().to_owned(), third_parties: self.third == "yes", ..Filter::default() }
    }

    fn from(&self) -> From {
        match (self.after, self.before) {
            (Some(id), _) => From::After(id),
            (None, Some(id)) => From::Before(id),
            (None, None) => From::Start,
        }
    }

    /// The address of this list from another place on, or in another order.
    fn link(&self, sort: &str, place: Option<(&str, i64)>) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if !self.q.trim().is_empty() {
            pairs.push(("q", self.q.trim().to_owned()));
        }
        if sort == "company" {
            pairs.push(("sort", "company".to_owned()));
        }
        if self.third == "yes" {
            pairs.push(("third", "yes".to_owned()));
        }
        if let Some((name, id)) = place {
            pairs.push((name, id.to_string()));
        }
        format!("/people?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
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
        let written =
            |kept: Option<&crate::reach::Kept>| kept.map(|k| k.reach.written().into_owned()).unwrap_or_default();
        Row {
            id: person.id,
            name: person.sort_name(),
            job: person.job_title.clone(),
            company: person.company_id.and_then(|id| companies.get(&id).cloned()).unwrap_or_default(),
            email: written(person.first(ReachKind::Email)),
            telephone: written(person.telephone()),
            restricted: person.restricted,
        }
    }
}

#[derive(Template)]
#[template(path = "people/index.html")]
struct Index {
    page: Page,
    rows: Vec<Row>,
    total: u32,
    asked: Asked,
    previous: String,
    next: String,
}

impl Index {
    fn is_filtered(&self) -> bool {
        !self.asked.q.trim().is_empty() || self.asked.third == "yes"
    }
    fn sort(&self, by: &str) -> &'static str {
        if (self.asked.sort == "company") == (by == "company") { "asc" } else { "" }
    }
}

pub(super) async fn list(by: FindPeople, page: Page, app: web::Data<App>, Query(asked): Query<Asked>) -> Result<Html> {
    let (filter, order, from) = (asked.filter(), asked.order(), asked.from());
    let (rows, listed, total) = app
        .look(&by, move |l: &mut Looking| {
            let (people, listed) = people::list(l, order, &filter, from, ROWS)?;
            let companies = companies::names(l, &people.iter().filter_map(|p| p.company_id).collect::<Vec<_>>())?;
            let total = l.index()?.matching(Kind::Person, &filter);
            Ok((people.iter().map(|p| Row::of(p, &companies)).collect::<Vec<_>>(), listed, total))
        })
        .await?;
    let link = |place, id: Option<&i64>| id.map(|id| asked.link(&asked.sort, Some((place, *id)))).unwrap_or_default();
    let previous = if listed.before { link("before", listed.ids.first()) } else { String::new() };
    let next = if listed.after { link("after", listed.ids.last()) } else { String::new() };
    html(&Index { page, rows, total: u32::try_from(total).unwrap_or(u32::MAX), asked, previous, next })
}
