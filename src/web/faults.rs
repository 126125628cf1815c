//! The words for what is wrong with something that was typed, shared by every form that takes it.
use crate::reach::{Fault, ReachKind};
use crate::sheet::Refusal;
use crate::words::Words;

pub fn reach(t: &Words, fault: Fault) -> String {
    match fault {
        Fault::Empty => t.msg_fault_reach_empty(),
        Fault::TooLong => t.msg_fault_reach_long(),
        Fault::TooShort => t.msg_fault_reach_short(),
        Fault::NoAt => t.msg_fault_reach_no_at(),
        Fault::ManyAts => t.msg_fault_reach_many_ats(),
        Fault::Blank => t.msg_fault_reach_blank(),
        Fault::LocalPart => t.msg_fault_reach_local(),
        Fault::Domain => t.msg_fault_reach_domain(),
        Fault::NotDigits => t.msg_fault_reach_digits(),
        Fault::CallingCode => t.msg_fault_reach_calling_code(),
    }
}

pub fn reach_kind(t: &Words, kind: ReachKind) -> String {
    match kind {
        ReachKind::Email => t.msg_reach_email(),
        ReachKind::Phone => t.msg_reach_phone(),
        ReachKind::Mobile => t.msg_reach_mobile(),
        ReachKind::Fax => t.msg_reach_fax(),
    }
}

/// Too long for its field?
pub fn length(t: &Words, text: &str, most: usize) -> Option<String> {
    (text.chars().count() > most).then(|| t.msg_fault_too_long(u32::try_from(most).unwrap_or(u32::MAX)))
}

/// Why a file is not taken, and what to do about it.
pub fn file(t: &Words, refusal: Refusal) -> String {
    match refusal {
        Refusal::Empty => t.msg_import_refused_empty(),
        Refusal::OnlyHeader => t.msg_import_refused_only_header(),
        Refusal::Pdf => t.msg_import_refused_pdf(),
        Refusal::Zip => t.msg_import_refused_zip(),
        Refusal::Gzip => t.msg_import_refused_gzip(),
        Refusal::OldExcel => t.msg_import_refused_old_excel(),
        Refusal::NotText { line } => t.msg_import_refused_not_text(line.to_string()),
        Refusal::MixedEncodings { line } => t.msg_import_refused_mixed(line.to_string()),
        Refusal::CutOffQuote { line } => t.msg_import_refused_quote(line.to_string()),
        Refusal::TooManyColumns { line } => t.msg_import_refused_columns(line.to_string()),
        Refusal::CellTooLong { line } => t.msg_import_refused_cell(line.to_string()),
        Refusal::TooManyRows { line } => t.msg_import_refused_rows(line.to_string()),
        Refusal::TooLarge => t.msg_import_refused_large(),
        Refusal::Io(_) => t.msg_import_refused_io(),
    }
}
