//! Personal data breaches, from the moment at which one became known to its closing (Art. 33 and 34): what happened, what
//! was done about it, who was told and why not. All of it is documented (Art. 33(5)), under a key of its own.
use super::{
    Deadline, Fault, LONGEST, Nature, NoticeWord, Risk, ScopeWord, TellingWord, deadline, joined, parted, store,
};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::auth;
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::purposes::Category;
use crate::vault::{Owner, Unlocked};
use chrono::{Duration, NaiveDateTime};
use store::breaches::Breach as Row;

/// What is said of a breach, as it was typed and parsed.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub known_at: Option<NaiveDateTime>,
    pub nature: Vec<Nature>,
    pub categories: Vec<Category>,
    pub what: String,
    pub consequences: String,
    pub measures: String,
    pub people: Option<i64>,
    pub records: Option<i64>,
    pub risk: Option<Risk>,
}

/// What was decided about telling the CNIL.
#[derive(Clone, Debug)]
pub struct Notice {
    pub word: NoticeWord,
    pub at: NaiveDateTime,
    pub why: String,
}

/// What was decided about telling the persons.
#[derive(Clone, Debug)]
pub struct Telling {
    pub word: TellingWord,
    pub at: NaiveDateTime,
    pub why: String,
}

/// Whose deeds are counted, and between which moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub whose: Whose,
    pub from: NaiveDateTime,
    pub until: NaiveDateTime,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Colleague(i64),
    /// By the line of the log with which it began.
    Session(i64),
    Address(String),
}

#[derive(Clone, Debug)]
pub struct Breach {
    pub id: i64,
    pub opened_at: NaiveDateTime,
    pub opened_by: String,
    pub known_at: NaiveDateTime,
    pub account: Account,
    pub scope: Option<Scope>,
    pub counted: Option<(i64, NaiveDateTime)>,
    pub notice: Option<Notice>,
    pub telling: Option<Telling>,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_by: String,
    pub deadline: Deadline,
    pub version: i64,
}

/// A breach without anything that is sealed.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: i64,
    pub opened_at: NaiveDateTime,
    pub known_at: NaiveDateTime,
    pub nature: Vec<Nature>,
    pub categories: Vec<Category>,
    pub people: Option<i64>,
    pub records: Option<i64>,
    pub counted: Option<i64>,
    pub risk: Option<Risk>,
    pub notice: Option<(NoticeWord, NaiveDateTime)>,
    pub telling: Option<(TellingWord, NaiveDateTime)>,
    pub closed_at: Option<NaiveDateTime>,
    pub deadline: Deadline,
}

impl Line {
    fn of(row: &Row, now: NaiveDateTime) -> Self {
        let notice = row.notice.zip(row.notice_at);
        Line {
            id: row.id,
            opened_at: row.opened_at,
            known_at: row.known_at,
            nature: parted(&row.nature, Nature::from_word),
            categories: parted(&row.categories, Category::from_word),
            people: row.people,
            records: row.records,
            counted: row.counted,
            risk: row.risk,
            notice,
            telling: row.telling.zip(row.telling_at),
            closed_at: row.closed_at,
            deadline: deadline(row.known_at, notice, now),
        }
    }
}

type Faults = Vec<(&'static str, Fault)>;

impl Account {
    fn parsed(&self, now: NaiveDateTime) -> Result<NaiveDateTime, Faults> {
        let mut faults = Vec::new();
        if self.nature.is_empty() {
            faults.push(("nature", Fault::Choose));
        }
        if self.what.is_empty() {
            faults.push(("what", Fault::Missing));
        }
        for (field, text) in [("what", &self.what), ("consequences", &self.consequences), ("measures", &self.measures)]
        {
            if text.chars().count() > LONGEST {
                faults.push((field, Fault::TooLong));
            }
        }
        match self.known_at {
            Some(at) if at > now => faults.push(("known_on", Fault::InTheFuture)),
            Some(at) if faults.is_empty() => return Ok(at),
            Some(_) => {}
            None => faults.insert(0, ("known_on", Fault::Missing)),
        }
        Err(faults)
    }
}

/// All breaches, those that are open first.
pub fn breaches(l: &mut Looking) -> Result<Vec<Line>> {
    l.must(Right::SeeRegister)?;
    let now = l.now;
    Ok(store::breaches::all(l.conn())?.iter().map(|row| Line::of(row, now)).collect())
}

/// Those that are not closed.
pub fn open_breaches(l: &mut Looking) -> Result<Vec<Line>> {
    Ok(breaches(l)?.into_iter().filter(|line| line.closed_at.is_none()).collect())
}

/// The sealed parts of a breach.
type Opened = (Account, Option<Scope>, Option<Notice>, Option<Telling>);

fn opened(keys: &Unlocked, row: &Row) -> Result<Opened> {
    let (owner, id) = (Owner::breach(row.id), row.id);
    let maybe = |field, sealed: &Option<_>| keys.show_maybe(field, owner, id, sealed.as_ref());
    let account = Account {
        known_at: Some(row.known_at),
        nature: parted(&row.nature, Nature::from_word),
        categories: parted(&row.categories, Category::from_word),
        what: keys.show(Field::BreachWhat, owner, id, &row.what)?,
        consequences: maybe(Field::BreachConsequences, &row.consequences)?,
        measures: maybe(Field::BreachMeasures, &row.measures)?,
        people: row.people,
        records: row.records,
        risk: row.risk,
    };
    let whose = match row.scope {
        Some(ScopeWord::Colleague) => row.scope_staff.map(Whose::Colleague),
        Some(ScopeWord::Session) => row.scope_deed.map(Whose::Session),
        Some(ScopeWord::Address) => Some(Whose::Address(maybe(Field::BreachAddress, &row.scope_address)?)),
        None => None,
    };
    let span = row.scope_from.zip(row.scope_until);
    let scope = whose.zip(span).map(|(whose, (from, until))| Scope { whose, from, until });
    let why = maybe(Field::BreachNoticeWhy, &row.notice_why)?;
    let notice = row.notice.zip(row.notice_at).map(|(word, at)| Notice { word, at, why });
    let why = maybe(Field::BreachTellingWhy, &row.telling_why)?;
    let telling = row.telling.zip(row.telling_at).map(|(word, at)| Telling { word, at, why });
    Ok((account, scope, notice, telling))
}

/// A breach with all that is said of it; that is a deed.
pub fn breach(l: &mut Looking, id: i64) -> Result<Breach> {
    l.must(Right::SeeRegister)?;
    let row = store::breaches::get(l.conn(), id)?;
    let keys = l.unlock(&[Owner::breach(id)], KeyClass::Identity)?;
    let (account, scope, notice, telling) = opened(&keys, &row)?;
    let opened_by = auth::name(l, row.opened_by)?;
    let closed_by = auth::name(l, row.closed_by)?;
    l.owe(Deed::of(What::BreachSeen, Subject::Breach, id));
    Ok(Breach {
        id,
        opened_at: row.opened_at,
        opened_by,
        known_at: row.known_at,
        account,
        scope,
        counted: row.counted.zip(row.counted_at),
        deadline: deadline(row.known_at, row.notice.zip(row.notice_at), l.now),
        notice,
        telling,
        closed_at: row.closed_at,
        closed_by,
        version: row.version,
    })
}

/// Opens a breach. The clock runs from when it became known, not from now.
pub fn open(w: &mut Writing, new: &Account) -> Result<Result<i64, Faults>> {
    w.must(Right::KeepRegister)?;
    let known_at = match new.parsed(w.now) {
        Ok(known_at) => known_at,
        Err(faults) => return Ok(Err(faults)),
    };
    let id = w.next_id()?;
    let owner = Owner::breach(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let text = |field, text: &str| sealing.seal_maybe(field, owner, id, Some(text).filter(|text| !text.is_empty()));
    let row = Row {
        id,
        opened_at: w.now,
        opened_by: w.actor.staff_id(),
        known_at,
        nature: joined(&new.nature, Nature::word),
        categories: joined(&new.categories, Category::word),
        what: sealing.seal(Field::BreachWhat, owner, id, &new.what)?,
        consequences: text(Field::BreachConsequences, &new.consequences)?,
        measures: text(Field::BreachMeasures, &new.measures)?,
        people: new.people,
        records: new.records,
        risk: new.risk,
        scope: None,
        scope_staff: None,
        scope_deed: None,
        scope_address: None,
        scope_from: None,
        scope_until: None,
        counted: None,
        counted_at: None,
        notice: None,
        notice_at: None,
        notice_why: None,
        telling: None,
        telling_at: None,
        telling_why: None,
        closed_at: None,
        closed_by: None,
        version: 1,
    };
    store::breaches::add(w.conn(), &row)?;
    w.record(Deed::of(What::BreachOpened, Subject::Breach, id));
    Ok(Ok(id))
}

/// The row as it was seen at this version, to be changed.
///
/// # Errors
/// `Stale` when somebody else changed it since, or it is closed: what was documented stays as it was.
pub(super) fn as_seen(w: &mut Writing, id: i64, version: i64) -> Result<Row> {
    w.must(Right::KeepRegister)?;
    let row = store::breaches::get(w.conn(), id)?;
    if row.version != version || row.closed_at.is_some() {
        return Err(Error::Stale);
    }
    Ok(Row { version: version + 1, ..row })
}

pub(super) fn keep(w: &mut Writing, row: &Row, deed: Deed) -> Result<()> {
    if !store::breaches::keep(w.conn(), row)? {
        return Err(Error::Stale);
    }
    w.record(deed);
    Ok(())
}

/// # Errors
/// As [`as_seen`].
pub fn rewrite(w: &mut Writing, id: i64, version: i64, new: &Account) -> Result<Result<(), Faults>> {
    w.must(Right::KeepRegister)?;
    let known_at = match new.parsed(w.now) {
        Ok(known_at) => known_at,
        Err(faults) => return Ok(Err(faults)),
    };
    let was = as_seen(w, id, version)?;
    let owner = Owner::breach(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let text = |field, text: &str| sealing.seal_maybe(field, owner, id, Some(text).filter(|text| !text.is_empty()));
    let row = Row {
        known_at,
        nature: joined(&new.nature, Nature::word),
        categories: joined(&new.categories, Category::word),
        what: sealing.seal(Field::BreachWhat, owner, id, &new.what)?,
        consequences: text(Field::BreachConsequences, &new.consequences)?,
        measures: text(Field::BreachMeasures, &new.measures)?,
        people: new.people,
        records: new.records,
        risk: new.risk,
        ..was
    };
    keep(w, &row, Deed::of(What::BreachChanged, Subject::Breach, id))?;
    Ok(Ok(()))
}

fn reason(faults: &mut Faults, field: &'static str, why: &str, is_owed: bool) {
    if why.is_empty() && is_owed {
        faults.push((field, Fault::WhyMissing));
    } else if why.chars().count() > LONGEST {
        faults.push((field, Fault::TooLong));
    }
}

/// The CNIL was told at that moment, or need not be told. Late needs a reason (Art. 33(1)), and so does not at all, which
/// only an unlikely risk allows.
///
/// # Errors
/// As [`as_seen`].
pub fn notify(
    w: &mut Writing,
    id: i64,
    version: i64,
    (word, at, why): (NoticeWord, Option<NaiveDateTime>, &str),
) -> Result<Result<(), Faults>> {
    let was = as_seen(w, id, version)?;
    let mut faults = Vec::new();
    let at = if word == NoticeWord::NotNeeded { Some(w.now) } else { at };
    let is_late = at.is_some_and(|at| at > was.known_at + Duration::hours(super::HOURS));
    match (word, at) {
        (NoticeWord::NotNeeded, _) if was.risk != Some(Risk::Unlikely) => faults.push(("notice", Fault::RiskCalls)),
        (NoticeWord::Notified, None) => faults.push(("notice_on", Fault::Missing)),
        (NoticeWord::Notified, Some(at)) if at > w.now => faults.push(("notice_on", Fault::InTheFuture)),
        (NoticeWord::Notified, Some(at)) if at < was.known_at => faults.push(("notice_on", Fault::Backwards)),
        (NoticeWord::Notified | NoticeWord::NotNeeded, _) => {}
    }
    reason(&mut faults, "notice_why", why, is_late || word == NoticeWord::NotNeeded);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let owner = Owner::breach(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let why = Some(why).filter(|why| !why.is_empty());
    let notice_why = sealing.seal_maybe(Field::BreachNoticeWhy, owner, id, why)?;
    let row = Row { notice: Some(word), notice_at: at, notice_why, ..was };
    let deed = Deed::of(What::BreachNotified, Subject::Breach, id).with("decision", word.word());
    keep(w, &row, if is_late && word == NoticeWord::Notified { deed.with("late", "yes") } else { deed })?;
    Ok(Ok(()))
}

/// Whether the persons are told (Art. 34), and why. Not telling them of a high risk is one of the exceptions of Art. 34(3),
/// which the reason names.
///
/// # Errors
/// As [`as_seen`].
pub fn decide(w: &mut Writing, id: i64, version: i64, word: TellingWord, why: &str) -> Result<Result<(), Faults>> {
    let was = as_seen(w, id, version)?;
    let mut faults = Vec::new();
    reason(&mut faults, "telling_why", why, true);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let owner = Owner::breach(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let telling_why = Some(sealing.seal(Field::BreachTellingWhy, owner, id, why)?);
    let row = Row { telling: Some(word), telling_at: Some(w.now), telling_why, ..was };
    keep(w, &row, Deed::of(What::BreachDecided, Subject::Breach, id).with("decision", word.word()))?;
    Ok(Ok(()))
}

/// Closes it, once both are decided. What was documented stays.
///
/// # Errors
/// As [`as_seen`].
pub fn close(w: &mut Writing, id: i64, version: i64) -> Result<Result<(), Fault>> {
    let was = as_seen(w, id, version)?;
    if was.notice.is_none() || was.telling.is_none() {
        return Ok(Err(Fault::Undecided));
    }
    let row = Row { closed_at: Some(w.now), closed_by: w.actor.staff_id(), ..was };
    keep(w, &row, Deed::of(What::BreachClosed, Subject::Breach, id))?;
    Ok(Ok(()))
}
