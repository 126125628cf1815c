//! The pages of imports, as a colleague walks through them.
