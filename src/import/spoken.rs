//! What is said about imports, in the language of whoever reads: one place for pages, files and the command line.
use super::columns::Column;
use super::preview::{Line, Note};
use super::{Fault, Part, State, Verdict, Why, Wrong};
use crate::web::faults;
use crate::words::Words;

pub fn verdict_word(t: &Words, verdict: Verdict) -> String {
    match verdict {
        Verdict::New => t.msg_import_verdict_new(),
        Verdict::Changes => t.msg_import_verdict_changes(),
        Verdict::Same => t.msg_import_verdict_same(),
        Verdict::Duplicate => t.msg_import_verdict_duplicate(),
        Verdict::Blocked => t.msg_import_verdict_blocked(),
        Verdict::Invalid => t.msg_import_verdict_invalid(),
    }
}

pub fn state_word(t: &Words, state: State) -> String {
    match state {
        State::Staged => t.msg_import_state_staged(),
        State::Planning => t.msg_import_state_planning(),
        State::Planned => t.msg_import_state_planned(),
        State::Applying => t.msg_import_state_applying(),
        State::Applied => t.msg_import_state_applied(),
        State::Failed => t.msg_import_state_failed(),
        State::Discarded => t.msg_import_state_discarded(),
    }
}

pub fn fault_word(t: &Words, fault: Fault) -> String {
    match fault {
        Fault::PlanningCut => t.msg_import_fault_planning_cut(),
        Fault::ApplyingCut => t.msg_import_fault_applying_cut(),
        Fault::Overtaken => t.msg_import_fault_overtaken(),
        Fault::Broken => t.msg_import_fault_broken(),
        Fault::Expired => t.msg_import_fault_expired(),
        Fault::Erased => t.msg_import_fault_erased(),
    }
}

pub fn wrong_word(t: &Words, wrong: Wrong) -> String {
    match wrong {
        Wrong::TakenTwice => t.msg_import_wrong_taken_twice(),
        Wrong::NoName => t.msg_import_wrong_no_name(),
        Wrong::NoPurpose => t.msg_import_wrong_no_purpose(),
        Wrong::NoProof => t.msg_import_wrong_no_proof(),
        Wrong::InTheFuture => t.msg_fault_date_future(),
        Wrong::TooLong => t.msg_fault_too_long(2_000),
        Wrong::DatedTwice => t.msg_import_wrong_dated_twice(),
        Wrong::Columns => t.msg_import_wrong_columns(),
    }
}

/// What is said of a row, in the order in which it matters. `header` names the columns of the file.
pub fn note_words(t: &Words, line: &Line, header: &[String]) -> Vec<String> {
    line.notes.iter().map(|note| note_word(t, *note, header)).collect()
}

fn note_word(t: &Words, note: Note, header: &[String]) -> String {
    match note {
        Note::SameAsLine(line) => t.msg_import_note_same_as_line(line.to_string()),
        Note::Ambiguous => t.msg_import_note_ambiguous(),
        Note::Refused => t.msg_import_note_refused(),
        Note::Restricted => t.msg_import_note_restricted(),
        Note::Consent => t.msg_import_note_consent(),
        Note::Undated => t.msg_import_note_undated(),
        Note::Refuses => t.msg_import_note_refuses(),
        Note::NewCompany => t.msg_import_note_new_company(),
        Note::Unfit(unfit) => {
            let why = match unfit.why {
                Why::NoName => t.msg_import_note_no_name(),
                Why::TooLong => t.msg_import_note_too_long(),
                Why::Reach(fault) => faults::reach(t, fault),
            };
            match unfit.column {
                Some(at) => t.msg_import_note_in_column(header_name(t, header, at), why),
                None => why,
            }
        }
    }
}

/// What a column is called, in the file or by its place.
pub fn header_name(t: &Words, header: &[String], at: usize) -> String {
    match header.get(at).map(|name| name.trim()).filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None => t.msg_import_column_number((at + 1).to_string()),
    }
}

/// Why a row is not taken over, in one cell of a file.
pub fn rejection(t: &Words, line: &Line, header: &[String]) -> String {
    let mut words = vec![verdict_word(t, line.verdict)];
    words.extend(note_words(t, line, header));
    words.join(" · ")
}

pub fn part_word(t: &Words, part: Part) -> String {
    column_word(
        t,
        match part {
            Part::Civility => Column::Civility,
            Part::GivenName => Column::GivenName,
            Part::FamilyName => Column::FamilyName,
            Part::JobTitle => Column::JobTitle,
            Part::Address => Column::Street,
            Part::Company => Column::Company,
            Part::Email => Column::Email,
            Part::Phone => Column::Phone,
            Part::Mobile => Column::Mobile,
            Part::Fax => Column::Fax,
        },
    )
}

pub fn column_word(t: &Words, column: Column) -> String {
    match column {
        Column::Civility => t.msg_import_column_civility(),
        Column::GivenName => t.msg_import_column_given_name(),
        Column::FamilyName => t.msg_import_column_family_name(),
        Column::FullName => t.msg_import_column_full_name(),
        Column::JobTitle => t.msg_import_column_job_title(),
        Column::Email => t.msg_import_column_email(),
        Column::Email2 => t.msg_import_column_email_2(),
        Column::Phone => t.msg_import_column_phone(),
        Column::Phone2 => t.msg_import_column_phone_2(),
        Column::Mobile => t.msg_import_column_mobile(),
        Column::Fax => t.msg_import_column_fax(),
        Column::Street => t.msg_import_column_street(),
        Column::PostCode => t.msg_import_column_post_code(),
        Column::Town => t.msg_import_column_town(),
        Column::Country => t.msg_import_column_country(),
        Column::Language => t.msg_import_column_language(),
        Column::Company => t.msg_import_column_company(),
        Column::CompanyExternalId => t.msg_import_column_company_external_id(),
        Column::CompanyPhone => t.msg_import_column_company_phone(),
        Column::CompanyEmail => t.msg_import_column_company_email(),
        Column::CompanyStreet => t.msg_import_column_company_street(),
        Column::CompanyPostCode => t.msg_import_column_company_post_code(),
        Column::CompanyTown => t.msg_import_column_company_town(),
        Column::CompanyCountry => t.msg_import_column_company_country(),
        Column::OptIn => t.msg_import_column_opt_in(),
        Column::OptInDate => t.msg_import_column_opt_in_date(),
        Column::OptOut => t.msg_import_column_opt_out(),
        Column::DoNotCall => t.msg_import_column_do_not_call(),
        Column::ExternalId | Column::Note | Column::CreatedOn | Column::Source | Column::Ignore => {
            t.msg_import_column_ignore()
        }
    }
}
