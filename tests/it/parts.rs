//! The real parts that some tests need and a machine may lack: tests/run brings them, `cargo test` makes do.
use std::io::Write;

/// A part that tests/run announces in the environment, such as `TEST_WEBDRIVER`; without it the caller returns, and it
/// was said aloud. On CI, where nothing may be skipped, the missing part fails the test.
pub fn announced(variable: &str, what: &str) -> Option<String> {
    let part = std::env::var(variable).ok().filter(|value| !value.is_empty());
    if part.is_none() {
        skipped(&format!("{what}: {variable} is not set (tests/run sets it)"));
    }
    part
}

/// Says that a test did not happen. Written past the harness, which swallows what a passing test prints.
pub fn skipped(what: &str) {
    assert!(!on_ci(), "nothing may be skipped when CI is set: {what}");
    // A stderr that is gone changes nothing about the test.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
}

fn on_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false")
}
