//! Connections to SQLite or PostgreSQL, behind one enum; transactions at its level, so that stores compose.
//!
//! A store writes each query once and runs it on whichever database this house has: `each!(conn, |c| query.load(c))`.
//! Both arms are native connections, so whatever both backends can do needs no trait bounds. The cost: each body is
//! compiled twice. The way out: delete an arm.
pub mod schema;
pub mod values;

use crate::error::{Error, Result};
use diesel::RunQueryDsl;
use diesel::connection::{AnsiTransactionManager, Connection, SimpleConnection, TransactionManager};
use diesel::sqlite::SqliteConnection;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use parking_lot::{Mutex, MutexGuard};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// PostgreSQL in pure Rust, no libpq. It blocks, so it lives on blocking threads only.
pub type PgConn = AsyncConnectionWrapper<AsyncPgConnection>;

pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(Box<PgConn>),
}

/// Runs one query, written once, on the native connection of whichever database this is.
macro_rules! each {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($c) => $body,
            $crate::db::Conn::Postgres($c) => {
                let $c: &mut $crate::db::PgConn = &mut **$c;
                $body
            }
        }
    };
}
pub(crate) use each;

/// How long somebody waits for the write lock before the answer is a 503 with words.
const LOCK_WAIT: Duration = Duration::from_secs(10);
const READERS: u32 = 8;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const KEYRING_SQLITE: EmbeddedMigrations = embed_migrations!("migrations/keyring/sqlite");
const KEYRING_POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/keyring/postgres");

/// Which of the house's two databases: never joined, never in one backup set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    House,
    Keyring,
}

/// Where a database is: exactly what was configured, never a guess.
#[derive(Clone, PartialEq, Eq)]
pub enum Url {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Url {
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Url::Postgres(text.to_owned())
        } else {
            Url::Sqlite(PathBuf::from(text))
        }
    }
}

impl std::fmt::Debug for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Url::Sqlite(path) => write!(f, "sqlite {}", path.display()),
            Url::Postgres(_) => f.write_str("postgres (address and password not shown)"),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// A snapshot that cannot write.
    Read,
    /// Takes the one write lock first, so that what is looked at inside cannot change before the commit.
    Write,
}

impl Conn {
    fn establish(url: &Url, mode: Mode) -> Result<Self> {
        match url {
            Url::Sqlite(path) => {
                private_file(path)?;
                let path = path.to_str().ok_or_else(|| Error::internal("the database path is not UTF-8"))?;
                let mut conn = SqliteConnection::establish(path).map_err(Error::internal)?;
                conn.batch_execute(
                    "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                     PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
                     PRAGMA mmap_size = 268435456;",
                )?;
                if mode == Mode::Read {
                    conn.batch_execute("PRAGMA query_only = ON")?;
                }
                Ok(Conn::Sqlite(conn))
            }
            Url::Postgres(url) => {
                let conn = PgConn::establish(url).map_err(|_| Error::Busy)?;
                Ok(Conn::Postgres(Box::new(conn)))
            }
        }
    }

    /// Is this connection of no further use? Asks the transaction manager too: after a caught panic a PostgreSQL
    /// connection inside an open transaction would answer Ok to writes that are never durable.
    fn is_broken(&mut self) -> bool {
        match self {
            Conn::Sqlite(c) => {
                <SqliteConnection as Connection>::TransactionManager::is_broken_transaction_manager(c)
                    || !matches!(
                        AnsiTransactionManager::transaction_manager_status_mut(c).transaction_depth(),
                        Ok(None)
                    )
            }
            Conn::Postgres(c) => {
                <PgConn as Connection>::TransactionManager::is_broken_transaction_manager(&mut **c)
                    || !matches!(
                        <PgConn as Connection>::TransactionManager::transaction_manager_status_mut(&mut **c)
                            .transaction_depth(),
                        Ok(None)
                    )
            }
        }
    }

    fn begin(&mut self, mode: Mode) -> Result<()> {
        match self {
            Conn::Sqlite(c) => {
                // A deferred transaction that reads and then writes fails with "locked" whatever the timeout.
                let sql = if mode == Mode::Write { "BEGIN IMMEDIATE" } else { "BEGIN" };
                AnsiTransactionManager::begin_transaction_sql(c, sql)?;
            }
            Conn::Postgres(c) => {
                <PgConn as Connection>::TransactionManager::begin_transaction(&mut **c)?;
                let first = match mode {
                    Mode::Write => {
                        "SET LOCAL lock_timeout = '10s';
                         SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 7))"
                    }
                    Mode::Read => "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
                };
                if let Err(error) = c.batch_execute(first) {
                    self.roll_back();
                    return Err(error.into());
                }
            }
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        match self {
            Conn::Sqlite(c) => AnsiTransactionManager::commit_transaction(c)?,
            Conn::Postgres(c) => <PgConn as Connection>::TransactionManager::commit_transaction(&mut **c)?,
        }
        Ok(())
    }

    fn roll_back(&mut self) {
        // When even the rollback fails, `is_broken` says so and the connection is thrown away.
        let _ = match self {
            Conn::Sqlite(c) => AnsiTransactionManager::rollback_transaction(c),
            Conn::Postgres(c) => <PgConn as Connection>::TransactionManager::rollback_transaction(&mut **c),
        };
    }

    fn transaction<T>(&mut self, mode: Mode, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.begin(mode)?;
        match catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(Ok(value)) => match self.commit() {
                Ok(()) => Ok(value),
                Err(error) => {
                    self.roll_back();
                    Err(error)
                }
            },
            Ok(Err(error)) => {
                self.roll_back();
                Err(error)
            }
            Err(panic) => {
                self.roll_back();
                resume_unwind(panic)
            }
        }
    }

    /// Takes deleted bytes out of the journal of SQLite. On PostgreSQL that is autovacuum's work; the keyring's table is
    /// vacuumed by itself (`vault::store`).
    ///
    /// # Errors
    /// `Busy` when a reader stands in the way.
    #[expect(clippy::disallowed_methods, reason = "a PRAGMA is no query of diesel's")]
    pub fn scrub(&mut self) -> Result<()> {
        #[derive(diesel::QueryableByName)]
        struct Checkpointed {
            #[diesel(sql_type = diesel::sql_types::Integer)]
            busy: i32,
        }
        let Conn::Sqlite(c) = self else { return Ok(()) };
        let done: Checkpointed = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(c)?;
        if done.busy == 0 { Ok(()) } else { Err(Error::Busy) }
    }

    fn migrate(&mut self, kind: Kind) -> Result<()> {
        // Two nodes that start together take turns.
        if let Conn::Postgres(c) = self {
            c.batch_execute("SELECT pg_advisory_lock(hashtextextended(current_schema(), 8))")?;
        }
        let migrated = match (kind, &mut *self) {
            (Kind::House, Conn::Sqlite(c)) => c.run_pending_migrations(SQLITE).map(drop),
            (Kind::House, Conn::Postgres(c)) => c.run_pending_migrations(POSTGRES).map(drop),
            (Kind::Keyring, Conn::Sqlite(c)) => c.run_pending_migrations(KEYRING_SQLITE).map(drop),
            (Kind::Keyring, Conn::Postgres(c)) => c.run_pending_migrations(KEYRING_POSTGRES).map(drop),
        };
        if let Conn::Postgres(c) = self {
            c.batch_execute("SELECT pg_advisory_unlock(hashtextextended(current_schema(), 8))")?;
        }
        migrated.map_err(|error| Error::internal(format!("migration: {error}")))
    }
}

/// Makes the file 0600 before the database opens it; its journal files take the same mode (V13.3.2).
///
/// A file that is there is not opened: closing any descriptor of it would drop the locks that this process's own
/// connections hold (POSIX), and the next process to end would take itself for the last one and delete the journal
/// under them.
fn private_file(path: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    match std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

struct Readers {
    url: Url,
}

impl r2d2::ManageConnection for Readers {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn> {
        Conn::establish(&self.url, Mode::Read)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<()> {
        match conn {
            Conn::Sqlite(c) => c.batch_execute("SELECT 1")?,
            Conn::Postgres(c) => c.batch_execute("SELECT 1")?,
        }
        Ok(())
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.is_broken()
    }
}

/// r2d2 would print each failed connection with its address; the caller says it once, without.
#[derive(Debug)]
struct Quiet;
impl r2d2::HandleError<Error> for Quiet {
    fn handle_error(&self, _: Error) {
        tracing::warn!("a database connection could not be opened");
    }
}

/// One database: many readers, one writer.
pub struct Db {
    url: Url,
    /// `None` only while being dropped.
    readers: Option<r2d2::Pool<Readers>>,
    writer: Mutex<Option<Conn>>,
}

impl Db {
    /// Opens exactly this database and brings it up to date. Blocks: not for async threads.
    ///
    /// # Errors
    /// `Busy` when it does not answer, `Internal` when a migration fails.
    pub fn open(url: &Url, kind: Kind) -> Result<Self> {
        let mut writer = Conn::establish(url, Mode::Write)?;
        writer.migrate(kind)?;
        let readers = r2d2::Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(LOCK_WAIT)
            .error_handler(Box::new(Quiet))
            .build(Readers { url: url.clone() })
            .map_err(|_| Error::Busy)?;
        Ok(Db { url: url.clone(), readers: Some(readers), writer: Mutex::new(Some(writer)) })
    }

    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Reads in one snapshot. The connection itself refuses writes.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let readers = self.readers.as_ref().ok_or(Error::Busy)?;
        let mut conn = readers.get().map_err(|_| Error::Busy)?;
        conn.transaction(Mode::Read, work)
    }

    /// Waits for the write lock of this process; the transaction then takes the database's own.
    pub fn writer(&self) -> Result<Writer<'_>> {
        let mut conn = self.writer.try_lock_for(LOCK_WAIT).ok_or(Error::Busy)?;
        if conn.as_mut().is_none_or(Conn::is_broken) {
            *conn = None;
            *conn = Some(Conn::establish(&self.url, Mode::Write)?);
        }
        Ok(Writer { conn })
    }

    /// One write transaction: all of it or nothing, durable when this returns.
    pub fn write<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.writer()?.write(work)
    }
}

/// A PostgreSQL connection holds a runtime, which may not be dropped on an async thread; the last clone of the house may
/// be dropped anywhere. So connections are closed on a thread of their own.
impl Drop for Db {
    fn drop(&mut self) {
        let (writer, readers) = (self.writer.get_mut().take(), self.readers.take());
        let _ = std::thread::spawn(move || drop((writer, readers))).join();
    }
}

/// The write lock, held. Whoever holds the house's may take the keyring's, never the other way round (V15.4.3).
pub struct Writer<'a> {
    conn: MutexGuard<'a, Option<Conn>>,
}

impl Writer<'_> {
    pub fn write<T>(&mut self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let conn = self.conn.as_mut().ok_or(Error::Busy)?;
        conn.transaction(Mode::Write, work)
    }

    /// Outside any transaction, for what SQLite refuses inside one (checkpoint, vacuum).
    pub fn bare<T>(&mut self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        work(self.conn.as_mut().ok_or(Error::Busy)?)
    }
}
