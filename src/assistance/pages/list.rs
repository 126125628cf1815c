//! The list of assistance requests: one's own first, then those of the others.
use super::{PATH, Row};
use crate::actor::Right;
use crate::app::App;
use crate::assistance::{self, Counts, Which};
use crate::auth::SeeAssistance;
use crate::error::Result;
use crate::search;
use crate::web::{Html, Page, Query, html, lists};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

/// Rows of a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "assistance/list.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    /// One's own, above the others; only on the first page of the open ones.
    mine: Vec<Row>,
    rows: Vec<Row>,
    previous: String,
    next: String,
}

struct Tab {
    href: String,
    label: String,
    current: bool,
    count: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wanted {
    /// `mine`, `closed` or `all`; the open ones otherwise, one's own first.
    list: String,
    after: String,
    before: String,
}

pub(super) async fn list(
    by: SeeAssistance,
    page: Page,
    app: web::Data<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Html> {
    let from = lists::place(&wanted.after, &wanted.before);
    let (name, which) = match wanted.list.as_str() {
        "mine" => ("mine", Which::Mine),
        "closed" => ("closed", Which::Closed),
        "all" => ("all", Which::All),
        _ => ("", Which::Others),
    };
    let (mine, listed, counts, now) = app
        .look(&by, move |l| {
            let on_top = which == Which::Others && from == search::From::Start;
            let mine = if on_top { assistance::list(l, Which::Mine, from, PAGE)?.lines } else { Vec::new() };
            Ok((mine, assistance::list(l, which, from, PAGE)?, assistance::counts(l)?, l.now))
        })
        .await?;
    let keys = search::Listed {
        ids: listed.lines.iter().map(|line| line.request.id).collect(),
        before: listed.before,
        after: listed.after,
    };
    let (previous, next) = lists::neighbours(PATH, &[("list", name)], &keys);
    html(&List {
        tabs: tabs(&page, name, counts),
        mine: Row::all(&page, &mine, now),
        rows: Row::all(&page, &listed.lines, now),
        previous,
        next,
        page,
    })
}

fn tabs(page: &Page, current: &str, counts: Counts) -> Vec<Tab> {
    let t = page.t;
    let tab = |name: &str, label, count: i64| Tab {
        href: lists::address(PATH, &[("list", name)], &[]),
        label,
        current: current == name,
        count: lists::number(page.language(), count),
    };
    let mut tabs = vec![tab("", t.msg_assistance_open_ones(), counts.open)];
    if page.may(Right::WorkAssistance) {
        tabs.push(tab("mine", t.msg_assistance_mine(), counts.mine));
    }
    tabs.push(tab("closed", t.msg_assistance_closed_ones(), counts.closed));
    tabs.push(tab("all", t.msg_assistance_all(), counts.open + counts.closed));
    tabs
}
