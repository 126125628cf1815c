//! Sessions on the server, in the database, under a hash of their id (design §8.5, V7.2).
use super::store::{self, SessionRow};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::deeds::{Deed, Subject, What};
use crate::error::Error;
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration as Ttl;
use chrono::{Duration, NaiveDateTime};
use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

/// Without a request for this long, a session is over (V7.3.1).
pub const IDLE: Duration = Duration::minutes(30);
/// However busy, a session is over after a working day (V7.3.2).
pub const ABSOLUTE: Duration = Duration::hours(10);
/// A colleague has so many at the most; the oldest ends (V7.1.2).
const MOST: usize = 3;
/// How exactly idleness is known: writing at every request would cost a commit each.
const GRAIN: Duration = Duration::seconds(60);

type State = HashMap<String, String>;

#[derive(Clone)]
pub struct Sessions(pub App);

impl Sessions {
    fn hash(&self, key: &str) -> Vec<u8> {
        self.0.vault().session_hash(key)
    }
}

/// Whose session this is: signed in, or half way there or through enrolment, so that what ends a colleague's sessions
/// ends these too. Values are JSON, so a number stands as it is.
fn staff(state: &State) -> Option<i64> {
    ["staff", "half", "enrol"].iter().find_map(|name| state.get(*name)?.parse().ok())
}

fn text(state: &State, name: &str) -> Option<String> {
    serde_json::from_str(state.get(name)?).ok()
}

/// One of a colleague's sessions, as they are shown it.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// Names it in forms; it is not its id.
    pub mark: String,
    pub since: NaiveDateTime,
    pub seen: NaiveDateTime,
    pub from: String,
    pub agent: String,
}

/// Where a colleague is signed in, the latest first; what has run out is left out.
pub fn sessions_of(l: &mut Looking, staff: i64) -> crate::error::Result<Vec<SessionLine>> {
    let now = l.now;
    let rows = store::signed_in_sessions(l.conn(), staff)?;
    let open = rows.into_iter().filter(|row| row.made_at + ABSOLUTE > now && row.seen_at + IDLE > now);
    Ok(open
        .map(|row| SessionLine {
            mark: row.mark.unwrap_or_default(),
            since: row.made_at,
            seen: row.seen_at,
            from: row.from_address.unwrap_or_default(),
            agent: row.agent.unwrap_or_default(),
        })
        .collect())
}

/// Ends one of a colleague's sessions.
///
/// # Errors
/// `NotFound` when it is not there any more.
pub fn end_one(w: &mut Writing, staff: i64, mark: &str) -> crate::error::Result<()> {
    if !store::end_session_of(w.conn(), staff, mark)? {
        return Err(Error::NotFound);
    }
    w.record(Deed::of(What::SessionsEnded, Subject::Staff, staff).with("which", "one"));
    Ok(())
}

/// Ends all sessions of a colleague but the one with this mark.
pub fn end_others(w: &mut Writing, staff: i64, keep: &str) -> crate::error::Result<()> {
    store::end_sessions_but(w.conn(), staff, keep)?;
    w.record(Deed::of(What::SessionsEnded, Subject::Staff, staff).with("which", "others"));
    Ok(())
}

fn draw_key() -> Result<String, Error> {
    let mut bytes = [0; 32];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes)
        .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
    Ok(data_encoding::BASE64URL_NOPAD.encode(&bytes))
}

/// Who is signed in, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub staff: i64,
    pub address: IpAddr,
}

/// Where colleagues are signed in from, a line for each session.
pub fn places(l: &mut Looking) -> Result<Vec<Place>, Error> {
    l.must(Right::SeeNetworks)?;
    let now = l.now;
    let rows = store::places(l.conn())?;
    let lives = |row: &store::PlaceRow| row.made_at + ABSOLUTE > now && row.seen_at + IDLE > now;
    let is_in = |row: &store::PlaceRow| serde_json::from_str(&row.state).is_ok_and(|s: State| s.contains_key("staff"));
    let place = |row: store::PlaceRow| Some(Place { staff: row.staff_id?, address: row.from_address?.parse().ok()? });
    Ok(rows.into_iter().filter(|row| lives(row) && is_in(row)).filter_map(place).collect())
}

fn at(l: &mut Looking, there: impl Fn(IpAddr) -> bool) -> Result<Vec<store::PlaceRow>, Error> {
    let from = |row: &store::PlaceRow| row.from_address.as_deref().and_then(|from| from.parse().ok());
    Ok(store::places(l.conn())?.into_iter().filter(|row| from(row).is_some_and(&there)).collect())
}

/// Was any session opened from such an address?
pub fn is_any_at(l: &mut Looking, there: impl Fn(IpAddr) -> bool) -> Result<bool, Error> {
    Ok(!at(l, there)?.is_empty())
}

/// Ends the sessions that were opened from such an address: one that is admitted no more (design §8.5).
pub fn end_at(w: &mut Writing, there: impl Fn(IpAddr) -> bool) -> Result<(), Error> {
    let rows = at(w, there)?;
    for row in &rows {
        store::end_session(w.conn(), &row.id_hash)?;
    }
    let whose: BTreeSet<i64> = rows.iter().filter_map(|row| row.staff_id).collect();
    for staff in whose {
        w.record(Deed::of(What::SessionsEnded, Subject::Staff, staff).with("by", "networks"));
    }
    Ok(())
}

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let hash = self.hash(key.as_ref());
        let found = self.0.look(&Actor::House, {
            let hash = hash.clone();
            move |l| {
                let now = l.now;
                let row = store::find_session(l.conn(), &hash)?;
                Ok(row.filter(|row| row.made_at + ABSOLUTE > now && row.seen_at + IDLE > now).map(|row| (row, now)))
            }
        });
        let Some((row, now)) = found.await.map_err(|error| LoadError::Other(error.into()))? else { return Ok(None) };
        if row.seen_at + GRAIN < now {
            let touched = self.0.write(&Actor::House, move |w| store::touch_session(w.conn(), &hash, now));
            touched.await.map_err(|error| LoadError::Other(error.into()))?;
        }
        serde_json::from_str(&row.state).map(Some).map_err(|error| LoadError::Deserialization(error.into()))
    }

    async fn save(&self, state: State, _: &Ttl) -> Result<SessionKey, SaveError> {
        let key = draw_key().map_err(|error| SaveError::Other(error.into()))?;
        let (hash, staff, is_in) = (self.hash(&key), staff(&state), state.contains_key("staff"));
        let (from, agent, mark) = (text(&state, "from"), text(&state, "agent"), text(&state, "mark"));
        let state = serde_json::to_string(&state).map_err(|error| SaveError::Serialization(error.into()))?;
        let saved = self.0.write(&Actor::House, move |w| {
            let now = w.now;
            store::sweep_sessions(w.conn(), now - ABSOLUTE, now - IDLE)?;
            let row = SessionRow {
                id_hash: hash,
                staff_id: staff,
                state,
                made_at: now,
                seen_at: now,
                from_address: from,
                agent,
                mark,
            };
            store::add_session(w.conn(), &row)?;
            // Whoever has only the password pushes nobody out.
            if let Some(staff) = staff.filter(|_| is_in) {
                for old in store::sessions_of(w.conn(), staff)?.iter().skip(MOST) {
                    store::end_session(w.conn(), old)?;
                }
            }
            Ok(())
        });
        saved.await.map_err(|error| SaveError::Other(error.into()))?;
        key.try_into().map_err(|_| SaveError::Other(Error::internal("a session key").into()))
    }

    async fn update(&self, key: SessionKey, state: State, ttl: &Ttl) -> Result<SessionKey, UpdateError> {
        let (hash, staff) = (self.hash(key.as_ref()), staff(&state));
        let text = serde_json::to_string(&state).map_err(|error| UpdateError::Serialization(error.into()))?;
        let saved = self.0.write(&Actor::House, move |w| {
            let now = w.now;
            store::save_session(w.conn(), &hash, staff, &text, now)
        });
        match saved.await {
            Ok(true) => Ok(key),
            // Ended meanwhile, by its owner or by a role change: what would be saved is a session of nobody.
            Ok(false) => {
                let _ = ttl;
                Ok(key)
            }
            Err(error) => Err(UpdateError::Other(error.into())),
        }
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Ttl) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = self.hash(key.as_ref());
        Ok(self.0.write(&Actor::House, move |w| store::end_session(w.conn(), &hash)).await?)
    }
}
