//! Home: what there is to do today, for this role.
use crate::actor::{Right, Role};
use crate::app::{App, Looking};
use crate::auth::BeStaff;
use crate::error::Result;
use crate::leads::pages::stage_word;
use crate::people::Stage;
use crate::search::{Filter, From, Kind, Whose};
use crate::staff::pages::proposed_word;
use crate::web::{Html, Page, html, lists, see_other};
use crate::{assistance, deeds, leads, networks, newsletter, register, requests, retention, staff};
use actix_web::web;
use askama::Template;
use chrono::{Days, NaiveDate, NaiveDateTime};

/// So many lines of each kind: what one does before lunch.
const LINES: usize = 8;
/// Sales see what is due this week.
const AHEAD: Days = Days::new(7);

/// What one look at the house brings, as far as the role may see it.
#[derive(Default)]
struct Seen {
    due: Vec<leads::Line>,
    stages: Vec<(Stage, usize)>,
    mine: Vec<assistance::Line>,
    waiting: Vec<assistance::Line>,
    requests: assistance::Counts,
    exports: Vec<newsletter::Export>,
    people: usize,
    companies: usize,
    customers: usize,
    deeds: Vec<deeds::Line>,
    /// When networks were last changed on the host, if that is not long ago.
    forced: Option<NaiveDateTime>,
    /// Proposals about accounts that wait for whoever looks.
    proposals: Vec<staff::Waiting>,
    /// Privacy requests, for whoever answers for them.
    privacy: Vec<requests::Line>,
    /// What was done on the host to accounts of a Dpo, for a Dpo.
    on_the_host: Vec<(deeds::Line, String)>,
    /// What waits for a signature, or should have gone, for those who answer for it.
    retention: retention::Standing,
    /// Breaches that are open, for the Dpo and the Cio.
    breaches: Vec<register::Line>,
    /// Certificates that run out soon, or have.
    certificates: Vec<(register::Party, register::Certificate)>,
    today: NaiveDate,
}

/// A bar of the chart: how many leads stand at a stage, and how that compares with the fullest.
struct Bar {
    href: String,
    label: String,
    count: String,
    share: usize,
}

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home {
    page: Page,
    seen: Seen,
    bars: Vec<Bar>,
    privacy: Option<requests::pages::HomePanel>,
    hello: String,
}

impl Home {
    fn number(&self, number: &usize) -> String {
        self.count(&i64::try_from(*number).unwrap_or(i64::MAX))
    }

    fn count(&self, number: &i64) -> String {
        lists::number(self.page.language(), *number)
    }

    fn proposed(&self, waiting: &staff::Waiting) -> String {
        proposed_word(self.page.t, &waiting.proposal)
    }

    fn done(&self, line: &deeds::Line) -> String {
        staff::pages::done_word(self.page.t, line.what)
    }

    /// The kind of a chip, and its words.
    fn clock(&self, line: &register::Line) -> (&'static str, String) {
        register::pages::clock(self.page.t, line.deadline)
    }

    fn certificate(&self, one: &register::Certificate) -> (&'static str, String) {
        let standing = register::standing(one.expires_on, self.seen.today);
        register::pages::certificate_words(self.page.t, standing, &self.page.day(&one.expires_on))
    }

    fn rows(&self, number: &i64) -> String {
        self.page.t.msg_desk_rows(self.count(number), *number)
    }

    fn is_overdue(&self, line: &leads::Line) -> bool {
        line.lead.is_overdue(self.seen.today)
    }

    fn next_on(&self, line: &leads::Line) -> String {
        line.lead.next_on.map(|day| self.page.day(&day)).unwrap_or_default()
    }
}

pub(super) async fn home(by: BeStaff, page: Page, app: web::Data<App>) -> Result<Html> {
    if by.role() == Some(Role::Operations) {
        return Ok(see_other("/operations"));
    }
    let seen = app.look(&by, see).await?;
    let most = seen.stages.iter().map(|stage| stage.1).max().unwrap_or(0).max(1);
    let mine = if by.role() == Some(Role::Sales) { "&owner=mine" } else { "" };
    let bars = seen.stages.iter().map(|(stage, count)| Bar {
        href: format!("/leads?stage={}{mine}", stage.word()),
        label: stage_word(page.t, *stage),
        count: lists::number(page.language(), i64::try_from(*count).unwrap_or(i64::MAX)),
        share: count * 100 / most,
    });
    let first = page.who.as_ref().and_then(|who| who.name.split(' ').next()).unwrap_or_default();
    let hello = page.t.msg_desk_hello(first);
    let privacy = page.may(Right::SeeRequests).then(|| requests::pages::home_panel(&page, &seen.privacy));
    html(&Home { bars: bars.collect(), privacy, seen, hello, page })
}

fn see(l: &mut Looking) -> Result<Seen> {
    let (me, role, today) = (l.actor.staff_id(), l.actor.role(), l.now.date());
    let mut seen = Seen { today, ..Seen::default() };
    match role {
        Some(Role::Sales) => {
            let mine = me.map_or(Whose::Nobodys, Whose::Of);
            seen.due = leads::due(l, mine, today + AHEAD, From::Start, LINES)?.0;
            seen.stages = leads::counts(l, &Filter { owner: mine, ..Filter::default() })?;
        }
        Some(Role::Marketing) => {
            seen.exports = newsletter::list(l, None, LINES)?.exports;
            seen.stages = leads::counts(l, &Filter::default())?;
        }
        Some(Role::Support) => {
            seen.mine = assistance::list(l, assistance::Which::Mine, From::Start, LINES)?.lines;
            seen.mine.truncate(LINES);
            seen.waiting = assistance::list(l, assistance::Which::Others, From::Start, LINES)?.lines;
            seen.requests = assistance::counts(l)?;
        }
        Some(Role::Dpo | Role::Cio) => {
            seen.exports = newsletter::list(l, None, LINES)?.exports;
            seen.requests = assistance::counts(l)?;
            seen.stages = leads::counts(l, &Filter::default())?;
            seen.retention = retention::standing(l)?;
            seen.privacy = requests::list(l, requests::State::Open)?;
            seen.proposals = staff::waiting(l)?.into_iter().filter(|waiting| waiting.mine).collect();
            if role == Some(Role::Dpo) {
                seen.on_the_host = staff::done_on_the_host(l)?;
            }
            seen.breaches = register::open_breaches(l)?;
            seen.certificates = register::expiring(l)?;
            l.must(Right::ReadAudit)?;
            let refused = deeds::Reading { what: Some(deeds::What::Refused), limit: 5, ..deeds::Reading::default() };
            seen.deeds = deeds::read(l.conn(), &refused)?;
            seen.forced = networks::forced_lately(l)?;
        }
        Some(Role::Operations) | None => {}
    }
    let index = l.index()?;
    seen.people = index.matching(Kind::Person, &Filter::default());
    seen.companies = index.count(Kind::Company);
    seen.customers = index.matching(Kind::Company, &Filter { customers_only: true, ..Filter::default() });
    Ok(seen)
}
