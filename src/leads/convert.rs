//! A lead becomes a customer: a contract with the person's company, and the stage won, together or not at all.
use super::{get, store};
use crate::actor::Right;
use crate::app::Writing;
use crate::contracts::{self, NewContract};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::people::{self, Stage};
use crate::search::Kind;

/// The number of the contract.
///
/// # Errors
/// `Stale` when the lead changed since this version, also when somebody else converted it: there is one contract, not
/// two; and when the contract is with another company than the person's, which was changed meanwhile.
pub fn convert(w: &mut Writing, person: i64, version: i64, agreed: &NewContract) -> Result<i64> {
    w.must(Right::WorkLeads)?;
    let company = people::these(w, &[person])?.pop().ok_or(Error::NotFound)?.company_id;
    let from = get(w, person)?.stage;
    let now = w.now;
    if company != Some(agreed.company_id)
        || from == Stage::Won
        || !store::move_to(w.conn(), person, version, Stage::Won, now)?
    {
        return Err(Error::Stale);
    }
    let contract = contracts::add(w, agreed)?;
    w.record(
        Deed::of(What::LeadConverted, Subject::Person, person).with("from", from.word()).with("contract", contract),
    );
    w.changed(Kind::Person, person);
    Ok(contract)
}
