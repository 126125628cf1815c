//! The words of the ledger: a label for each of its nouns, and the sentence that a line of it is.
use super::{Act, Basis, Channel, Contact, Footing, Purpose, Question, Reason, Source, Told};
use crate::words::{Lang, Words};
use chrono::{Datelike, NaiveDate};

impl Purpose {
    pub fn label(self, t: &Words) -> String {
        match self {
            Purpose::Newsletter => t.msg_consent_purpose_newsletter(),
            Purpose::Promotion => t.msg_consent_purpose_promotion(),
            Purpose::Information => t.msg_consent_purpose_information(),
            Purpose::Business => t.msg_consent_purpose_business(),
        }
    }

    /// One word, for the head of a column.
    pub fn short(self, t: &Words) -> String {
        match self {
            Purpose::Newsletter => t.msg_consent_short_newsletter(),
            Purpose::Promotion => t.msg_consent_short_promotion(),
            Purpose::Information => t.msg_consent_short_information(),
            Purpose::Business => t.msg_consent_short_business(),
        }
    }

    pub(super) fn in_a_sentence(self, t: &Words) -> String {
        match self {
            Purpose::Newsletter => t.msg_consent_about_newsletter(),
            Purpose::Promotion => t.msg_consent_about_promotion(),
            Purpose::Information => t.msg_consent_about_information(),
            Purpose::Business => t.msg_consent_about_business(),
        }
    }
}

impl Channel {
    pub fn label(self, t: &Words) -> String {
        match self {
            Channel::Email => t.msg_consent_channel_email(),
            Channel::Phone => t.msg_consent_channel_phone(),
            Channel::Fax => t.msg_consent_channel_fax(),
            Channel::Post => t.msg_consent_channel_post(),
        }
    }

    /// "by e-mail".
    fn in_a_sentence(self, t: &Words) -> String {
        match self {
            Channel::Email => t.msg_consent_by_email(),
            Channel::Phone => t.msg_consent_by_phone(),
            Channel::Fax => t.msg_consent_by_fax(),
            Channel::Post => t.msg_consent_by_post(),
        }
    }
}

impl Act {
    pub fn label(self, t: &Words) -> String {
        match self {
            Act::Given => t.msg_consent_act_given(),
            Act::Withdrawn => t.msg_consent_act_withdrawn(),
            Act::Objected => t.msg_consent_act_objected(),
            Act::Informed => t.msg_consent_act_informed(),
        }
    }
}

impl Source {
    pub fn label(self, t: &Words) -> String {
        match self {
            Source::Form => t.msg_consent_source_form(),
            Source::Telephone => t.msg_consent_source_telephone(),
            Source::Letter => t.msg_consent_source_letter(),
            Source::Email => t.msg_consent_source_email(),
            Source::Meeting => t.msg_consent_source_meeting(),
            Source::Import => t.msg_consent_source_import(),
            Source::Link => t.msg_consent_source_link(),
            Source::Sender => t.msg_consent_source_sender(),
            Source::Erasure => t.msg_consent_source_erasure(),
            Source::Other => t.msg_consent_source_other(),
        }
    }

    fn in_a_sentence(self, t: &Words) -> String {
        match self {
            Source::Form => t.msg_consent_how_form(),
            Source::Telephone => t.msg_consent_how_telephone(),
            Source::Letter => t.msg_consent_how_letter(),
            Source::Email => t.msg_consent_how_email(),
            Source::Meeting => t.msg_consent_how_meeting(),
            Source::Import => t.msg_consent_how_import(),
            Source::Link => t.msg_consent_how_link(),
            Source::Sender => t.msg_consent_how_sender(),
            Source::Erasure => t.msg_consent_how_erasure(),
            Source::Other => t.msg_consent_how_other(),
        }
    }
}

impl Reason {
    /// Short, for a chip and for a line of a funnel.
    pub fn label(self, t: &Words) -> String {
        match self {
            Reason::ThirdParty => t.msg_consent_reason_third_party(),
            Reason::Restricted => t.msg_consent_reason_restricted(),
            Reason::NoAddress => t.msg_consent_reason_no_address(),
            Reason::Undeliverable => t.msg_consent_reason_undeliverable(),
            Reason::Expired => t.msg_consent_reason_expired(),
            Reason::Objected => t.msg_consent_reason_objected(),
            Reason::Withdrawn => t.msg_consent_reason_withdrawn(),
            Reason::SharedAddressRefused => t.msg_consent_reason_shared(),
            Reason::GivenForAnotherAddress => t.msg_consent_reason_elsewhere(),
            Reason::GenericBox => t.msg_consent_reason_generic(),
            Reason::NotInformed => t.msg_consent_reason_not_informed(),
            Reason::NeverGiven => t.msg_consent_reason_never(),
        }
    }

    /// What it means, for whoever meets it the first time.
    pub fn explained(self, t: &Words) -> String {
        match self {
            Reason::ThirdParty => t.msg_consent_why_third_party(),
            Reason::Restricted => t.msg_consent_why_restricted(),
            Reason::NoAddress => t.msg_consent_why_no_address(),
            Reason::Undeliverable => t.msg_consent_why_undeliverable(),
            Reason::Expired => t.msg_consent_why_expired(),
            Reason::Objected => t.msg_consent_why_objected(),
            Reason::Withdrawn => t.msg_consent_why_withdrawn(),
            Reason::SharedAddressRefused => t.msg_consent_why_shared(),
            Reason::GivenForAnotherAddress => t.msg_consent_why_elsewhere(),
            Reason::GenericBox => t.msg_consent_why_generic(),
            Reason::NotInformed => t.msg_consent_why_not_informed(),
            Reason::NeverGiven => t.msg_consent_why_never(),
        }
    }

    /// Where it is written.
    pub fn article(self, t: &Words, asked: &Question) -> String {
        match self {
            Reason::ThirdParty => t.msg_consent_article_third_party(),
            Reason::Restricted => t.msg_consent_article_restricted(),
            Reason::NoAddress => t.msg_consent_article_no_address(),
            Reason::Undeliverable => t.msg_consent_article_undeliverable(),
            Reason::Expired => t.msg_consent_article_expired(),
            Reason::Objected => t.msg_consent_article_objected(),
            Reason::Withdrawn => t.msg_consent_article_withdrawn(),
            Reason::SharedAddressRefused => t.msg_consent_article_shared(),
            Reason::GivenForAnotherAddress => t.msg_consent_article_elsewhere(),
            Reason::GenericBox => t.msg_consent_article_generic(),
            Reason::NotInformed => t.msg_consent_article_not_informed(),
            Reason::NeverGiven if by_machine(asked) => t.msg_consent_article_prior_consent(),
            // A company may be called, and anybody may have a letter, were it not for the decision of the house.
            Reason::NeverGiven if asked.basis == Basis::Consent => t.msg_consent_article_house(),
            Reason::NeverGiven => t.msg_consent_article_consumer(),
        }
    }
}

/// What a machine sends or calls: Art. L34-5 CPCE is about that, and not about letters and calls of a person.
fn by_machine(asked: &Question) -> bool {
    match asked.channel {
        Channel::Email | Channel::Fax => true,
        Channel::Phone => asked.automated,
        Channel::Post => false,
    }
}

impl Footing {
    /// Short, for a chip.
    pub fn label(self, t: &Words) -> String {
        match self {
            Footing::Consent => t.msg_consent_footing_consent(),
            Footing::SimilarProducts => t.msg_consent_footing_similar(),
            Footing::AtWork => t.msg_consent_footing_work(),
            Footing::LiveCall => t.msg_consent_footing_call(),
            Footing::Letter => t.msg_consent_footing_letter(),
        }
    }

    pub fn explained(self, t: &Words) -> String {
        match self {
            Footing::Consent => t.msg_consent_because_consent(),
            Footing::SimilarProducts => t.msg_consent_because_similar(),
            Footing::AtWork => t.msg_consent_because_work(),
            Footing::LiveCall => t.msg_consent_because_call(),
            Footing::Letter => t.msg_consent_because_letter(),
        }
    }

    /// Where it is written.
    pub fn article(self, t: &Words, asked: &Question) -> String {
        match self {
            Footing::Consent if by_machine(asked) => t.msg_consent_article_consent_machine(),
            Footing::Consent => t.msg_consent_article_consent(),
            Footing::SimilarProducts => t.msg_consent_article_similar(),
            Footing::AtWork => t.msg_consent_article_work(),
            Footing::LiveCall => t.msg_consent_article_call(),
            Footing::Letter => t.msg_consent_article_letter(),
        }
    }
}

impl Contact {
    /// What it was, after "the last contact from them was".
    pub fn label(self, t: &Words) -> String {
        match self {
            Contact::Collected => t.msg_consent_contact_collected(),
            Contact::ContractEnded => t.msg_consent_contact_contract(),
            Contact::Consent => t.msg_consent_contact_consent(),
            Contact::Call => t.msg_consent_contact_call(),
            Contact::Meeting => t.msg_consent_contact_meeting(),
            Contact::Assistance => t.msg_consent_contact_assistance(),
            Contact::Submission => t.msg_consent_contact_submission(),
        }
    }
}

/// A day with the name of its month, as a story tells it.
pub fn long_day(lang: Lang, day: NaiveDate) -> String {
    let t = lang.words();
    let number = match (lang, day.day()) {
        (Lang::Fr, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    };
    t.msg_consent_day(&number, day.month(), day.year().to_string())
}

/// A line of the ledger as a sentence: when, how, what, and for which address.
pub fn sentence(lang: Lang, told: &Told) -> String {
    let t = lang.words();
    let (day, how) = (long_day(lang, told.happened_on), told.source.in_a_sentence(t));
    let (about, by) = (told.purpose.in_a_sentence(t), told.channel.in_a_sentence(t));
    let said = match told.act {
        Act::Given => t.msg_consent_told_given(&day, &how, &about, &by),
        Act::Withdrawn => t.msg_consent_told_withdrawn(&day, &how, &about, &by),
        Act::Objected => t.msg_consent_told_objected(&day, &how, &about, &by),
        Act::Informed => t.msg_consent_told_informed(&day, &how, &about, &by),
    };
    match told.channel {
        _ if told.address.is_empty() => said,
        // A number does not break at the end of a line.
        Channel::Phone | Channel::Fax => t.msg_consent_told_on(&said, told.address.replace(' ', "\u{a0}")),
        Channel::Email | Channel::Post => t.msg_consent_told_at(&said, told.address.replace('\n', ", ")),
    }
}
