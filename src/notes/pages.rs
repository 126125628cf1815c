//! The pages of notes.
