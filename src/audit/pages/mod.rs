//! Pages of the audit log.
mod verification;
mod words;

pub use words::what as what_word;

use super::{Read, Wanted, may_open};
use crate::app::App;
use crate::auth::{ReadAnonymousAudit, ReadAudit, ReadOwnAudit};
use crate::deeds::{Line, Subject, What};
use crate::error::Result;
use crate::web::{Choice, Html, Page, Query, html, lists};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use std::collections::HashMap;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/audit").get(whole))
        .service(web::resource("/audit/mine").get(mine))
        .service(web::resource("/audit/verification").get(verification::verify))
        .service(web::resource("/operations/audit").get(anonymous));
}

/// Lines of a page of the log.
const PAGE: i64 = 100;

/// A line as it is shown.
struct Row {
    n: i64,
    at: String,
    machine_at: String,
    who: String,
    role: String,
    what: String,
    subject: String,
    /// Empty where this role may not follow.
    href: String,
    detail: String,
}

impl Row {
    fn of(page: &Page, line: &Line, names: &HashMap<i64, String>) -> Self {
        let t = page.t;
        let named = |id: i64| names.get(&id).cloned().unwrap_or_else(|| t.msg_audit_unknown());
        let who = match (line.actor_kind.as_str(), line.actor) {
            (_, Some(id)) => named(id),
            ("console", _) => t.msg_audit_console(),
            ("visitor", _) => t.msg_audit_visitor(),
            _ => t.msg_audit_house(),
        };
        let (subject, href) = match line.subject_kind.zip(line.subject) {
            Some((Subject::Staff, id)) => {
                let may = may_open(page.actor(), Subject::Staff);
                (named(id), if may { address(Subject::Staff, id) } else { String::new() })
            }
            Some((kind, id)) => {
                let href = if may_open(page.actor(), kind) { address(kind, id) } else { String::new() };
                (format!("{}\u{a0}{id}", words::subject(t, kind)), href)
            }
            None => (String::new(), String::new()),
        };
        Row {
            n: line.n,
            at: page.moment(&line.at),
            machine_at: line.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            who,
            role: line.role.map(|role| crate::auth::visit::role_word(role, t)).unwrap_or_default(),
            what: words::what(t, line.what),
            subject,
            href,
            detail: words::detail(t, &line.detail),
        }
    }
}

fn address(kind: Subject, id: i64) -> String {
    match kind {
        Subject::Person => format!("/people/{id}"),
        Subject::Company => format!("/companies/{id}"),
        Subject::Contract => format!("/contracts/{id}"),
        Subject::Account => format!("/accounts/{id}"),
        Subject::Assistance => format!("/assistance/{id}"),
        Subject::Import => format!("/imports/{id}"),
        Subject::Export => format!("/newsletters/{id}"),
        Subject::Staff => format!("/staff/{id}"),
        Subject::Network => "/networks".to_owned(),
        Subject::Notice => format!("/notices/{id}"),
        Subject::Form => format!("/forms/{id}"),
        Subject::Card => format!("/cards/{id}"),
        Subject::Forecast => format!("/retention/forecasts/{id}"),
        Subject::Hold => "/retention#holds".to_owned(),
        Subject::Run => format!("/retention/runs/{id}"),
        Subject::Request => format!("/requests/{id}"),
        Subject::Erasure => format!("/erasures/{id}"),
        Subject::Party => format!("/register/parties/{id}"),
        Subject::Breach => format!("/register/breaches/{id}"),
        Subject::Pack => "/register/pack".to_owned(),
    }
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
struct Asked {
    actor: String,
    what: String,
    kind: String,
    subject: String,
    before: String,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted {
            actor: self.actor.parse().ok(),
            what: What::from_word(&self.what),
            subject: Subject::from_word(&self.kind).zip(self.subject.trim().parse().ok()),
            before: self.before.parse().ok(),
        }
    }

    fn filters(&self) -> [(&str, &str); 4] {
        [("actor", &self.actor), ("what", &self.what), ("kind", &self.kind), ("subject", &self.subject)]
    }

    fn is_filtered(&self) -> bool {
        self.filters().iter().any(|filter| !filter.1.is_empty())
    }
}

#[derive(Template)]
#[template(path = "audit/log.html")]
struct Log {
    page: Page,
    path: &'static str,
    asked: Asked,
    /// Empty where the log is one's own.
    colleagues: Vec<Choice>,
    whats: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    newest: String,
    older: String,
}

impl Log {
    fn of(page: Page, path: &'static str, asked: Asked, colleagues: Vec<Choice>, read: &Read) -> Self {
        let t = page.t;
        let kinds = Subject::ALL.iter().map(|kind| Choice::new(kind.word(), words::subject(t, *kind)));
        let last = read.lines.last().filter(|_| read.older).map(|line| line.n.to_string());
        Log {
            rows: read.lines.iter().map(|line| Row::of(&page, line, &read.names)).collect(),
            newest: if asked.before.is_empty() { String::new() } else { lists::address(path, &asked.filters(), &[]) },
            older: last.map(|n| lists::address(path, &asked.filters(), &[("before", &n)])).unwrap_or_default(),
            whats: whats(&page),
            kinds: kinds.collect(),
            page,
            path,
            asked,
            colleagues,
        }
    }

    fn is_whole(&self) -> bool {
        !self.colleagues.is_empty()
    }

    fn clear(&self) -> &str {
        if self.asked.is_filtered() { self.path } else { "" }
    }
}

/// Everything that can be done, in the order of its words.
fn whats(page: &Page) -> Vec<Choice> {
    let mut all: Vec<Choice> =
        What::ALL.iter().map(|what| Choice::new(what.word(), words::what(page.t, *what))).collect();
    all.sort_by_cached_key(|choice| crate::search::fold(&choice.label));
    all
}

async fn whole(by: ReadAudit, page: Page, app: web::Data<App>, Query(asked): Query<Asked>) -> Result<Html> {
    let wanted = asked.wanted();
    let (read, colleagues) =
        app.look(&by, move |l| Ok((super::read(l, &wanted, PAGE)?, super::colleagues(l)?))).await?;
    let colleagues = colleagues.into_iter().map(|colleague| Choice::new(colleague.id.to_string(), colleague.name));
    html(&Log::of(page, "/audit", asked, colleagues.collect(), &read))
}

async fn mine(by: ReadOwnAudit, page: Page, app: web::Data<App>, Query(asked): Query<Asked>) -> Result<Html> {
    let asked = Asked { actor: String::new(), ..asked };
    let wanted = asked.wanted();
    let read = app.look(&by, move |l| super::read_own(l, &wanted, PAGE)).await?;
    html(&Log::of(page, "/audit/mine", asked, Vec::new(), &read))
}

/// A line without persons, as it is shown.
struct Bare {
    n: i64,
    at: String,
    machine_at: String,
    what: String,
    role: String,
}

#[derive(Template)]
#[template(path = "audit/anonymous.html")]
struct AnonymousLog {
    page: Page,
    what: String,
    whats: Vec<Choice>,
    rows: Vec<Bare>,
    newest: String,
    older: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct AskedAnonymously {
    what: String,
    before: String,
}

async fn anonymous(
    by: ReadAnonymousAudit,
    page: Page,
    app: web::Data<App>,
    Query(asked): Query<AskedAnonymously>,
) -> Result<Html> {
    let (what, before) = (What::from_word(&asked.what), asked.before.parse().ok());
    let (lines, older) = app.look(&by, move |l| super::read_anonymous(l, what, before, PAGE)).await?;
    let (t, path, filters) = (page.t, "/operations/audit", [("what", asked.what.as_str())]);
    let row = |line: &super::Anonymous| Bare {
        n: line.n,
        at: page.moment(&line.at),
        machine_at: line.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        what: words::what(t, line.what),
        role: line.role.map(|role| crate::auth::visit::role_word(role, t)).unwrap_or_default(),
    };
    let last = lines.last().filter(|_| older).map(|line| line.n.to_string());
    html(&AnonymousLog {
        rows: lines.iter().map(row).collect(),
        newest: if asked.before.is_empty() { String::new() } else { lists::address(path, &filters, &[]) },
        older: last.map(|n| lists::address(path, &filters, &[("before", &n)])).unwrap_or_default(),
        whats: whats(&page),
        what: asked.what,
        page,
    })
}
