//! What happened at the door, in figures, in a chart, and line by line.
use super::super::security::{DayOf, Security, Tally, look};
use crate::app::App;
use crate::auth::SeeSecurity;
use crate::deeds::{Line, Subject, What};
use crate::error::Result;
use crate::gate::Gate;
use crate::web::{Choice, Html, Page, Query, html, lists};
use crate::words::Words;
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    what: String,
    before: String,
}

/// A day of the chart, drawn: columns stand on the ground line, 100 units high.
struct Column {
    x: usize,
    /// Heights of what went well and of what did not, one above the other.
    good: i64,
    bad: i64,
    good_y: i64,
    bad_y: i64,
    day: String,
    short: String,
    signed_in: String,
    refused: String,
}

#[derive(Template)]
#[template(path = "staff/security.html")]
struct Shown {
    page: Page,
    seen: Security,
    columns: Vec<Column>,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    what: String,
    most: String,
    /// Connections that the gate refused since this server started.
    gate: String,
    newest: String,
    older: String,
}

impl Shown {
    fn number(&self, n: &i64) -> String {
        lists::number(self.page.language(), *n)
    }

    fn word(&self, tally: &Tally) -> String {
        what_word(self.page.t, tally.what)
    }
}

/// A line of the log, as it is shown.
struct Row {
    at: String,
    what: String,
    chip: &'static str,
    icon: &'static str,
    who: String,
    from: String,
    detail: String,
}

impl Row {
    fn of(page: &Page, line: &Line, names: &HashMap<i64, String>) -> Self {
        let t = page.t;
        let id = line.actor.or(line.subject.filter(|_| line.subject_kind == Some(Subject::Staff)));
        let who = match id {
            Some(id) => names.get(&id).cloned().unwrap_or_else(|| t.msg_audit_unknown()),
            None if line.actor_kind == "console" => t.msg_audit_console(),
            None if line.actor_kind == "visitor" => t.msg_audit_visitor(),
            None => t.msg_audit_house(),
        };
        let (chip, icon) = match line.what {
            What::SignedIn => ("good", "check"),
            What::Forged | What::NetworkForced => ("bad", "alert"),
            _ => ("warn", "alert"),
        };
        Row {
            at: page.moment(&line.at),
            what: what_word(t, line.what),
            chip,
            icon,
            who,
            from: line.from_address.clone().unwrap_or_default(),
            detail: line.detail.clone(),
        }
    }
}

fn what_word(t: &Words, what: What) -> String {
    match what {
        What::SignedIn => t.msg_audit_what_staff_signed_in(),
        What::SignInFailed => t.msg_audit_what_staff_sign_in_failed(),
        What::SignInLimited => t.msg_audit_what_staff_sign_in_limited(),
        What::Refused => t.msg_audit_what_request_refused(),
        What::Forged => t.msg_audit_what_request_forged(),
        What::NetworkWrong => t.msg_audit_what_network_wrong(),
        What::NetworkForced => t.msg_audit_what_network_forced(),
        other => other.word().to_owned(),
    }
}

/// Units between two columns.
const STEP: usize = 40;

fn columns(page: &Page, days: &[DayOf]) -> (Vec<Column>, i64) {
    let most = days.iter().map(|day| day.signed_in + day.refused).max().unwrap_or(0);
    let number = |n| lists::number(page.language(), n);
    // What happened at all is seen: one unit at the least.
    let height = |n: i64| if n == 0 { 0 } else { (n * 100 / most.max(1)).max(2) };
    let columns = days.iter().enumerate().map(|(at, day)| {
        let (good, bad) = (height(day.signed_in), height(day.refused));
        Column {
            x: at * STEP,
            good,
            bad,
            good_y: 110 - good,
            bad_y: 110 - good - bad,
            day: page.day(&day.day),
            short: day.day.format("%d/%m").to_string(),
            signed_in: number(day.signed_in),
            refused: number(day.refused),
        }
    });
    (columns.collect(), most)
}

pub(super) async fn show(
    by: SeeSecurity,
    page: Page,
    app: web::Data<App>,
    gate: web::Data<Gate>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let (only, before) = (What::from_word(&asked.what), asked.before.parse().ok());
    let seen = app.look(&by, move |l| look(l, only, before)).await?;
    let (columns, most) = columns(&page, &seen.days);
    let (path, filters) = ("/security", [("what", asked.what.as_str())]);
    let last = seen.lines.last().filter(|_| seen.older).map(|line| line.n.to_string());
    let kinds = seen.tallies.iter().map(|tally| Choice::new(tally.what.word(), what_word(page.t, tally.what)));
    html(&Shown {
        kinds: kinds.collect(),
        newest: if asked.before.is_empty() { String::new() } else { lists::address(path, &filters, &[]) },
        older: last.map(|n| lists::address(path, &filters, &[("before", &n)])).unwrap_or_default(),
        most: lists::number(page.language(), most),
        gate: lists::number(page.language(), i64::try_from(gate.refused()).unwrap_or(i64::MAX)),
        what: asked.what,
        rows: seen.lines.iter().map(|line| Row::of(&page, line, &seen.names)).collect(),
        columns,
        seen,
        page,
    })
}
