//! The program: what the command line asks for, done.
fn main() -> std::process::ExitCode {
    cloister::cli::run()
}
