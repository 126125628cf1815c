//! Files as they arrive: in parts, in time, at some pace.
use crate::error::{Error, Result};
use actix_multipart::{Field, MultipartError};
use actix_web::web::Bytes;
use futures_util::StreamExt;
use std::time::{Duration, Instant};

/// Whoever sends nothing for so long has gone (V13.1.3).
const DEADLINE: Duration = Duration::from_secs(20);
/// Whoever sends less than this in that time is not uploading: a slow line brings a hundred times as much.
const SLOWEST: usize = 1_024;

/// Holds an upload to some pace, so that a byte now and then keeps nothing open.
pub struct Pace {
    since: Instant,
    bytes: usize,
}

impl Pace {
    pub fn begin() -> Self {
        Pace { since: Instant::now(), bytes: 0 }
    }

    pub fn goes_on(&mut self, bytes: usize) -> Result<()> {
        self.bytes += bytes;
        if self.since.elapsed() < DEADLINE {
            return Ok(());
        }
        if self.bytes < SLOWEST {
            return Err(Error::BadRequest("the upload took too long"));
        }
        *self = Pace::begin();
        Ok(())
    }
}

pub async fn in_time<T>(next: impl Future<Output = Option<Result<T, MultipartError>>>) -> Result<Option<T>> {
    match tokio::time::timeout(DEADLINE, next).await {
        Ok(next) => next.transpose().map_err(|_| Error::BadRequest("the upload broke off")),
        Err(_) => Err(Error::BadRequest("the upload took too long")),
    }
}

/// The next bytes of a part; parts without any are skipped.
pub async fn next(part: &mut Field) -> Result<Option<Bytes>> {
    loop {
        match in_time(part.next()).await? {
            Some(bytes) if bytes.is_empty() => {}
            next => return Ok(next),
        }
    }
}

/// All of a part that is kept in memory.
///
/// # Errors
/// `TooLarge` beyond the limit.
pub async fn whole(part: &mut Field, most: usize) -> Result<Vec<u8>> {
    let (mut all, mut pace) = (Vec::new(), Pace::begin());
    while let Some(bytes) = next(part).await? {
        pace.goes_on(bytes.len())?;
        if all.len() + bytes.len() > most {
            return Err(Error::TooLarge);
        }
        all.extend_from_slice(&bytes);
    }
    Ok(all)
}
