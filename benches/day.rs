//! A day's heavy lifting, beside `sqlite3` doing the same in clear in the same run: import, search, export.
//!
//! `cargo bench --bench day` (100,000 people; `PEOPLE=1000000` for more). Prints ratios: absolute figures are the
//! machine's, ratios are ours.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a measurement prints, and stops when it cannot measure")]

use cloister::actor::Actor;
use cloister::app::App;
use cloister::clock::Clock;
use cloister::config::{Config, Given};
use cloister::consent::{Channel, Purpose};
use cloister::demo::contacts::contact;
use cloister::import::{self, Answers, Finished, OptIn};
use cloister::newsletter::{self, Criteria, Layout};
use cloister::people::{Ground, Origin};
use cloister::search::Kind;
use cloister::words::Lang;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const SEED: u64 = 20_260_101;

fn main() {
    let people: u64 = std::env::var("PEOPLE").ok().and_then(|many| many.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("contacts.csv");
    write_contacts(&csv, people);
    println!("{people} people\n");

    // Lists for mail have links to unsubscribe.
    let website = [("CLOISTER_WEBSITE".to_owned(), "https://www.example.fr".to_owned())];
    let given = Given { folder: folder.path().join("house"), ..Given::default() };
    let config = Config::read(&given, website.into_iter()).expect("the defaults are fine");
    let app = cloister::house::open(config.clone(), Clock::default()).expect("a house");

    let (staged, planned, applied) = bring_in(&app, &csv);
    let ours = staged + planned + applied;
    let clear = sqlite3(folder.path(), &["clear.db", ".mode csv", ".import contacts.csv contacts"], None);
    row("import, all of it", people, ours, Some(clear));
    row("  staged, sealed", people, staged, None);
    row("  judged row by row", people, planned, None);
    row("  applied", people, applied, None);

    drop(app);
    let started = Instant::now();
    let app = cloister::house::open(config, Clock::default()).expect("a house");
    println!("\n{:<28} {:>8.2} s after the start", "search is ready", started.elapsed().as_secs_f64());
    println!("{:<28} {:>8} MB resident", "", resident_mb());
    search(&app, people);

    println!();
    let (rows, ours) = export(&app);
    let query = "SELECT email, last_name, first_name, company FROM contacts WHERE newsletter = '1'";
    let clear = sqlite3(folder.path(), &["-csv", "-header", "clear.db", query], Some("clear.csv"));
    row("export, to the last byte", rows, ours, Some(clear));
    println!("{:<28} {:>8} MB resident", "", resident_mb());
}

fn write_contacts(path: &Path, people: u64) {
    let mut file = csv::Writer::from_writer(File::create(path).expect("a file"));
    file.write_record(["first_name", "last_name", "company", "email", "phone", "newsletter", "created_at"])
        .expect("a row");
    for i in 0..people {
        let one = contact(SEED, i, 0.6);
        let (optin, created) = (if one.newsletter { "1" } else { "0" }, one.created.to_string());
        let cells = [one.given_name, &one.family_name, &one.company, &one.email, &one.phone, optin, &created];
        file.write_record(cells).expect("a row");
    }
    file.flush().expect("the disk has room");
}

fn bring_in(app: &App, csv: &Path) -> (Duration, Duration, Duration) {
    let by = Actor::Console;
    let started = Instant::now();
    let Finished::Staged(id) = import::stage(app, &by, File::open(csv).expect("a file")).expect("stages") else {
        unreachable!("the file is a table");
    };
    let staged = started.elapsed();
    let get = |id| app.look_now(&by, |l| import::get(l, id)).expect("it is there");
    let columns =
        app.look_now(&by, |l| import::get(l, id).and_then(|i| import::sample(l, &i))).expect("a sample").guess;
    let told = Answers {
        columns,
        origin: Origin::Program,
        origin_note: "measured".to_owned(),
        ground: Ground::LegitimateInterest,
        lang: Lang::Fr,
        leads: false,
        opt_in: Some(OptIn {
            purposes: vec![Purpose::Newsletter],
            channel: Channel::Email,
            proof: "measured".to_owned(),
            on: chrono::NaiveDate::from_ymd_opt(2026, 1, 1),
        }),
    };
    let started = Instant::now();
    let complaints = import::begin_planning(app, &by, id, get(id).version, &told).expect("begins");
    assert!(complaints.is_empty(), "{complaints:?}");
    import::plan(app, &by, id).expect("plans");
    let planned = started.elapsed();
    let started = Instant::now();
    import::begin_applying(app, &by, id, get(id).version).expect("begins");
    import::apply(app, &by, id).expect("applies");
    (staged, planned, started.elapsed())
}

fn search(app: &App, people: u64) {
    type Ask = fn(u64) -> String;
    let kinds: &[(&str, Ask)] = &[
        ("three letters", |i| contact(SEED, i, 0.6).family_name.chars().take(3).collect()),
        ("a surname", |i| contact(SEED, i, 0.6).family_name),
        ("two words", |i| {
            let one = contact(SEED, i, 0.6);
            format!("{} {}", one.given_name, one.family_name)
        }),
        ("four digits", |i| {
            contact(SEED, i, 0.6).phone.chars().rev().take(4).collect::<Vec<_>>().iter().rev().collect()
        }),
        ("part of an e-mail address", |i| contact(SEED, i, 0.6).email.chars().take(12).collect()),
    ];
    for (name, ask) in kinds {
        let mut times: Vec<Duration> = (0..400)
            .map(|n| {
                let typed = ask(n * 7_919 % people);
                app.look_now(&Actor::House, |l| {
                    let index = l.index()?;
                    let started = Instant::now();
                    let found = index.find(&typed, Some(Kind::Person), 50);
                    std::hint::black_box(found);
                    Ok(started.elapsed())
                })
                .expect("searches")
            })
            .collect();
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
        println!("{:<28} p50 {:>7.2} ms   p99 {:>7.2} ms", format!("search, {name}"), at(50), at(99));
    }
}

fn export(app: &App) -> (u64, Duration) {
    let by = Actor::Console;
    let criteria = Criteria {
        purpose: Purpose::Newsletter,
        channel: Channel::Email,
        lang: None,
        stages: Vec::new(),
        owner: None,
        customer: None,
        since: None,
        expiring: false,
    };
    let layout = Layout { comma: true, bom: false, lang: Lang::En, program: newsletter::Program::Ours };
    let started = Instant::now();
    let begun = app.write_now(&by, |w| newsletter::begin(w, &criteria, layout)).expect("begins");
    let mut bytes = 0;
    let last = newsletter::run(app, &by, &begun, |piece| {
        bytes += piece.len();
        true
    });
    bytes += last.expect("streams").len();
    let took = started.elapsed();
    let export = app.look_now(&by, |l| newsletter::get(l, begun.export.id)).expect("a manifest").0;
    println!("{:<28} {:>8} rows, {bytes} bytes", "the list", export.rows);
    (u64::try_from(export.rows).unwrap_or(0), took)
}

/// The same work by the `sqlite3` command, on clear text.
#[expect(clippy::disallowed_methods, reason = "the baseline is another program")]
fn sqlite3(folder: &Path, arguments: &[&str], out: Option<&str>) -> Duration {
    let started = Instant::now();
    let done = std::process::Command::new("sqlite3").current_dir(folder).args(arguments).output();
    let done = done.expect("the baseline is the sqlite3 command: install it");
    assert!(done.status.success(), "sqlite3: {}", String::from_utf8_lossy(&done.stderr));
    if let Some(out) = out {
        File::create(folder.join(out)).and_then(|mut file| file.write_all(&done.stdout)).expect("the disk has room");
    }
    started.elapsed()
}

fn row(what: &str, rows: u64, took: Duration, clear: Option<Duration>) {
    let seconds = took.as_secs_f64();
    let rate = rows_f64(rows) / seconds;
    let ratio = clear.map(|clear| {
        let rate = rows_f64(rows) / clear.as_secs_f64();
        format!("   sqlite3 in clear {:>9.0} rows/s   takes {:.2} times as long", rate, seconds / clear.as_secs_f64())
    });
    println!("{what:<28} {seconds:>8.2} s {rate:>10.0} rows/s{}", ratio.unwrap_or_default());
}

fn rows_f64(rows: u64) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
