//! Newsletters: lists of those who may lawfully be written to, as files that leave a manifest (P10).
//!
//! The purpose comes first, then the criteria; a funnel says who matches, who may be written to, and why the others may
//! not. What leaves the house is a stream of [`Recipient`]s, which only the query of the ledger can make.
pub mod pages;
mod run;
mod store;

pub use run::{Begun, begin, give_up_the_dead, run};
pub use store::{Export, Recipient};

use crate::actor::{Actor, Right};
use crate::app::Looking;
use crate::auth::{self, Colleague};
use crate::catalogue::{DataClass, Field, Mask};
use crate::consent::{self, Basis, Channel, Purpose, Reason};
use crate::deeds::{Deed, What};
use crate::error::{Error, Result};
use crate::people::{self, Person, Stage};
use crate::sheet::Delimiter;
use crate::words::Lang;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
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
    for person in people::these(l, &ids)? {
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

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub comma: bool,
    pub bom: bool,
    /// The language of the names of the columns.
    pub lang: Lang,
}

impl Layout {
    fn sheet(self) -> crate::sheet::Layout {
        let delimiter = if self.comma { Delimiter::Comma } else { Delimiter::Semicolon };
        crate::sheet::Layout { delimiter, bom: self.bom }
    }
}

/// What stands in a list. Programs that read it know these names (`import::columns`), so what goes out comes in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Address,
    GivenName,
    FamilyName,
    Civility,
    Company,
    Language,
}

impl Column {
    pub const ALL: [Column; 6] =
        [Column::Address, Column::GivenName, Column::FamilyName, Column::Civility, Column::Company, Column::Language];

    /// The column of the catalogue that it opens, if it opens one.
    fn field(self) -> Option<Field> {
        match self {
            Column::Address => Some(Field::Reach),
            Column::GivenName => Some(Field::PersonGivenName),
            Column::FamilyName => Some(Field::PersonFamilyName),
            Column::Civility => Some(Field::PersonCivility),
            Column::Company => Some(Field::CompanyName),
            Column::Language => None,
        }
    }

    /// The columns that the catalogue lets out to this actor: seen by the role, whole, and never bank data.
    pub fn let_out(actor: &Actor) -> Vec<Column> {
        let open = |field: Field| {
            let spec = field.spec();
            let seen = actor.role().is_none_or(|role| spec.seen_by.contains(&role));
            seen && spec.mask == Mask::Whole && spec.class != DataClass::C4
        };
        Column::ALL.into_iter().filter(|column| column.field().is_none_or(open)).collect()
    }

    fn cell(self, to: &Recipient) -> Cow<'_, str> {
        match self {
            Column::Address => to.address().written(),
            Column::GivenName => to.given_name().into(),
            Column::FamilyName => to.family_name().into(),
            Column::Civility => to.civility().into(),
            Column::Company => to.company().into(),
            Column::Language => to.lang().word().into(),
        }
    }

    fn name(self, channel: Channel, lang: Lang) -> String {
        let t = lang.words();
        match (self, channel) {
            (Column::Address, Channel::Phone) => t.msg_newsletter_column_phone(),
            (Column::Address, Channel::Fax) => t.msg_newsletter_column_fax(),
            (Column::Address, Channel::Email | Channel::Post) => t.msg_newsletter_column_email(),
            (Column::GivenName, _) => t.msg_newsletter_column_given_name(),
            (Column::FamilyName, _) => t.msg_newsletter_column_family_name(),
            (Column::Civility, _) => t.msg_newsletter_column_civility(),
            (Column::Company, _) => t.msg_newsletter_column_company(),
            (Column::Language, _) => t.msg_newsletter_column_language(),
        }
    }
}

crate::db::values::words! {
    pub enum State {
        Started = "started",
        Complete = "complete",
        Aborted = "aborted",
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
