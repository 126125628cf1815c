//! Signing staff in: a user name and a password, then a one-time code, both checked by the server (P1, P3).
//!
//! No account exists by default. A colleague enrols with a code that was handed over in person: the code, a password
//! of their own and a confirmed second factor, and the code is spent in the transaction that confirms it.
pub mod accounts;
pub mod devices;
mod enrolment;
pub mod factor;
pub mod limits;
pub mod pages;
pub mod password;
pub mod rights;
pub mod sessions;
pub mod sign_in;
pub mod step_up;
mod store;
pub mod totp;
pub mod visit;

pub use enrolment::{CODE_LIFE, Code, add_enrolled, begin_enrolment, enrolment_seed, finish_enrolment, invite};
pub use factor::Second;
pub use limits::Whence;
pub use rights::*;
pub use sessions::{SessionLine, end_one, end_others, sessions_of};
pub use sign_in::{Half, Typed, change_password, check_password, check_second, prove};
pub use step_up::Fresh;

use crate::actor::{Right, Role};
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::vault::Owner;
use crate::words::Lang;
use chrono::NaiveDateTime;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

crate::db::values::words! {
    pub enum State {
        /// Has a code, has not yet confirmed a second factor.
        Invited = "invited",
        Active = "active",
        Disabled = "disabled",
    }
}

/// A colleague, opened for somebody who may know their name.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub id: i64,
    pub user_name: String,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
    pub state: State,
    pub signed_in_at: Option<NaiveDateTime>,
    pub code_expires: Option<NaiveDateTime>,
}

/// A colleague to be.
#[derive(Clone, Debug)]
pub struct NewColleague {
    pub user_name: String,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
}

/// User names are compared folded: `Anne.Martin` and `anne.martin` are one.
pub fn canonical(user_name: &str) -> String {
    user_name.trim().nfkc().collect::<String>().to_lowercase()
}

/// What is said to whoever types something else.
pub const USER_NAME: &str = "a user name is 2 to 64 letters, digits, dots, hyphens or underscores";

/// A name to sign in with: 2 to 64 letters, digits, dots, hyphens or underscores.
pub fn is_user_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=64).contains(&length) && text.chars().all(|c| c.is_alphanumeric() || ".-_@".contains(c))
}

/// Whoever is behind an id: role and state decide at each request, not what the session once knew (V8.3.2).
pub fn get(l: &mut Looking, id: i64) -> Result<Colleague> {
    let row = store::get(l.conn(), id)?;
    open(l, &[row])?.pop().ok_or(Error::NotFound)
}

/// All colleagues, by name: for owners of leads and for the staff page.
pub fn list(l: &mut Looking) -> Result<Vec<Colleague>> {
    let rows = store::list(l.conn())?;
    let mut all = open(l, &rows)?;
    all.sort_by_key(|colleague| crate::search::fold(&colleague.name));
    Ok(all)
}

/// Colleagues who are there and have this right, by name: those to whom work can be given.
pub fn who_may(l: &mut Looking, right: Right) -> Result<Vec<Colleague>> {
    let may = |colleague: &Colleague| colleague.state == State::Active && right.roles().contains(&colleague.role);
    Ok(list(l)?.into_iter().filter(may).collect())
}

/// Names of colleagues by id, for "who did this". Somebody without a clearance gets none.
pub fn names(l: &mut Looking, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let rows = store::these(l.conn(), &ids)?;
    Ok(open(l, &rows)?.into_iter().map(|colleague| (colleague.id, colleague.name)).collect())
}

/// The name of a colleague where there may be none; empty then.
pub fn name(l: &mut Looking, id: Option<i64>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    Ok(names(l, &[id])?.remove(&id).unwrap_or_default())
}

fn open(l: &Looking, rows: &[store::Row]) -> Result<Vec<Colleague>> {
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::staff(row.id)).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    rows.iter()
        .map(|row| {
            let owner = Owner::staff(row.id);
            Ok(Colleague {
                id: row.id,
                user_name: keys.show(Field::StaffUserName, owner, row.id, &row.user_name)?,
                name: keys.show(Field::StaffDisplayName, owner, row.id, &row.display_name)?,
                role: row.role,
                lang: row.language,
                state: row.state,
                signed_in_at: row.signed_in_at,
                code_expires: row.code_expires,
            })
        })
        .collect()
}

pub fn is_empty(l: &mut Looking) -> Result<bool> {
    Ok(store::list(l.conn())?.is_empty())
}

/// The language of the pages, one's own choice.
pub fn set_language(w: &mut Writing, lang: Lang) -> Result<()> {
    let id = w.actor.staff_id().ok_or(Error::SignedOut)?;
    store::set_language(w.conn(), id, lang)?;
    w.record(Deed::of(What::LanguageChanged, Subject::Staff, id));
    Ok(())
}
