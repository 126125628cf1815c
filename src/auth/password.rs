//! Passwords: argon2id, a bounded number at a time, the same work for unknown names (design §8.3).
use crate::error::{Error, Result};
use argon2::Config;
use parking_lot::Mutex;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use tokio::sync::{Semaphore, oneshot};
use zeroize::Zeroizing;

/// Bytes; longer ones are refused before hashing (V6.2.9).
pub const LONGEST: usize = 1024;
/// Characters (V6.2.1).
pub const SHORTEST: usize = 12;
/// Hashes at a time: each takes 19 MiB and a core for some 20 ms. One is fifty a second, and leaves the others a core.
const AT_ONCE: usize = 1;
/// Strangers who wait behind them before the answer is 429.
const WAITING: usize = 8;
/// Places that strangers cannot take: for browsers and colleagues that the house knows.
const KEPT: usize = 16;

/// Who asks for a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// A browser that is known to the account, a colleague inside, or somebody with a code of the house's.
    Known,
    Stranger,
}

type Work = Box<dyn FnOnce() + Send>;

/// A thread that hashes and does nothing else, so that the memory which each hash takes and gives back is its own and stays
/// bounded; who waits for them; and a hash of nothing for names that do not exist.
#[derive(Clone)]
pub struct Hashing {
    threads: mpsc::Sender<Work>,
    queue: Arc<Semaphore>,
    kept: Arc<Semaphore>,
    dummy: Arc<str>,
}

impl Hashing {
    /// # Errors
    /// When hashing does not work at all.
    pub fn new() -> Result<Self> {
        let (threads, work) = mpsc::channel::<Work>();
        let work = Arc::new(Mutex::new(work));
        for _ in 0..AT_ONCE {
            let work = work.clone();
            std::thread::Builder::new().name("hashing".to_owned()).spawn(move || {
                loop {
                    // Taken under the lock, done without it.
                    let next = work.lock().recv();
                    let Ok(next) = next else { return };
                    // Whoever waits for work that panics is told by the channel that it dropped.
                    let _ = catch_unwind(AssertUnwindSafe(next));
                }
            })?;
        }
        Ok(Hashing {
            threads,
            queue: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            kept: Arc::new(Semaphore::new(KEPT)),
            dummy: hash("a password that nobody has")?.into(),
        })
    }

    /// Is this the password? Without a hash to compare with, the work is done all the same.
    ///
    /// # Errors
    /// `TooMany` when too many wait already.
    pub async fn verify(&self, asking: Asking, known: Option<String>, password: Zeroizing<String>) -> Result<bool> {
        let known = known.filter(|_| password.len() <= LONGEST);
        let exists = known.is_some();
        let known = known.unwrap_or_else(|| self.dummy.to_string());
        let right = self
            .bounded(asking, move || {
                let typed = password.as_bytes().get(..LONGEST.min(password.len())).unwrap_or_default();
                argon2::verify_encoded(&known, typed).map_err(|_| Error::internal("a password hash does not parse"))
            })
            .await?;
        Ok(right && exists)
    }

    pub async fn hash(&self, password: Zeroizing<String>) -> Result<String> {
        self.bounded(Asking::Known, move || hash(&password)).await
    }

    async fn bounded<T: Send + 'static>(
        &self,
        asking: Asking,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let queue = if asking == Asking::Known { &self.kept } else { &self.queue };
        // The place is the work's, not the caller's: one that hangs up does not make room before its hash is done.
        let place = queue.clone().try_acquire_owned().map_err(|_| Error::TooMany { wait_seconds: 5 })?;
        let (tell, told) = oneshot::channel();
        let work = move || {
            drop(tell.send(work()));
            drop(place);
        };
        self.threads.send(Box::new(work)).map_err(|_| Error::Busy)?;
        told.await.map_err(|_| Error::internal("hashing broke off"))?
    }
}

/// Argon2id, 19 MiB, two passes, one lane (OWASP): the parameters stand in each hash.
pub fn hash(password: &str) -> Result<String> {
    let mut salt = [0; 16];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut salt)
        .map_err(|_| Error::internal("the operating system gave no random bytes"))?;
    argon2::hash_encoded(password.as_bytes(), &salt, &Config::owasp2()).map_err(Error::internal)
}

/// Was it made with other parameters than new ones are? Then it is made anew at the next sign-in (V11.4.2).
pub fn is_outdated(hash: &str) -> bool {
    let now = Config::owasp2();
    !hash.starts_with(&format!("$argon2id$v=19$m={},t={},p={}$", now.mem_cost, now.time_cost, now.lanes))
}

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    TooShort,
    TooLong,
    /// Among those that are tried first, or made of names that everybody here knows.
    Guessable,
}

/// Length and how soon it would be guessed; no rules about which characters (V6.2.5), no forced change (V6.2.10).
pub fn judge(password: &str, context: &[&str]) -> Option<Weak> {
    if password.chars().count() < SHORTEST {
        return Some(Weak::TooShort);
    }
    if password.len() > LONGEST {
        return Some(Weak::TooLong);
    }
    let mut known = vec!["cloister", "treasury", "trésorerie", "banque", "banking", "crm"];
    known.extend_from_slice(context);
    // Names that everybody here knows are no secret, however often they are repeated (V6.2.11).
    let lower = password.to_lowercase();
    let known_words = known.iter().filter(|word| word.chars().count() >= 3);
    let rest = known_words.fold(lower, |rest, word| rest.replace(&word.to_lowercase(), ""));
    if rest.chars().count() < SHORTEST / 2 {
        return Some(Weak::Guessable);
    }
    // The library looks at 100 characters and no more; that many are strong enough.
    let head: String = password.chars().take(100).collect();
    (zxcvbn::zxcvbn(&head, &known).score() < zxcvbn::Score::Three).then_some(Weak::Guessable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_guessable_passwords_are_refused_and_long_plain_ones_taken() {
        assert_eq!(judge("court", &[]), Some(Weak::TooShort));
        assert_eq!(judge("password1234", &[]), Some(Weak::Guessable));
        assert_eq!(judge("cloistercloister", &[]), Some(Weak::Guessable));
        assert_eq!(judge("annemartinanne", &["anne.martin", "anne", "martin"]), Some(Weak::Guessable));
        assert_eq!(judge(&"é".repeat(600), &[]), Some(Weak::TooLong));
        assert_eq!(judge("un tilleul devant la fonderie", &[]), None);
    }

    #[test]
    fn a_hash_of_lower_parameters_is_outdated_and_a_new_one_is_not() {
        assert!(!is_outdated(&hash("un tilleul devant la fonderie").expect("hashes")));
        let older = Config { time_cost: 1, ..Config::owasp2() };
        assert!(is_outdated(&argon2::hash_encoded(b"x", b"saltsaltsaltsalt", &older).expect("hashes")));
    }

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let known = hash("un tilleul devant la fonderie").expect("hashes");
        assert!(known.starts_with("$argon2id$"));
        assert!(argon2::verify_encoded(&known, "un tilleul devant la fonderie".as_bytes()).expect("verifies"));
        assert!(!argon2::verify_encoded(&known, "un tilleul devant la fonderie ".as_bytes()).expect("verifies"));
    }
}
