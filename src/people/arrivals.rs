//! What only an import does: many changes at once, and taking back whom it brought in and never showed.
use super::{NewPerson, owners, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::error::{Error, Result};
use crate::reach;
use crate::vault::Owner;

/// Changes many people, each from the version that was looked at, without a deed or a line in the change table of their
/// own: for whoever owes them.
///
/// # Errors
/// `Stale` when one of them was changed since; then none is.
pub fn change_all(w: &mut Writing, changes: &[(i64, i64, NewPerson)]) -> Result<()> {
    w.must(Right::Import)?;
    let ids: Vec<i64> = changes.iter().map(|change| change.0).collect();
    let sealing = w.sealing(&owners(&ids), KeyClass::Identity)?;
    let mut reaches = Vec::with_capacity(changes.len());
    for (id, version, new) in changes {
        let owner = Owner::person(*id);
        let seal = |field, text: &str| sealing.seal_maybe(field, owner, *id, (!text.is_empty()).then_some(text));
        let edit = store::Edit {
            civility: seal(Field::PersonCivility, &new.civility)?,
            given_name: seal(Field::PersonGivenName, &new.given_name)?,
            family_name: seal(Field::PersonFamilyName, &new.family_name)?,
            job_title: seal(Field::PersonJobTitle, &new.job_title)?,
            address: seal(Field::PersonAddress, &new.address)?,
            language: Some(new.lang),
            company_id: new.company_id,
            changed_at: Some(w.now),
            version: Some(version + 1),
        };
        if !store::change(w.conn(), *id, *version, &edit)? {
            return Err(Error::Stale);
        }
        reaches.push((owner, new.reaches.clone()));
    }
    reach::replace_all(w, &sealing, &reaches)
}

/// Some of those whom an import brought in.
pub fn arrivals(l: &mut Looking, import: i64, limit: i64) -> Result<Vec<i64>> {
    l.must(Right::Import)?;
    store::arrivals(l.conn(), import, limit)
}

/// Removes newcomers whom nobody has seen, with everything that hangs on them. Their keys are the caller's to destroy.
pub fn forget_arrivals(w: &mut Writing, import: i64, ids: &[i64]) -> Result<()> {
    w.must(Right::Import)?;
    store::forget_arrivals(w.conn(), import, ids)
}
