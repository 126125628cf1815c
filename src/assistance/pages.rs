//! The pages of assistance.
