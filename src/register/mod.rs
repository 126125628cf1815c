//! The register: what the house answers for (Art. 30, 33, 34 and 37 GDPR; P12, P15, P17).
//!
//! Processing activities are read from the catalogue, so that they cannot say something else than the program does. What
//! only people know is written here: who we are, who works for us and where, what went wrong and whom it touched. The
//! inspector's pack puts all of it into one signed file that nobody needs this house to verify.
mod activities;
mod affected;
mod breaches;
mod controller;
mod countries;
mod deadline;
mod pack;
pub mod pages;
mod parties;
mod roles;
mod store;

pub use activities::{Processing, processing};
pub use affected::{Affected, SignIn, affected, count, sign_ins};
pub use breaches::{
    Account, Breach, Line, Notice, Scope, Telling, Whose, breach, breaches, close, decide, notify, open, open_breaches,
    rewrite,
};
pub use controller::{Controller, controller, say};
pub use countries::Country;
pub use deadline::{Deadline, HOURS, deadline};
pub use pack::{Begun, Draw, Papers, Unsound, Verified, begin, make, packs, public_key, verify};
pub use parties::{
    Certificate, NewCertificate, NewParty, Party, SOON, Standing, add, add_certificate, certificate, change,
    change_certificate, end, expiring, parties, party, remove_certificate, standing,
};
pub use roles::{Holder, follow, holders};
pub use store::packs::Pack;

use crate::actor::Actor;
use crate::app::App;
use crate::catalogue::KeyClass;
use crate::deeds::{Deed, What};
use crate::error::Result;
use crate::kept::Kept;
use crate::vault::OwnerKind;
use chrono::NaiveDateTime;

crate::db::values::words! {
    pub enum PartyKind {
        /// A data centre: where machines of ours stand.
        Site = "site",
        /// Works for us with the data (a processor, Art. 28).
        Supplier = "supplier",
        /// Receives data for purposes of their own (Art. 4(9)).
        Recipient = "recipient",
    }
}

crate::db::values::words! {
    pub enum CertificateKind {
        Iso27001 = "iso_27001",
        Iso22301 = "iso_22301",
        Isae3402 = "isae_3402",
        Other = "other",
    }
}

crate::db::values::words! {
    /// What was broken (Art. 4(12)).
    pub enum Nature {
        Confidentiality = "confidentiality",
        Integrity = "integrity",
        Availability = "availability",
    }
}

crate::db::values::words! {
    /// For the rights and freedoms of the persons.
    pub enum Risk {
        /// Unlikely: the CNIL need not be told (Art. 33(1)).
        Unlikely = "unlikely",
        Likely = "risk",
        /// The persons are to be told (Art. 34(1)).
        High = "high",
    }
}

crate::db::values::words! {
    /// Whose deeds are counted.
    pub enum ScopeWord {
        Colleague = "colleague",
        Session = "session",
        Address = "address",
    }
}

crate::db::values::words! {
    pub enum NoticeWord {
        Notified = "notified",
        NotNeeded = "not_needed",
    }
}

crate::db::values::words! {
    pub enum TellingWord {
        Told = "told",
        NotNeeded = "not_needed",
    }
}

/// What a colleague can put right. Pages have words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Missing,
    TooLong,
    /// Outside the European Economic Area (P12).
    Outside,
    Choose,
    InTheFuture,
    /// The end comes before the start.
    Backwards,
    NotANumber,
    NotAnAddress,
    /// A reason is owed: told late, or not told.
    WhyMissing,
    /// Something must be decided before a breach is closed.
    Undecided,
    /// Only where a risk is unlikely is the CNIL not told (Art. 33(1)).
    RiskCalls,
}

/// The longest name.
pub const SHORT: usize = 200;
/// The longest account.
pub const LONGEST: usize = 10_000;

/// Words of ours that stand in one column, by commas.
fn joined<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(",")
}

fn parted<T>(text: &str, of: impl Fn(&str) -> Option<T>) -> Vec<T> {
    text.split(',').filter_map(of).collect()
}

fn last_moment(kept: Kept, now: NaiveDateTime) -> Option<NaiveDateTime> {
    kept.span().map(|span| span.older_than(now.date()))
}

/// Deletes what the register has held long enough: breaches that were closed and parties that ended five years ago, and
/// the lines of packs of that age. Their keys go first: a kill in between leaves rows that nobody can read, which the
/// next run finds by their dates.
pub fn forget_old(app: &App) -> Result<()> {
    let by = &Actor::House;
    let (breaches, parties, before) = app.look_now(by, |l| {
        let now = l.now;
        let breaches = match last_moment(Kept::Breach, now) {
            Some(moment) => store::breaches::closed_before(l.conn(), moment)?,
            None => Vec::new(),
        };
        let parties = match last_moment(Kept::Party, now) {
            Some(moment) => store::parties::ended_before(l.conn(), moment)?,
            None => Vec::new(),
        };
        Ok((breaches, parties, last_moment(Kept::Party, now)))
    })?;
    for (kind, ids) in [(OwnerKind::Breach, &breaches), (OwnerKind::Party, &parties)] {
        if !ids.is_empty() {
            app.vault().shred(kind, ids, KeyClass::Identity)?;
        }
    }
    app.write_now(by, |w| {
        store::breaches::forget(w.conn(), &breaches)?;
        store::parties::forget(w.conn(), &parties)?;
        let packs = match before {
            Some(moment) => store::packs::forget_before(w.conn(), moment)?,
            None => 0,
        };
        if !breaches.is_empty() || !parties.is_empty() || packs > 0 {
            let deed = Deed::new(What::RegisterForgotten).with("breaches", breaches.len());
            w.record(deed.with("parties", parties.len()).with("packs", packs));
        }
        Ok(())
    })
}
