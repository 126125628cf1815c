//! The desk: what a colleague sees first, the search, and the pages of a person and of a company, put together from the
//! rooms above. It owns no table.
mod company;
mod home;
pub mod pages;
mod person;
mod search;
