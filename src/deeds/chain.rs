//! The keyed chain over the log, its signed head, and what verifying finds.
use super::Subject;
use super::store::{self, Line};
use crate::actor::Role;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::vault::Vault;
use serde::{Deserialize, Serialize};

/// The last line of the log as the house last wrote it, kept outside the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub n: i64,
    pub mac: Vec<u8>,
}

/// What a line's keyed hash covers: the hash before it, and every column in a fixed order.
pub(super) fn covered(before: &[u8], line: &Line) -> Result<Vec<u8>> {
    let mut bytes = before.to_vec();
    let columns = (
        (line.n, line.at.and_utc().timestamp_micros(), &line.actor_kind, line.actor, line.role.map(Role::word)),
        (&line.from_address, &line.request, line.what.word(), line.subject_kind.map(Subject::word), line.subject),
        &line.detail,
    );
    bytes.extend(serde_json::to_vec(&columns).map_err(Error::internal)?);
    Ok(bytes)
}

/// The first thing that is wrong, by name.
#[derive(Debug, PartialEq, Eq)]
pub enum Faulty {
    /// Line `n` is not what was written, or not in its place.
    Altered { n: i64 },
    /// Line `n` is missing.
    Missing { n: i64 },
    /// The log ends at `tip`, but the head outside the database knows line `head`.
    Cut { tip: i64, head: i64 },
    /// The head outside the database is missing or not signed by this house, although there are lines.
    NoHead { tip: i64 },
}

#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    pub lines: i64,
    pub fault: Option<Faulty>,
}

const BATCH: i64 = 5_000;

pub(super) fn verify(conn: &mut Conn, vault: &Vault, head: Option<&Head>) -> Result<Verdict> {
    let (mut n, mut mac) = (0, Vec::new());
    let mut seen_head = head.is_none_or(|head| head.n == 0);
    let fault = |n, fault| Ok(Verdict { lines: n, fault: Some(fault) });
    loop {
        let lines = store::after(conn, n, BATCH)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if line.n != n + 1 {
                return fault(n, Faulty::Missing { n: n + 1 });
            }
            mac = vault.audit_mac(&covered(&mac, &line)?);
            if mac != line.mac {
                return fault(n, Faulty::Altered { n: line.n });
            }
            n = line.n;
            if head.is_some_and(|head| head.n == n) {
                if head.is_some_and(|head| head.mac != mac) {
                    return fault(n, Faulty::Altered { n });
                }
                seen_head = true;
            }
        }
    }
    match head {
        Some(head) if !seen_head => fault(n, Faulty::Cut { tip: n, head: head.n }),
        None if n > 0 => fault(n, Faulty::NoHead { tip: n }),
        _ => Ok(Verdict { lines: n, fault: None }),
    }
}
