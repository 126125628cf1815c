//! Fictional people for demonstrations, tests and measurements, and a fictional company that works with them.
pub mod contacts;
mod logins;
mod make;
mod names;
mod suppliers;
pub mod website;
mod work;

pub use logins::{Login, Logins};
pub use make::{Plan, make};
