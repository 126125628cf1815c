//! The log in words: one for each thing that can be done, in both languages.
use crate::deeds::{Faulty, Subject, What};
use crate::words::Words;

/// What was done. A new word of [`What`] does not compile before it has words here.
pub fn what(t: &Words, what: What) -> String {
    match what {
        What::HouseOpened => t.msg_audit_what_house_opened(),
        What::HouseClosed => t.msg_audit_what_house_closed(),
        What::SignedIn => t.msg_audit_what_staff_signed_in(),
        What::SignInFailed => t.msg_audit_what_staff_sign_in_failed(),
        What::SignInLimited => t.msg_audit_what_staff_sign_in_limited(),
        What::SignedOut => t.msg_audit_what_staff_signed_out(),
        What::StaffInvited => t.msg_audit_what_staff_invited(),
        What::StaffEnrolled => t.msg_audit_what_staff_enrolled(),
        What::PasswordChanged => t.msg_audit_what_staff_password_changed(),
        What::LanguageChanged => t.msg_audit_what_staff_language_changed(),
        What::PasswordReset => t.msg_audit_what_staff_password_reset(),
        What::FactorReset => t.msg_audit_what_staff_factor_reset(),
        What::RoleChanged => t.msg_audit_what_staff_role_changed(),
        What::StaffDisabled => t.msg_audit_what_staff_disabled(),
        What::StaffEnabled => t.msg_audit_what_staff_enabled(),
        What::StaffProposed => t.msg_audit_what_staff_proposed(),
        What::StaffDecided => t.msg_audit_what_staff_decided(),
        What::SteppedUp => t.msg_audit_what_staff_stepped_up(),
        What::SessionsEnded => t.msg_audit_what_staff_sessions_ended(),
        What::FactorChanged => t.msg_audit_what_staff_factor_changed(),
        What::RecoveryDrawn => t.msg_audit_what_staff_recovery_drawn(),
        What::RecoveryUsed => t.msg_audit_what_staff_recovery_used(),
        What::NetworkTried => t.msg_audit_what_network_tried(),
        What::NetworkKept => t.msg_audit_what_network_kept(),
        What::NetworkReverted => t.msg_audit_what_network_reverted(),
        What::NetworkForced => t.msg_audit_what_network_forced(),
        What::NetworkWrong => t.msg_audit_what_network_wrong(),
        What::Refused => t.msg_audit_what_request_refused(),
        What::Forged => t.msg_audit_what_request_forged(),
        What::Broken => t.msg_audit_what_request_broken(),
        What::Searched => t.msg_audit_what_people_searched(),
        What::SearchedWhileTyping => t.msg_audit_what_people_searched_while_typing(),
        What::Listed => t.msg_audit_what_people_listed(),
        What::PersonOpened => t.msg_audit_what_person_opened(),
        What::PersonAdded => t.msg_audit_what_person_added(),
        What::PersonChanged => t.msg_audit_what_person_changed(),
        What::CompanyOpened => t.msg_audit_what_company_opened(),
        What::CompanyAdded => t.msg_audit_what_company_added(),
        What::CompanyChanged => t.msg_audit_what_company_changed(),
        What::Unreadable => t.msg_audit_what_value_unreadable(),
        What::NoteAdded => t.msg_audit_what_note_added(),
        What::LeadOpened => t.msg_audit_what_lead_opened(),
        What::LeadMoved => t.msg_audit_what_lead_moved(),
        What::LeadChanged => t.msg_audit_what_lead_changed(),
        What::LeadConverted => t.msg_audit_what_lead_converted(),
        What::ContractAdded => t.msg_audit_what_contract_added(),
        What::ContractChanged => t.msg_audit_what_contract_changed(),
        What::ContractEnded => t.msg_audit_what_contract_ended(),
        What::AccountAdded => t.msg_audit_what_account_added(),
        What::AccountRemoved => t.msg_audit_what_account_removed(),
        What::AccountRevealed => t.msg_audit_what_account_revealed(),
        What::AssistanceOpened => t.msg_audit_what_assistance_opened(),
        What::AssistanceChanged => t.msg_audit_what_assistance_changed(),
        What::AssistanceClosed => t.msg_audit_what_assistance_closed(),
        What::AssistanceReopened => t.msg_audit_what_assistance_reopened(),
        What::ConsentGiven => t.msg_audit_what_consent_given(),
        What::ConsentWithdrawn => t.msg_audit_what_consent_withdrawn(),
        What::ConsentObjected => t.msg_audit_what_consent_objected(),
        What::PersonInformed => t.msg_audit_what_consent_informed(),
        What::Unsubscribed => t.msg_audit_what_consent_unsubscribed(),
        What::GroundsDecided => t.msg_audit_what_grounds_decided(),
        What::OptInDecided => t.msg_audit_what_opt_in_decided(),
        What::ConsentAsked => t.msg_audit_what_consent_asked(),
        What::ConsentWithheld => t.msg_audit_what_consent_withheld(),
        What::ConsentConfirmed => t.msg_audit_what_consent_confirmed(),
        What::MailSent => t.msg_audit_what_mail_sent(),
        What::MailGivenUp => t.msg_audit_what_mail_given_up(),
        What::MailWithheld => t.msg_audit_what_mail_withheld(),
        What::ImportStaged => t.msg_audit_what_import_staged(),
        What::ImportPlanned => t.msg_audit_what_import_planned(),
        What::ImportSeen => t.msg_audit_what_import_seen(),
        What::ImportApplied => t.msg_audit_what_import_applied(),
        What::ImportFailed => t.msg_audit_what_import_failed(),
        What::ImportDiscarded => t.msg_audit_what_import_discarded(),
        What::ImportSwept => t.msg_audit_what_import_swept(),
        What::ExportCounted => t.msg_audit_what_export_counted(),
        What::ExportOrdered => t.msg_audit_what_export_ordered(),
        What::ExportExpired => t.msg_audit_what_export_expired(),
        What::RecallTaken => t.msg_audit_what_recall_taken(),
        What::RecallSettled => t.msg_audit_what_recall_settled(),
        What::AudienceSaved => t.msg_audit_what_audience_saved(),
        What::AudienceRemoved => t.msg_audit_what_audience_removed(),
        What::ReturnRead => t.msg_audit_what_return_read(),
        What::ReturnApplied => t.msg_audit_what_return_applied(),
        What::ReturnDiscarded => t.msg_audit_what_return_discarded(),
        What::ExportStarted => t.msg_audit_what_export_started(),
        What::ExportCompleted => t.msg_audit_what_export_completed(),
        What::ExportAborted => t.msg_audit_what_export_aborted(),
        What::NoticeDrafted => t.msg_audit_what_notice_drafted(),
        What::NoticePublished => t.msg_audit_what_notice_published(),
        What::FormDrafted => t.msg_audit_what_form_drafted(),
        What::FormPublished => t.msg_audit_what_form_published(),
        What::FormClosed => t.msg_audit_what_form_closed(),
        What::SubmissionTaken => t.msg_audit_what_submission_taken(),
        What::SubmissionSetAside => t.msg_audit_what_submission_set_aside(),
        What::PseudonymsSeen => t.msg_audit_what_pseudonyms_seen(),
        What::PartyAdded => t.msg_audit_what_party_added(),
        What::PartyChanged => t.msg_audit_what_party_changed(),
        What::PartyEnded => t.msg_audit_what_party_ended(),
        What::CertificateAdded => t.msg_audit_what_certificate_added(),
        What::CertificateChanged => t.msg_audit_what_certificate_changed(),
        What::CertificateRemoved => t.msg_audit_what_certificate_removed(),
        What::ControllerChanged => t.msg_audit_what_controller_changed(),
        What::BreachOpened => t.msg_audit_what_breach_opened(),
        What::BreachSeen => t.msg_audit_what_breach_seen(),
        What::BreachChanged => t.msg_audit_what_breach_changed(),
        What::BreachCounted => t.msg_audit_what_breach_counted(),
        What::BreachNotified => t.msg_audit_what_breach_notified(),
        What::BreachDecided => t.msg_audit_what_breach_decided(),
        What::BreachClosed => t.msg_audit_what_breach_closed(),
        What::PackStarted => t.msg_audit_what_pack_started(),
        What::PackCompleted => t.msg_audit_what_pack_completed(),
        What::RegisterForgotten => t.msg_audit_what_register_forgotten(),
        What::AuditRead => t.msg_audit_what_audit_read(),
        What::AuditVerified => t.msg_audit_what_audit_verified(),
    }
}

pub fn subject(t: &Words, subject: Subject) -> String {
    match subject {
        Subject::Staff => t.msg_audit_subject_staff(),
        Subject::Person => t.msg_audit_subject_person(),
        Subject::Company => t.msg_audit_subject_company(),
        Subject::Contract => t.msg_audit_subject_contract(),
        Subject::Account => t.msg_audit_subject_account(),
        Subject::Assistance => t.msg_audit_subject_assistance(),
        Subject::Import => t.msg_audit_subject_import(),
        Subject::Export => t.msg_audit_subject_export(),
        Subject::Network => t.msg_audit_subject_network(),
        Subject::Notice => t.msg_audit_subject_notice(),
        Subject::Form => t.msg_audit_subject_form(),
        Subject::Party => t.msg_audit_subject_party(),
        Subject::Breach => t.msg_audit_subject_breach(),
        Subject::Pack => t.msg_audit_subject_pack(),
    }
}

/// The first thing that is wrong with the log.
pub fn fault(t: &Words, fault: &Faulty) -> String {
    match fault {
        Faulty::Altered { n } => t.msg_audit_fault_altered(*n),
        Faulty::Missing { n } => t.msg_audit_fault_missing(*n),
        Faulty::Cut { tip, head } => t.msg_audit_fault_cut(*tip, *head),
        Faulty::NoHead { tip } => t.msg_audit_fault_no_head(*tip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use std::collections::HashSet;

    #[test]
    fn every_deed_has_words_of_its_own_in_both_languages() {
        for &lang in Lang::ALL {
            let t = lang.words();
            let words: HashSet<String> = What::ALL.iter().map(|deed| what(t, *deed)).collect();
            assert_eq!(words.len(), What::ALL.len(), "two deeds share their words in {}", lang.word());
            assert!(words.iter().all(|words| words.chars().count() > 3));
        }
        let differ = |deed: &What| what(Lang::Fr.words(), *deed) != what(Lang::En.words(), *deed);
        assert!(What::ALL.iter().all(differ), "a deed is in English on French pages");
    }
}
