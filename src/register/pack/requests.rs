//! Privacy requests and their delays, for the pack: references, words of ours, days, and nobody (Art. 12(3)).
use crate::app::Looking;
use crate::calendar::Standing;
use crate::error::Result;
use crate::requests::{Claim, Outcome, delays};
use chrono::NaiveDate;
use serde::Serialize;

/// A request without whoever asks.
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

pub fn lines(l: &mut Looking) -> Result<Vec<Line>> {
    let (all, today) = delays(l)?;
    let line = |delay: crate::requests::Delay| {
        let term = delay.term;
        Line {
            reference: delay.id,
            claims: delay.claims.iter().map(|claim| Claim::word(*claim)).collect(),
            received_on: term.received,
            due_on: term.due(),
            answered_on: term.answered,
            days: (term.answered.unwrap_or(today) - term.received).num_days(),
            extended: term.further > 0,
            late: matches!(term.on(today), Standing::Overdue { .. } | Standing::Answered { late: true, .. }),
            outcome: delay.outcome.map(Outcome::word),
        }
    };
    Ok(all.into_iter().map(line).collect())
}
