//! The command line: one short file a command, each worth a `--help`.
pub mod audit;
pub mod demo;
pub mod import;
pub mod intake;
pub mod jobs;
pub mod network;
pub mod register;
pub mod serve;
pub mod staff;

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Given};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The internal CRM that keeps its privacy notice.
#[derive(Parser)]
#[command(name = "cloister", version, about, long_about = None)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes a fictional company in a folder and serves it: the quickest way to see everything.
    Demo(demo::Args),
    /// Serves a house: makes an empty one where there is none.
    Serve(serve::Args),
    /// Serves the forms of the website to the internet: another process than `serve`, without its keys.
    Intake(intake::Args),
    /// Imports people from a CSV file.
    Import(import::Args),
    /// Colleagues: who may sign in.
    Staff(staff::Args),
    /// Networks: who may connect, and from where roles work. The way back in.
    Network(network::Args),
    /// What the house does by itself: list it, or run one job now.
    Jobs(jobs::Args),
    /// The audit log: verify that it is whole.
    Audit(audit::Args),
    /// The register: verify an inspector's pack, and say by which key one is known.
    Register(register::Args),
}

/// Where the house is, for every command that opens one.
#[derive(clap::Args, Clone, Debug)]
pub struct HouseArgs {
    /// Folder of the house: keys, keyring, database, heads of the audit log
    #[arg(long, global = true, value_name = "DIR", default_value = "cloister-house")]
    pub data: PathBuf,
    /// Configuration file; without it, cloister.toml in the folder of the house
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl HouseArgs {
    fn given(&self) -> Given {
        Given { folder: self.data.clone(), file: self.config.clone(), ..Given::default() }
    }
}

/// What stops a command, in words for whoever typed it.
#[derive(Debug)]
pub enum Stop {
    Complaints(Vec<String>),
    Failed(String),
}

impl From<crate::error::Error> for Stop {
    fn from(error: crate::error::Error) -> Self {
        Stop::Failed(error.to_string())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Stop::Failed(error.to_string())
    }
}

pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(&args),
        Command::Intake(args) => intake::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Staff(args) => staff::run(args),
        Command::Network(args) => network::run(args),
        Command::Jobs(args) => jobs::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Register(args) => register::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            let lines = match stop {
                Stop::Complaints(lines) => lines,
                Stop::Failed(line) => vec![line],
            };
            let mut out = std::io::stderr().lock();
            for line in lines {
                let _ = writeln!(out, "cloister: {line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Reads the configuration: every complaint at once.
fn configure(given: &Given) -> Result<Config, Stop> {
    Config::read(given, std::env::vars()).map_err(Stop::Complaints)
}

/// Opens the house that the arguments name, as the command line does: with the rights of the files.
fn open(args: &HouseArgs) -> Result<App, Stop> {
    if !args.data.exists() {
        return Err(Stop::Failed(format!("{} is not there: `cloister serve` makes a house", args.data.display())));
    }
    Ok(crate::house::open(configure(&args.given())?, Clock::default())?)
}

/// For people at a terminal.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
