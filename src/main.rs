//! The program: what the command line asks for, done.
use std::alloc::System;
use zeroizing_alloc::ZeroAlloc;

/// Wipes each piece of memory as it is freed, so that nothing of what somebody typed stays in it (decision 8).
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> std::process::ExitCode {
    cloister::cli::run()
}
