
pub mod bank;
pub mod reach;
pub mod sheet;
