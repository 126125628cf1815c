//! The audit log, read and verified: by the Dpo and the Cio whole, by everybody their own lines, by IT operations
//! without persons. What is read is references; who acted is named only to those with a clearance.
pub mod pages;

use crate::actor::{Actor, Right, Role};
use crate::app::Looking;
use crate::auth::{self, Colleague};
use crate::deeds::{self, Deed, Line, Reading, Subject, Verdict, What};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use std::collections::HashMap;

/// What of the log is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub actor: Option<i64>,
    pub what: Option<What>,
    pub subject: Option<(Subject, i64)>,
    /// Lines older than this one.
    pub before: Option<i64>,
}

/// A page of the log, newest first.
#[derive(Clone, Debug)]
pub struct Read {
    pub lines: Vec<Line>,
    /// Who acted, by id.
    pub names: HashMap<i64, String>,
    /// There are older lines.
    pub older: bool,
}

/// A line without persons: nobody acts in it and nobody is its subject.
#[derive(Clone, Debug)]
pub struct Anonymous {
    pub n: i64,
    pub at: NaiveDateTime,
    pub what: What,
    pub role: Option<Role>,
}

fn lines(l: &mut Looking, wanted: &Wanted, limit: i64) -> Result<(Vec<Line>, bool)> {
    let Wanted { actor, what, subject, before } = wanted.clone();
    let mut lines =
        deeds::read(l.conn(), &Reading { actor, subject, what, before, limit: limit.saturating_add(1), about: None })?;
    let limit = usize::try_from(limit).unwrap_or(0);
    let older = lines.len() > limit;
    lines.truncate(limit);
    Ok((lines, older))
}

fn named(l: &mut Looking, lines: Vec<Line>, older: bool) -> Result<Read> {
    let mut ids: Vec<i64> = lines.iter().filter_map(|line| line.actor).collect();
    ids.extend(lines.iter().filter(|line| line.subject_kind == Some(Subject::Staff)).filter_map(|line| line.subject));
    let names = auth::names(l, &ids)?;
    Ok(Read { lines, names, older })
}

/// The whole log.
pub fn read(l: &mut Looking, wanted: &Wanted, limit: i64) -> Result<Read> {
    l.must(Right::ReadAudit)?;
    let (lines, older) = lines(l, wanted, limit)?;
    l.owe(Deed::new(What::AuditRead).with("log", "whole").with("lines", lines.len()));
    named(l, lines, older)
}

/// One's own lines, whatever else is wanted.
pub fn read_own(l: &mut Looking, wanted: &Wanted, limit: i64) -> Result<Read> {
    l.must(Right::ReadOwnAudit)?;
    let own = Wanted { actor: Some(l.actor.staff_id().ok_or(Error::Forbidden)?), ..wanted.clone() };
    let (lines, older) = lines(l, &own, limit)?;
    l.owe(Deed::new(What::AuditRead).with("log", "own").with("lines", lines.len()));
    named(l, lines, older)
}

/// The log without persons: what, when, and in which role.
pub fn read_anonymous(
    l: &mut Looking,
    what: Option<What>,
    before: Option<i64>,
    limit: i64,
) -> Result<(Vec<Anonymous>, bool)> {
    l.must(Right::ReadAnonymousAudit)?;
    let (lines, older) = lines(l, &Wanted { what, before, ..Wanted::default() }, limit)?;
    l.owe(Deed::new(What::AuditRead).with("log", "anonymous").with("lines", lines.len()));
    let anonymous = |line: Line| Anonymous { n: line.n, at: line.at, what: line.what, role: line.role };
    Ok((lines.into_iter().map(anonymous).collect(), older))
}

/// Who may be chosen in the filter of the whole log.
pub fn colleagues(l: &mut Looking) -> Result<Vec<Colleague>> {
    l.must(Right::ReadAudit)?;
    auth::list(l)
}

/// Reads the log from end to end and says the first thing that is wrong with it; that is a deed.
pub fn verify(l: &mut Looking) -> Result<Verdict> {
    l.must(Right::ReadAudit)?;
    // The head first: it is written after its line is committed, so a snapshot taken now has that line.
    let app = l.app().clone();
    let head = app.head();
    let verdict = deeds::verify(l.conn(), app.vault(), head.as_ref())?;
    let deed = Deed::new(What::AuditVerified).with("lines", verdict.lines);
    l.owe(if verdict.fault.is_none() { deed.with("verdict", "whole") } else { deed.with("verdict", "faulty") });
    Ok(verdict)
}

/// May this actor follow a link to that kind of subject?
pub fn may_open(actor: &Actor, subject: Subject) -> bool {
    let right = match subject {
        Subject::Person | Subject::Company => Right::FindPeople,
        Subject::Contract => Right::SeeContracts,
        Subject::Account => Right::RevealAccounts,
        Subject::Assistance => Right::SeeAssistance,
        Subject::Import => Right::SeeImports,
        Subject::Export => Right::SeeExports,
        Subject::Staff => Right::DecideStaff,
        Subject::Network => Right::SeeNetworks,
        Subject::Notice | Subject::Form => Right::SeeForms,
        Subject::Card => Right::RevealAccounts,
        Subject::Forecast | Subject::Hold | Subject::Run => Right::SeeRetention,
        Subject::Request => Right::SeeRequests,
        Subject::Erasure => Right::SeeErasures,
        Subject::Party | Subject::Breach | Subject::Pack => Right::SeeRegister,
    };
    actor.may(right)
}
