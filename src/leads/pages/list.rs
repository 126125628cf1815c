//! The list of leads: where they stand as bars, then who they are and what comes next.
use super::{stage_share, stage_word};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{Colleague, SeeLeads};
use crate::error::Result;
use crate::leads::{self, Line};
use crate::people::Stage;
use crate::search::{Filter, Order, Whose};
use crate::web::{Choice, Html, Page, Query, ReachLine, html, lists, reach_lines};
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

/// Rows of a page.
const PAGE: usize = 50;
const PATH: &str = "/leads";
const MINE: &str = "mine";
const NOBODY: &str = "nobody";

#[derive(Template)]
#[template(path = "leads/list.html")]
struct List {
    page: Page,
    wanted: Wanted,
    total: String,
    tabs: Vec<Tab>,
    stages: Vec<Choice>,
    owners: Vec<Choice>,
    bars: Vec<Bar>,
    rows: Vec<Row>,
    by_name: String,
    by_company: String,
    previous: String,
    next: String,
}

struct Tab {
    href: String,
    label: String,
    current: bool,
    count: String,
}

struct Bar {
    label: String,
    count: String,
    share: usize,
    href: String,
    chosen: bool,
}

struct Row {
    href: String,
    name: String,
    company: String,
    company_href: String,
    stage: String,
    share: u8,
    owner: String,
    telephone: Option<ReachLine>,
    next_step: String,
    next_on: String,
    overdue: bool,
}

#[derive(Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Wanted {
    stage: String,
    /// `mine`, `nobody`, or a colleague's number.
    owner: String,
    /// `1`: only those whose next step is due.
    due: String,
    sort: String,
    after: String,
    before: String,
}

impl Wanted {
    fn is_due(&self) -> bool {
        self.due == "1"
    }

    fn is_filtered(&self) -> bool {
        !self.stage.is_empty() || !self.owner.is_empty()
    }

    fn stage(&self) -> Option<Stage> {
        Stage::from_word(&self.stage)
    }

    fn owner(&self, me: Option<i64>) -> Whose {
        match self.owner.as_str() {
            "" => Whose::Everybodys,
            NOBODY => Whose::Nobodys,
            MINE => me.map_or(Whose::Nobodys, Whose::Of),
            // A number that is nobody's finds nothing; what is no number is no filter.
            id => id.parse().map_or(Whose::Everybodys, Whose::Of),
        }
    }

    fn order(&self) -> Order {
        if self.sort == "company" { Order::Company } else { Order::Name }
    }

    fn pairs(&self) -> [(&str, &str); 4] {
        [("stage", &self.stage), ("owner", &self.owner), ("due", &self.due), ("sort", &self.sort)]
    }

    fn address(&self) -> String {
        lists::address(PATH, &self.pairs(), &[])
    }
}

/// What the page is made of, plain.
struct Seen {
    lines: Vec<Line>,
    listed: crate::search::Listed,
    counts: Vec<(Stage, usize)>,
    owners: Vec<Colleague>,
    due: i64,
    today: NaiveDate,
}

pub async fn list(by: SeeLeads, page: Page, app: web::Data<App>, Query(wanted): Query<Wanted>) -> Result<Html> {
    let (me, works, asked) = (by.staff_id(), page.may(Right::WorkLeads), wanted.clone());
    let seen = app
        .look(&by, move |l| {
            let today = l.now.date();
            let from = lists::place(&asked.after, &asked.before);
            let owner = asked.owner(me);
            let filter = Filter { owner, ..Filter::default() };
            let (lines, listed) = if asked.is_due() {
                leads::due(l, owner, today, from, PAGE)?
            } else {
                let filter = Filter { stage: asked.stage().map(Stage::word), ..filter.clone() };
                leads::list(l, &filter, asked.order(), from, PAGE)?
            };
            Ok(Seen {
                lines,
                listed,
                counts: leads::counts(l, &filter)?,
                owners: leads::owners(l)?,
                due: leads::count_due(l, me.filter(|_| works).map_or(Whose::Everybodys, Whose::Of), today)?,
                today,
            })
        })
        .await?;
    html(&List::of(page, wanted, &seen, works))
}

impl List {
    fn of(page: Page, wanted: Wanted, seen: &Seen, works: bool) -> Self {
        let t = page.t;
        let number = |n: usize| lists::number(page.language(), i64::try_from(n).unwrap_or(i64::MAX));
        let most = seen.counts.iter().map(|count| count.1).max().unwrap_or(0).max(1);
        let bar = |(stage, count): &(Stage, usize)| {
            let chosen = wanted.stage() == Some(*stage);
            // The bar that is chosen leads back to all of them.
            let stage_wanted = if chosen { String::new() } else { stage.word().to_owned() };
            Bar {
                label: stage_word(t, *stage),
                count: number(*count),
                share: (count * 100).div_ceil(most),
                href: Wanted { stage: stage_wanted, ..wanted.clone() }.address(),
                chosen,
            }
        };
        let tab = |owner: &str, due: &str, label, count| {
            let here = Wanted { owner: owner.to_owned(), due: due.to_owned(), ..Wanted::default() };
            let current = wanted.owner == owner && wanted.due == due && wanted.stage.is_empty();
            Tab { href: here.address(), label, current, count }
        };
        let due = lists::number(page.language(), seen.due);
        let tabs = if works {
            vec![
                tab("", "", t.msg_leads_all(), String::new()),
                tab(MINE, "", t.msg_leads_mine(), String::new()),
                tab(MINE, "1", t.msg_leads_mine_due(), due),
                tab(NOBODY, "", t.msg_leads_nobodys(), String::new()),
            ]
        } else {
            vec![tab("", "", t.msg_leads_all(), String::new()), tab("", "1", t.msg_leads_due(), due)]
        };
        let total = match wanted.stage() {
            Some(stage) => seen.counts.iter().find(|count| count.0 == stage).map_or(0, |count| count.1),
            None => seen.counts.iter().map(|count| count.1).sum(),
        };
        let mut owners = vec![Choice::new(NOBODY, t.msg_leads_nobody())];
        if works {
            owners.insert(0, Choice::new(MINE, t.msg_leads_me()));
        }
        owners.extend(seen.owners.iter().map(|colleague| Choice::new(colleague.id.to_string(), &colleague.name)));
        let (previous, next) = lists::neighbours(PATH, &wanted.pairs(), &seen.listed);
        let sorted = |sort: &str| Wanted { sort: sort.to_owned(), ..wanted.clone() }.address();
        List {
            total: if wanted.is_due() { String::new() } else { t.msg_leads_total(number(total), total) },
            tabs,
            stages: Stage::ALL.iter().map(|stage| Choice::new(stage.word(), stage_word(t, *stage))).collect(),
            owners,
            bars: if wanted.is_due() { Vec::new() } else { seen.counts.iter().map(bar).collect() },
            rows: seen.lines.iter().map(|line| Row::of(&page, line, seen.today)).collect(),
            by_name: sorted(""),
            by_company: sorted("company"),
            previous,
            next,
            wanted,
            page,
        }
    }

    /// The order of a column, as `table::sort` wants it.
    fn sorted_by(&self, order: Order) -> &'static str {
        if self.wanted.order() == order { "asc" } else { "" }
    }
}

impl Row {
    fn of(page: &Page, line: &Line, today: NaiveDate) -> Self {
        let telephone = reach_lines(page.t, &line.person.reaches).into_iter().find(|reach| reach.icon == "phone");
        Row {
            href: super::home(line.person.id),
            name: line.person.sort_name(),
            company: line.company.clone(),
            company_href: line.person.company_id.map(|id| format!("/companies/{id}")).unwrap_or_default(),
            stage: stage_word(page.t, line.lead.stage),
            share: stage_share(line.lead.stage),
            owner: line.owner.clone(),
            telephone,
            next_step: line.lead.next_step.clone(),
            next_on: line.lead.next_on.map(|on| page.day(&on)).unwrap_or_default(),
            overdue: line.lead.is_overdue(today),
        }
    }
}
