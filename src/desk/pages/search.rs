//! One search box on every page: as you type with our small script, on Enter without it.
use crate::actor::Right;
use crate::app::{App, Looking};
use crate::auth::FindPeople;
use crate::deeds::{Deed, What};
use crate::error::Result;
use crate::reach::{self, ReachKind};
use crate::search::Kind;
use crate::web::{Html, Page, Query, html};
use crate::{companies, people};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    q: String,
    fragment: Option<u8>,
}

/// What fits under the box, and on a page.
const WHILE_TYPING: usize = 8;
const ON_A_PAGE: usize = 50;
/// Longer than any name; what is beyond is not looked for.
const LONGEST: usize = 200;

struct Hit {
    href: String,
    icon: &'static str,
    title: String,
    text: String,
    aside: String,
}

#[derive(Template)]
#[template(path = "desk/hits.html")]
struct Hits {
    page: Page,
    hits: Vec<Hit>,
    more: bool,
}

#[derive(Template)]
#[template(path = "desk/search.html")]
struct Results {
    page: Page,
    hits: Vec<Hit>,
    more: bool,
}

pub(super) async fn search(
    by: FindPeople,
    mut page: Page,
    app: web::Data<App>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let query: String = asked.q.trim().chars().take(LONGEST).collect();
    page.query.clone_from(&query);
    let typing = asked.fragment == Some(1);
    let limit = if typing { WHILE_TYPING } else { ON_A_PAGE };
    let quiet = typing && by.staff_id().is_some_and(|id| app.is_still_typing(id));
    let (hits, more) = app
        .look(&by, move |l| {
            let (hits, more, ids) = find(l, &query, limit)?;
            // A submitted search leaves a deed each; one that is still being typed leaves one in ten seconds.
            if !quiet && !ids.is_empty() {
                let what = if typing { What::SearchedWhileTyping } else { What::Searched };
                l.owe(Deed::new(what).with_ids(&ids));
            }
            Ok((hits, more))
        })
        .await?;
    if typing {
        return html(&Hits { page, hits, more });
    }
    html(&Results { page, hits, more })
}

fn find(l: &mut Looking, query: &str, limit: usize) -> Result<(Vec<Hit>, bool, Vec<i64>)> {
    let all = l.actor.may(Right::RestrictPeople);
    let index = l.index()?;
    let found = if all { index.find_all(query, None, limit) } else { index.find(query, None, limit) };
    let of = |kind| found.hits.iter().filter(move |hit| hit.0 == kind).map(|hit| hit.1).collect::<Vec<_>>();
    let people = people::shown(l, &of(Kind::Person))?;
    let theirs: Vec<i64> = people.iter().filter_map(|person| person.company_id).collect();
    let names = companies::names(l, &theirs)?;
    let mut hits: HashMap<i64, Hit> = HashMap::new();
    for person in people {
        let company = person.company_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        let number = person.telephone().or_else(|| person.first(ReachKind::Email));
        let hit = Hit {
            href: format!("/people/{}", person.id),
            icon: "person",
            title: person.name(),
            text: company,
            aside: reach::written(number),
        };
        hits.insert(person.id, hit);
    }
    for company in companies::these(l, &of(Kind::Company))? {
        let aside = reach::written(company.reaches.first());
        let href = format!("/companies/{}", company.id);
        hits.insert(company.id, Hit { href, icon: "company", title: company.name, text: String::new(), aside });
    }
    let ids: Vec<i64> = found.hits.iter().map(|hit| hit.1).collect();
    Ok((ids.iter().filter_map(|id| hits.remove(id)).collect(), found.more, ids))
}
