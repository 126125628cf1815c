//! What the website brought and has been here long enough: counted, and forgotten.
use super::store;
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::error::Result;
use chrono::NaiveDateTime;

/// What was taken in before that moment.
pub fn count_submissions(l: &mut Looking, before: NaiveDateTime) -> Result<i64> {
    l.must(Right::SeeRetention)?;
    store::count_submissions(l.conn(), before)
}

/// Some of it goes; how much. Whoever calls owes the deed.
pub fn forget_submissions(w: &mut Writing, before: NaiveDateTime, limit: i64) -> Result<usize> {
    w.must(Right::DecideRetention)?;
    store::forget_submissions(w.conn(), before, limit)
}

/// What was set aside before that moment.
pub fn count_aside(l: &mut Looking, before: NaiveDateTime) -> Result<i64> {
    l.must(Right::SeeRetention)?;
    store::count_aside(l.conn(), before)
}

/// Some of it goes; how much. Whoever calls owes the deed.
pub fn forget_aside(w: &mut Writing, before: NaiveDateTime, limit: i64) -> Result<usize> {
    w.must(Right::DecideRetention)?;
    store::forget_aside_before(w.conn(), before, limit)
}
