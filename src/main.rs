//! The program: what the command line asks for, done.
use std::alloc::System;
use zeroizing_alloc::ZeroAlloc;

/// Wipes each piece of memory as it is freed, so that nothing of what somebody typed stays in it (decision 8).
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> std::process::ExitCode {
    give_large_memory_back();
    cloister::cli::run()
}

/// Each password hash takes 19 MiB and frees it. By default the allocator of glibc learns from the first that such pieces
/// come often, and keeps those that follow: sixty guesses at once left 120 MB resident, with this 25. It costs a call of
/// the operating system for each piece of a megabyte or more.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "there is no safe word for it, and nothing else of the program needs one")]
fn give_large_memory_back() {
    // SAFETY: it changes a parameter of the allocator, before there is another thread.
    unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, 1024 * 1024) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_large_memory_back() {}
