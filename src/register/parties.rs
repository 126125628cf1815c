//! Sites, suppliers and recipients, with the certificates that vouch for them (P12, P17; Art. 28 and 30(1)(d)).
use super::{CertificateKind, Country, Fault, LONGEST, PartyKind, SHORT, joined, parted, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::purposes::Activity;
use crate::search::fold;
use crate::vault::{Owner, Unlocked};
use chrono::{Days, NaiveDate, NaiveDateTime};

/// From so many days before it runs out a certificate is warned of.
pub const SOON: Days = Days::new(90);

#[derive(Clone, Debug)]
pub struct Party {
    pub id: i64,
    pub kind: PartyKind,
    pub name: String,
    pub what: String,
    pub country: Country,
    /// For which processing activities.
    pub activities: Vec<Activity>,
    pub added_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub version: i64,
    pub certificates: Vec<Certificate>,
}

#[derive(Clone, Debug)]
pub struct Certificate {
    pub id: i64,
    pub party_id: i64,
    pub kind: CertificateKind,
    /// What one of another kind is called.
    pub label: String,
    pub number: String,
    pub expires_on: NaiveDate,
    pub version: i64,
}

/// What was typed of a party. The country is a word, because one outside the list is refused in words.
#[derive(Clone, Debug, Default)]
pub struct NewParty {
    pub kind: Option<PartyKind>,
    pub name: String,
    pub what: String,
    pub country: String,
    pub activities: Vec<Activity>,
}

#[derive(Clone, Debug, Default)]
pub struct NewCertificate {
    pub kind: Option<CertificateKind>,
    pub label: String,
    pub number: String,
    pub expires_on: Option<NaiveDate>,
}

/// How a certificate stands on a day: its last one still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    Soon,
    Over,
}

pub fn standing(expires_on: NaiveDate, today: NaiveDate) -> Standing {
    if expires_on < today {
        Standing::Over
    } else if expires_on <= today + SOON {
        Standing::Soon
    } else {
        Standing::Good
    }
}

type Faults = Vec<(&'static str, Fault)>;

fn text(faults: &mut Faults, field: &'static str, text: &str, most: usize) {
    if text.is_empty() {
        faults.push((field, Fault::Missing));
    } else if text.chars().count() > most {
        faults.push((field, Fault::TooLong));
    }
}

impl NewParty {
    fn parsed(&self) -> Result<(PartyKind, Country), Faults> {
        let mut faults = Vec::new();
        text(&mut faults, "name", &self.name, SHORT);
        text(&mut faults, "what", &self.what, LONGEST);
        let country = Country::from_word(&self.country);
        if country.is_none() {
            faults.push(("country", if self.country.is_empty() { Fault::Choose } else { Fault::Outside }));
        }
        match (self.kind, country) {
            (Some(kind), Some(country)) if faults.is_empty() => Ok((kind, country)),
            (None, _) => {
                faults.insert(0, ("kind", Fault::Choose));
                Err(faults)
            }
            _ => Err(faults),
        }
    }
}

impl NewCertificate {
    fn parsed(&self) -> Result<(CertificateKind, NaiveDate), Faults> {
        let mut faults = Vec::new();
        text(&mut faults, "number", &self.number, SHORT);
        if self.kind == Some(CertificateKind::Other) {
            text(&mut faults, "label", &self.label, SHORT);
        } else if self.label.chars().count() > SHORT {
            faults.push(("label", Fault::TooLong));
        }
        match (self.kind, self.expires_on) {
            (Some(kind), Some(day)) if faults.is_empty() => Ok((kind, day)),
            (kind, day) => {
                if kind.is_none() {
                    faults.insert(0, ("certificate", Fault::Choose));
                }
                if day.is_none() {
                    faults.push(("expires_on", Fault::Missing));
                }
                Err(faults)
            }
        }
    }
}

fn opened(l: &mut Looking, rows: Vec<store::parties::Party>) -> Result<Vec<Party>> {
    let owners: Vec<Owner> = rows.iter().map(|row| Owner::party(row.id)).collect();
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let keys = l.unlock(&owners, KeyClass::Identity)?;
    let certificates = store::parties::certificates(l.conn(), &ids)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let owner = Owner::party(row.id);
        let theirs = certificates.iter().filter(|one| one.party_id == row.id);
        all.push(Party {
            id: row.id,
            kind: row.kind,
            name: keys.show(Field::PartyName, owner, row.id, &row.name)?,
            what: keys.show(Field::PartyWhat, owner, row.id, &row.what)?,
            country: row.country,
            activities: parted(&row.activities, Activity::from_word),
            added_at: row.added_at,
            ended_at: row.ended_at,
            version: row.version,
            certificates: theirs.map(|one| shown(&keys, one)).collect::<Result<_>>()?,
        });
    }
    Ok(all)
}

fn shown(keys: &Unlocked, row: &store::parties::Certificate) -> Result<Certificate> {
    let owner = Owner::party(row.party_id);
    Ok(Certificate {
        id: row.id,
        party_id: row.party_id,
        kind: row.kind,
        label: keys.show_maybe(Field::CertificateLabel, owner, row.id, row.label.as_ref())?,
        number: keys.show(Field::CertificateNumber, owner, row.id, &row.number)?,
        expires_on: row.expires_on,
        version: row.version,
    })
}

/// All of them: those who work for us now first, by name.
pub fn parties(l: &mut Looking) -> Result<Vec<Party>> {
    l.must(Right::SeeRegister)?;
    let rows = store::parties::all(l.conn())?;
    let mut all = opened(l, rows)?;
    all.sort_by_cached_key(|party| (party.ended_at.is_some(), party.kind, fold(&party.name)));
    Ok(all)
}

pub fn party(l: &mut Looking, id: i64) -> Result<Party> {
    l.must(Right::SeeRegister)?;
    let row = store::parties::get(l.conn(), id)?;
    opened(l, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Certificates of those who work for us that ran out or will within ninety days, the most urgent first.
pub fn expiring(l: &mut Looking) -> Result<Vec<(Party, Certificate)>> {
    let today = l.now.date();
    let mut found = Vec::new();
    for party in parties(l)?.into_iter().filter(|party| party.ended_at.is_none()) {
        let soon = party.certificates.iter().filter(|one| standing(one.expires_on, today) != Standing::Good);
        found.extend(soon.map(|one| (party.clone(), one.clone())));
    }
    found.sort_by_key(|(_, one)| one.expires_on);
    Ok(found)
}

pub fn add(w: &mut Writing, new: &NewParty) -> Result<Result<i64, Faults>> {
    w.must(Right::KeepParties)?;
    let (kind, country) = match new.parsed() {
        Ok(parsed) => parsed,
        Err(faults) => return Ok(Err(faults)),
    };
    let id = w.next_id()?;
    let owner = Owner::party(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::parties::Party {
        id,
        kind,
        name: sealing.seal(Field::PartyName, owner, id, &new.name)?,
        what: sealing.seal(Field::PartyWhat, owner, id, &new.what)?,
        country,
        activities: joined(&new.activities, Activity::word),
        added_at: w.now,
        added_by: w.actor.staff_id(),
        changed_at: w.now,
        changed_by: w.actor.staff_id(),
        ended_at: None,
        version: 1,
    };
    store::parties::add(w.conn(), &row)?;
    w.record(Deed::of(What::PartyAdded, Subject::Party, id).with("kind", kind.word()).with("country", country.word()));
    Ok(Ok(id))
}

/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn change(w: &mut Writing, id: i64, version: i64, new: &NewParty) -> Result<Result<(), Faults>> {
    w.must(Right::KeepParties)?;
    let (kind, country) = match new.parsed() {
        Ok(parsed) => parsed,
        Err(faults) => return Ok(Err(faults)),
    };
    let was = store::parties::get(w.conn(), id)?;
    let owner = Owner::party(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let row = store::parties::Party {
        kind,
        name: sealing.seal(Field::PartyName, owner, id, &new.name)?,
        what: sealing.seal(Field::PartyWhat, owner, id, &new.what)?,
        country,
        activities: joined(&new.activities, Activity::word),
        changed_at: w.now,
        changed_by: w.actor.staff_id(),
        version: version + 1,
        ..was
    };
    if !store::parties::change(w.conn(), &row)? {
        return Err(Error::Stale);
    }
    w.record(
        Deed::of(What::PartyChanged, Subject::Party, id).with("kind", kind.word()).with("country", country.word()),
    );
    Ok(Ok(()))
}

/// They work for us no more. What is known of them stays for its term.
///
/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn end(w: &mut Writing, id: i64, version: i64) -> Result<()> {
    w.must(Right::KeepParties)?;
    let was = store::parties::get(w.conn(), id)?;
    if was.ended_at.is_some() {
        return Err(Error::Stale);
    }
    let (now, by) = (w.now, w.actor.staff_id());
    let row =
        store::parties::Party { ended_at: Some(now), changed_at: now, changed_by: by, version: version + 1, ..was };
    if !store::parties::change(w.conn(), &row)? {
        return Err(Error::Stale);
    }
    w.record(Deed::of(What::PartyEnded, Subject::Party, id));
    Ok(())
}

pub fn certificate(l: &mut Looking, id: i64) -> Result<(Party, Certificate)> {
    l.must(Right::SeeRegister)?;
    let row = store::parties::certificate(l.conn(), id)?;
    let party = party(l, row.party_id)?;
    let found = party.certificates.iter().find(|one| one.id == id).cloned().ok_or(Error::NotFound)?;
    Ok((party, found))
}

fn sealed(
    w: &mut Writing,
    (id, party_id, version): (i64, i64, i64),
    new: &NewCertificate,
    (kind, expires_on): (CertificateKind, NaiveDate),
) -> Result<store::parties::Certificate> {
    let owner = Owner::party(party_id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let label = Some(new.label.as_str()).filter(|label| kind == CertificateKind::Other && !label.is_empty());
    Ok(store::parties::Certificate {
        id,
        party_id,
        kind,
        label: sealing.seal_maybe(Field::CertificateLabel, owner, id, label)?,
        number: sealing.seal(Field::CertificateNumber, owner, id, &new.number)?,
        expires_on,
        version,
    })
}

fn told(what: What, row: &store::parties::Certificate) -> Deed {
    let deed = Deed::of(what, Subject::Party, row.party_id).with("certificate", row.id);
    deed.with("kind", row.kind.word()).with("until", row.expires_on)
}

pub fn add_certificate(w: &mut Writing, party_id: i64, new: &NewCertificate) -> Result<Result<i64, Faults>> {
    w.must(Right::KeepParties)?;
    let parsed = match new.parsed() {
        Ok(parsed) => parsed,
        Err(faults) => return Ok(Err(faults)),
    };
    store::parties::get(w.conn(), party_id)?;
    let id = w.next_id()?;
    let row = sealed(w, (id, party_id, 1), new, parsed)?;
    store::parties::add_certificate(w.conn(), &row)?;
    w.record(told(What::CertificateAdded, &row));
    Ok(Ok(id))
}

/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn change_certificate(w: &mut Writing, id: i64, version: i64, new: &NewCertificate) -> Result<Result<i64, Faults>> {
    w.must(Right::KeepParties)?;
    let parsed = match new.parsed() {
        Ok(parsed) => parsed,
        Err(faults) => return Ok(Err(faults)),
    };
    let party_id = store::parties::certificate(w.conn(), id)?.party_id;
    let row = sealed(w, (id, party_id, version + 1), new, parsed)?;
    if !store::parties::change_certificate(w.conn(), &row)? {
        return Err(Error::Stale);
    }
    w.record(told(What::CertificateChanged, &row));
    Ok(Ok(party_id))
}

/// # Errors
/// `Stale` when somebody else changed it since this version.
pub fn remove_certificate(w: &mut Writing, id: i64, version: i64) -> Result<i64> {
    w.must(Right::KeepParties)?;
    let row = store::parties::certificate(w.conn(), id)?;
    if !store::parties::remove_certificate(w.conn(), id, version)? {
        return Err(Error::Stale);
    }
    w.record(told(What::CertificateRemoved, &row));
    Ok(row.party_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_warned_of_from_ninety_days_before_its_last_day_and_counts_through_it() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let today = day("2026-11-24");
        for (expires, expected) in [
            ("2027-02-23", Standing::Good),
            ("2027-02-22", Standing::Soon),
            ("2026-11-24", Standing::Soon),
            ("2026-11-23", Standing::Over),
        ] {
            assert_eq!(standing(day(expires), today), expected, "{expires}");
        }
    }
}
