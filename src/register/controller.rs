//! Who we are, and how the Dpo is reached (Art. 30(1)(a)): what only people know. Until somebody has said it, the name in
//! the configuration stands there.
use super::{Fault, LONGEST, SHORT, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, What};
use crate::error::{Error, Result};
use crate::vault::Owner;

/// No party has this number: they are drawn from a thousand on.
const OURSELVES: i64 = 1;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controller {
    pub name: String,
    pub address: String,
    pub dpo: String,
    /// Nought until somebody has said it.
    pub version: i64,
}

pub fn controller(l: &mut Looking) -> Result<Controller> {
    l.must(Right::SeeRegister)?;
    let Some(row) = store::parties::controller(l.conn())? else {
        return Ok(Controller { name: l.app().config().company.clone(), ..Controller::default() });
    };
    let owner = Owner::party(OURSELVES);
    let keys = l.unlock(&[owner], KeyClass::Identity)?;
    Ok(Controller {
        name: keys.show(Field::ControllerName, owner, OURSELVES, &row.name)?,
        address: keys.show(Field::ControllerAddress, owner, OURSELVES, &row.address)?,
        dpo: keys.show(Field::ControllerDpo, owner, OURSELVES, &row.dpo)?,
        version: row.version,
    })
}

/// Says it, over what was said at that version.
///
/// # Errors
/// `Stale` when somebody else said it since.
pub fn say(w: &mut Writing, new: &Controller) -> Result<Result<(), Vec<(&'static str, Fault)>>> {
    w.must(Right::KeepRegister)?;
    let mut faults = Vec::new();
    for (field, text, most) in
        [("name", &new.name, SHORT), ("address", &new.address, LONGEST), ("dpo", &new.dpo, LONGEST)]
    {
        if text.is_empty() {
            faults.push((field, Fault::Missing));
        } else if text.chars().count() > most {
            faults.push((field, Fault::TooLong));
        }
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let owner = Owner::party(OURSELVES);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::parties::Controller {
        id: OURSELVES,
        name: sealing.seal(Field::ControllerName, owner, OURSELVES, &new.name)?,
        address: sealing.seal(Field::ControllerAddress, owner, OURSELVES, &new.address)?,
        dpo: sealing.seal(Field::ControllerDpo, owner, OURSELVES, &new.dpo)?,
        changed_at: w.now,
        changed_by: w.actor.staff_id(),
        version: new.version + 1,
    };
    if !store::parties::say(w.conn(), &row)? {
        return Err(Error::Stale);
    }
    w.record(Deed::new(What::ControllerChanged));
    Ok(Ok(()))
}
