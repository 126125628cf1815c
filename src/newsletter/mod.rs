//! Newsletters: lists of those who may lawfully be written to, as files that leave a manifest (P10).
//!
//! The purpose comes first, then the criteria; a funnel says who matches, who may be written to, and why the others may
//! not. What leaves the house is a stream of [`Recipient`]s, which only the query of the ledger can make.
mod audiences;
mod layouts;
pub mod pages;
mod recalls;
mod returns;
mod run;
mod store;

pub use audiences::{LONGEST as LONGEST_NAME, Misnamed, Saved, audience, audiences, remove, rename, save};
pub use layouts::{Column, Layout, Program};
pub use recalls::{Owed, Recall, count_held, forget_held, gather, owed, recall_file, recalls, settle};
pub use returns::{
    Applied, Count, Happened, Reading, Returned, Standing, Unread, apply, discard, keep, read, returned,
};
pub use run::{Begun, Ordered, begin, give_up_the_dead, order, run, start};
pub use store::{Export, Recipient};

use crate::actor::{Actor, Right};
use crate::app::Looking;
use crate::auth::{self, Colleague};
use crate::consent::{self, Basis, Channel, Purpose, Reason};
use crate::deeds::{Deed, What};
use crate::error::{Error, Result};
use crate::people::{self, Person, Stage};
use crate::words::Lang;
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Who is meant: choices from lists and a day, so that it may be kept in clear and stand in an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    pub purpose: Purpose,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Leads at one of these stages; empty: whoever.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// Leads of this colleague.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<i64>,
    /// People of companies with a running contract, or without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<bool>,
    /// Added on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Only those whose permission ends soon: to ask them again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expiring: bool,
}

/// How long before a permission ends one asks again.
pub const SOON: Days = Days::new(90);

/// Criteria that this actor may ask for. Made by [`Audience::of`] alone.
#[derive(Clone, Debug)]
pub struct Audience {
    criteria: Criteria,
    today: NaiveDate,
    basis: Basis,
}

impl Audience {
    /// Holds the criteria against what the role may: marketing any, sales their own leads for business.
    ///
    /// # Errors
    /// `Forbidden` when the role may not export that, `BadRequest` for a channel that has no lists.
    pub fn of(l: &mut Looking, mut criteria: Criteria) -> Result<Self> {
        if !l.actor.may(Right::Export) {
            l.must(Right::ExportOwnLeads)?;
            if criteria.purpose != Purpose::Business {
                return Err(Error::Forbidden);
            }
            criteria.owner = Some(l.actor.staff_id().ok_or(Error::Forbidden)?);
        }
        if !channels().contains(&criteria.channel) {
            return Err(Error::BadRequest("a channel without lists"));
        }
        let today = l.now.date();
        let basis = consent::basis(l, criteria.purpose, today)?;
        Ok(Audience { criteria, today, basis })
    }

    pub fn criteria(&self) -> &Criteria {
        &self.criteria
    }

    fn today(&self) -> NaiveDate {
        self.today
    }

    fn basis(&self) -> Basis {
        self.basis
    }
}

/// Channels that lists are made for, the usual one first. Letters are merged elsewhere.
pub fn channels() -> &'static [Channel] {
    &[Channel::Email, Channel::Phone, Channel::Fax]
}

/// What this actor may write to people about.
pub fn purposes(actor: &Actor) -> &'static [Purpose] {
    if actor.may(Right::Export) {
        Purpose::ALL
    } else if actor.may(Right::ExportOwnLeads) {
        &[Purpose::Business]
    } else {
        &[]
    }
}

/// For pages that only lead to an export: may this actor make any?
pub fn may_export(l: &Looking) -> Result<()> {
    if purposes(l.actor).is_empty() { Err(Error::Forbidden) } else { Ok(()) }
}

/// How many may not be written to, each counted under one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused([i64; Reason::ALL.len()]);

impl Refused {
    fn add(&mut self, reason: Reason) {
        for (count, known) in self.0.iter_mut().zip(Reason::ALL) {
            *count += i64::from(known == reason);
        }
    }

    /// In the order of the rules.
    pub fn by_reason(&self) -> impl Iterator<Item = (Reason, i64)> {
        Reason::ALL.into_iter().zip(self.0)
    }
}

/// From everybody who matches to those who may be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funnel {
    pub matched: i64,
    pub refused: Refused,
    pub lawful: i64,
}

/// Counts an audience. Nobody is opened, so the deed names no one.
pub fn funnel(l: &mut Looking, criteria: &Criteria) -> Result<Funnel> {
    let audience = Audience::of(l, criteria.clone())?;
    let (lawful, refused) = store::tally(l.conn(), &audience)?;
    let matched = lawful + refused.0.iter().sum::<i64>();
    l.owe(
        Deed::new(What::ExportCounted)
            .with("purpose", criteria.purpose.word())
            .with("channel", criteria.channel.word())
            .with("matched", matched)
            .with("lawful", lawful),
    );
    Ok(Funnel { matched, refused, lawful })
}

/// People of a re-permission list, in the order in which they came, and where the next page begins.
pub struct Expiring {
    pub funnel: Funnel,
    pub people: Vec<(Person, Option<NaiveDate>)>,
    pub next: Option<i64>,
}

/// Whose permission for this purpose and channel ends soon and who may still be written to: a page of them.
pub fn expiring(l: &mut Looking, purpose: Purpose, channel: Channel, after: i64, limit: usize) -> Result<Expiring> {
    let criteria = Criteria {
        purpose,
        channel,
        lang: None,
        stages: Vec::new(),
        owner: None,
        customer: None,
        since: None,
        expiring: true,
    };
    let funnel = funnel(l, &criteria)?;
    let audience = Audience::of(l, criteria)?;
    let many = i64::try_from(limit).unwrap_or(i64::MAX - 1);
    let mut ids = store::permitted(l.conn(), &audience, after, many + 1)?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    let next = ids.last().copied().filter(|_| more);
    let mut people = Vec::with_capacity(ids.len());
    for person in people::shown(l, &ids)? {
        let ends_on = consent::ends(l, &person)?;
        people.push((person, ends_on));
    }
    l.owe(Deed::new(What::Listed).with("list", "expiring").with_ids(&ids));
    Ok(Expiring { funnel, people, next })
}

/// Colleagues who own leads, to choose from; also those who have left, whose leads are still theirs.
pub fn owners(l: &mut Looking) -> Result<Vec<Colleague>> {
    Ok(auth::list(l)?.into_iter().filter(|colleague| Right::WorkLeads.roles().contains(&colleague.role)).collect())
}

crate::db::values::words! {
    pub enum State {
        /// May be taken once, for a day.
        Ready = "ready",
        Started = "started",
        Complete = "complete",
        Aborted = "aborted",
        /// Nobody took it in time.
        Expired = "expired",
    }
}

impl Export {
    pub fn criteria(&self) -> Result<Criteria> {
        serde_json::from_str(&self.criteria).map_err(|_| Error::internal("criteria of an export"))
    }

    pub fn layout(&self) -> Result<Layout> {
        serde_json::from_str(&self.layout).map_err(|_| Error::internal("layout of an export"))
    }

    /// A name of ours, in ASCII, that tells nothing of anybody (V5.4.1, V5.4.2).
    pub fn file_name(&self) -> String {
        format!(
            "cloister-{}-{}-{}-{}.csv",
            self.purpose.word(),
            self.channel.word(),
            self.at.format("%Y-%m-%d"),
            self.id
        )
    }
}

/// Exports and the names of who made them, newest first.
pub struct Exports {
    pub exports: Vec<Export>,
    pub names: HashMap<i64, String>,
    /// Where the next page begins.
    pub next: Option<i64>,
}

/// Whose exports this actor sees: sales their own, the others all.
fn seen_of(l: &Looking) -> Result<Option<i64>> {
    l.must(Right::SeeExports)?;
    Ok(l.actor.staff_id().filter(|_| l.actor.may(Right::ExportOwnLeads)))
}

pub fn list(l: &mut Looking, before: Option<i64>, limit: usize) -> Result<Exports> {
    let by = seen_of(l)?;
    let many = i64::try_from(limit).unwrap_or(i64::MAX - 1);
    let mut exports = store::list(l.conn(), by, before.unwrap_or(i64::MAX), many + 1)?;
    let more = exports.len() > limit;
    exports.truncate(limit);
    let next = exports.last().map(|export| export.id).filter(|_| more);
    let names = names(l, &exports)?;
    Ok(Exports { exports, names, next })
}

/// Lists with one of these people on them that left the house since then, the newest first: whoever took one is told of an
/// erasure (Art. 19), and a person may know of each (Art. 15(1)(c)).
pub fn holding(l: &mut Looking, people: &[i64], since: NaiveDateTime) -> Result<Vec<Export>> {
    l.must(Right::SeeRequests)?;
    store::holding(l.conn(), people, since)
}

/// These lists, the newest first.
pub fn exports(l: &mut Looking, ids: &[i64]) -> Result<Vec<Export>> {
    l.must(Right::SeeRequests)?;
    store::these(l.conn(), ids)
}

/// # Errors
/// `NotFound` when there is none, or none that this actor sees.
pub fn get(l: &mut Looking, id: i64) -> Result<(Export, HashMap<i64, String>)> {
    let by = seen_of(l)?;
    let export = store::get(l.conn(), id)?;
    if by.is_some() && export.by_id != by {
        return Err(Error::NotFound);
    }
    let mut names = names(l, std::slice::from_ref(&export))?;
    if let Some(owner) = export.criteria()?.owner {
        names.extend(auth::names(l, &[owner])?);
    }
    Ok((export, names))
}

fn names(l: &mut Looking, exports: &[Export]) -> Result<HashMap<i64, String>> {
    let ids: Vec<i64> = exports.iter().filter_map(|export| export.by_id).collect();
    auth::names(l, &ids)
}
