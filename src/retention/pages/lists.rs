//! The lists behind the figures: what falls due and why, what was signed, what a run did and left.
use super::super::{
    Class, Forecast, Ground, HORIZON, Item, ItemRow, Run, RunState, SkipRow, ahead, forecast as signed_list, skips,
};
use super::spoken;
use crate::app::{App, Looking};
use crate::auth::SeeRetention;
use crate::deeds::{Deed, What};
use crate::error::Result;
use crate::web::{Html, Page, Query, html, lists};
use crate::{accounts, companies, people};
use actix_web::web;
use askama::Template;
use chrono::Days;
use serde::Deserialize;
use std::collections::HashMap;

/// So many lines stand on a page.
const LINES: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    class: String,
    #[serde(default)]
    within: String,
    #[serde(default)]
    skip: String,
}

/// One line, named.
struct Line {
    href: String,
    name: String,
    class: String,
    /// Empty when no end is in sight.
    on: String,
    late: bool,
    because: String,
    signed: bool,
}

#[derive(Template)]
#[template(path = "retention/due.html")]
struct Due {
    page: Page,
    title: String,
    count: String,
    lines: Vec<Line>,
    previous: String,
    next: String,
    held: bool,
}

/// What is shown of whom: companies and people by name, a card by whose it is.
fn names(l: &mut Looking, items: &[Item]) -> Result<HashMap<(Class, i64), (String, String)>> {
    let of = |class: Class| items.iter().filter(|item| item.class == class).map(|item| item.id).collect::<Vec<_>>();
    let mut found = HashMap::new();
    let people = people::these(l, &of(Class::Prospect))?;
    let mut seen: Vec<i64> = people.iter().map(|person| person.id).collect();
    for person in people {
        found.insert((Class::Prospect, person.id), (person.sort_name(), format!("/people/{}", person.id)));
    }
    let cards = if l.actor.may(crate::actor::Right::SeeAccounts) {
        accounts::cards_taken(l, &of(Class::Card))?
    } else {
        Vec::new()
    };
    let mut firms = of(Class::Customer);
    firms.extend(of(Class::Company));
    firms.extend(cards.iter().map(|card| card.1));
    let firms = companies::names(l, &firms)?;
    for class in [Class::Customer, Class::Company] {
        for id in of(class) {
            let name = firms.get(&id).cloned().unwrap_or_default();
            found.insert((class, id), (name, format!("/companies/{id}")));
        }
    }
    for (id, company, _) in cards {
        let name = firms.get(&company).cloned().unwrap_or_default();
        found.insert((Class::Card, id), (name, format!("/cards/{id}")));
    }
    seen.extend(firms.keys());
    if !seen.is_empty() {
        l.owe(Deed::new(What::Listed).with("list", "retention").with_ids(&seen));
    }
    Ok(found)
}

pub async fn due(by: SeeRetention, page: Page, app: web::Data<App>, Query(asked): Query<Asked>) -> Result<Html> {
    let class = Class::from_word(&asked.class);
    let skip: usize = asked.skip.parse().unwrap_or(0);
    let within = match asked.within.as_str() {
        within @ ("30" | "late" | "held") => within.to_owned(),
        _ => "90".to_owned(),
    };
    let asked_within = within.clone();
    let (items, total, signed, today, names) = app
        .look(&by, move |l| {
            let ahead = ahead(l)?;
            let all = match asked_within.as_str() {
                "late" => ahead.late(),
                "held" => ahead.put_off.clone(),
                days => {
                    let days = if days == "30" { Days::new(30) } else { HORIZON };
                    ahead.items.iter().filter(|item| item.until.is_due(ahead.today + days)).copied().collect()
                }
            };
            let all: Vec<Item> = all.into_iter().filter(|item| class.is_none_or(|class| item.class == class)).collect();
            let items: Vec<Item> = all.iter().skip(skip).take(LINES).copied().collect();
            let names = names(l, &items)?;
            Ok((items, all.len(), ahead.signed, ahead.today, names))
        })
        .await?;
    let t = page.t;
    let line = |item: &Item| {
        let (name, href) = names.get(&(item.class, item.id)).cloned().unwrap_or_default();
        Line {
            name: if name.is_empty() {
                format!("{}\u{a0}{}", spoken::class_word(t, item.class), item.id)
            } else {
                name
            },
            href,
            class: spoken::class_word(t, item.class),
            on: item.until.on.map(|on| page.day(&on)).unwrap_or_default(),
            late: item.until.on.is_some_and(|on| on < today),
            because: spoken::because(&page, &item.until),
            signed: signed.contains(&(item.class, item.id)),
        }
    };
    let filters = [("class", class.map(Class::word).unwrap_or_default()), ("within", within.as_str())];
    let to = |skip: usize| lists::address("/retention/due", &filters, &[("skip", &skip.to_string())]);
    html(&Due {
        lines: items.iter().map(line).collect(),
        title: match within.as_str() {
            "late" => t.msg_retention_late(),
            "held" => t.msg_retention_put_off(),
            "30" => t.msg_retention_next(30),
            _ => t.msg_retention_next(90),
        },
        count: lists::number(page.language(), i64::try_from(total).unwrap_or(i64::MAX)),
        previous: if skip == 0 { String::new() } else { to(skip.saturating_sub(LINES)) },
        next: if skip + LINES < total { to(skip + LINES) } else { String::new() },
        held: within == "held",
        page,
    })
}

#[derive(Template)]
#[template(path = "retention/forecast.html")]
struct Signed {
    page: Page,
    forecast: Forecast,
    rows: Vec<ItemRow>,
    previous: String,
    next: String,
}

impl Signed {
    fn class(&self, row: &ItemRow) -> String {
        spoken::class_word(self.page.t, row.class)
    }

    fn href(row: &ItemRow) -> String {
        let class = match row.class {
            Class::Customer | Class::Company => "companies",
            Class::Prospect => "people",
            Class::Card => "cards",
        };
        format!("/{class}/{}", row.subject)
    }

    fn counts(&self) -> String {
        spoken::counts(&self.page, &self.forecast.counts)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct From {
    #[serde(default)]
    skip: String,
}

pub async fn forecast(
    by: SeeRetention,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(from): Query<From>,
) -> Result<Html> {
    let id = *id;
    let skip: usize = from.skip.parse().unwrap_or(0);
    let limit = i64::try_from(LINES + 1).unwrap_or(i64::MAX);
    let after = i64::try_from(skip).unwrap_or(i64::MAX);
    let (forecast, mut rows) = app.look(&by, move |l| signed_list(l, id, after, limit)).await?;
    let to = |skip: usize| format!("/retention/forecasts/{id}?skip={skip}");
    let next = if rows.len() > LINES { to(skip + LINES) } else { String::new() };
    rows.truncate(LINES);
    let previous = if skip == 0 { String::new() } else { to(skip.saturating_sub(LINES)) };
    html(&Signed { page, forecast, rows, previous, next })
}

#[derive(Template)]
#[template(path = "retention/run.html")]
struct Ran {
    page: Page,
    run: Run,
    skips: Vec<SkipRow>,
}

impl Ran {
    fn ordered(&self) -> String {
        spoken::counts(&self.page, &self.run.report.ordered)
    }

    fn refused(&self) -> String {
        let fault = self.run.fault.filter(|_| self.run.state == RunState::Refused);
        fault.map(|fault| spoken::fault_words(self.page.t, fault)).unwrap_or_default()
    }

    fn forgotten(&self) -> Vec<(String, String)> {
        let rows = self.run.report.forgotten.iter();
        rows.map(|(kept, many)| (spoken::kept_word(self.page.t, *kept), lists::number(self.page.language(), *many)))
            .collect()
    }

    fn class(&self, row: &SkipRow) -> String {
        spoken::class_word(self.page.t, row.class)
    }

    fn ground(&self, row: &SkipRow) -> (&'static str, String) {
        spoken::ground_word(self.page.t, row.ground)
    }

    fn by_ground(&self) -> Vec<(String, String)> {
        let of = |(ground, many): (&Ground, &i64)| {
            (spoken::ground_word(self.page.t, *ground).1, lists::number(self.page.language(), *many))
        };
        self.run.report.skipped.iter().map(of).collect()
    }

    fn href(row: &SkipRow) -> String {
        let class = match row.class {
            Class::Customer | Class::Company => "companies",
            Class::Prospect => "people",
            Class::Card => "cards",
        };
        format!("/{class}/{}", row.subject)
    }
}

/// So many skips of a run are listed.
const SKIPS: i64 = 500;

pub async fn run(by: SeeRetention, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = *id;
    let (run, skips) = app.look(&by, move |l| skips(l, id, SKIPS)).await?;
    html(&Ran { page, run, skips })
}
