//! The one integration-test binary: the house and its rules, tried from outside. See docs/testing.md.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test says what must hold by panicking, its helpers too"
)]

mod browser;
mod catalogue;
mod door;
mod doors;
mod house;
mod house_rules;
mod import;
mod one_writer;
mod parts;
mod people;
mod vault;
