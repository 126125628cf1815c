//! One import: the page is what it waits for. Questions, work that goes on, a preview, or what remains.
use super::super::spoken::fault_word;
use super::super::{self as import, Import, State};
use super::{answers, id_of, preview};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{self, SeeImports};
use crate::error::Result;
use crate::people::pages::{ground_word, origin_word};
use crate::web::lists::number;
use crate::web::{Html, Page, Query, html};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    /// The section that goes on, without the page around it.
    fragment: String,
    /// `answers`: back to the questions.
    step: String,
    /// A verdict.
    pub v: String,
    pub after: Option<i64>,
    pub before: Option<i64>,
}

#[derive(Template)]
#[template(path = "import/progress.html")]
struct Progress {
    page: Page,
    work: Work,
}

#[derive(Template)]
#[template(path = "import/progress_section.html")]
struct ProgressSection {
    work: Work,
}

/// How far the work on an import is.
struct Work {
    import: Import,
    what: String,
    /// Rows that it goes through.
    rows: i64,
    words: String,
}

#[derive(Template)]
#[template(path = "import/facts.html")]
struct FactsPage {
    page: Page,
    facts: Facts,
}

/// What is said of an import above everything else.
pub(super) struct Facts {
    pub import: Import,
    pub by: String,
}

pub(super) async fn show(
    by: SeeImports,
    page: Page,
    app: web::Data<App>,
    id: web::Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let id = id_of(&id)?;
    let (import, who, now) = app
        .look(&by, move |l| {
            let import = import::get(l, id)?;
            let staff: Vec<i64> = import.by.into_iter().collect();
            let who = auth::names(l, &staff)?.into_values().next().unwrap_or_default();
            Ok((import, who, l.now))
        })
        .await?;
    if !asked.fragment.is_empty() {
        return html(&ProgressSection { work: Work::of(&page, import) });
    }
    if import.is_working() {
        let work = Work::of(&page, import);
        return html(&Progress { page, work });
    }
    let facts = Facts { import, by: who };
    let readable = facts.import.is_readable(now) && page.may(Right::Import);
    let answering = facts.import.counts.is_none() || asked.step == "answers";
    if !readable || (answering && facts.import.state == State::Applied) {
        html(&FactsPage { page, facts })
    } else if answering {
        answers::ask(&by, page, &app, facts).await
    } else {
        preview::preview(&by, page, &app, facts, &asked).await
    }
}

impl Work {
    fn of(page: &Page, import: Import) -> Self {
        let applying = import.state == State::Applying;
        let rows = import.counts.filter(|_| applying).map_or(import.rows, |counts| counts.effective()).max(1);
        let shown = |n| number(page.language(), n);
        Work {
            what: if applying { page.t.msg_import_applying() } else { page.t.msg_import_planning() },
            words: page.t.msg_import_progress(shown(import.done), shown(rows)),
            rows,
            import,
        }
    }
}

impl Progress {
    fn title(&self) -> String {
        self.page.t.msg_import_numbered(self.work.import.id.to_string())
    }
}

impl FactsPage {
    fn title(&self) -> String {
        self.facts.title(&self.page)
    }
}

impl Facts {
    pub fn title(&self, page: &Page) -> String {
        page.t.msg_import_numbered(self.import.id.to_string())
    }

    pub fn chip(&self) -> &'static str {
        self.import.state.chip()
    }

    pub fn state(&self, page: &Page) -> String {
        import::spoken::state_word(page.t, self.import.state)
    }

    /// Why it stands where it does; empty when it went its way.
    pub fn fault(&self, page: &Page) -> String {
        self.import.fault.map(|fault| fault_word(page.t, fault)).unwrap_or_default()
    }

    pub fn fault_kind(&self) -> &'static str {
        if self.import.fault == Some(import::Fault::Broken) { "bad" } else { "warn" }
    }

    pub fn rows(&self, page: &Page) -> String {
        let rows = self.import.rows;
        page.t.msg_import_facts_rows(i32::try_from(rows).unwrap_or(i32::MAX), number(page.language(), rows))
    }

    pub fn origin(&self, page: &Page) -> String {
        self.import.answers.as_ref().map(|answers| origin_word(page.t, answers.origin)).unwrap_or_default()
    }

    pub fn ground(&self, page: &Page) -> String {
        self.import.answers.as_ref().map(|answers| ground_word(page.t, answers.ground)).unwrap_or_default()
    }

    pub fn origin_note(&self) -> &str {
        self.import.answers.as_ref().map_or("", |answers| answers.origin_note.as_str())
    }

    pub fn proof(&self) -> &str {
        let opt_in = self.import.answers.as_ref().and_then(|answers| answers.opt_in.as_ref());
        opt_in.map_or("", |opt_in| opt_in.proof.as_str())
    }

    /// What came of it, verdict by verdict.
    pub fn counted(&self, page: &Page) -> Vec<(String, String)> {
        let Some(counts) = self.import.counts else { return Vec::new() };
        import::Verdict::ALL
            .iter()
            .map(|verdict| {
                let word = import::verdict_word(page.t, *verdict);
                (word, number(page.language(), counts.of(*verdict)))
            })
            .collect()
    }
}
