//! The pages of leads.
