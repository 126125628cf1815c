//! Everything that can stop an action, in one enum. Use the variant, never a text of your own: pages translate it.
//!
//! - A form that can be corrected is *not* an error: its page comes back with words beside the fields.
//! - What input causes is a 4xx here; what the house causes (disk, database, load) is `Busy`, a 503 with words.
//! - No variant carries personal data, so each may be logged as it is.
use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or not for this reader: the two are told alike (V8.2.2).
    NotFound,
    /// Signed in, but the role may not do this.
    Forbidden,
    /// Allowed, once a fresh code of the second factor has been given (V7.5.3).
    StepUp,
    /// Not signed in, or no longer.
    SignedOut,
    /// A request that no page of ours makes: unknown or doubled fields, a bad number, a broken body.
    BadRequest(&'static str),
    /// The form token or the origin of the request does not prove that our page sent it.
    Forged,
    /// A body over the limit of this route.
    TooLarge,
    /// Not a kind of body that is taken here.
    Unsupported,
    /// Too many tries; try again after so many seconds.
    TooMany { wait_seconds: u32 },
    /// What was decided upon has changed meanwhile.
    Stale,
    /// The database, the disk or the queue cannot take this now. Nothing was done.
    Busy,
    /// A sealed value that does not open: its key is destroyed, or it was moved or altered.
    Unreadable,
    /// Processing of these data is restricted (Art. 18): kept, and shown to the Dpo alone.
    Restricted,
    /// A fault of ours. The text says where, never about whom.
    Internal(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotFound => f.write_str("not found"),
            Error::Forbidden => f.write_str("not allowed"),
            Error::StepUp => f.write_str("a fresh code is wanted"),
            Error::SignedOut => f.write_str("signed out"),
            Error::BadRequest(what) => write!(f, "bad request: {what}"),
            Error::Forged => f.write_str("the request was not made by our own page"),
            Error::TooLarge => f.write_str("too large"),
            Error::Unsupported => f.write_str("unsupported kind of body"),
            Error::TooMany { wait_seconds } => write!(f, "too many tries, wait {wait_seconds} s"),
            Error::Stale => f.write_str("changed meanwhile"),
            Error::Busy => f.write_str("busy"),
            Error::Unreadable => f.write_str("a sealed value does not open"),
            Error::Restricted => f.write_str("processing is restricted"),
            Error::Internal(why) => write!(f, "internal: {why}"),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    pub fn internal(why: impl fmt::Display) -> Self {
        Error::Internal(why.to_string())
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::DatabaseErrorKind as Kind;
        use diesel::result::Error as Db;
        match error {
            Db::NotFound => Error::NotFound,
            // The message of a unique violation names the constraint; its *details* hold values and stay out of logs.
            Db::DatabaseError(Kind::ClosedConnection | Kind::SerializationFailure, _) => Error::Busy,
            Db::DatabaseError(kind, info) => {
                let said = info.message();
                let lack = ["locked", "lock timeout", "disk", "I/O", "connection", "readonly", "terminating"];
                if lack.iter().any(|word| said.contains(word)) {
                    tracing::warn!(reason = said, "the database cannot take this now");
                    Error::Busy
                } else {
                    Error::Internal(format!("database ({kind:?}): {said}"))
                }
            }
            Db::BrokenTransactionManager => Error::Busy,
            other => Error::Internal(format!("database: {other}")),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::ReadOnlyFilesystem => Error::Busy,
            kind => Error::Internal(format!("file: {kind}")),
        }
    }
}
