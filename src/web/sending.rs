//! Files that leave in pieces: what waits between the thread that makes one and the browser that takes it.
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

/// Whoever takes nothing for so long has gone, whatever the connection says.
const STALLED: Duration = Duration::from_secs(60);

/// Waits for the reader, but not for ever: whoever makes a file holds a snapshot. False when there is none any more.
pub fn pass_on<T>(send: &Sender<T>, mut piece: T) -> bool {
    let since = Instant::now();
    loop {
        match send.try_send(piece) {
            Ok(()) => return true,
            Err(TrySendError::Closed(_)) => return false,
            Err(TrySendError::Full(back)) => piece = back,
        }
        if since.elapsed() > STALLED {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
