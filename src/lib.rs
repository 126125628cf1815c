
pub mod bank;
pub mod reach;
pub mod sheet;
pub mod demo;
