//! Pages of IT operations: counts, and people under pseudonyms. Their own routes; no other page shows them anybody.
use super::{Age, Counts, Place, Pseudonym};
use crate::app::App;
use crate::auth::SeePseudonyms;
use crate::contracts::pages::state_word;
use crate::error::{Error, Result};
use crate::leads::pages::stage_word;
use crate::mail;
use crate::people::PersonKind;
use crate::reach::ReachKind;
use crate::web::{Html, Page, Query, faults, html, lists};
use crate::words::Words;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/operations").get(index))
        .service(web::resource("/operations/people").get(list))
        .service(web::resource("/operations/people/{reference}").get(show));
}

const PAGE: usize = 50;

/// A figure with the share of the largest beside it.
struct Bar {
    label: String,
    count: String,
    share: i64,
}

#[derive(Template)]
#[template(path = "operations/index.html")]
struct Index {
    page: Page,
    people: String,
    third_parties: String,
    companies: String,
    sessions: String,
    imports: (String, String),
    exports: (String, String),
    stages: Vec<Bar>,
    contracts: Vec<Bar>,
    assistance: Vec<Bar>,
    sizes: Vec<(String, String)>,
    /// Empty when the house sends no mail.
    outbox: Vec<(String, String)>,
}

impl Index {
    fn of(page: Page, counts: &Counts) -> Self {
        let (t, lang) = (page.t, page.language());
        let number = |n| lists::number(lang, n);
        let weight = |size: &super::Size| {
            let label = if size.is_keyring { t.msg_operations_keyring() } else { t.msg_operations_database() };
            (label, size.bytes.map(|bytes| lists::size(lang, bytes)).unwrap_or_default())
        };
        let bars = |rows: Vec<(String, i64)>| {
            let most = rows.iter().map(|row| row.1).max().unwrap_or(0).max(1);
            let bar = |(label, n): (String, i64)| Bar { label, count: number(n), share: n * 100 / most };
            rows.into_iter().map(bar).collect::<Vec<_>>()
        };
        Index {
            people: number(counts.contacts),
            third_parties: number(counts.third_parties),
            companies: number(counts.companies),
            sessions: number(counts.sessions),
            imports: (number(counts.imports), t.msg_operations_failed(counts.imports_failed)),
            exports: (number(counts.exports), t.msg_operations_aborted(counts.exports_aborted)),
            stages: bars(counts.stages.iter().map(|(stage, n)| (stage_word(t, *stage), *n)).collect()),
            contracts: bars(counts.contracts.iter().map(|(state, n)| (state_word(t, *state).1, *n)).collect()),
            assistance: bars(counts.assistance.iter().map(|(age, n)| (age_word(t, *age), *n)).collect()),
            sizes: counts.sizes.iter().map(weight).collect(),
            outbox: counts.outbox.as_ref().map(|outbox| mails(&page, outbox)).unwrap_or_default(),
            page,
        }
    }
}

/// How many mails are in which state, since when the oldest has waited, and why the last one was not sent.
fn mails(page: &Page, outbox: &mail::Standing) -> Vec<(String, String)> {
    let (t, lang) = (page.t, page.language());
    let many = |state| outbox.counts.iter().find(|count| count.0 == state).map_or(0, |count| count.1);
    let count = |&state: &mail::State| (state.label(t), lists::number(lang, many(state)));
    let oldest = outbox.oldest.map_or_else(|| t.msg_mail_nothing(), |at| page.moment(&at));
    let fault = outbox.fault.map_or_else(|| t.msg_mail_nothing(), |fault| fault.label(t));
    let rest = [(t.msg_mail_oldest(), oldest), (t.msg_mail_last_fault(), fault)];
    mail::State::ALL.iter().map(count).chain(rest).collect()
}

fn age_word(t: &Words, age: Age) -> String {
    match age {
        Age::Day => t.msg_operations_age_day(),
        Age::Week => t.msg_operations_age_week(),
        Age::Month => t.msg_operations_age_month(),
        Age::Older => t.msg_operations_age_older(),
    }
}

async fn index(by: SeePseudonyms, page: Page, app: web::Data<App>) -> Result<Html> {
    let counts = app.look(&by, super::counts).await?;
    html(&Index::of(page, &counts))
}

/// A pseudonym in words.
struct Line {
    href: String,
    reference: String,
    kind: String,
    added_in: String,
    stage: String,
    /// `E-mail 2, Mobile 1`.
    reaches: String,
    notes: String,
    open_requests: String,
}

impl Line {
    fn of(page: &Page, pseudonym: &Pseudonym) -> Self {
        let (t, lang) = (page.t, page.language());
        let kinds = ReachKind::ALL.iter().filter_map(|kind| {
            let many = pseudonym.reaches.get(kind)?;
            Some(format!("{}\u{a0}{}", faults::reach_kind(t, *kind), lists::number(lang, *many)))
        });
        Line {
            href: format!("/operations/people/{}", pseudonym.reference),
            reference: pseudonym.reference.clone(),
            kind: match pseudonym.kind {
                PersonKind::Contact => t.msg_operations_contact(),
                PersonKind::ThirdParty => t.msg_operations_third_party(),
            },
            added_in: pseudonym.added_in.format("%Y-%m").to_string(),
            stage: pseudonym.stage.map(|stage| stage_word(t, stage)).unwrap_or_default(),
            reaches: kinds.collect::<Vec<_>>().join(", "),
            notes: lists::number(lang, pseudonym.notes),
            open_requests: lists::number(lang, pseudonym.open_requests),
        }
    }
}

#[derive(Template)]
#[template(path = "operations/people.html")]
struct List {
    page: Page,
    reference: String,
    /// What was typed cannot begin a reference.
    odd: bool,
    rows: Vec<Line>,
    previous: String,
    next: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    reference: String,
    after: String,
    before: String,
}

async fn list(by: SeePseudonyms, page: Page, app: web::Data<App>, Query(wanted): Query<Wanted>) -> Result<Html> {
    let Some(prefix) = super::reference_prefix(&wanted.reference) else {
        // What was typed may be a name: it is not shown again.
        let (reference, rows, previous, next) = (String::new(), Vec::new(), String::new(), String::new());
        return html(&List { page, reference, odd: true, rows, previous, next });
    };
    let place = match (super::reference_prefix(&wanted.after), super::reference_prefix(&wanted.before)) {
        (Some(after), _) if !after.is_empty() => Place::After(after),
        (_, Some(before)) if !before.is_empty() => Place::Before(before),
        _ => Place::Start,
    };
    let wanted = prefix.clone();
    let listed = app.look(&by, move |l| super::list(l, &wanted, &place, PAGE)).await?;
    let to = |name, row: Option<&Pseudonym>| {
        row.map(|row| lists::address("/operations/people", &[("reference", &prefix)], &[(name, &row.reference)]))
            .unwrap_or_default()
    };
    let previous = to("before", listed.rows.first().filter(|_| listed.before));
    let next = to("after", listed.rows.last().filter(|_| listed.after));
    let rows = listed.rows.iter().map(|row| Line::of(&page, row)).collect();
    html(&List { page, reference: prefix, odd: false, rows, previous, next })
}

#[derive(Template)]
#[template(path = "operations/person.html")]
struct Show {
    page: Page,
    line: Line,
}

async fn show(by: SeePseudonyms, page: Page, app: web::Data<App>, reference: web::Path<String>) -> Result<Html> {
    let reference = reference.into_inner();
    if super::reference_prefix(&reference).as_ref() != Some(&reference) {
        return Err(Error::NotFound);
    }
    let pseudonym = app.look(&by, move |l| super::get(l, &reference)).await?;
    html(&Show { line: Line::of(&page, &pseudonym), page })
}
