//! The rows of the outbox.
use super::{Fault, Kind, State};
use crate::db::schema::outbox;
use crate::db::values::Sealed;
use crate::db::{Conn, each};
use crate::deeds::Subject;
use crate::error::Result;
use crate::vault::Owner;
use crate::words::Lang;
use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = outbox)]
pub struct Row {
    pub id: i64,
    pub person_id: Option<i64>,
    pub request_id: Option<i64>,
    pub kind: Kind,
    pub language: Lang,
    pub recipient: Option<Sealed>,
    pub body: Option<Sealed>,
    pub blind: Vec<u8>,
    pub state: State,
    /// Before the one that is going on.
    pub tries: i64,
    pub fault: Option<Fault>,
    pub queued_at: NaiveDateTime,
    pub next_try_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
}

impl Row {
    /// Whose key seals it: the person's, or that of the request that it is about.
    pub fn owner(&self) -> Owner {
        let request = self.request_id.map_or(Owner::request(0), Owner::request);
        self.person_id.map_or(request, Owner::person)
    }

    pub fn subject(&self) -> (Subject, i64) {
        let request = (Subject::Request, self.request_id.unwrap_or(0));
        self.person_id.map_or(request, |person| (Subject::Person, person))
    }
}

/// How the outbox stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// By state, those that occur.
    pub counts: Vec<(State, i64)>,
    /// Since when the oldest has waited.
    pub oldest: Option<NaiveDateTime>,
    /// Why the last that failed or was given up was not sent.
    pub fault: Option<Fault>,
}

/// States in which a mail is still to be sent.
const OPEN: [State; 2] = [State::Waiting, State::Failed];

pub fn add(conn: &mut Conn, row: &Row) -> Result<()> {
    each!(conn, |c| diesel::insert_into(outbox::table).values(row).execute(c))?;
    Ok(())
}

/// How many mails were queued to an address, whatever came of them.
pub fn queued_since(conn: &mut Conn, blind: &[u8], since: NaiveDateTime) -> Result<i64> {
    Ok(each!(conn, |c| outbox::table
        .filter(outbox::blind.eq(blind).and(outbox::queued_at.gt(since)))
        .count()
        .get_result(c))?)
}

/// The one that has been due for longest.
pub fn due(conn: &mut Conn, now: NaiveDateTime) -> Result<Option<Row>> {
    Ok(each!(conn, |c| outbox::table
        .filter(outbox::state.eq_any(OPEN).and(outbox::next_try_at.le(now)))
        .order((outbox::next_try_at, outbox::id))
        .first(c)
        .optional())?)
}

/// Counts a try, if nobody else has meanwhile.
pub fn claim(conn: &mut Conn, seen: &Row, until: NaiveDateTime) -> Result<bool> {
    let unchanged = outbox::id.eq(seen.id).and(outbox::tries.eq(seen.tries)).and(outbox::state.eq_any(OPEN));
    let ours = each!(conn, |c| diesel::update(outbox::table.filter(unchanged))
        .set((outbox::tries.eq(seen.tries + 1), outbox::next_try_at.eq(until)))
        .execute(c))?;
    Ok(ours == 1)
}

pub fn postpone(conn: &mut Conn, id: i64, fault: Fault, until: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::update(outbox::table.filter(outbox::id.eq(id)))
        .set((outbox::state.eq(State::Failed), outbox::fault.eq(Some(fault)), outbox::next_try_at.eq(until)))
        .execute(c))?;
    Ok(())
}

/// Sent or given up: what it said and to whom is gone.
pub fn end(conn: &mut Conn, id: i64, state: State, fault: Option<Fault>, at: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::update(outbox::table.filter(outbox::id.eq(id)))
        .set((
            outbox::state.eq(state),
            outbox::fault.eq(fault),
            outbox::ended_at.eq(Some(at)),
            outbox::recipient.eq(None::<Sealed>),
            outbox::body.eq(None::<Sealed>),
        ))
        .execute(c))?;
    Ok(())
}

pub fn forget(conn: &mut Conn, before: NaiveDateTime) -> Result<()> {
    each!(conn, |c| diesel::delete(outbox::table.filter(outbox::ended_at.lt(before))).execute(c))?;
    Ok(())
}

pub fn standing(conn: &mut Conn) -> Result<Standing> {
    let counts = each!(conn, |c| outbox::table.group_by(outbox::state).select((outbox::state, count_star())).load(c))?;
    let oldest =
        each!(conn, |c| outbox::table.filter(outbox::state.eq_any(OPEN)).select(min(outbox::queued_at)).get_result(c))?;
    let fault: Option<Option<Fault>> = each!(conn, |c| outbox::table
        .filter(outbox::fault.is_not_null())
        .order((outbox::next_try_at.desc(), outbox::id.desc()))
        .select(outbox::fault)
        .first(c)
        .optional())?;
    Ok(Standing { counts, oldest, fault: fault.flatten() })
}
