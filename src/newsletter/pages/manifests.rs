//! The manifests: which lists left, when, by whom, and what vouches for each.
use super::super::{Criteria, Export, Exports, Layout, Program, State};
use crate::actor::Right;
use crate::app::App;
use crate::auth::SeeExports;
use crate::error::Result;
use crate::leads::pages::stage_word;
use crate::people::pages::lang_word;
use crate::web::{Html, Page, Query, html, lists};
use crate::words::Words;
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use std::collections::HashMap;

/// So many manifests stand on a page.
const PAGE: usize = 50;

fn state_word(t: &Words, state: State) -> String {
    match state {
        State::Ready => t.msg_newsletter_state_ready(),
        State::Expired => t.msg_newsletter_state_expired(),
        State::Started => t.msg_newsletter_state_started(),
        State::Complete => t.msg_newsletter_state_complete(),
        State::Aborted => t.msg_newsletter_state_aborted(),
    }
}

impl State {
    /// The kind of its chip.
    fn chip(self) -> &'static str {
        match self {
            State::Started | State::Ready => "info",
            State::Expired => "quiet",
            State::Complete => "good",
            State::Aborted => "warn",
        }
    }
}

impl Export {
    /// Enough of the hash to recognise a file by.
    fn short_hash(&self) -> String {
        self.sha256.as_deref().unwrap_or_default().chars().take(12).collect()
    }
}

#[derive(Template)]
#[template(path = "newsletter/index.html")]
struct Index {
    page: Page,
    exports: Vec<Export>,
    names: HashMap<i64, String>,
    next: String,
}

impl Index {
    fn purpose(&self, export: &Export) -> String {
        export.purpose.label(self.page.t)
    }

    fn channel(&self, export: &Export) -> String {
        export.channel.label(self.page.t)
    }

    fn who(&self, export: &Export) -> &str {
        export.by_id.and_then(|id| self.names.get(&id)).map_or("", String::as_str)
    }

    fn rows(&self, export: &Export) -> String {
        lists::number(self.page.language(), export.rows)
    }

    fn state(&self, export: &Export) -> String {
        state_word(self.page.t, export.state)
    }

    fn may_take_back(&self) -> bool {
        self.page.may(Right::Export)
    }

    fn may_export(&self) -> bool {
        self.page.may(Right::Export) || self.page.may(Right::ExportOwnLeads)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Before {
    before: Option<i64>,
}

pub(super) async fn list(by: SeeExports, page: Page, app: web::Data<App>, Query(asked): Query<Before>) -> Result<Html> {
    let Exports { exports, names, next } = app.look(&by, move |l| super::super::list(l, asked.before, PAGE)).await?;
    let next = next.map(|id| format!("/newsletters?before={id}")).unwrap_or_default();
    html(&Index { page, exports, names, next })
}

#[derive(Template)]
#[template(path = "newsletter/show.html")]
struct Show {
    page: Page,
    export: Export,
    criteria: Criteria,
    layout: Layout,
    names: HashMap<i64, String>,
}

impl Show {
    fn title(&self) -> String {
        self.page
            .t
            .msg_newsletter_manifest_of(self.export.purpose.label(self.page.t), self.page.day(&self.export.at.date()))
    }

    fn name(&self, id: &Option<i64>) -> String {
        id.and_then(|id| self.names.get(&id)).cloned().unwrap_or_default()
    }

    /// Whoever ordered it may take it, once.
    fn may_take(&self) -> bool {
        self.export.state == State::Ready && self.export.by_id == self.page.actor().staff_id()
    }

    fn until(&self) -> String {
        self.export.ready_until.map(|until| self.page.moment(&until)).unwrap_or_default()
    }

    fn program(&self) -> String {
        match self.layout.program {
            Program::Ours => self.page.t.msg_newsletter_program_ours(),
            program => program.name().to_owned(),
        }
    }

    fn stages(&self) -> String {
        let words = self.criteria.stages.iter().map(|stage| stage_word(self.page.t, *stage));
        words.collect::<Vec<_>>().join(", ")
    }

    fn lang(&self) -> String {
        self.criteria.lang.map(|lang| lang_word(self.page.t, lang)).unwrap_or_default()
    }

    fn customer(&self) -> String {
        match self.criteria.customer {
            Some(true) => self.page.t.msg_newsletter_customers(),
            Some(false) => self.page.t.msg_newsletter_not_customers(),
            None => String::new(),
        }
    }

    fn since(&self) -> String {
        self.criteria.since.map(|day| self.page.day(&day)).unwrap_or_default()
    }

    fn figure(&self, count: &i64) -> String {
        lists::number(self.page.language(), *count)
    }

    fn state(&self) -> String {
        state_word(self.page.t, self.export.state)
    }

    fn written(&self) -> String {
        let t = self.page.t;
        let delimiter = if self.layout.comma { t.msg_newsletter_comma() } else { t.msg_newsletter_semicolon() };
        if self.layout.bom { format!("{delimiter}, {}", t.msg_newsletter_with_bom()) } else { delimiter }
    }
}

pub(super) async fn show(by: SeeExports, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let (export, names) = app.look(&by, move |l| super::super::get(l, *id)).await?;
    let (criteria, layout) = (export.criteria()?, export.layout()?);
    html(&Show { page, export, criteria, layout, names })
}
