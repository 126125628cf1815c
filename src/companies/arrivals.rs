//! Taking back companies that an import brought in and never showed.
use super::store;
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::error::Result;

/// Some of those that an import brought in.
pub fn arrivals(l: &mut Looking, import: i64, limit: i64) -> Result<Vec<i64>> {
    l.must(Right::Import)?;
    store::arrivals(l.conn(), import, limit)
}

/// Removes newcomers that nobody has seen; their people are gone already. Their keys are the caller's to destroy.
pub fn forget_arrivals(w: &mut Writing, import: i64, ids: &[i64]) -> Result<()> {
    w.must(Right::Import)?;
    store::forget_arrivals(w.conn(), import, ids)
}
