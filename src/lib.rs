//! Cloister: the CRM that keeps its privacy notice.
//!
//! The order of the modules below is the law: a room knows only rooms above its line. A test keeps it.
#![forbid(unsafe_code)]

// ── what both sides know
pub mod clock;
pub mod text;
pub mod mailbox;

// ── the internet side: it knows nothing of the house
pub mod intake;

// ── what everything stands on
pub mod error;
pub mod db;
pub mod words;
pub mod actor;
pub mod config;
pub mod calendar;
pub mod purposes;
pub mod kept;
pub mod catalogue;
pub mod vault;
pub mod search;
pub mod deeds;
pub mod app;

// ── what people write, parsed
pub mod reach;
pub mod bank;
pub mod sheet;

// ── house services
pub mod web;
pub mod gate;
pub mod auth;
pub mod networks;
pub mod staff;
pub mod audit;
pub mod mail;

// ── the business
pub mod companies;
pub mod people;
pub mod contracts;
pub mod notes;
pub mod leads;
pub mod assistance;
pub mod consent;
pub mod accounts;
pub mod forms;
pub mod newsletter;
pub mod import;
pub mod erasure;
pub mod retention;
pub mod requests;
pub mod register;
pub mod desk;
pub mod operations;

// ── keeping the house
pub mod house;
pub mod jobs;
pub mod server;
pub mod demo;
pub mod cli;
