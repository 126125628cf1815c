//! Fictional people for demonstrations, tests and measurements.

pub mod contacts;
mod names;
