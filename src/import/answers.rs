//! What whoever imports answers before anything is planned: what the columns are, where the people come from, on which
//! ground they are held, and what proves a consent.
use super::columns::Column;
use super::{Channel, Import, Purpose};
use crate::error::{Error, Result};
use crate::people::{Ground, Origin};
use crate::words::Lang;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// What each column is, in their order.
    pub columns: Vec<Column>,
    pub origin: Origin,
    pub origin_note: String,
    pub ground: Ground,
    /// The language of whoever the file gives none for.
    pub lang: Lang,
    /// Whether newcomers become leads at the first stage; for those who work leads.
    pub leads: bool,
    /// Asked when a column says that somebody opted in.
    pub opt_in: Option<OptIn>,
}

/// What a yes in the file is a yes to, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptIn {
    pub purposes: Vec<Purpose>,
    pub channel: Channel,
    /// Where the yes was said: the form, the fair, the list that was signed.
    pub proof: String,
    /// The day of all of them, when no column dates each.
    pub on: Option<NaiveDate>,
}

/// What a column can be: those that an import takes something over from, and none of them.
pub const OFFERED: &[Column] = &[
    Column::Ignore,
    Column::Civility,
    Column::GivenName,
    Column::FamilyName,
    Column::FullName,
    Column::JobTitle,
    Column::Email,
    Column::Email2,
    Column::Phone,
    Column::Phone2,
    Column::Mobile,
    Column::Fax,
    Column::Street,
    Column::PostCode,
    Column::Town,
    Column::Country,
    Column::Language,
    Column::Company,
    Column::CompanyExternalId,
    Column::CompanyPhone,
    Column::CompanyEmail,
    Column::CompanyStreet,
    Column::CompanyPostCode,
    Column::CompanyTown,
    Column::CompanyCountry,
    Column::OptIn,
    Column::OptInDate,
    Column::OptOut,
    Column::DoNotCall,
];

/// Does a column say that somebody agreed? One may only say since when, as Mailchimp's does: a day there is a yes.
pub fn say_yes(columns: &[Column]) -> bool {
    columns.iter().any(|column| [Column::OptIn, Column::OptInDate].contains(column))
}

/// By which channels a file can bring a consent: those that have an address in it.
pub const CHANNELS: &[Channel] = &[Channel::Email, Channel::Phone, Channel::Fax];

/// Longer is no name of a source.
const LONGEST: usize = 2_000;

/// An answer that must be put right, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub field: String,
    pub wrong: Wrong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Two columns cannot both be this one.
    TakenTwice,
    /// Nothing in the file says what people are called.
    NoName,
    NoPurpose,
    NoProof,
    InTheFuture,
    TooLong,
    /// A date of the yes is asked once: for the file, or by a column.
    DatedTwice,
    /// The file has another number of columns.
    Columns,
}

impl Answers {
    /// Everything that must be put right.
    pub fn complaints(&self, width: usize, today: NaiveDate) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        let mut unless = |fine: bool, field: &str, wrong: Wrong| {
            if !fine {
                complaints.push(Complaint { field: field.to_owned(), wrong });
            }
        };
        unless(self.columns.len() == width, "columns", Wrong::Columns);
        let mut taken = HashSet::new();
        for (at, column) in self.columns.iter().enumerate() {
            unless(column.may_repeat() || taken.insert(column), &format!("column_{at}"), Wrong::TakenTwice);
        }
        let named = self.has(Column::FamilyName) || self.has(Column::FullName);
        unless(named, "columns", Wrong::NoName);
        unless(self.origin_note.len() <= LONGEST, "origin_note", Wrong::TooLong);
        if let Some(opt_in) = &self.opt_in {
            unless(!opt_in.purposes.is_empty(), "purposes", Wrong::NoPurpose);
            unless(!opt_in.proof.trim().is_empty(), "proof", Wrong::NoProof);
            unless(opt_in.proof.len() <= LONGEST, "proof", Wrong::TooLong);
            unless(opt_in.on.is_none_or(|on| on <= today), "proof_date", Wrong::InTheFuture);
            unless(opt_in.on.is_none() || !self.has(Column::OptInDate), "proof_date", Wrong::DatedTwice);
        }
        complaints
    }

    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }
}

/// What is kept of the answers in clear: words of ours and a date. Notes are sealed beside it.
#[derive(Serialize, Deserialize)]
struct Mapping {
    columns: Vec<Column>,
    lang: Lang,
    #[serde(default)]
    leads: bool,
    purposes: Vec<Purpose>,
    channel: Channel,
    opt_in: bool,
    on: Option<NaiveDate>,
    mark: i64,
}

pub(super) fn written(answers: &Answers, mark: i64) -> Result<String> {
    let opt_in = answers.opt_in.as_ref();
    let mapping = Mapping {
        columns: answers.columns.clone(),
        lang: answers.lang,
        leads: answers.leads,
        purposes: opt_in.map(|opt_in| opt_in.purposes.clone()).unwrap_or_default(),
        channel: opt_in.map_or(Channel::Email, |opt_in| opt_in.channel),
        opt_in: opt_in.is_some(),
        on: opt_in.and_then(|opt_in| opt_in.on),
        mark,
    };
    serde_json::to_string(&mapping).map_err(Error::internal)
}

pub(super) fn read(
    mapping: &str,
    origin: Origin,
    ground: Ground,
    note: String,
    proof: String,
) -> Result<(Answers, i64)> {
    let kept: Mapping = serde_json::from_str(mapping).map_err(Error::internal)?;
    let opt_in = OptIn { purposes: kept.purposes, channel: kept.channel, proof, on: kept.on };
    let opt_in = kept.opt_in.then_some(opt_in);
    let answers = Answers {
        columns: kept.columns,
        origin,
        origin_note: note,
        ground,
        lang: kept.lang,
        leads: kept.leads,
        opt_in,
    };
    Ok((answers, kept.mark))
}

impl Import {
    /// # Errors
    /// `Stale` when nothing was answered: planning and applying begin with answers.
    pub(super) fn answered(&self) -> Result<&Answers> {
        self.answers.as_ref().ok_or(Error::Stale)
    }
}
