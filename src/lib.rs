
pub mod reach;
pub mod sheet;
