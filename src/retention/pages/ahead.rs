//! What lies ahead: the figures, the chart, the list to sign, the holds, what was signed and what the job did.
use super::super::forecast::{Routine, SOON};
use super::super::{
    Ahead, Class, Fault, Forecast, HORIZON, Hold, Of, Run, RunState, confirm_clock, jumped, sign as put,
};
use super::spoken;
use crate::app::{App, Looking};
use crate::auth::{ConfirmClock, DecideRetention, Fresh, SeeRetention};
use crate::error::{Error, Result};
use crate::web::page::status;
use crate::web::{Fields, Form, Html, Page, flash, html, lists, see_other};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "retention/index.html")]
struct Index {
    page: Page,
    seen: Seen,
    rows: Vec<Row>,
    columns: Vec<Column>,
    most: String,
    /// Somebody else changed what was to be signed.
    meanwhile: bool,
}

struct Seen {
    ahead: Ahead,
    clock: Option<Fault>,
    holds: (Vec<Hold>, Vec<Hold>),
    forecasts: Vec<Forecast>,
    runs: Vec<Run>,
}

/// A class of the list: how many within a month, until the horizon, and how many of these are signed for.
struct Row {
    word: String,
    href: String,
    soon: String,
    horizon: String,
    signed: String,
    open: bool,
}

/// A month of the chart.
struct Column {
    x: usize,
    y: i64,
    height: i64,
    /// As it stands under the column.
    short: String,
    /// In the table beside it.
    month: String,
    counts: Vec<String>,
    total: String,
}

/// Units between two columns.
const STEP: usize = 46;

impl Index {
    fn of(page: Page, seen: Seen, meanwhile: bool) -> Self {
        let ahead = &seen.ahead;
        let rows = Class::ALL.iter().map(|&class| {
            let theirs = || ahead.items.iter().filter(move |item| item.class == class);
            let many = |n: usize| lists::number(page.language(), i64::try_from(n).unwrap_or(i64::MAX));
            let (all, signed) = (theirs().count(), theirs().filter(|item| ahead.is_signed(item)).count());
            Row {
                word: spoken::class_word(page.t, class),
                href: format!("/retention/due?class={}&within=90", class.word()),
                soon: many(theirs().filter(|item| item.until.is_due(ahead.today + SOON)).count()),
                horizon: many(all),
                signed: many(signed),
                open: signed < all,
            }
        });
        let most = ahead.months.iter().map(|month| spoken::total(&month.1)).max().unwrap_or(0);
        let columns = ahead.months.iter().enumerate().map(|(at, (month, counts))| {
            let total = spoken::total(counts);
            // What happens at all is seen: one unit at the least.
            let height = if total == 0 { 0 } else { (total * 100 / most.max(1)).max(2) };
            Column {
                x: at * STEP,
                y: 110 - height,
                height,
                short: month.format("%m/%y").to_string(),
                month: month.format("%m/%Y").to_string(),
                counts: Class::ALL
                    .iter()
                    .map(|class| lists::number(page.language(), counts.get(class).copied().unwrap_or(0)))
                    .collect(),
                total: lists::number(page.language(), total),
            }
        });
        Index {
            rows: rows.collect(),
            columns: columns.collect(),
            most: lists::number(page.language(), most),
            page,
            seen,
            meanwhile,
        }
    }

    fn number(&self, n: &i64) -> String {
        lists::number(self.page.language(), *n)
    }

    fn soon(&self) -> (String, String) {
        self.figures(&self.seen.ahead.within(SOON))
    }

    fn horizon(&self) -> (String, String) {
        self.figures(&self.seen.ahead.within(HORIZON))
    }

    fn figures(&self, counts: &super::super::Counts) -> (String, String) {
        (self.number(&spoken::total(counts)), spoken::counts(&self.page, counts))
    }

    fn late(&self) -> i64 {
        i64::try_from(self.seen.ahead.late().len()).unwrap_or(i64::MAX)
    }

    fn late_figure(&self) -> String {
        self.number(&self.late())
    }

    fn put_off_figure(&self) -> String {
        self.number(&i64::try_from(self.seen.ahead.put_off.len()).unwrap_or(i64::MAX))
    }

    fn unsigned(&self) -> i64 {
        self.seen.ahead.unsigned(HORIZON)
    }

    fn classes(&self) -> Vec<String> {
        Class::ALL.iter().map(|class| spoken::class_word(self.page.t, *class)).collect()
    }

    fn clock(&self) -> String {
        self.seen.clock.map(|fault| spoken::fault_words(self.page.t, fault)).unwrap_or_default()
    }

    fn routine(&self, routine: &Routine) -> (String, String, String, String) {
        (
            spoken::kept_word(self.page.t, routine.kept),
            spoken::span_words(self.page.t, routine.kept),
            self.number(&routine.soon),
            self.number(&routine.horizon),
        )
    }

    fn hold_href(hold: &Hold) -> String {
        match hold.of {
            Of::Person(id) => format!("/people/{id}"),
            Of::Company(id) => format!("/companies/{id}"),
        }
    }

    fn hold_ground(&self, hold: &Hold) -> String {
        spoken::hold_ground_word(self.page.t, hold.ground)
    }

    fn signed(&self, forecast: &Forecast) -> String {
        spoken::counts(&self.page, &forecast.counts)
    }

    fn run_word(&self, run: &Run) -> (&'static str, String) {
        let t = self.page.t;
        match (run.state, run.fault) {
            (RunState::Refused, _) => ("bad", t.msg_retention_run_refused()),
            (RunState::Running, _) => ("info", t.msg_retention_run_running()),
            (RunState::Done, _) if run.report.log_altered => ("bad", t.msg_retention_run_log_altered()),
            (RunState::Done, _) => ("good", t.msg_retention_run_done()),
        }
    }

    fn ordered(&self, run: &Run) -> String {
        spoken::counts(&self.page, &run.report.ordered)
    }

    fn skipped(&self, run: &Run) -> String {
        self.number(&run.report.skipped.values().sum())
    }

    fn forgotten(&self, run: &Run) -> String {
        self.number(&run.report.forgotten.values().sum())
    }
}

fn see(l: &mut Looking) -> Result<Seen> {
    Ok(Seen {
        ahead: super::super::ahead(l)?,
        clock: jumped(l)?,
        holds: super::super::holds(l)?,
        forecasts: super::super::forecasts(l)?,
        runs: super::super::runs(l)?,
    })
}

pub async fn show(by: SeeRetention, page: Page, app: web::Data<App>) -> Result<Html> {
    let seen = app.look(&by, see).await?;
    html(&Index::of(page, seen, false))
}

/// Signs the list that was shown. When it is another one by now, the page comes back and says so.
pub async fn sign(
    by: DecideRetention,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let digest = fields.take("digest");
    fields.finish()?;
    match app.write(&by, move |w| put(w, &digest)).await {
        Ok(id) => {
            flash(&session, "good", page.t.msg_retention_was_signed())?;
            Ok(see_other(&format!("/retention/forecasts/{id}")))
        }
        Err(Error::Stale) => {
            let seen = app.look(&by, see).await?;
            status(StatusCode::CONFLICT, &Index::of(page, seen, true))
        }
        Err(error) => Err(error),
    }
}

pub async fn confirm(
    by: ConfirmClock,
    _: Fresh,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    fields.finish()?;
    app.write(&by, confirm_clock).await?;
    flash(&session, "good", page.t.msg_retention_clock_confirmed())?;
    Ok(see_other("/retention"))
}
