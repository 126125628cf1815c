//! The keyed chain over the log, its signed head, and what verifying finds.
use super::Subject;
use super::store::{self, Line};
use crate::actor::Role;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::vault::Vault;
use chrono::NaiveDateTime;
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

/// Up to which line the log was cut because its term was over: the chain goes on from there. Signed with the key of the
/// head, so that nobody who has the database alone can cut it; an older checkpoint put back leaves a gap, which shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub n: i64,
    pub mac: Vec<u8>,
    pub at: NaiveDateTime,
    pub signature: Vec<u8>,
}

impl Checkpoint {
    /// What is signed can be no head: it does not begin like one.
    fn covered(&self) -> Result<Vec<u8>> {
        let mut bytes = b"checkpoint\0".to_vec();
        let columns = (self.n, &self.mac, self.at.and_utc().timestamp_micros());
        bytes.extend(serde_json::to_vec(&columns).map_err(Error::internal)?);
        Ok(bytes)
    }

    fn sign(vault: &Vault, n: i64, mac: Vec<u8>, at: NaiveDateTime) -> Result<Self> {
        let mut checkpoint = Checkpoint { n, mac, at, signature: Vec::new() };
        checkpoint.signature = vault.audit_head_mac(&checkpoint.covered()?);
        Ok(checkpoint)
    }

    fn is_ours(&self, vault: &Vault) -> Result<bool> {
        Ok(vault.is_audit_head(&self.covered()?, &self.signature))
    }
}

/// The first thing that is wrong, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faulty {
    /// Line `n` is not what was written, or not in its place.
    Altered { n: i64 },
    /// Line `n` is missing.
    Missing { n: i64 },
    /// Everything up to line `n` is missing, and it was not this house that cut it off.
    Forged { n: i64 },
    /// The log ends at `tip`, but the head outside the database knows line `head`.
    Cut { tip: i64, head: i64 },
    /// The head outside the database is missing or not signed by this house, although there are lines.
    NoHead { tip: i64 },
}

#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    /// So many were read.
    pub lines: i64,
    /// The log begins after this one: what was before was pruned by this house.
    pub pruned: i64,
    pub fault: Option<Faulty>,
}

const BATCH: i64 = 5_000;

/// Where the chain begins: at nothing, or at the last checkpoint.
fn beginning(conn: &mut Conn, vault: &Vault) -> Result<Result<(i64, Vec<u8>), Faulty>> {
    let Some(checkpoint) = store::checkpoint(conn)? else { return Ok(Ok((0, Vec::new()))) };
    if !checkpoint.is_ours(vault)? {
        return Ok(Err(Faulty::Forged { n: checkpoint.n }));
    }
    // Nothing stands before the cut: a line that does was put there.
    Ok(match store::first(conn)? {
        Some(n) if n <= checkpoint.n => Err(Faulty::Altered { n }),
        _ => Ok((checkpoint.n, checkpoint.mac)),
    })
}

/// Follows the chain from one line to another, or to its end; `each` is shown every line that is right.
fn follow(
    conn: &mut Conn,
    vault: &Vault,
    (mut n, mut mac): (i64, Vec<u8>),
    until: i64,
    mut each: impl FnMut(i64, &[u8]) -> Option<Faulty>,
) -> Result<(i64, Result<Vec<u8>, Faulty>)> {
    while n < until {
        let lines = store::after(conn, n, BATCH.min(until - n))?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if line.n != n + 1 {
                return Ok((n, Err(Faulty::Missing { n: n + 1 })));
            }
            mac = vault.audit_mac(&covered(&mac, &line)?);
            if mac != line.mac {
                return Ok((n, Err(Faulty::Altered { n: line.n })));
            }
            n = line.n;
            if let Some(fault) = each(n, &mac) {
                return Ok((n, Err(fault)));
            }
        }
    }
    Ok((n, Ok(mac)))
}

pub(super) fn verify(conn: &mut Conn, vault: &Vault, head: Option<&Head>) -> Result<Verdict> {
    let (pruned, mac) = match beginning(conn, vault)? {
        Ok(beginning) => beginning,
        Err(fault) => return Ok(Verdict { lines: 0, pruned: 0, fault: Some(fault) }),
    };
    let mut seen_head = head.is_none_or(|head| head.n == 0);
    let (n, followed) = follow(conn, vault, (pruned, mac), i64::MAX, |n, mac| {
        let head = head.filter(|head| head.n == n)?;
        seen_head = true;
        (head.mac != mac).then_some(Faulty::Altered { n })
    })?;
    let fault = match (followed, head) {
        (Err(fault), _) => Some(fault),
        (Ok(_), Some(head)) if !seen_head => Some(Faulty::Cut { tip: n, head: head.n }),
        (Ok(_), None) if n > 0 => Some(Faulty::NoHead { tip: n }),
        _ => None,
    };
    Ok(Verdict { lines: n - pruned, pruned, fault })
}

/// What came of pruning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pruned {
    /// Nothing is old enough.
    Nothing,
    /// The lines from one to another are gone.
    Lines { from: i64, to: i64 },
    /// Something is wrong with what would have gone: nothing was pruned, since it is the proof of that.
    Refused(Faulty),
}

/// Takes away the oldest lines, all of them older than that moment, at most so many. Neither the last line nor what the
/// head names is ever among them, and what is wrong stays where it is.
pub(super) fn prune(
    conn: &mut Conn,
    vault: &Vault,
    head: &Head,
    older_than: NaiveDateTime,
    at: NaiveDateTime,
    limit: i64,
) -> Result<Pruned> {
    let (begins, mac) = match beginning(conn, vault)? {
        Ok(beginning) => beginning,
        Err(fault) => return Ok(Pruned::Refused(fault)),
    };
    let tip = store::tip(conn)?.0;
    let young = store::first_since(conn, older_than)?.unwrap_or(tip);
    let until = (young - 1).min(tip - 1).min(head.n - 1).min(begins + limit);
    if until <= begins {
        return Ok(Pruned::Nothing);
    }
    let (n, followed) = follow(conn, vault, (begins, mac), until, |_, _| None)?;
    match followed {
        Err(fault) => Ok(Pruned::Refused(fault)),
        Ok(_) if n != until => Ok(Pruned::Refused(Faulty::Missing { n: n + 1 })),
        Ok(mac) => {
            store::cut(conn, &Checkpoint::sign(vault, until, mac, at)?)?;
            Ok(Pruned::Lines { from: begins + 1, to: until })
        }
    }
}
