//! The log in words: one for each thing that can be done, in both languages.
use crate::actor::Role;
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
        What::CardAdded => t.msg_audit_what_card_added(),
        What::CardRemoved => t.msg_audit_what_card_removed(),
        What::CardRevealed => t.msg_audit_what_card_revealed(),
        What::CardShredded => t.msg_audit_what_card_shredded(),
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
        What::PrivacyRecorded => t.msg_audit_what_privacy_recorded(),
        What::PrivacyOpened => t.msg_audit_what_privacy_opened(),
        What::PrivacyChanged => t.msg_audit_what_privacy_changed(),
        What::PrivacyCodeMailed => t.msg_audit_what_privacy_code_mailed(),
        What::PrivacyCodeWrong => t.msg_audit_what_privacy_code_wrong(),
        What::PrivacyIdentified => t.msg_audit_what_privacy_identified(),
        What::PrivacyPaused => t.msg_audit_what_privacy_paused(),
        What::PrivacyResumed => t.msg_audit_what_privacy_resumed(),
        What::PrivacyExtended => t.msg_audit_what_privacy_extended(),
        What::PrivacyFound => t.msg_audit_what_privacy_found(),
        What::PrivacyDecided => t.msg_audit_what_privacy_decided(),
        What::PrivacyApproved => t.msg_audit_what_privacy_approved(),
        What::PrivacySentBack => t.msg_audit_what_privacy_sent_back(),
        What::PrivacyOrdered => t.msg_audit_what_privacy_ordered(),
        What::PrivacyStopped => t.msg_audit_what_privacy_stopped(),
        What::PrivacyCarriedOut => t.msg_audit_what_privacy_carried_out(),
        What::PrivacyRefused => t.msg_audit_what_privacy_refused(),
        What::PrivacyClosed => t.msg_audit_what_privacy_closed(),
        What::PrivacyForgotten => t.msg_audit_what_privacy_forgotten(),
        What::PrivacyLetter => t.msg_audit_what_privacy_letter(),
        What::PrivacyRecipientTold => t.msg_audit_what_privacy_recipient_told(),
        What::PrivacyPackaged => t.msg_audit_what_privacy_packaged(),
        What::PrivacyPackageTaken => t.msg_audit_what_privacy_package_taken(),
        What::PrivacyReminded => t.msg_audit_what_privacy_reminded(),
        What::PersonRestricted => t.msg_audit_what_person_restricted(),
        What::PersonReleased => t.msg_audit_what_person_released(),
        What::HoldingsFound => t.msg_audit_what_holdings_found(),
        What::ErasureOrdered => t.msg_audit_what_erasure_ordered(),
        What::ErasureStopped => t.msg_audit_what_erasure_stopped(),
        What::ErasureBegun => t.msg_audit_what_erasure_begun(),
        What::ErasureDone => t.msg_audit_what_erasure_done(),
        What::ErasureReplayed => t.msg_audit_what_erasure_replayed(),
        What::KeysExpired => t.msg_audit_what_keys_expired(),
        What::AsideOpened => t.msg_audit_what_submission_aside_opened(),
        What::AsideDismissed => t.msg_audit_what_submission_aside_dismissed(),
        What::PseudonymsSeen => t.msg_audit_what_pseudonyms_seen(),
        What::ForecastSigned => t.msg_audit_what_forecast_signed(),
        What::HoldPlaced => t.msg_audit_what_hold_placed(),
        What::HoldEnded => t.msg_audit_what_hold_ended(),
        What::HoldLapsed => t.msg_audit_what_hold_lapsed(),
        What::RetentionTried => t.msg_audit_what_retention_tried(),
        What::RetentionOrdered => t.msg_audit_what_retention_ordered(),
        What::RetentionRun => t.msg_audit_what_retention_run(),
        What::RetentionRefused => t.msg_audit_what_retention_refused(),
        What::ClockConfirmed => t.msg_audit_what_clock_confirmed(),
        What::AuditPruned => t.msg_audit_what_audit_pruned(),
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
        Subject::Card => t.msg_audit_subject_card(),
        Subject::Forecast => t.msg_audit_subject_forecast(),
        Subject::Hold => t.msg_audit_subject_hold(),
        Subject::Run => t.msg_audit_subject_run(),
        Subject::Request => t.msg_audit_subject_request(),
        Subject::Erasure => t.msg_audit_subject_erasure(),
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
        Faulty::Forged { n } => t.msg_audit_fault_forged(*n),
        Faulty::NoHead { tip } => t.msg_audit_fault_no_head(*tip),
    }
}

/// The details of a line in words: `purpose=newsletter rows=12` as a reader of this language says it. What is no word of
/// the house, a number or a hash, stays as it is.
pub fn detail(t: &Words, detail: &str) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for piece in detail.split(' ') {
        match (piece.split_once('='), pairs.last_mut()) {
            (Some((name, value)), _) => pairs.push((name, value.to_owned())),
            // The rest of a value of two words.
            (None, Some((_, value))) => *value += &format!(" {piece}"),
            (None, None) => return detail.to_owned(),
        }
    }
    let worded = |(name, text): &(&str, String)| {
        let words: Vec<String> =
            text.split(',').map(|one| value(t, name, one).unwrap_or_else(|| one.to_owned())).collect();
        t.msg_audit_pair(key(t, name).unwrap_or_else(|| (*name).to_owned()), words.join(", "))
    };
    pairs.iter().map(worded).collect::<Vec<_>>().join(" · ")
}

/// What a detail is called.
fn key(t: &Words, name: &str) -> Option<String> {
    Some(match name {
        "act" => t.msg_audit_key_act(),
        "addresses" => t.msg_audit_key_addresses(),
        "allow" => t.msg_audit_key_allow(),
        "asks" => t.msg_audit_key_asks(),
        "assignee" => t.msg_audit_key_assignee(),
        "audience" => t.msg_audit_key_audience(),
        "basis" => t.msg_audit_key_basis(),
        "by" => t.msg_audit_key_by(),
        "cause" => t.msg_audit_key_cause(),
        "changed" => t.msg_audit_key_changed(),
        "changes" => t.msg_audit_key_changes(),
        "channel" => t.msg_audit_key_channel(),
        "channels" => t.msg_audit_key_channels(),
        "companies" => t.msg_audit_key_companies(),
        "company" => t.msg_audit_key_company(),
        "contract" => t.msg_audit_key_contract(),
        "dead" => t.msg_audit_key_dead(),
        "decision" => t.msg_audit_key_decision(),
        "desk" => t.msg_audit_key_desk(),
        "fault" => t.msg_audit_key_fault(),
        "form" => t.msg_audit_key_form(),
        "from" => t.msg_audit_key_from(),
        "ids" => t.msg_audit_key_ids(),
        "ignored" => t.msg_audit_key_ignored(),
        "import" => t.msg_audit_key_import(),
        "kind" => t.msg_audit_key_kind(),
        "kinds" => t.msg_audit_key_kinds(),
        "lawful" => t.msg_audit_key_lawful(),
        "lines" => t.msg_audit_key_lines(),
        "list" => t.msg_audit_key_list(),
        "log" => t.msg_audit_key_log(),
        "mail" => t.msg_audit_key_mail(),
        "matched" => t.msg_audit_key_matched(),
        "nameless" => t.msg_audit_key_nameless(),
        "new" => t.msg_audit_key_new(),
        "note" => t.msg_audit_key_note(),
        "notice" => t.msg_audit_key_notice(),
        "notice_version" => t.msg_audit_key_notice_version(),
        "of" => t.msg_audit_key_of(),
        "owner" => t.msg_audit_key_owner(),
        "part" => t.msg_audit_key_part(),
        "people" => t.msg_audit_key_people(),
        "person" => t.msg_audit_key_person(),
        "program" => t.msg_audit_key_program(),
        "proposal" => t.msg_audit_key_proposal(),
        "purpose" => t.msg_audit_key_purpose(),
        "purposes" => t.msg_audit_key_purposes(),
        "reason" => t.msg_audit_key_reason(),
        "reason_length" => t.msg_audit_key_reason_length(),
        "refusals" => t.msg_audit_key_refusals(),
        "rejected" => t.msg_audit_key_rejected(),
        "remove" => t.msg_audit_key_remove(),
        "return" => t.msg_audit_key_return(),
        "role" => t.msg_audit_key_role(),
        "row" => t.msg_audit_key_row(),
        "rows" => t.msg_audit_key_rows(),
        "sessions" => t.msg_audit_key_sessions(),
        "sha256" => t.msg_audit_key_sha256(),
        "shown" => t.msg_audit_key_shown(),
        "step" => t.msg_audit_key_step(),
        "submission" => t.msg_audit_key_submission(),
        "to" => t.msg_audit_key_to(),
        "tries" => t.msg_audit_key_tries(),
        "value" => t.msg_audit_key_value(),
        "verdict" => t.msg_audit_key_verdict(),
        "version" => t.msg_audit_key_version(),
        "which" => t.msg_audit_key_which(),
        "card" => t.msg_audit_key_card(),
        "class" => t.msg_audit_key_class(),
        "clock" => t.msg_audit_key_clock(),
        "customer" => t.msg_audit_key_customer(),
        "days" => t.msg_audit_key_days(),
        "due" => t.msg_audit_key_due(),
        "erase" => t.msg_audit_key_erase(),
        "erasure" => t.msg_audit_key_erasure(),
        "export" => t.msg_audit_key_export(),
        "forgotten_access_log" => t.msg_audit_key_forgotten_access_log(),
        "forgotten_assistance" => t.msg_audit_key_forgotten_assistance(),
        "forgotten_list" => t.msg_audit_key_forgotten_list(),
        "forgotten_parcel" => t.msg_audit_key_forgotten_parcel(),
        "forgotten_submission" => t.msg_audit_key_forgotten_submission(),
        "ground" => t.msg_audit_key_ground(),
        "hold" => t.msg_audit_key_hold(),
        "how" => t.msg_audit_key_how(),
        "keep" => t.msg_audit_key_keep(),
        "key" => t.msg_audit_key_key(),
        "keys" => t.msg_audit_key_keys(),
        "left" => t.msg_audit_key_left(),
        "letter" => t.msg_audit_key_letter(),
        "lists" => t.msg_audit_key_lists(),
        "months" => t.msg_audit_key_months(),
        "notes" => t.msg_audit_key_notes(),
        "prospect" => t.msg_audit_key_prospect(),
        "requests" => t.msg_audit_key_requests(),
        "restrict" => t.msg_audit_key_restrict(),
        "skipped_held" => t.msg_audit_key_skipped_held(),
        "skipped_moved" => t.msg_audit_key_skipped_moved(),
        "skipped_ordered" => t.msg_audit_key_skipped_ordered(),
        "skipped_restricted" => t.msg_audit_key_skipped_restricted(),
        "skipped_unsigned" => t.msg_audit_key_skipped_unsigned(),
        "until" => t.msg_audit_key_until(),
        "way" => t.msg_audit_key_way(),
        "whole" => t.msg_audit_key_whole(),
        "why" => t.msg_audit_key_why(),
        "country" => t.msg_audit_key_country(),
        "certificate" => t.msg_audit_key_certificate(),
        "breaches" => t.msg_audit_key_breaches(),
        "parties" => t.msg_audit_key_parties(),
        "packs" => t.msg_audit_key_packs(),
        "deeds" => t.msg_audit_key_deeds(),
        "late" => t.msg_audit_key_late(),
        "files" => t.msg_audit_key_files(),
        _ => return None,
    })
}

/// A word of the house that stands in a detail.
fn value(t: &Words, name: &str, word: &str) -> Option<String> {
    if matches!(name, "role" | "desk" | "from" | "to")
        && let Some(role) = Role::from_word(word)
    {
        return Some(crate::auth::visit::role_word(role, t));
    }
    Some(match word {
        "newsletter" => t.msg_audit_value_newsletter(),
        "promotion" => t.msg_audit_value_promotion(),
        "information" => t.msg_audit_value_information(),
        "business" => t.msg_audit_value_business(),
        "email" => t.msg_audit_value_email(),
        "phone" => t.msg_audit_value_phone(),
        "fax" => t.msg_audit_value_fax(),
        "post" => t.msg_audit_value_post(),
        "given" => t.msg_audit_value_given(),
        "withdrawn" => t.msg_audit_value_withdrawn(),
        "objected" => t.msg_audit_value_objected(),
        "informed" => t.msg_audit_value_informed(),
        "consent" => t.msg_audit_value_consent(),
        "lawful" => t.msg_audit_value_lawful(),
        "unreadable" => t.msg_audit_value_unreadable(),
        "unknown_page" => t.msg_audit_value_unknown_page(),
        "unfit" => t.msg_audit_value_unfit(),
        "confirmation" => t.msg_audit_value_confirmation(),
        "unreachable" => t.msg_audit_value_unreachable(),
        "tls" => t.msg_audit_value_tls(),
        "login" => t.msg_audit_value_login(),
        "later" => t.msg_audit_value_later(),
        "refused" => t.msg_audit_value_refused(),
        "no_such_address" => t.msg_audit_value_no_such_address(),
        "planning_cut" => t.msg_audit_value_planning_cut(),
        "applying_cut" => t.msg_audit_value_applying_cut(),
        "overtaken" => t.msg_audit_value_overtaken(),
        "broken" => t.msg_audit_value_broken(),
        "expired" => t.msg_audit_value_expired(),
        "code" => t.msg_audit_value_code(),
        "enrolment" => t.msg_audit_value_enrolment(),
        "password" => t.msg_audit_value_password(),
        "step_up" => t.msg_audit_value_step_up(),
        "assistance" => t.msg_audit_value_assistance(),
        "due leads" => t.msg_audit_value_due_leads(),
        "expiring" => t.msg_audit_value_expiring(),
        "submissions" => t.msg_audit_value_submissions(),
        "leads" => t.msg_audit_value_leads(),
        "anonymous" => t.msg_audit_value_anonymous(),
        "own" => t.msg_audit_value_own(),
        "security" => t.msg_audit_value_security(),
        "whole" => t.msg_audit_value_whole(),
        "faulty" => t.msg_audit_value_faulty(),
        "one" => t.msg_audit_value_one(),
        "others" => t.msg_audit_value_others(),
        "networks" => t.msg_audit_value_networks(),
        "time" => t.msg_audit_value_time(),
        "killed" => t.msg_audit_value_killed(),
        "stream" => t.msg_audit_value_stream(),
        "sample" => t.msg_audit_value_sample(),
        "nobody" => t.msg_audit_value_nobody(),
        "everybody" => t.msg_audit_value_everybody(),
        "true" => t.msg_audit_value_true(),
        "false" => t.msg_audit_value_false(),
        "all" => t.msg_audit_value_all(),
        "new" => t.msg_audit_value_new(),
        "contacted" => t.msg_audit_value_contacted(),
        "qualified" => t.msg_audit_value_qualified(),
        "negotiation" => t.msg_audit_value_negotiation(),
        "won" => t.msg_audit_value_won(),
        "lost" => t.msg_audit_value_lost(),
        "approved" => t.msg_audit_value_approved(),
        "disable" => t.msg_audit_value_disable(),
        "enable" => t.msg_audit_value_enable(),
        "factor" => t.msg_audit_value_factor(),
        "invite" => t.msg_audit_value_invite(),
        "office" => t.msg_audit_value_office(),
        "vpn" => t.msg_audit_value_vpn(),
        "call_in" => t.msg_audit_value_call_in(),
        "call_out" => t.msg_audit_value_call_out(),
        "meeting" => t.msg_audit_value_meeting(),
        "ours" => t.msg_audit_value_ours(),
        "key" => t.msg_audit_value_key(),
        "proposal" => t.msg_audit_value_proposal(),
        "customer" => t.msg_audit_value_customer(),
        "ahead" => t.msg_audit_value_ahead(),
        "answer" => t.msg_audit_value_answer(),
        "behind" => t.msg_audit_value_behind(),
        "card" => t.msg_audit_value_card(),
        "company" => t.msg_audit_value_company(),
        "contract" => t.msg_audit_value_contract(),
        "destroyed" => t.msg_audit_value_destroyed(),
        "dispute" => t.msg_audit_value_dispute(),
        "end" => t.msg_audit_value_end(),
        "erased" => t.msg_audit_value_erased(),
        "exception" => t.msg_audit_value_exception(),
        "extension" => t.msg_audit_value_extension(),
        "form" => t.msg_audit_value_form(),
        "identity" => t.msg_audit_value_identity(),
        "in_person" => t.msg_audit_value_in_person(),
        "kept" => t.msg_audit_value_kept(),
        "law" => t.msg_audit_value_law(),
        "letter" => t.msg_audit_value_letter(),
        "prospect" => t.msg_audit_value_prospect(),
        "refusal" => t.msg_audit_value_refusal(),
        "request" => t.msg_audit_value_request(),
        "restored" => t.msg_audit_value_restored(),
        "shred" => t.msg_audit_value_shred(),
        "telephone" => t.msg_audit_value_telephone(),
        "unfounded" => t.msg_audit_value_unfounded(),
        "unidentified" => t.msg_audit_value_unidentified(),
        "site" => t.msg_audit_value_site(),
        "supplier" => t.msg_audit_value_supplier(),
        "recipient" => t.msg_audit_value_recipient(),
        "iso_27001" => t.msg_audit_value_iso_27001(),
        "iso_22301" => t.msg_audit_value_iso_22301(),
        "isae_3402" => t.msg_audit_value_isae_3402(),
        "notified" => t.msg_audit_value_notified(),
        "not_needed" => t.msg_audit_value_not_needed(),
        "told" => t.msg_audit_value_told(),
        "colleague" => t.msg_audit_value_colleague(),
        "session" => t.msg_audit_value_session(),
        "address" => t.msg_audit_value_address(),
        "breach" => t.msg_audit_value_breach(),
        "yes" => t.msg_audit_value_yes(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use std::collections::HashSet;

    fn sources(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, all);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                all.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_detail_of_a_deed_has_a_name_in_both_languages() {
        let mut source = String::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
        let named = source.split(".with(\"").skip(1).filter_map(|rest| rest.split('"').next());
        let named: HashSet<&str> = named
            .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()))
            .collect();
        assert!(named.len() > 50, "{named:?}");
        for &lang in Lang::ALL {
            let lacking: Vec<_> = named.iter().filter(|name| key(lang.words(), name).is_none()).collect();
            assert!(lacking.is_empty(), "no words in {}: {lacking:?}", lang.word());
        }
    }

    #[test]
    fn a_detail_reads_as_words_and_leaves_numbers_alone() {
        let (fr, en) = (Lang::Fr.words(), Lang::En.words());
        let told = "purposes=newsletter,promotion channel=email rows=12 sha256=ab12";
        assert_eq!(
            detail(fr, told),
            "finalités : lettre d’information, offres · canal : e-mail · lignes : 12 · SHA-256 : ab12"
        );
        assert_eq!(detail(en, told), "purposes: newsletter, offers · channel: e-mail · rows: 12 · SHA-256: ab12");
        assert_eq!(detail(fr, "list=due leads ids=4,5"), "liste : prospects à relancer · fiches : 4, 5");
        assert_eq!(detail(en, "from=cio to=dpo"), "from: CIO · to: DPO");
        assert_eq!((detail(fr, ""), detail(fr, "something old")), (String::new(), "something old".to_owned()));
    }

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
