//! Who may connect, from where one is connected oneself, who was refused, and what was decided.
use super::{change_words, client, from_word, kind_word, roles};
use crate::actor::Right;
use crate::app::App;
use crate::auth::SeeNetworks;
use crate::deeds::{Line, What};
use crate::error::Result;
use crate::gate::{Client, Gate, Kind};
use crate::networks::{self, Network, Overview};
use crate::web::{Html, Page, html, lists};
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::NaiveDateTime;

/// So many refusals are shown: what one can judge.
const REFUSALS: usize = 12;

/// An address that was refused, as it is shown.
pub(super) struct Refused {
    pub address: String,
    pub times: String,
    pub when: String,
}

pub(super) fn refused(page: &Page, refusals: &[crate::gate::Refusal]) -> Vec<Refused> {
    let shown = refusals.iter().take(REFUSALS).map(|refusal| {
        let minutes = refusal.last.elapsed().as_secs() / 60;
        Refused {
            address: refusal.address.to_string(),
            times: lists::number(page.language(), i64::try_from(refusal.times).unwrap_or(i64::MAX)),
            when: if minutes == 0 { page.t.msg_networks_just_now() } else { page.t.msg_networks_minutes_ago(minutes) },
        }
    });
    shown.collect()
}

#[derive(Template)]
#[template(path = "networks/index.html")]
struct Index {
    page: Page,
    seen: Overview,
    me: Client,
    refused: Vec<Refused>,
    all_refused: String,
    forced: Option<NaiveDateTime>,
}

impl Index {
    /// Where whoever reads this is connected from.
    fn here(&self) -> String {
        // During a trial one may come by the range that is tried.
        let rules = self.seen.standing.at(self.seen.now);
        let network = rules.networks().iter().find(|known| known.id == self.me.network);
        let label = self.seen.standing.networks.iter().find(|known| known.id == self.me.network);
        let label = label.map_or_else(|| self.page.t.msg_networks_tried(), |network| network.label.clone());
        let range = network.map(|known| known.range.to_string()).unwrap_or_default();
        self.page.t.msg_networks_here(self.me.address.to_string(), label, range, kind_word(self.page.t, self.me.kind))
    }

    fn kind(&self, kind: &Kind) -> String {
        kind_word(self.page.t, *kind)
    }

    fn is_mine(&self, network: &Network) -> bool {
        network.id == self.me.network
    }

    fn signed_in(&self, network: &Network) -> String {
        let many = self.seen.signed_in.get(&network.id).copied().unwrap_or(0);
        lists::number(self.page.language(), i64::try_from(many).unwrap_or(i64::MAX))
    }

    fn added_by(&self, network: &Network) -> String {
        match network.added_by {
            Some(id) => self.seen.names.get(&id).cloned().unwrap_or_default(),
            None => self.page.t.msg_networks_by_host(),
        }
    }

    /// The house's own reasons are said in the reader's language.
    fn why(&self, network: &Network) -> String {
        match network.why.as_str() {
            networks::FIRST_START if network.added_by.is_none() => self.page.t.msg_networks_first_start(),
            networks::NEW_THERE if network.added_by.is_none() => self.page.t.msg_networks_new_there(),
            why => why.to_owned(),
        }
    }

    fn trial(&self) -> String {
        let trial = self.seen.standing.trial_at(self.seen.now);
        trial.map(|trial| change_words(self.page.t, &self.seen.standing, &trial.change)).unwrap_or_default()
    }

    fn roles(&self) -> Vec<(String, String, bool)> {
        let rules = self.seen.standing.at(self.seen.now);
        let line = |(role, word)| {
            let kinds = rules.kinds_of(role);
            (word, from_word(self.page.t, &kinds), !kinds.is_empty())
        };
        roles(self.page.t).into_iter().map(line).collect()
    }

    fn decided(&self, line: &Line) -> (&'static str, String) {
        let t = self.page.t;
        match line.what {
            What::NetworkKept => ("given", t.msg_networks_decided_kept()),
            What::NetworkForced => ("alert", t.msg_networks_decided_forced()),
            _ if line.actor.is_none() => ("clock", t.msg_networks_decided_expired()),
            _ => ("withdrawn", t.msg_networks_decided_reverted()),
        }
    }

    fn who(&self, line: &Line) -> String {
        line.actor.and_then(|id| self.seen.names.get(&id).cloned()).unwrap_or_default()
    }
}

pub(super) async fn show(
    by: SeeNetworks,
    page: Page,
    request: HttpRequest,
    app: web::Data<App>,
    gate: web::Data<Gate>,
) -> Result<Html> {
    let (seen, forced) = app.look(&by, |l| Ok((networks::overview(l)?, networks::forced_lately(l)?))).await?;
    let refused = refused(&page, &gate.refusals());
    let all_refused = lists::number(page.language(), i64::try_from(gate.refused()).unwrap_or(i64::MAX));
    html(&Index { me: client(&request)?, page, seen, refused, all_refused, forced })
}
