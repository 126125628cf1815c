//! The desk: what a colleague sees first, the search, and the pages of a person and of a company, put together from the
//! rooms above. It owns no table.
pub mod pages;
