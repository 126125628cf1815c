//! The rows of what was asked for and is not confirmed yet, and of which purposes ask.
use super::{Channel, Purpose};
use crate::db::schema::{opt_ins, pending_consents};
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::error::Result;
use crate::words::Lang;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = pending_consents)]
pub struct Row {
    pub id: i64,
    pub person_id: i64,
    pub purpose: Purpose,
    pub channel: Channel,
    /// Keyed hash of the address that was given.
    pub blind: Vec<u8>,
    pub source_note: Option<Sealed>,
    pub wording: Option<Sealed>,
    pub form_id: i64,
    pub notice_id: i64,
    pub served_in: Lang,
    pub served_hash: Vec<u8>,
    pub token_hash: Vec<u8>,
    /// Keyed hash of the token with all that it is for.
    pub bound: Vec<u8>,
    pub asked_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub confirmed_at: Option<NaiveDateTime>,
    /// The line of the ledger that it became.
    pub consent_id: Option<i64>,
}

pub fn add(conn: &mut Conn, rows: &[Row]) -> Result<()> {
    each!(conn, |c| diesel::insert_into(pending_consents::table).values(rows).execute(c))?;
    Ok(())
}

/// What a link is for, as far as nobody has confirmed it yet.
pub fn of_token(conn: &mut Conn, token_hash: &[u8]) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| pending_consents::table
        .filter(pending_consents::token_hash.eq(token_hash).and(pending_consents::confirmed_at.is_null()))
        .order(pending_consents::id)
        .load(c))?)
}

/// Everything that was asked of somebody, newest first.
pub fn of_person(conn: &mut Conn, person: i64) -> Result<Vec<Row>> {
    Ok(each!(conn, |c| pending_consents::table
        .filter(pending_consents::person_id.eq(person))
        .order((pending_consents::asked_at.desc(), pending_consents::id.desc()))
        .load(c))?)
}

/// It became a line of the ledger, where its proof is now.
pub fn confirm(conn: &mut Conn, id: i64, at: NaiveDateTime, line: i64) -> Result<()> {
    each!(conn, |c| diesel::update(pending_consents::table.filter(pending_consents::id.eq(id)))
        .set((
            pending_consents::confirmed_at.eq(Some(at)),
            pending_consents::consent_id.eq(Some(line)),
            pending_consents::source_note.eq(None::<Sealed>),
            pending_consents::wording.eq(None::<Sealed>),
        ))
        .execute(c))?;
    Ok(())
}

/// Those that expired before this and were never confirmed are no more.
pub fn forget(conn: &mut Conn, before: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::delete(
        pending_consents::table
            .filter(pending_consents::confirmed_at.is_null().and(pending_consents::expires_at.lt(before)))
    )
    .execute(c))?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = opt_ins)]
pub struct OptIn {
    pub id: i64,
    pub purpose: Purpose,
    pub asks: bool,
    pub at: NaiveDateTime,
    pub by_id: Option<i64>,
}

/// The last decision about a purpose: what, when, by whom.
pub fn opt_in(conn: &mut Conn, purpose: Purpose) -> Result<Option<(bool, NaiveDateTime, Option<i64>)>> {
    Ok(each!(conn, |c| opt_ins::table
        .filter(opt_ins::purpose.eq(purpose))
        .order(opt_ins::id.desc())
        .select((opt_ins::asks, opt_ins::at, opt_ins::by_id))
        .first(c)
        .optional())?)
}

pub fn decide_opt_in(conn: &mut Conn, row: &OptIn) -> Result<()> {
    each!(conn, |c| diesel::insert_into(opt_ins::table).values(row).execute(c))?;
    Ok(())
}
