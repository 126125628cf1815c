//! Pages of companies.
