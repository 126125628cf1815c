//! The rows of the log: added and read, never changed; taken away from its oldest end alone, when their term is over.
use super::chain::Checkpoint;
use super::{Deed, Subject, What};
use crate::actor::{Actor, Role};
use crate::db::schema::{deeds, log_checkpoints};
use crate::db::{Conn, each};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = deeds)]
pub struct Line {
    pub n: i64,
    pub at: NaiveDateTime,
    pub actor_kind: String,
    pub actor: Option<i64>,
    pub role: Option<Role>,
    pub from_address: Option<String>,
    pub request: Option<String>,
    pub what: What,
    pub subject_kind: Option<Subject>,
    pub subject: Option<i64>,
    pub detail: String,
    pub mac: Vec<u8>,
}

impl Line {
    pub(super) fn new(n: i64, at: NaiveDateTime, actor: &Actor, deed: &Deed) -> Self {
        let (kind, from, request) = match actor {
            Actor::Staff(staff) => ("staff", staff.from, Some(staff.request.clone())),
            Actor::House => ("house", None, None),
            Actor::Console => ("console", None, None),
            Actor::Visitor { from } => ("visitor", *from, None),
        };
        Line {
            n,
            at,
            actor_kind: kind.to_owned(),
            actor: actor.staff_id(),
            role: actor.role(),
            from_address: from.map(|address| address.to_string()),
            request,
            what: deed.what,
            subject_kind: deed.subject.map(|subject| subject.0),
            subject: deed.subject.map(|subject| subject.1),
            detail: deed.detail.clone(),
            mac: Vec::new(),
        }
    }
}

/// What part of the log to read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub actor: Option<i64>,
    pub subject: Option<(Subject, i64)>,
    /// Whatever concerns a kind of thing.
    pub about: Option<Subject>,
    pub what: Option<What>,
    pub before: Option<i64>,
    pub limit: i64,
}

/// Lines from one moment on and before another, in their order.
#[derive(Clone, Debug)]
pub struct Span<'a> {
    pub whats: &'a [What],
    pub from: NaiveDateTime,
    pub until: NaiveDateTime,
    pub actor: Option<i64>,
    pub address: Option<&'a str>,
    /// Lines after this number.
    pub after: i64,
    pub limit: i64,
}

pub(super) fn tip(conn: &mut Conn) -> Result<(i64, Vec<u8>)> {
    let last: Option<(i64, Vec<u8>)> =
        each!(conn, |c| deeds::table.select((deeds::n, deeds::mac)).order(deeds::n.desc()).first(c).optional())?;
    Ok(last.unwrap_or_default())
}

/// The keyed hash of a line, if it is there.
pub(super) fn mac(conn: &mut Conn, n: i64) -> Result<Option<Vec<u8>>> {
    Ok(each!(conn, |c| deeds::table.filter(deeds::n.eq(n)).select(deeds::mac).first(c).optional())?)
}

pub(super) fn add(conn: &mut Conn, lines: &[Line]) -> Result<()> {
    for lines in lines.chunks(500) {
        each!(conn, |c| diesel::insert_into(deeds::table).values(lines).execute(c))?;
    }
    Ok(())
}

pub(super) fn after(conn: &mut Conn, n: i64, limit: i64) -> Result<Vec<Line>> {
    Ok(each!(conn, |c| deeds::table
        .filter(deeds::n.gt(n))
        .order(deeds::n)
        .limit(limit)
        .select(Line::as_select())
        .load(c))?)
}

/// The number of the oldest line.
pub(super) fn first(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(each!(conn, |c| deeds::table.select(deeds::n).order(deeds::n).first(c).optional())?)
}

/// The number of the first line that was written at that moment or after it. Numbers follow each other, times only as far
/// as the clock does.
pub(super) fn first_since(conn: &mut Conn, at: NaiveDateTime) -> Result<Option<i64>> {
    Ok(each!(conn, |c| deeds::table.filter(deeds::at.ge(at)).select(deeds::n).order(deeds::n).first(c).optional())?)
}

pub(super) fn count_older(conn: &mut Conn, than: NaiveDateTime) -> Result<i64> {
    Ok(each!(conn, |c| deeds::table.filter(deeds::at.lt(than)).count().get_result(c))?)
}

pub(super) fn last_at(conn: &mut Conn) -> Result<Option<NaiveDateTime>> {
    Ok(each!(conn, |c| deeds::table.select(deeds::at).order(deeds::n.desc()).first(c).optional())?)
}

/// Where the log begins, if it was cut.
pub(super) fn checkpoint(conn: &mut Conn) -> Result<Option<Checkpoint>> {
    let row: Option<(i64, Vec<u8>, NaiveDateTime, Vec<u8>)> =
        each!(conn, |c| log_checkpoints::table.order(log_checkpoints::n.desc()).first(c).optional())?;
    Ok(row.map(|(n, mac, at, signature)| Checkpoint { n, mac, at, signature }))
}

/// The one thing that ever takes lines away: all up to the checkpoint, which takes the place of the one before.
pub(super) fn cut(conn: &mut Conn, to: &Checkpoint) -> Result<()> {
    each!(conn, |c| diesel::delete(deeds::table.filter(deeds::n.le(to.n))).execute(c))?;
    each!(conn, |c| diesel::delete(log_checkpoints::table).execute(c))?;
    each!(conn, |c| diesel::insert_into(log_checkpoints::table)
        .values((
            log_checkpoints::n.eq(to.n),
            log_checkpoints::mac.eq(&to.mac),
            log_checkpoints::at.eq(to.at),
            log_checkpoints::signature.eq(&to.signature),
        ))
        .execute(c))?;
    Ok(())
}

pub(super) fn read(conn: &mut Conn, reading: &Reading) -> Result<Vec<Line>> {
    Ok(each!(conn, |c| {
        let mut query = deeds::table.select(Line::as_select()).order(deeds::n.desc()).limit(reading.limit).into_boxed();
        if let Some(actor) = reading.actor {
            query = query.filter(deeds::actor.eq(actor));
        }
        if let Some((kind, id)) = reading.subject {
            query = query.filter(deeds::subject_kind.eq(kind)).filter(deeds::subject.eq(id));
        }
        if let Some(kind) = reading.about {
            query = query.filter(deeds::subject_kind.eq(kind));
        }
        if let Some(what) = reading.what {
            query = query.filter(deeds::what.eq(what));
        }
        if let Some(before) = reading.before {
            query = query.filter(deeds::n.lt(before));
        }
        query.load(c)
    })?)
}

/// Lines that tell one of these, the newest first, older than a number.
pub(super) fn telling(conn: &mut Conn, whats: &[What], before: Option<i64>, limit: i64) -> Result<Vec<Line>> {
    Ok(each!(conn, |c| deeds::table
        .filter(deeds::what.eq_any(whats))
        .filter(deeds::n.lt(before.unwrap_or(i64::MAX)))
        .order(deeds::n.desc())
        .limit(limit)
        .select(Line::as_select())
        .load(c))?)
}

pub(super) fn by_console(conn: &mut Conn, whats: &[What], since: NaiveDateTime) -> Result<Vec<Line>> {
    Ok(each!(conn, |c| deeds::table
        .filter(deeds::what.eq_any(whats))
        .filter(deeds::at.ge(since))
        .filter(deeds::actor_kind.eq("console"))
        .order(deeds::n.desc())
        .limit(20)
        .select(Line::as_select())
        .load(c))?)
}

/// How often each of these was done, from one moment on and before another.
pub(super) fn count(
    conn: &mut Conn,
    whats: &[What],
    from: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<Vec<(What, i64)>> {
    Ok(each!(conn, |c| deeds::table
        .filter(deeds::what.eq_any(whats))
        .filter(deeds::at.ge(from).and(deeds::at.lt(until)))
        .group_by(deeds::what)
        .select((deeds::what, diesel::dsl::count_star()))
        .load(c))?)
}

pub(super) fn span(conn: &mut Conn, span: &Span) -> Result<Vec<Line>> {
    Ok(each!(conn, |c| {
        let mut query = deeds::table
            .select(Line::as_select())
            .filter(deeds::n.gt(span.after))
            .filter(deeds::what.eq_any(span.whats))
            .filter(deeds::at.ge(span.from).and(deeds::at.lt(span.until)))
            .order(deeds::n)
            .limit(span.limit)
            .into_boxed();
        if let Some(actor) = span.actor {
            query = query.filter(deeds::actor.eq(actor));
        }
        if let Some(address) = span.address {
            query = query.filter(deeds::from_address.eq(address));
        }
        query.load(c)
    })?)
}

pub(super) fn line(conn: &mut Conn, n: i64) -> Result<Option<Line>> {
    Ok(each!(conn, |c| deeds::table.filter(deeds::n.eq(n)).select(Line::as_select()).first(c).optional())?)
}
