//! The safety ledger: what was erased, beside the keys. A line and the destruction of the keys it names are one commit, so
//! there is no erasure without its line and no line without its erasure; a database from before, put beside this keyring,
//! has the line replayed on it before it serves anybody.
use super::{Owner, OwnerKind, Vault, store};
use crate::error::{Error, Result};
use chrono::{NaiveDate, NaiveDateTime};

crate::db::values::words! {
    /// What becomes of the keys.
    pub enum How {
        /// Destroyed: nothing that they sealed can be read again, in any copy.
        Shred = "shred",
        /// Kept until the archives have run out, for a recovery that the customer may ask for (P8), and opened online by
        /// nobody.
        End = "end",
    }
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The erasure's own, in the database as well.
    pub reference: String,
    pub at: NaiveDateTime,
    pub how: How,
    pub owners: Vec<Owner>,
    /// Of the keys, where they are kept.
    pub kept_until: Option<NaiveDate>,
}

impl Line {
    fn row(&self, vault: &Vault) -> Result<store::LedgerRow> {
        let owners: Vec<(&str, i64)> = self.owners.iter().map(|owner| (owner.kind.word(), owner.id)).collect();
        let mut row = store::LedgerRow {
            reference: self.reference.clone(),
            at: self.at,
            how: self.how.word().to_owned(),
            owners: serde_json::to_string(&owners).map_err(Error::internal)?,
            kept_until: self.kept_until,
            mac: Vec::new(),
        };
        row.mac = vault.keys.ledger.of(&signed(&row));
        Ok(row)
    }

    fn of(vault: &Vault, row: store::LedgerRow) -> Result<Self> {
        let altered = || Error::internal("the safety ledger was altered: a line of it is not this house's");
        if !vault.keys.ledger.is_of(&signed(&row), &row.mac) {
            return Err(altered());
        }
        let owners: Vec<(String, i64)> = serde_json::from_str(&row.owners).map_err(|_| altered())?;
        let owner = |(kind, id): (String, i64)| OwnerKind::from_word(&kind).map(|kind| Owner { kind, id });
        Ok(Line {
            how: How::from_word(&row.how).ok_or_else(altered)?,
            owners: owners.into_iter().map(owner).collect::<Option<_>>().ok_or_else(altered)?,
            reference: row.reference,
            at: row.at,
            kept_until: row.kept_until,
        })
    }
}

/// Everything that a line says, unambiguously.
fn signed(row: &store::LedgerRow) -> Vec<u8> {
    let until = row.kept_until.map(|day| day.to_string()).unwrap_or_default();
    let at = row.at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string();
    [row.reference.as_str(), &at, &row.how, &until, &row.owners].join("\0").into_bytes()
}

impl Vault {
    /// Writes the line and destroys, or keeps, the keys that it names: both or neither. Done again it does nothing.
    pub fn erase(&self, line: &Line) -> Result<()> {
        let (row, now) = (line.row(self)?, self.clock.now());
        let mut writer = self.keyring.writer()?;
        writer.write(|conn| {
            store::write_ledger(conn, std::slice::from_ref(&row))?;
            for &kind in OwnerKind::ALL {
                let ids: Vec<i64> =
                    line.owners.iter().filter(|owner| owner.kind == kind).map(|owner| owner.id).collect();
                match (line.how, line.kept_until) {
                    (How::End, Some(until)) => store::keep(conn, kind.word(), &ids, until)?,
                    _ => store::destroy_all(conn, kind.word(), &ids, now)?,
                }
            }
            Ok(())
        })?;
        writer.bare(store::scrub)
    }

    /// The whole ledger, the oldest line first.
    ///
    /// # Errors
    /// When a line was altered: nothing is deleted on the word of a line that is not ours.
    pub fn ledger(&self) -> Result<Vec<Line>> {
        let rows = self.keyring.read(store::ledger)?;
        rows.into_iter().map(|row| Line::of(self, row)).collect()
    }

    /// Destroys the keys that were kept for archives which have run out; how many.
    pub fn destroy_kept(&self) -> Result<usize> {
        let now = self.clock.now();
        let mut writer = self.keyring.writer()?;
        let gone = writer.write(|conn| store::destroy_kept(conn, now.date(), now))?;
        if gone > 0 {
            writer.bare(store::scrub)?;
        }
        Ok(gone)
    }

    /// The highest number that any owner of a key ever had: a database from before must not draw it again.
    pub fn highest_owner(&self) -> Result<i64> {
        Ok(self.keyring.read(store::highest)?.unwrap_or(0))
    }
}
