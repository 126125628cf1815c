//! The house at work: looking and writing go through here, and nowhere else.
//!
//! [`App::look`] collects the deeds that a look at personal data owes and releases what was seen only when they are
//! durable. [`App::write`] takes the one write lock first, and what is done, its deeds and its line in the change table
//! commit together. Both run on blocking threads; both know who acts and what time it is.
use crate::actor::{Actor, Right};
use crate::catalogue::KeyClass;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::schema::{changes, counters, house};
use crate::db::{Conn, Db, Kind as DbKind, Writer, each};
use crate::deeds::{self, Deed, Head, Subject, What};
use crate::error::{Error, Result};
use crate::search::{Entry, Index, Kind};
use crate::vault::{Altered, Clearance, Found, Owner, OwnerKind, Sealing, Unlocked, Vault};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// The shared house. Cloning it is cheap.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    clock: Clock,
    db: Db,
    vault: Vault,
    index: Index,
    /// The change line up to which the index has followed; the lock is held while following.
    followed: Mutex<i64>,
    seen_change: AtomicI64,
    feeds: Vec<Feed>,
    owed: Mutex<Vec<Owed>>,
    typing: Mutex<HashMap<i64, Instant>>,
}

/// Entries with the ids that they are of.
pub type Entries = Vec<(i64, Entry)>;

/// How the index learns of one kind of thing: given by the room that owns the rows, called by nobody else.
#[derive(Clone, Copy)]
pub struct Feed {
    pub kind: Kind,
    pub some: fn(&mut Looking, &[i64]) -> Result<Entries>,
    /// Entries with ids above the given one, in order; empty at the end.
    pub after: fn(&mut Looking, i64) -> Result<Entries>,
}

/// Deeds that lookers owe, waiting for a commit that they share.
struct Owed {
    deeds: Vec<(Actor, Deed)>,
    paid: Arc<Mutex<Option<bool>>>,
}

/// So many deeds at the most share one commit.
const SHARED: usize = 64;
/// As-you-type searches of one person leave one deed in this time.
const TYPING: Duration = Duration::from_secs(10);

impl App {
    /// Opens the house: keys, databases, and the index over them. Blocks.
    ///
    /// # Errors
    /// When a part cannot be opened, or the database was sealed under another root key.
    pub fn open(config: Config, clock: Clock, feeds: Vec<Feed>) -> Result<Self> {
        let vault = Vault::open(&config.root_key, &config.keyring, clock.clone())?;
        let db = Db::open(&config.database, DbKind::House)?;
        let app = App(Arc::new(Inner {
            config,
            clock,
            db,
            vault,
            index: Index::default(),
            followed: Mutex::new(-1),
            seen_change: AtomicI64::new(-1),
            feeds,
            owed: Mutex::default(),
            typing: Mutex::default(),
        }));
        app.check_root_key()?;
        // Behind the write lock: another process's batch that is pending may be about to be committed.
        app.0.db.write(|conn| app.0.vault.settle(|batch| batch_was_committed(conn, batch)))?;
        app.look_now(&Actor::House, |l| l.index().map(drop))?;
        Ok(app)
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// Looks at something. What it returns is released only when the deeds it owes are durable.
    pub async fn look<T: Send + 'static>(
        &self,
        by: &Actor,
        work: impl FnOnce(&mut Looking) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (app, by) = (self.clone(), by.clone());
        blocking(move || app.look_now(&by, work)).await
    }

    /// Changes something: all of it with its deeds, or nothing.
    pub async fn write<T: Send + 'static>(
        &self,
        by: &Actor,
        work: impl FnOnce(&mut Writing) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (app, by) = (self.clone(), by.clone());
        blocking(move || app.write_now(&by, work)).await
    }

    /// [`App::look`] for a thread that may block: the command line, jobs, streams.
    pub fn look_now<T>(&self, by: &Actor, work: impl FnOnce(&mut Looking) -> Result<T>) -> Result<T> {
        let (now, altered) = (self.0.clock.now(), Altered::default());
        let looked = self.0.db.read(|conn| {
            let mut looking = Looking { conn, app: self, actor: by, now, owed: Vec::new(), altered: altered.clone() };
            let value = work(&mut looking)?;
            Ok((value, looking.owed))
        });
        let (value, mut owed) = match looked {
            Ok((value, owed)) => (Ok(value), owed),
            Err(error) => (Err(error), Vec::new()),
        };
        // What does not open is told even of a look that failed for it.
        owed.extend(altered.take().into_iter().map(|found| (by.clone(), unreadable(found))));
        self.pay(owed)?;
        value
    }

    /// [`App::write`] for a thread that may block.
    pub fn write_now<T>(&self, by: &Actor, work: impl FnOnce(&mut Writing) -> Result<T>) -> Result<T> {
        let mut writer = self.0.db.writer()?;
        let mut batch = None;
        let (now, altered) = (self.0.clock.now(), Altered::default());
        let write = || {
            writer.write(|conn| {
                let looking = Looking { conn, app: self, actor: by, now, owed: Vec::new(), altered: altered.clone() };
                let mut writing = Writing { looking, changed: Vec::new(), batch: &mut batch };
                let value = work(&mut writing)?;
                Ok((value, writing.close()?))
            })
        };
        let done = match catch_unwind(AssertUnwindSafe(write)) {
            Ok(done) => done,
            Err(panic) => {
                // Rolled back like any other failure; then the panic goes on to become an error page.
                drop(writer);
                self.settle(batch.as_deref());
                resume_unwind(panic)
            }
        };
        match done {
            Ok((value, head)) => {
                self.keep_head(head);
                if let Some(batch) = &batch {
                    // Not being able to say so now is mended at the next start: the batch is in the change table.
                    if let Err(error) = self.0.vault.promote(batch) {
                        tracing::warn!(%error, "keys stay pending until the next start");
                    }
                }
                Ok(value)
            }
            Err(error) => {
                drop(writer);
                self.settle(batch.as_deref());
                self.pay(altered.take().into_iter().map(|found| (by.clone(), unreadable(found))).collect())?;
                Err(error)
            }
        }
    }

    /// The keys of a write that failed. A commit whose answer was lost may have happened all the same, so the database is
    /// asked, behind the write lock; when it cannot be, the keys stay pending and are settled by whoever writes next.
    fn settle(&self, batch: Option<&str>) {
        let Some(batch) = batch else { return };
        let settled =
            self.0.db.write(|conn| batch_was_committed(conn, batch)).and_then(|committed| {
                if committed { self.0.vault.promote(batch) } else { self.0.vault.discard(batch) }
            });
        if let Err(error) = settled {
            tracing::warn!(%error, "keys of a write that failed stay pending for now");
        }
    }

    /// Makes owed deeds durable. Lookers who wait at the same time share a commit: the first to get the lock pays for
    /// all, and if that fails every page that waited for it fails.
    fn pay(&self, deeds: Vec<Deed2>) -> Result<()> {
        if deeds.is_empty() {
            return Ok(());
        }
        let paid = Arc::new(Mutex::new(None));
        self.0.owed.lock().push(Owed { deeds, paid: paid.clone() });
        let mut writer = self.0.db.writer()?;
        loop {
            if let Some(ok) = *paid.lock() {
                return if ok { Ok(()) } else { Err(Error::Busy) };
            }
            self.pay_some(&mut writer);
        }
    }

    fn pay_some(&self, writer: &mut Writer) {
        let batch: Vec<Owed> = {
            let mut waiting = self.0.owed.lock();
            let mut deeds = 0;
            let many = waiting.iter().take_while(|owed| {
                deeds += owed.deeds.len();
                deeds <= SHARED.max(owed.deeds.len())
            });
            let many = many.count().max(1).min(waiting.len());
            waiting.drain(..many).collect()
        };
        let deeds: Vec<(Actor, Deed)> = batch.iter().flat_map(|owed| owed.deeds.iter().cloned()).collect();
        let now = self.0.clock.now();
        let kept = self.head();
        let done = writer.write(|conn| deeds::append(conn, &self.0.vault, now, &deeds, kept.as_ref()));
        let ok = done.is_ok();
        match done {
            Ok(head) => self.keep_head(head),
            Err(error) => tracing::error!(%error, "deeds could not be kept; what they tell of was not shown"),
        }
        for owed in batch {
            *owed.paid.lock() = Some(ok);
        }
    }

    /// Keeps the signed head outside the database. A head behind the tip is fine, so this may fail without harm.
    fn keep_head(&self, head: Option<Head>) {
        let Some(head) = head else { return };
        if let Err(error) = self.write_head(&head) {
            tracing::warn!(%error, "the head of the audit log could not be kept");
        }
    }

    fn head_path(&self) -> std::path::PathBuf {
        self.0.config.heads.join("audit.head")
    }

    fn write_head(&self, head: &Head) -> Result<()> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let body = serde_json::to_vec(head).map_err(Error::internal)?;
        let signed = (&body, self.0.vault.audit_head_mac(&body));
        let (path, next) = (self.head_path(), self.head_path().with_extension(format!("{}", std::process::id())));
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&next)?;
        file.write_all(&serde_json::to_vec(&signed).map_err(Error::internal)?)?;
        std::fs::rename(next, path)?;
        Ok(())
    }

    /// The head outside the database, when it is there and signed by this house.
    pub fn head(&self) -> Option<Head> {
        let bytes = std::fs::read(self.head_path()).ok()?;
        let (body, mac): (Vec<u8>, Vec<u8>) = serde_json::from_slice(&bytes).ok()?;
        if !self.0.vault.is_audit_head(&body, &mac) {
            return None;
        }
        serde_json::from_slice(&body).ok()
    }

    /// Brings the index up to what is committed, from every process. Idle houses call it each second.
    pub fn follow(&self) -> Result<()> {
        self.look_now(&Actor::House, |l| l.index().map(drop))
    }

    /// Takes what was deleted out of the journal of the database. What is left there is sealed under keys that are gone,
    /// so a reader that stands in the way is no failure: the next time does it.
    pub fn scrub(&self) {
        let scrubbed = self.0.db.writer().and_then(|mut writer| writer.bare(Conn::scrub));
        if let Err(error) = scrubbed {
            tracing::debug!(%error, "the journal still has deleted rows");
        }
    }

    /// Was this search typed so soon after the last that it leaves no deed of its own?
    pub fn is_still_typing(&self, staff: i64) -> bool {
        let mut typing = self.0.typing.lock();
        let now = Instant::now();
        typing.retain(|_, at| now.duration_since(*at) < TYPING);
        match typing.get(&staff) {
            Some(_) => true,
            None => {
                typing.insert(staff, now);
                false
            }
        }
    }

    /// A database sealed under another root key must not be written to: half of it would be lost for good.
    fn check_root_key(&self) -> Result<()> {
        let ours = self.0.vault.fingerprint.clone();
        let kept: Option<String> = self.0.db.read(|conn| {
            Ok(each!(conn, |c| house::table
                .filter(house::name.eq("root key"))
                .select(house::value)
                .first(c)
                .optional())?)
        })?;
        match kept {
            Some(kept) if kept == ours => Ok(()),
            Some(_) => Err(Error::internal("this database was sealed under another root key")),
            None => self.0.db.write(|conn| {
                each!(conn, |c| diesel::insert_into(house::table)
                    .values((house::name.eq("root key"), house::value.eq(&ours)))
                    .execute(c))?;
                Ok(())
            }),
        }
    }
}

type Deed2 = (Actor, Deed);

/// Whose value, and where: references, as in every deed.
fn unreadable(found: Found) -> Deed {
    let subject = match found.owner.kind {
        OwnerKind::Person => Subject::Person,
        OwnerKind::Company => Subject::Company,
        OwnerKind::Staff => Subject::Staff,
        OwnerKind::Import => Subject::Import,
        OwnerKind::Card => Subject::Card,
        OwnerKind::Request => Subject::Request,
        OwnerKind::Party => Subject::Party,
        OwnerKind::Breach => Subject::Breach,
    };
    let deed = Deed::of(What::Unreadable, subject, found.owner.id);
    match found.field {
        Some(field) => {
            deed.with("value", format!("{}.{}", field.spec().table, field.spec().column)).with("row", found.row)
        }
        None => deed.with("value", "key"),
    }
}

/// Runs blocking work on its own thread. A panic in it goes on in the handler, where it becomes an error page.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(join) => match join.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Err(Error::Busy),
        },
    }
}

fn batch_was_committed(conn: &mut Conn, batch: &str) -> Result<bool> {
    let n: i64 = each!(conn, |c| changes::table.filter(changes::batch.eq(batch)).count().get_result(c))?;
    Ok(n > 0)
}

/// A look in progress: one snapshot, an actor, a time, and the deeds it owes.
pub struct Looking<'a> {
    conn: &'a mut Conn,
    app: &'a App,
    pub actor: &'a Actor,
    pub now: NaiveDateTime,
    owed: Vec<Deed2>,
    altered: Altered,
}

impl Looking<'_> {
    /// For stores.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    pub fn app(&self) -> &App {
        self.app
    }

    pub fn vault(&self) -> &Vault {
        &self.app.0.vault
    }

    /// Refuses unless the actor's role may do this: the same table that the handlers' extractors ask.
    pub fn must(&self, right: Right) -> Result<()> {
        if self.actor.may(right) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// A deed that must be durable before what was seen is released.
    pub fn owe(&mut self, deed: Deed) {
        self.owed.push((self.actor.clone(), deed));
    }

    /// The keys of these owners, if the actor may see clear text of that class at all.
    pub fn unlock(&self, owners: &[Owner], class: KeyClass) -> Result<Unlocked> {
        let clearance = Clearance::of(self.actor, class).ok_or(Error::Forbidden)?;
        self.app.0.vault.unlock(clearance, owners, &self.altered)
    }

    /// The same for all owners with ids in a range.
    pub fn unlock_range(&self, kind: OwnerKind, from: i64, to: i64, class: KeyClass) -> Result<Unlocked> {
        let clearance = Clearance::of(self.actor, class).ok_or(Error::Forbidden)?;
        self.app.0.vault.unlock_range(clearance, kind, from, to, &self.altered)
    }

    /// The index, caught up with everything that was committed before this look.
    pub fn index(&mut self) -> Result<&Index> {
        let tip: i64 = each!(self.conn, |c| counters::table
            .filter(counters::name.eq("changes"))
            .select(counters::value)
            .first(c))?;
        if self.app.0.seen_change.load(Ordering::Acquire) < tip {
            self.catch_up(tip)?;
        }
        Ok(&self.app.0.index)
    }

    fn catch_up(&mut self, tip: i64) -> Result<()> {
        let app = self.app;
        let mut followed = app.0.followed.lock();
        if *followed >= tip {
            return Ok(());
        }
        let since = *followed;
        // The index is the house's own, whoever's look it is that brings it up to date.
        let mut looking = Looking {
            conn: self.conn,
            app,
            actor: &Actor::House,
            now: self.now,
            owed: Vec::new(),
            altered: self.altered.clone(),
        };
        let lines: Vec<(String, Option<i64>)> = if since < 0 {
            vec![("all".to_owned(), None)]
        } else {
            each!(&mut *looking.conn, |c| changes::table
                .filter(changes::seq.gt(since).and(changes::seq.le(tip)))
                .order(changes::seq)
                .select((changes::kind, changes::subject))
                .load(c))?
        };
        if lines.iter().any(|line| line.0 == "all") {
            looking.read_all()?;
        } else {
            for feed in &app.0.feeds {
                let mut ids: Vec<i64> =
                    lines.iter().filter(|line| line.0 == feed.kind.word()).filter_map(|line| line.1).collect();
                ids.sort_unstable();
                ids.dedup();
                for ids in ids.chunks(500) {
                    let entries = (feed.some)(&mut looking, ids)?;
                    for id in ids {
                        match entries.iter().find(|entry| entry.0 == *id) {
                            Some((_, entry)) => app.0.index.put(feed.kind, *id, entry),
                            None => app.0.index.remove(feed.kind, *id),
                        }
                    }
                }
            }
        }
        *followed = tip;
        app.0.seen_change.store(tip, Ordering::Release);
        Ok(())
    }

    fn read_all(&mut self) -> Result<()> {
        let app = self.app;
        app.0.index.clear();
        for feed in &app.0.feeds {
            let mut after = i64::MIN;
            loop {
                let entries = (feed.after)(self, after)?;
                let Some((last, _)) = entries.last() else { break };
                after = *last;
                app.0.index.put_all(feed.kind, &entries);
            }
        }
        Ok(())
    }
}

/// A write in progress: everything a look has, under the write lock, and what only a write may do.
pub struct Writing<'a> {
    looking: Looking<'a>,
    changed: Vec<(&'static str, Option<i64>)>,
    batch: &'a mut Option<String>,
}

impl<'a> std::ops::Deref for Writing<'a> {
    type Target = Looking<'a>;
    fn deref(&self) -> &Looking<'a> {
        &self.looking
    }
}

impl<'a> std::ops::DerefMut for Writing<'a> {
    fn deref_mut(&mut self) -> &mut Looking<'a> {
        &mut self.looking
    }
}

impl Writing<'_> {
    /// A number that nothing in this house has had, drawn under the write lock, before sealing.
    pub fn next_id(&mut self) -> Result<i64> {
        Ok(self.next_ids(1)?.start)
    }

    pub fn next_ids(&mut self, many: i64) -> Result<std::ops::Range<i64>> {
        let end = self.draw("ids", many)?;
        Ok(end - many..end)
    }

    /// Numbers up to this one were somebody's before the database was put back: they are drawn by nobody.
    pub fn draw_above(&mut self, id: i64) -> Result<()> {
        each!(self.conn(), |c| diesel::update(
            counters::table.filter(counters::name.eq("ids").and(counters::value.le(id)))
        )
        .set(counters::value.eq(id + 1))
        .execute(c))?;
        Ok(())
    }

    fn draw(&mut self, counter: &str, many: i64) -> Result<i64> {
        Ok(each!(self.conn(), |c| diesel::update(counters::table.filter(counters::name.eq(counter)))
            .set(counters::value.eq(counters::value + many))
            .returning(counters::value)
            .get_result::<i64>(c))?)
    }

    /// Keys to seal with for these owners, drawn where there are none.
    pub fn sealing(&mut self, owners: &[Owner], class: KeyClass) -> Result<Sealing> {
        let batch = self.batch.get_or_insert_with(|| {
            let mut bytes = [0; 12];
            rand::fill(&mut bytes);
            data_encoding::HEXLOWER.encode(&bytes)
        });
        let conn = &mut *self.looking.conn;
        self.looking.app.0.vault.draw(owners, class, batch, |other| batch_was_committed(conn, other))
    }

    /// A deed: kept with what it tells of, or neither is.
    pub fn record(&mut self, deed: Deed) {
        self.looking.owe(deed);
    }

    /// A deed of somebody for whom the house acts because they may not see what it takes: seeds, keys.
    pub fn record_for(&mut self, by: &Actor, deed: Deed) {
        self.looking.owed.push((by.clone(), deed));
    }

    /// What every process's index must read again. An id that is no more, or shown no more, leaves it.
    pub fn changed(&mut self, kind: Kind, id: i64) {
        self.changed.push((kind.word(), Some(id)));
    }

    /// So much changed that reading everything again is cheaper.
    pub fn changed_everything(&mut self) {
        self.changed.push(("all", None));
    }

    fn close(mut self) -> Result<Option<Head>> {
        let mut lines = std::mem::take(&mut self.changed);
        if lines.is_empty() && self.batch.is_some() {
            lines.push(("keys", None));
        }
        if !lines.is_empty() {
            let end = self.draw("changes", i64::try_from(lines.len()).unwrap_or(i64::MAX))?;
            let first = end - i64::try_from(lines.len()).unwrap_or(0) + 1;
            let (now, batch) = (self.now, self.batch.clone());
            let rows: Vec<_> = lines
                .into_iter()
                .zip(first..)
                .map(|((kind, subject), seq)| {
                    (
                        changes::seq.eq(seq),
                        changes::at.eq(now),
                        changes::kind.eq(kind),
                        changes::subject.eq(subject),
                        changes::batch.eq(batch.clone()),
                    )
                })
                .collect();
            for rows in rows.chunks(500) {
                each!(self.conn(), |c| diesel::insert_into(changes::table).values(rows).execute(c))?;
            }
        }
        let mut owed = std::mem::take(&mut self.owed);
        owed.extend(self.altered.take().into_iter().map(|found| (self.actor.clone(), unreadable(found))));
        let (app, now) = (self.app, self.now);
        deeds::append(self.conn(), &app.0.vault, now, &owed, app.head().as_ref())
    }
}

/// Deeds of something that did not happen: a refusal, a forged form, a panic. Written by itself.
pub async fn tell(app: &App, by: &Actor, deed: Deed) {
    let what: What = deed.what;
    let told = app.write(by, move |w| {
        w.record(deed);
        Ok(())
    });
    if let Err(error) = told.await {
        tracing::error!(%error, what = what.word(), "a deed could not be kept");
    }
}

/// A reference that tells nothing: what IT operations see instead of a person (P11). 60 random bits.
pub fn reference() -> String {
    let mut bytes = [0; 8];
    rand::fill(&mut bytes);
    let mut text = data_encoding::BASE32_NOPAD.encode(&bytes);
    text.truncate(12);
    text.insert(8, '-');
    text.insert(4, '-');
    text
}
