//! Pages of imports: the list, the upload, the questions, the work that goes on, the preview.
mod answers;
mod preview;
mod show;
mod upload;

use super::spoken::state_word;
use super::{Import, State};
use crate::app::App;
use crate::auth::{self, SeeImports};
use crate::error::{Error, Result};
use crate::people::pages::origin_word;
use crate::web::lists::number;
use crate::web::{Html, Page, Query, html};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use std::collections::HashMap;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/imports").get(list).post(upload::create))
        .service(web::resource("/imports/new").get(upload::new))
        .service(web::resource("/imports/{id}").get(show::show))
        .service(web::resource("/imports/{id}/reading").post(answers::reread))
        .service(web::resource("/imports/{id}/plan").post(answers::plan))
        .service(web::resource("/imports/{id}/application").post(preview::apply))
        .service(web::resource("/imports/{id}/discard").post(preview::discard))
        .service(web::resource("/imports/{id}/rejected.csv").get(preview::rejected));
}

/// Imports a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "import/index.html")]
struct Index {
    page: Page,
    imports: Vec<Import>,
    names: HashMap<i64, String>,
    next: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Asked {
    before: Option<i64>,
}

async fn list(by: SeeImports, page: Page, app: web::Data<App>, Query(asked): Query<Asked>) -> Result<Html> {
    let (imports, more, names) = app
        .look(&by, move |l| {
            let (imports, more) = super::list(l, asked.before, ROWS)?;
            let mut ids: Vec<i64> = imports.iter().filter_map(|import| import.by).collect();
            ids.sort_unstable();
            ids.dedup();
            let names = auth::names(l, &ids)?;
            Ok((imports, more, names))
        })
        .await?;
    let last = imports.last().filter(|_| more);
    let next = last.map(|import| format!("/imports?before={}", import.id)).unwrap_or_default();
    html(&Index { page, imports, names, next })
}

impl Index {
    fn may_import(&self) -> bool {
        self.page.may(crate::actor::Right::Import)
    }

    fn who(&self, import: &Import) -> String {
        match import.by {
            Some(id) => self.names.get(&id).cloned().unwrap_or_default(),
            None => self.page.t.msg_audit_console(),
        }
    }

    fn title(&self, import: &Import) -> String {
        self.page.t.msg_import_numbered(import.id.to_string())
    }

    fn state(&self, import: &Import) -> String {
        state_word(self.page.t, import.state)
    }

    fn origin(&self, import: &Import) -> String {
        import.answers.as_ref().map(|answers| origin_word(self.page.t, answers.origin)).unwrap_or_default()
    }

    fn rows(&self, import: &Import) -> String {
        number(self.page.language(), import.rows)
    }

    fn outcome(&self, import: &Import) -> String {
        match (import.state, import.counts) {
            (State::Applied, Some(counts)) => {
                let shown = number(self.page.language(), counts.new);
                self.page.t.msg_import_outcome_applied(i32::try_from(counts.new).unwrap_or(i32::MAX), shown)
            }
            _ => String::new(),
        }
    }
}

impl State {
    /// The colour that repeats what the word says.
    fn chip(self) -> &'static str {
        match self {
            State::Staged | State::Planned => "info",
            State::Planning | State::Applying => "warn",
            State::Applied => "good",
            State::Failed => "bad",
            State::Discarded => "quiet",
        }
    }
}

fn id_of(path: &str) -> Result<i64> {
    path.parse().map_err(|_| Error::NotFound)
}

fn address(id: i64) -> String {
    format!("/imports/{id}")
}
