//! Tries are counted before anything is hashed, in the database, so that all nodes share the counts (design §8.3, V6.1.1).
//!
//! Three counts, none of which locks an account:
//! - *account and address*: one forgetful colleague does not lock an office out, a stranger does not lock the owner out;
//! - *account and known browser* instead, where this browser signed in to this account before (a device cookie): whoever
//!   guesses from the owner's own office cannot slow the owner down either;
//! - *address*, whatever the name, for browsers that are not known: trying one password with many names is slowed too.
//!   Whoever has a code of now is not held up by it ([`vouch`]): the others at the address cannot keep a colleague out
//!   who comes with a new browser.
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
/// So many tries of all names from one address cost nothing: an office that comes in at nine.
const FREE_AT_ADDRESS: i32 = 60;
/// The wait beyond that: it slows a machine, and a person hardly notices.
const WAIT_AT_ADDRESS: Duration = Duration::seconds(10);

/// Where a try comes from.
#[derive(Clone, Debug, Default)]
pub struct Whence {
    pub address: Option<IpAddr>,
    /// The hash of the device cookie, if there is one.
    pub device: Option<Vec<u8>>,
}

impl Whence {
    pub fn at(address: Option<IpAddr>) -> Self {
        Whence { address, device: None }
    }

    /// The bucket of a browser that is not known.
    fn bucket(&self) -> Bucket {
        Bucket::Address(self.address.map(|address| address.to_string()).unwrap_or_default())
    }
}

/// In whose name a try is counted besides the account's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bucket {
    Address(String),
    Device(String),
}

/// The bucket of tries for this account from there. A device counts only for the account that it is known to.
///
/// # Errors
/// When the house cannot be asked.
pub async fn bucket(app: &App, whence: &Whence, staff: Option<i64>) -> Result<Bucket> {
    let address = whence.bucket();
    let Some(device) = whence.device.clone() else { return Ok(address) };
    let name = data_encoding::HEXLOWER.encode(&device);
    // Asked for unknown names too: the same work.
    let owner = app.look(&Actor::House, move |l| store::find_device(l.conn(), &device)).await?;
    Ok(if owner.is_some() && owner == staff { Bucket::Device(name) } else { address })
}

fn key(app: &App, bucket: &Bucket, what: &str) -> Vec<u8> {
    let (kind, name) = match bucket {
        Bucket::Address(name) => ("address", name),
        Bucket::Device(name) => ("device", name),
    };
    app.vault().attempt_key(&format!("{kind}\0{name}\0{what}"))
}

/// Counts a try.
///
/// # Errors
/// `TooMany` while waiting; that try counts for nothing, so knocking does not prolong the wait.
pub async fn count(app: &App, bucket: &Bucket, what: &str) -> Result<()> {
    let key = key(app, bucket, what);
    app.write(&Actor::House, move |w| count_one(w, key, wait)).await
}

/// Counts a try of a name: against the account, and against the address of a browser that is not known.
///
/// # Errors
/// As [`count`].
pub async fn count_name(app: &App, whence: &Whence, bucket: &Bucket, name: &str) -> Result<()> {
    let own = key(app, bucket, name);
    let whole = whole_address(app, whence, bucket);
    app.write(&Actor::House, move |w| {
        count_one(w, own, wait)?;
        whole.map_or(Ok(()), |key| count_one(w, key, wait_at_address))
    })
    .await
}

/// Counts a try of a code that is to vouch for a name where its address is slowed. Not forgotten after a right one: five
/// in a quarter of an hour are enough for a person, and too few to guess a code with.
///
/// # Errors
/// As [`count`].
pub async fn vouch(app: &App, whence: &Whence, name: &str) -> Result<()> {
    count(app, &whence.bucket(), &format!("vouch {name}")).await
}

/// After a password that was right.
pub async fn forget_name(app: &App, whence: &Whence, bucket: &Bucket, name: &str) -> Result<()> {
    let (own, whole) = (key(app, bucket, name), whole_address(app, whence, bucket));
    app.write(&Actor::House, move |w| {
        store::forget_attempt(w.conn(), &own)?;
        whole.map_or(Ok(()), |key| store::forgive_attempt(w.conn(), &key))
    })
    .await
}

fn whole_address(app: &App, whence: &Whence, bucket: &Bucket) -> Option<Vec<u8>> {
    let address = whence.address?.to_string();
    matches!(bucket, Bucket::Address(_)).then(|| app.vault().attempt_key(&format!("whole address\0{address}")))
}

/// Counts a try at the second step (V6.3.1).
///
/// # Errors
/// As [`count`].
pub async fn count_second(app: &App, whence: &Whence, staff: i64) -> Result<()> {
    let bucket = bucket(app, whence, Some(staff)).await?;
    count(app, &bucket, &format!("second {staff}")).await
}

/// After a second step that was right.
pub async fn forget_second(app: &App, whence: &Whence, staff: i64) -> Result<()> {
    let bucket = bucket(app, whence, Some(staff)).await?;
    forget(app, &bucket, &format!("second {staff}")).await
}

/// After a success.
pub async fn forget(app: &App, bucket: &Bucket, what: &str) -> Result<()> {
    let key = key(app, bucket, what);
    app.write(&Actor::House, move |w| store::forget_attempt(w.conn(), &key)).await
}

fn count_one(w: &mut crate::app::Writing, key: Vec<u8>, wait: fn(i32) -> Duration) -> Result<()> {
    let now = w.now;
    let known = store::find_attempt(w.conn(), &key)?.filter(|known| known.last_at + LONGEST > now);
    if let Some(known) = &known
        && known.wait_until > now
    {
        let left = (known.wait_until - now).num_seconds().clamp(1, LONGEST.num_seconds());
        return Err(Error::TooMany { wait_seconds: u32::try_from(left).unwrap_or(u32::MAX) });
    }
    let tries = known.map_or(0, |known| known.tries).saturating_add(1);
    store::keep_attempt(w.conn(), &AttemptRow { key, tries, last_at: now, wait_until: now + wait(tries) })
}

/// Nothing for the first five, then ten seconds, doubling, at most a quarter of an hour.
fn wait(tries: i32) -> Duration {
    match tries - FREE {
        ..0 => Duration::zero(),
        over => Duration::seconds(10 << over.min(7)).min(LONGEST),
    }
}

fn wait_at_address(tries: i32) -> Duration {
    if tries < FREE_AT_ADDRESS { Duration::zero() } else { WAIT_AT_ADDRESS }
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
