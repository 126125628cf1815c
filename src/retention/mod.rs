//! Retention: until when a record is kept and why, the forecast of what falls due, what the Dpo signs of it, what is held
//! beyond its term, and the job that deletes on the day (P7; Art. 5(1)(e)).
//!
//! The dates come from one pure module, [`terms`]; a page that says a date and the job that keeps it ask the same function
//! of it. Nothing of somebody goes that was not in a forecast the Dpo signed, for the very day that was signed: whatever
//! moves a date (a new contract, a call, a hold) takes the signature with it.
mod due;
mod facts;
mod forecast;
mod holds;
pub mod pages;
mod run;
mod store;
pub mod terms;

pub use due::{Item, Verdict, falling_due};
pub use facts::{of_card, of_cards, of_companies, of_company, of_people, of_person};
pub use forecast::{Ahead, Counts, Forecast, HORIZON, ahead, forecast, forecasts, sign};
pub use holds::{Hold, HoldFault, NewHold, Of, end_hold, holds, place};
pub use run::{
    Outcome, Report, Run, RunState, Standing, confirm_clock, dry_run, jumped, run, run_now, run_watched, runs, skips,
    standing,
};
pub use store::{ItemRow, SkipRow};
pub use terms::{Because, Until};

crate::db::values::words! {
    /// What a line of a forecast is about, in the order in which the job takes them: whoever goes with a customer or with
    /// the last of a company is not taken one by one.
    pub enum Class {
        /// A company whose last contract ended, with its contacts and third parties.
        Customer = "customer",
        /// A company that never was a customer, and nobody at it is kept any more.
        Company = "company",
        /// Somebody who never was at a customer and has been silent for three years.
        Prospect = "prospect",
        Card = "card",
    }
}

crate::db::values::words! {
    /// Why the job left something that its term says should go.
    pub enum Ground {
        /// It is in no forecast that the Dpo signed.
        Unsigned = "unsigned",
        /// It was signed for another day: what was decided upon has changed.
        Moved = "moved",
        Held = "held",
        /// Art. 18.
        Restricted = "restricted",
        /// Its deletion is ordered already, and is being carried out.
        Ordered = "ordered",
    }
}

crate::db::values::words! {
    /// On which ground somebody is kept beyond their term.
    pub enum HoldGround {
        /// The establishment, exercise or defence of legal claims (Art. 17(3)(e)).
        Dispute = "dispute",
        /// A legal obligation to keep it (Art. 17(3)(b)).
        Law = "law",
    }
}

crate::db::values::words! {
    /// How the clock has jumped.
    pub enum Fault {
        /// Further on than the time that can have passed.
        Ahead = "ahead",
        /// Before a time that has been.
        Behind = "behind",
    }
}
