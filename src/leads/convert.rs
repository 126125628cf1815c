//! A lead becomes a customer: a contract with the person's company, and the stage won, together or not at all.
use super::{get, store};
use crate::actor::Right;
use crate::app::Writing;
use crate::contracts::{self, NewContract};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::people::{self, Stage};
use crate::search::Kind;
use chrono::NaiveDate;

/// What was agreed.
#[derive(Clone, Debug)]
pub struct Conversion {
    pub reference: String,
    pub product: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
}

/// The number of the contract.
///
/// # Errors
/// `BadRequest` when the person has no company to make a contract with; `Stale` when the lead changed since this
/// version, also when somebody else converted it: there is one contract, not two.
pub fn convert(w: &mut Writing, person: i64, version: i64, agreed: &Conversion) -> Result<i64> {
    w.must(Right::WorkLeads)?;
    let company_id = people::these(w, &[person])?.pop().ok_or(Error::NotFound)?.company_id;
    let company_id = company_id.ok_or(Error::BadRequest("a contract is made with a company"))?;
    let from = get(w, person)?.stage;
    let now = w.now;
    if from == Stage::Won || !store::move_to(w.conn(), person, version, Stage::Won, now)? {
        return Err(Error::Stale);
    }
    let contract = contracts::add(
        w,
        &NewContract {
            company_id,
            reference: agreed.reference.clone(),
            product: agreed.product.clone(),
            starts_on: agreed.starts_on,
            ends_on: agreed.ends_on,
        },
    )?;
    w.record(
        Deed::of(What::LeadConverted, Subject::Person, person).with("from", from.word()).with("contract", contract),
    );
    w.changed(Kind::Person, person);
    Ok(contract)
}
