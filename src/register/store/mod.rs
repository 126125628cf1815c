//! The rows of the register: who works for us, ourselves, breaches, who held the roles, packs. What a breach touched is
//! read from other rooms' tables too: numbers alone.
pub mod affected;
pub mod breaches;
pub mod packs;
pub mod parties;
pub mod roles;
