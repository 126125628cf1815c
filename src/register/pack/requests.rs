//! Privacy requests and their delays, for the pack. The room `requests` stands above this one; until it is there, the pack
//! says that this house keeps none. The seam: `lines` returns them, and nothing else changes.
use crate::app::Looking;
use crate::error::Result;
use chrono::NaiveDate;
use serde::Serialize;

/// A request without whoever asks: references, words of ours, days.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub reference: i64,
    /// What was asked: access, erasure…
    pub claims: Vec<&'static str>,
    pub received_on: NaiveDate,
    /// The last day on which an answer is in time, extensions and pauses included.
    pub due_on: NaiveDate,
    pub answered_on: Option<NaiveDate>,
    /// From the day it came to the answer, or to today.
    pub days: i64,
    pub extended: bool,
    pub late: bool,
    pub outcome: Option<&'static str>,
}

/// None where no room keeps privacy requests.
pub fn lines(_: &mut Looking) -> Result<Option<Vec<Line>>> {
    Ok(None)
}
