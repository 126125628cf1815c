//! Coming back: what a program that sends mail knows of bounces and of those who unsubscribed there, as a file of its own.
//!
//! Nothing of the file is kept but keyed hashes of addresses, what happened there and on which day; so a preview can wait
//! for a colleague without anybody's address in it. When it is applied, a hard bounce makes an address dead, an
//! unsubscription withdraws, a complaint objects to everything.
use super::store::returns as store;
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::consent::{self, Purpose, Source, Stop};
use crate::deeds::{Deed, What};
use crate::error::{Error, Result};
use crate::reach::{self, Reach, ReachKind};
use crate::search::fold;
use crate::sheet::{Limits, Reader, Refusal};
use crate::vault::Vault;
use crate::web::dates;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::HashMap;

crate::db::values::words! {
    /// What happened at an address.
    pub enum Happened {
        Unsubscribed = "unsubscribed",
        /// Called it spam.
        Complained = "complained",
        /// For good: a box that is full for a day is none.
        Bounced = "bounced",
    }
}

crate::db::values::words! {
    pub enum Standing {
        Read = "read",
        Applied = "applied",
        Discarded = "discarded",
    }
}

/// What came back, and what became of it.
#[derive(Clone, Debug)]
pub struct Returned {
    pub id: i64,
    pub at: NaiveDateTime,
    pub by: Option<i64>,
    pub standing: Standing,
    /// As far as its columns tell.
    pub program: super::Program,
    /// What was sent.
    pub purpose: Purpose,
    /// Rows that say nothing of the kind, or name no address.
    pub ignored: i64,
    pub applied_at: Option<NaiveDateTime>,
}

/// How many addresses of a kind, and how many of them somebody of ours has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub happened: Happened,
    pub all: i64,
    pub known: i64,
}

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is no table, or too large a one.
    NoTable(Refusal),
    NoAddressColumn,
    /// Neither a kind nor a reason, and no name of a column that says it for all rows.
    NoKind,
    /// Nothing in it is a bounce or an unsubscription.
    Nothing,
}

/// A file of one program after one sending, many times over.
const LIMITS: Limits = Limits { bytes: 20 * 1024 * 1024, rows: 50_000, columns: 200, cell_bytes: 10 * 1024 };

/// Where the columns that matter are.
struct Columns {
    email: usize,
    kind: Option<usize>,
    day: Option<usize>,
    channel: Option<usize>,
    /// What every row of the file is, as whoever brought it says, or by the name of a column.
    all: Option<Happened>,
    program: super::Program,
}

fn plain(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Columns {
    /// The names that the programs have for them, and what people write in their place. From documentation or source:
    ///
    /// - Brevo: the fields of its events, `event`, `email`, `date_event`, `ts` (developers.brevo.com/docs/marketing-webhooks),
    ///   which its weekly exports hold as CSV (docs/fetch-all-your-weekly-marketing-events). The names of its exports of
    ///   contacts are those of attributes and say nothing of what happened: whoever brings one says it.
    /// - Mailchimp: an audience leaves as one file a status (mailchimp.com/help/view-unsubscribed-contacts and
    ///   about-cleaned-contacts). No page of theirs lists the columns; `UNSUB_TIME`, `UNSUB_REASON`, `CLEAN_TIME` and
    ///   `CLEAN_CAMPAIGN_TITLE` are in every public program that reads such files.
    /// - Mautic: the report "Do Not Contact" (mautic/mautic 5.1, `ReportDNCSubscriber` with its `messages.ini`): `Email`,
    ///   `DNC Reason` in words, `DNC Date`, `DNC Channel`; by its numbers 1 unsubscribed, 2 bounced, 3 by hand
    ///   (`DoNotContact`).
    /// - Listmonk: `uuid,email,name,attributes,status,created_at,updated_at` (knadh/listmonk, cmd/subscribers.go), where
    ///   `blocklisted` is the one status that refuses; who left a list is exported as `enabled`, and said by whoever
    ///   brings the file. It exports no bounces.
    fn of(header: &[String], holds: Option<Happened>) -> Result<Self, Unread> {
        use super::Program::{Brevo, Listmonk, Mailchimp, Mautic, Ours};
        let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let place = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
        let has = |name: &str| names.iter().any(|known| known == name);
        let email = place(&["email", "emailaddress", "adresseemail", "mail", "courriel", "recipient", "destinataire"]);
        let all = match (has("unsubtime") || has("unsubcampaigntitle"), has("cleantime") || has("cleancampaigntitle")) {
            (true, _) => Some(Happened::Unsubscribed),
            (_, true) => Some(Happened::Bounced),
            _ => None,
        };
        let kind = place(&[
            "dncreason",
            "unsubreason",
            "event",
            "sttext",
            "type",
            "bouncetype",
            "kind",
            "status",
            "subscriptionstatus",
            "statut",
            "evenement",
            "reason",
            "raison",
            "motif",
        ]);
        let day = place(&[
            "unsubtime",
            "cleantime",
            "dncdate",
            "dncdateadded",
            "dateevent",
            "eventtime",
            "date",
            "ts",
            "createdat",
            "updatedat",
            "dateadded",
        ]);
        let program = match () {
            () if all.is_some() => Mailchimp,
            () if names.iter().any(|name| name.starts_with("dnc")) => Mautic,
            () if has("uuid") || has("subscriberuuid") => Listmonk,
            () if has("sttext") || has("messageid") || has("campid") || has("event") => Brevo,
            () => Ours,
        };
        let email = email.ok_or(Unread::NoAddressColumn)?;
        // What whoever brings the file says of it stands above what its columns seem to say.
        let (kind, all) = if holds.is_some() { (None, holds) } else { (kind, all) };
        if kind.is_none() && all.is_none() {
            return Err(Unread::NoKind);
        }
        Ok(Columns { email, kind, day, channel: place(&["dncchannel"]), all, program })
    }

    /// Does the row tell of something else than mail? Mautic has refusals of text messages in the same report.
    fn is_elsewhere(&self, cells: &[String]) -> bool {
        let channel = self.channel.and_then(|channel| cells.get(channel)).map(|cell| plain(cell)).unwrap_or_default();
        !(channel.is_empty() || channel.contains("mail") || channel.contains("courriel"))
    }

    fn happened(&self, cells: &[String]) -> Option<Happened> {
        let said = self.kind.and_then(|kind| cells.get(kind)).map(|cell| plain(cell)).unwrap_or_default();
        let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
        // Mautic has numbers for its reasons, too.
        let number = if self.program == super::Program::Mautic { said.as_str() } else { "" };
        if says(&["soft", "temporary", "deferred"]) {
            None
        } else if says(&["complain", "spam", "abuse", "plainte"]) {
            Some(Happened::Complained)
        } else if says(&["unsub", "desinscri", "desabonn", "optout", "optedout", "blocklist", "blacklist", "manual"])
            || ["1", "3"].contains(&number)
        {
            Some(Happened::Unsubscribed)
        } else if says(&["hard", "bounce", "cleaned", "invalid", "rebond"]) || number == "2" {
            Some(Happened::Bounced)
        } else {
            self.all
        }
    }

    /// The day in the row, never one to come; the present one where there is none.
    fn day(&self, cells: &[String], today: NaiveDate) -> NaiveDate {
        let text = self.day.and_then(|day| cells.get(day)).map(String::as_str).unwrap_or_default();
        let first: String = text.chars().take(10).collect();
        dates::parse(first.trim()).unwrap_or(today).min(today)
    }
}

/// What a file says, by keyed hash; of several rows about one address the earliest day of each kind.
pub struct Reading {
    program: super::Program,
    found: HashMap<(Vec<u8>, Happened), NaiveDate>,
    ignored: i64,
}

/// Reads a file, of which whoever brings it may say what happened to everybody in it. Nothing is written yet.
pub fn read(vault: &Vault, file: &[u8], holds: Option<Happened>, today: NaiveDate) -> Result<Reading, Unread> {
    let mut reader = Reader::open_within(file, None, LIMITS).map_err(Unread::NoTable)?;
    let columns = Columns::of(reader.header(), holds)?;
    let mut reading = Reading { program: columns.program, found: HashMap::new(), ignored: 0 };
    for row in &mut reader {
        let row = row.map_err(Unread::NoTable)?;
        if row.is_blank() {
            continue;
        }
        let address = row.cells.get(columns.email).and_then(|cell| Reach::parse(ReachKind::Email, cell).ok());
        let address = address.filter(|_| !columns.is_elsewhere(&row.cells));
        let Some((address, happened)) = address.zip(columns.happened(&row.cells)) else {
            reading.ignored += 1;
            continue;
        };
        let day = columns.day(&row.cells, today);
        let earliest = reading.found.entry((reach::blind(vault, &address), happened)).or_insert(day);
        *earliest = day.min(*earliest);
    }
    if reading.found.is_empty() { Err(Unread::Nothing) } else { Ok(reading) }
}

/// Keeps what a file says until somebody has looked at it.
pub fn keep(w: &mut Writing, reading: &Reading, purpose: Purpose) -> Result<i64> {
    w.must(Right::Export)?;
    let returned = Returned {
        id: w.next_id()?,
        at: w.now,
        by: w.actor.staff_id(),
        standing: Standing::Read,
        program: reading.program,
        purpose,
        ignored: reading.ignored,
        applied_at: None,
    };
    store::add(w.conn(), &returned, &reading.found)?;
    w.record(
        Deed::new(What::ReturnRead)
            .with("return", returned.id)
            .with("program", reading.program.word())
            .with("addresses", reading.found.len())
            .with("ignored", reading.ignored),
    );
    Ok(returned.id)
}

/// What came back, with its counts.
pub fn returned(l: &mut Looking, id: i64) -> Result<(Returned, Vec<Count>)> {
    l.must(Right::Export)?;
    let returned = store::get(l.conn(), id)?;
    let mut counts = Vec::new();
    for &happened in Happened::ALL {
        let (all, known) = store::count(l.conn(), id, happened)?;
        if all > 0 {
            counts.push(Count { happened, all, known });
        }
    }
    Ok((returned, counts))
}

/// What it came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub refusals: usize,
    pub dead: usize,
}

/// Does what was previewed. Saying the same again adds nothing.
///
/// # Errors
/// `Stale` when it was applied or given up before.
pub fn apply(w: &mut Writing, id: i64) -> Result<Applied> {
    w.must(Right::Export)?;
    let returned = store::get(w.conn(), id)?;
    let now = w.now;
    if !store::settle(w.conn(), id, Standing::Applied, Some(now))? {
        return Err(Error::Stale);
    }
    let mut applied = Applied::default();
    for (blind, happened, on) in store::rows(w.conn(), id)? {
        let purposes: &[Purpose] = match happened {
            Happened::Bounced => {
                applied.dead += usize::from(consent::bounced(w, &blind, on)?);
                continue;
            }
            Happened::Unsubscribed => &[returned.purpose],
            Happened::Complained => &[],
        };
        let said = Stop::everything_or(purposes, Source::Sender, on);
        applied.refusals += consent::stop_address(w, &blind, &said)?.lines;
    }
    store::forget(w.conn(), id)?;
    w.record(
        Deed::new(What::ReturnApplied).with("return", id).with("refusals", applied.refusals).with("dead", applied.dead),
    );
    Ok(applied)
}

/// Forgets what was read.
pub fn discard(w: &mut Writing, id: i64) -> Result<()> {
    w.must(Right::Export)?;
    if !store::settle(w.conn(), id, Standing::Discarded, None)? {
        return Err(Error::Stale);
    }
    store::forget(w.conn(), id)?;
    w.record(Deed::new(What::ReturnDiscarded).with("return", id));
    Ok(())
}
