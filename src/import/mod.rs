//! Bringing in what other programs exported.

pub mod columns;
