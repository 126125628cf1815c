//! Addresses and numbers on pages: rows of a form, and lines to click.
use super::{Choice, Errors, Fields, faults};
use crate::reach::{Kept, Reach, ReachKind};
use crate::words::Words;

/// Rows `reach_N_kind` and `reach_N_value`, as typed: see `templates/parts/reach.html`.
#[derive(Clone, Debug, Default)]
pub struct ReachRows {
    pub rows: Vec<ReachRow>,
    pub kinds: Vec<Choice>,
}

#[derive(Clone, Debug)]
pub struct ReachRow {
    pub kind: String,
    pub value: String,
    pub error: String,
}

/// More addresses and numbers than anybody has; more rows than that are no form of ours.
const MOST: usize = 40;

impl ReachRows {
    pub fn of(t: &Words, kept: &[Kept]) -> Self {
        let row = |kept: &Kept| ReachRow {
            kind: kept.reach.kind().word().to_owned(),
            value: kept.reach.written().into_owned(),
            error: String::new(),
        };
        Self::with(t, kept.iter().map(row).collect())
    }

    /// The rows of a posted form; emptied ones are left out.
    pub fn take(t: &Words, fields: &mut Fields) -> Self {
        let mut rows = Vec::new();
        for n in 0..MOST {
            let (kind, value) = (format!("reach_{n}_kind"), format!("reach_{n}_value"));
            if !fields.has(&kind) && !fields.has(&value) {
                break;
            }
            let row = ReachRow { kind: fields.take(&kind), value: fields.take(&value), error: String::new() };
            if !row.value.is_empty() {
                rows.push(row);
            }
        }
        Self::with(t, rows)
    }

    fn with(t: &Words, rows: Vec<ReachRow>) -> Self {
        let kinds = ReachKind::ALL.iter().map(|kind| Choice::new(kind.word(), faults::reach_kind(t, *kind))).collect();
        ReachRows { rows, kinds }
    }

    /// What was typed, parsed; what is wrong stands beside its row and in the summary.
    pub fn parse(&mut self, t: &Words, errors: &mut Errors) -> Vec<Reach> {
        let mut parsed: Vec<Reach> = Vec::with_capacity(self.rows.len());
        for (n, row) in self.rows.iter_mut().enumerate() {
            let kind = ReachKind::from_word(&row.kind).unwrap_or(ReachKind::Email);
            match Reach::parse(kind, &row.value) {
                Ok(reach) if parsed.contains(&reach) => {}
                Ok(reach) => parsed.push(reach),
                Err(fault) => {
                    row.error = faults::reach(t, fault);
                    errors.add(&format!("reach_{n}_value"), row.error.clone());
                }
            }
        }
        parsed
    }

    /// The rows as one text: to compare two versions of them.
    pub fn text(&self, t: &Words) -> String {
        let line = |row: &ReachRow| {
            let kind = ReachKind::from_word(&row.kind).map(|kind| faults::reach_kind(t, kind)).unwrap_or_default();
            format!("{kind} {}", row.value)
        };
        self.rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The rows as fields, for a form that must carry them on.
    pub fn fields(&self) -> Vec<(String, String)> {
        let pairs = self.rows.iter().enumerate().flat_map(|(n, row)| {
            [(format!("reach_{n}_kind"), row.kind.clone()), (format!("reach_{n}_value"), row.value.clone())]
        });
        pairs.collect()
    }
}

/// An address or a number as a page shows it: something to click, to write or to call.
#[derive(Clone, Debug)]
pub struct ReachLine {
    pub icon: &'static str,
    pub href: String,
    pub text: String,
    pub kind: String,
}

pub fn reach_lines(t: &Words, kept: &[Kept]) -> Vec<ReachLine> {
    let line = |kept: &Kept| ReachLine {
        icon: match kept.reach.kind() {
            ReachKind::Email => "mail",
            ReachKind::Phone | ReachKind::Mobile => "phone",
            ReachKind::Fax => "fax",
        },
        href: match kept.reach.kind() {
            ReachKind::Email => format!("mailto:{}", in_address(kept.reach.stored())),
            ReachKind::Phone | ReachKind::Mobile | ReachKind::Fax => format!("tel:{}", kept.reach.stored()),
        },
        text: kept.reach.written().into_owned(),
        kind: faults::reach_kind(t, kept.reach.kind()),
    };
    kept.iter().map(line).collect()
}

/// An e-mail address inside a `mailto:` (RFC 6068): what could end the address or begin a header is written as %XX.
fn in_address(email: &str) -> String {
    let mut out = String::with_capacity(email.len());
    for byte in email.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@+!*'".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
