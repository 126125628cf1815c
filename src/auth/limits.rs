//! Tries are counted before anything is hashed, in the database, by account *and* address: an office behind one
//! address is not locked out by one forgetful colleague, and a stranger cannot lock the owner out (design §8.3).
use super::store::{self, AttemptRow};
use crate::actor::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use chrono::Duration;
use std::net::IpAddr;

/// So many tries cost nothing.
const FREE: i32 = 5;
/// The longest wait; a count is forgotten after the same time without a try.
const LONGEST: Duration = Duration::minutes(15);

fn key(app: &App, from: Option<IpAddr>, what: &str) -> Vec<u8> {
    let from = from.map(|address| address.to_string()).unwrap_or_default();
    app.vault().attempt_key(&format!("{from}\0{what}"))
}

/// Counts a try.
///
/// # Errors
/// `TooMany` while waiting; that try counts for nothing, so knocking does not prolong the wait.
pub async fn count(app: &App, from: Option<IpAddr>, what: &str) -> Result<()> {
    let key = key(app, from, what);
    app.write(&Actor::House, move |w| {
        let now = w.now;
        let known = store::find_attempt(w.conn(), &key)?.filter(|known| known.last_at + LONGEST > now);
        if let Some(known) = &known
            && known.wait_until > now
        {
            let left = (known.wait_until - now).num_seconds().clamp(1, LONGEST.num_seconds());
            return Err(Error::TooMany { wait_seconds: u32::try_from(left).unwrap_or(u32::MAX) });
        }
        let tries = known.map_or(0, |known| known.tries).saturating_add(1);
        let row = AttemptRow { key, tries, last_at: now, wait_until: now + wait(tries) };
        store::keep_attempt(w.conn(), &row)
    })
    .await
}

/// After a success.
pub async fn forget(app: &App, from: Option<IpAddr>, what: &str) -> Result<()> {
    let key = key(app, from, what);
    app.write(&Actor::House, move |w| store::forget_attempt(w.conn(), &key)).await
}

/// Nothing for the first five, then ten seconds, doubling, at most a quarter of an hour.
fn wait(tries: i32) -> Duration {
    match tries - FREE {
        ..0 => Duration::zero(),
        over => Duration::seconds(10 << over.min(7)).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends_at_a_quarter_of_an_hour() {
        assert_eq!(wait(4), Duration::zero());
        assert_eq!(wait(5), Duration::seconds(10));
        assert_eq!(wait(8), Duration::seconds(80));
        assert_eq!(wait(1_000), LONGEST);
    }
}
