//! The words of the register's kinds and states.
use super::super::{
    CertificateKind, Deadline, Fault, LONGEST, Nature, NoticeWord, PartyKind, Risk, Standing, TellingWord,
};
use crate::kept::{CUSTOMER, Kept, MAIL_TRIED_DAYS, PROSPECT, Span};
use crate::web::Errors;
use crate::words::Words;
use chrono::Duration;

impl PartyKind {
    pub fn label(self, t: &Words) -> String {
        match self {
            PartyKind::Site => t.msg_register_party_site(),
            PartyKind::Supplier => t.msg_register_party_supplier(),
            PartyKind::Recipient => t.msg_register_party_recipient(),
        }
    }

    pub fn hint(self, t: &Words) -> String {
        match self {
            PartyKind::Site => t.msg_register_party_site_hint(),
            PartyKind::Supplier => t.msg_register_party_supplier_hint(),
            PartyKind::Recipient => t.msg_register_party_recipient_hint(),
        }
    }
}

impl CertificateKind {
    pub fn label(self, t: &Words) -> String {
        match self {
            CertificateKind::Iso27001 => "ISO 27001".to_owned(),
            CertificateKind::Iso22301 => "ISO 22301".to_owned(),
            CertificateKind::Isae3402 => "ISAE 3402".to_owned(),
            CertificateKind::Other => t.msg_register_certificate_other(),
        }
    }
}

impl Nature {
    pub fn label(self, t: &Words) -> String {
        match self {
            Nature::Confidentiality => t.msg_register_nature_confidentiality(),
            Nature::Integrity => t.msg_register_nature_integrity(),
            Nature::Availability => t.msg_register_nature_availability(),
        }
    }
}

impl Risk {
    pub fn label(self, t: &Words) -> String {
        match self {
            Risk::Unlikely => t.msg_register_risk_unlikely(),
            Risk::Likely => t.msg_register_risk_risk(),
            Risk::High => t.msg_register_risk_high(),
        }
    }
}

impl NoticeWord {
    pub fn label(self, t: &Words) -> String {
        match self {
            NoticeWord::Notified => t.msg_register_notice_notified(),
            NoticeWord::NotNeeded => t.msg_register_notice_not_needed(),
        }
    }
}

impl TellingWord {
    pub fn label(self, t: &Words) -> String {
        match self {
            TellingWord::Told => t.msg_register_telling_told(),
            TellingWord::NotNeeded => t.msg_register_telling_not_needed(),
        }
    }
}

/// The kind of a chip, and how a certificate stands.
pub fn certificate_words(t: &Words, standing: Standing, day: &str) -> (&'static str, String) {
    match standing {
        Standing::Good => ("good", t.msg_register_until(day)),
        Standing::Soon => ("warn", t.msg_register_runs_out(day)),
        Standing::Over => ("bad", t.msg_register_ran_out(day)),
    }
}

/// Hours and minutes, as one says them.
fn hours(t: &Words, span: Duration) -> String {
    t.msg_register_hours(span.num_hours(), span.num_minutes() % 60)
}

/// The kind of a chip, and the seventy-two hours in words.
pub fn clock(t: &Words, deadline: Deadline) -> (&'static str, String) {
    match deadline {
        Deadline::Running { left } => ("info", t.msg_register_clock_left(hours(t, left))),
        Deadline::Near { left } => ("warn", t.msg_register_clock_left(hours(t, left))),
        Deadline::Over { by } => ("bad", t.msg_register_clock_over(hours(t, by))),
        Deadline::Notified { late: false } => ("good", t.msg_register_clock_notified()),
        Deadline::Notified { late: true } => ("warn", t.msg_register_clock_notified_late()),
        Deadline::NotNeeded => ("quiet", t.msg_register_clock_not_needed()),
    }
}

pub fn fault(t: &Words, fault: Fault) -> String {
    match fault {
        Fault::Missing => t.msg_fault_required(),
        Fault::TooLong => t.msg_fault_too_long(u32::try_from(LONGEST).unwrap_or(u32::MAX)),
        Fault::Outside => t.msg_register_fault_outside(),
        Fault::Choose => t.msg_fault_choose(),
        Fault::InTheFuture => t.msg_fault_date_future(),
        Fault::Backwards => t.msg_register_fault_backwards(),
        Fault::NotANumber => t.msg_register_fault_number(),
        Fault::NotAnAddress => t.msg_register_fault_address(),
        Fault::WhyMissing => t.msg_register_fault_why(),
        Fault::Undecided => t.msg_register_fault_undecided(),
        Fault::RiskCalls => t.msg_register_fault_risk_calls(),
    }
}

/// Words beside the fields.
pub fn told(t: &Words, faults: &[(&'static str, Fault)]) -> Errors {
    let mut errors = Errors::default();
    for (field, one) in faults {
        errors.add(field, fault(t, *one));
    }
    errors
}

fn span(t: &Words, span: Span) -> String {
    match span {
        Span::Months(months) if months % 12 == 0 => t.msg_register_years(months / 12),
        Span::Months(months) => t.msg_register_months(months),
        Span::Days(1) => t.msg_register_day_hours(),
        Span::Days(days) => t.msg_register_days(days),
    }
}

/// How long, in the words of the register. The numbers are those that the jobs count by.
pub fn kept(t: &Words, kept: Kept) -> String {
    let term = kept.span().map(|one| span(t, one)).unwrap_or_default();
    match kept {
        Kept::Relation => t.msg_register_kept_relation(span(t, CUSTOMER), span(t, PROSPECT)),
        Kept::Card => t.msg_register_kept_card(term),
        Kept::Assistance => t.msg_register_kept_assistance(term),
        Kept::Submission => t.msg_register_kept_submission(term),
        Kept::Parcel => t.msg_register_kept_parcel(term),
        Kept::List => t.msg_register_kept_list(term),
        Kept::Unconfirmed => t.msg_register_kept_unconfirmed(term),
        Kept::Mail => t.msg_register_kept_mail(span(t, Span::Days(MAIL_TRIED_DAYS)), term),
        Kept::Staged => t.msg_register_kept_staged(term),
        Kept::Import => t.msg_register_kept_import(),
        Kept::Request => t.msg_register_kept_request(term),
        Kept::Package => t.msg_register_kept_package(term),
        Kept::AccessLog => t.msg_register_kept_access_log(term),
        Kept::Breach => t.msg_register_kept_breach(term),
        Kept::Party => t.msg_register_kept_party(term),
        Kept::Register => t.msg_register_kept_register(),
        Kept::Hold => t.msg_register_kept_hold(),
        Kept::Session => t.msg_register_kept_session(),
        Kept::Employment => t.msg_register_kept_employment(),
        Kept::Replaced => t.msg_register_kept_replaced(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_term_is_said_in_both_languages_with_the_same_numbers() {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        for &one in Kept::ALL {
            let (french, english) = (kept(Lang::Fr.words(), one), kept(Lang::En.words(), one));
            assert_ne!(french, english, "{one:?}");
            assert_eq!(digits(&french), digits(&english), "{one:?}: {french} / {english}");
        }
    }
}
