//! The one integration-test binary: the house and its rules, tried from outside. See docs/testing.md.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test says what must hold by panicking, its helpers too"
)]

mod a_day_in_the_browser;
mod a_visitor_in_the_browser;
mod account;
mod accounts;
mod altered;
mod assistance;
mod audit;
mod browser;
mod calendar;
mod canary;
mod catalogue;
mod companies;
mod connections;
mod consent;
mod contracts;
mod demo;
mod door;
mod doors;
mod double_opt_in;
mod erasure;
mod forms;
mod gate;
mod house;
mod house_rules;
mod import;
mod intake;
mod intake_process;
mod leads;
mod links;
mod mail;
mod networks;
mod newsletter;
mod notes;
mod one_writer;
mod operations;
mod parts;
mod people;
mod permission;
mod programs;
mod register;
mod relay;
mod retention;
mod requests;
mod requests_in_the_browser;
mod sending;
mod spreadsheet;
mod staff;
mod tls;
mod torture;
mod two_processes;
mod unsubscribe;
mod vault;
