//! Retention in words.
use super::super::terms::Because;
use super::super::{Class, Counts, Fault, Ground, HoldGround, Until};
use crate::kept::{self, Kept};
use crate::web::{Page, lists};
use crate::words::Words;

pub fn class_word(t: &Words, class: Class) -> String {
    match class {
        Class::Customer => t.msg_retention_class_customer(),
        Class::Company => t.msg_retention_class_company(),
        Class::Prospect => t.msg_retention_class_prospect(),
        Class::Card => t.msg_retention_class_card(),
    }
}

/// `3 customers`.
fn counted(page: &Page, class: Class, many: i64) -> String {
    let (t, number) = (page.t, lists::number(page.language(), many));
    match class {
        Class::Customer => t.msg_retention_customers(number, many),
        Class::Company => t.msg_retention_companies(number, many),
        Class::Prospect => t.msg_retention_prospects(number, many),
        Class::Card => t.msg_retention_cards(number, many),
    }
}

/// `3 customers, 214 prospects, 2 cards`; in words when there is none.
pub fn counts(page: &Page, counts: &Counts) -> String {
    let all: Vec<String> =
        counts.iter().filter(|(_, many)| **many > 0).map(|(class, many)| counted(page, *class, *many)).collect();
    if all.is_empty() { page.t.msg_retention_nothing() } else { all.join(", ") }
}

pub fn total(counts: &Counts) -> i64 {
    counts.values().sum()
}

/// Why a record is kept until then, as a sentence.
pub fn because(page: &Page, until: &Until) -> String {
    let t = page.t;
    match until.because {
        Because::ContractRuns => t.msg_retention_because_runs(),
        Because::ContractEnds { last_day } => {
            t.msg_retention_because_contract(page.day(&last_day), kept::CUSTOMER.length())
        }
        Because::LastContact { on, how } => {
            t.msg_retention_because_contact(page.day(&on), how.label(t), kept::PROSPECT.length() / 12)
        }
        Because::CardTaken { on } => {
            let months = Kept::Card.span().map_or(0, kept::Span::length);
            t.msg_retention_because_card(page.day(&on), months)
        }
        Because::Restricted => t.msg_retention_because_restricted(),
        Because::Held { until, ground } => t.msg_retention_because_held(page.day(&until), hold_ground_word(t, ground)),
    }
}

pub fn hold_ground_word(t: &Words, ground: HoldGround) -> String {
    match ground {
        HoldGround::Dispute => t.msg_retention_hold_dispute(),
        HoldGround::Law => t.msg_retention_hold_law(),
    }
}

/// Why the job left something, and the colour of its chip.
pub fn ground_word(t: &Words, ground: Ground) -> (&'static str, String) {
    match ground {
        Ground::Unsigned => ("warn", t.msg_retention_ground_unsigned()),
        Ground::Moved => ("warn", t.msg_retention_ground_moved()),
        Ground::Held => ("info", t.msg_retention_ground_held()),
        Ground::Restricted => ("info", t.msg_retention_ground_restricted()),
        Ground::Ordered => ("quiet", t.msg_retention_ground_ordered()),
    }
}

pub fn fault_words(t: &Words, fault: Fault) -> String {
    match fault {
        Fault::Ahead => t.msg_retention_clock_ahead(),
        Fault::Behind => t.msg_retention_clock_behind(),
    }
}

/// What has a term of its own.
pub fn kept_word(t: &Words, kept: Kept) -> String {
    match kept {
        Kept::Assistance => t.msg_retention_kept_assistance(),
        Kept::Submission => t.msg_retention_kept_submission(),
        Kept::Parcel => t.msg_retention_kept_parcel(),
        Kept::List => t.msg_retention_kept_list(),
        Kept::AccessLog => t.msg_retention_kept_access_log(),
        other => other.word().to_owned(),
    }
}

/// Its term: `12 months`, `3 years`.
pub fn span_words(t: &Words, kept: Kept) -> String {
    match kept.span().map_or(0, kept::Span::length) {
        months if months > 12 && months % 12 == 0 => t.msg_retention_years(months / 12),
        months => t.msg_retention_months(months),
    }
}
