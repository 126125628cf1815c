//! The internet side: what `cloister intake` is. It knows nothing of the house, and stands above every room of it.

/// Stands in a published form where the intake writes, for each visitor, when the form was served and which one it was.
/// Everything else of the page is served as it was published, so that the hash of the published bytes proves it.
pub const SLOT: &str = "0000000000000000000000000000000000000000000000000000000000000000";
