//! `cloister import`: people from a file, without a browser.
use super::{HouseArgs, Stop, open, say};
use crate::actor::Actor;
use crate::app::App;
use crate::import::columns::Column;
use crate::import::{self, Answers, CHANNELS, Channel, Finished, Import, OptIn, Purpose, State, Verdict};
use crate::people::{Ground, Origin};
use crate::web::faults;
use crate::words::{Lang, Words};
use chrono::NaiveDate;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// So many rows are read at once.
const ROWS: usize = 1_000;

/// Imports people from a CSV file: all of them, or none when something goes wrong.
///
/// Delimiter, encoding and columns are recognised, as in the browser; --map corrects a column. What a column says about
/// consent counts only with --proof and a day, from a column or by --proof-date. The same file again changes nothing.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    house: HouseArgs,
    /// The file, or - for standard input
    file: PathBuf,
    /// Where the people come from: person, employer, trade_fair, website, partner, program, public_source or customer
    #[arg(long, value_parser = |word: &str| Origin::from_word(word).ok_or("not an origin"))]
    origin: Origin,
    /// The same more exactly: which fair, which website, which program
    #[arg(long, default_value = "")]
    origin_note: String,
    /// Legal ground: legitimate_interest, contract or consent
    #[arg(long, value_parser = |word: &str| Ground::from_word(word).ok_or("not a ground"))]
    ground: Ground,
    /// Language of those for whom the file gives none, fr or en
    #[arg(long, default_value = "fr", value_parser = |word: &str| Lang::from_word(word).ok_or("fr or en"))]
    lang: Lang,
    /// Make the newcomers leads, at the first stage
    #[arg(long)]
    leads: bool,
    /// Where the consents in the file can be looked up; without it they do not count
    #[arg(long)]
    proof: Option<String>,
    /// Day of all consents in the file, when no column dates each: 2026-11-24
    #[arg(long, requires = "proof")]
    proof_date: Option<NaiveDate>,
    /// What they agreed to, repeatable: newsletter, promotion, information or business
    #[arg(long = "purpose", default_value = "newsletter", value_parser = |word: &str| Purpose::from_word(word).ok_or("not a purpose"))]
    purposes: Vec<Purpose>,
    /// By which channel: email, phone or fax
    #[arg(long, default_value = "email", value_parser = channel)]
    channel: Channel,
    /// What a column is, repeatable: "Header=email", or "3=email" for the third
    #[arg(long = "map", value_name = "HEADER=COLUMN")]
    maps: Vec<String>,
    /// Say row by row what would happen, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the rows that are not taken over, with the reasons, to this new file
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
}

fn channel(word: &str) -> Result<Channel, &'static str> {
    Channel::from_word(word).filter(|channel| CHANNELS.contains(channel)).ok_or("email, phone or fax")
}

pub fn run(args: &Args) -> Result<(), Stop> {
    let app = open(&args.house)?;
    let source: Box<dyn Read> = if args.file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(&args.file)?)
    };
    let by = Actor::Console;
    let id = match import::stage(&app, &by, source)? {
        Finished::Staged(id) => id,
        Finished::Refused(refusal) => return Err(Stop::Failed(faults::file(Lang::En.words(), refusal))),
    };
    let done = bring_in(&app, args, id);
    // What was uploaded is of no more use: a dry run and a complaint leave nothing behind.
    if args.dry_run || done.is_err() {
        import::discard(&app, &by, id)?;
    }
    done
}

fn bring_in(app: &App, args: &Args, id: i64) -> Result<(), Stop> {
    let (by, t) = (Actor::Console, Lang::En.words());
    let sample = app.look_now(&by, |l| {
        let import = import::get(l, id)?;
        import::sample(l, &import)
    })?;
    let told = answers(args, &sample)?;
    let complaints = import::begin_planning(app, &by, id, get(app, id)?.version, &told)?;
    if !complaints.is_empty() {
        let line = |complaint: &import::Complaint| {
            let field = complaint.field.strip_prefix("column_").and_then(|at| at.parse().ok());
            let name = field.map(|at| import::header_name(t, &sample.header, at));
            format!("{}: {}", name.unwrap_or_else(|| complaint.field.clone()), import::wrong_word(t, complaint.wrong))
        };
        return Err(Stop::Complaints(complaints.iter().map(line).collect()));
    }
    import::plan(app, &by, id)?;
    let import = get(app, id)?;
    if args.dry_run {
        show_rows(app, &import, &sample.header)?;
    }
    show(&sample.header, &told, &import);
    if let Some(path) = &args.rejected {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let titles = [t.msg_import_rejected_line(), t.msg_import_rejected_reason()];
        let say_why = |line: &import::Line| import::rejection(t, line, &sample.header);
        let rows = import::write_rejected(app, &by, &import, titles, say_why, file)?;
        say(format_args!("{rows} rejected rows written to {}", path.display()));
    }
    if args.dry_run {
        say("dry run: nothing was imported");
        return Ok(());
    }
    if !import.may_be_applied() {
        // Nobody will look at it again: it does not stay as one that waits.
        import::discard(app, &by, id)?;
        say("there is nothing to import");
        return Ok(());
    }
    import::begin_applying(app, &by, id, import.version)?;
    import::apply(app, &by, id)?;
    match get(app, id)?.state {
        State::Applied => {
            say(format_args!("import {id} applied"));
            Ok(())
        }
        _ => Err(Stop::Failed("something changed meanwhile, so nothing was imported: try again".into())),
    }
}

fn get(app: &App, id: i64) -> Result<Import, Stop> {
    Ok(app.look_now(&Actor::Console, |l| import::get(l, id))?)
}

fn answers(args: &Args, sample: &import::Sample) -> Result<Answers, Stop> {
    let mut columns = sample.guess.clone();
    for map in &args.maps {
        let complaint = |what: &str| Stop::Failed(format!("--map {map:?}: {what}"));
        let (name, word) = map.rsplit_once('=').ok_or_else(|| complaint("write HEADER=COLUMN"))?;
        let column = Column::from_word(word).filter(|column| import::OFFERED.contains(column));
        let column = column.ok_or_else(|| {
            let words: Vec<&str> = import::OFFERED.iter().map(|column| column.word()).collect();
            complaint(&format!("a column is one of {}", words.join(", ")))
        })?;
        let named = sample.header.iter().position(|header| header.trim() == name.trim());
        let at = named.or_else(|| name.trim().parse::<usize>().ok()?.checked_sub(1));
        let place = at.and_then(|at| columns.get_mut(at)).ok_or_else(|| complaint("there is no such column"))?;
        *place = column;
    }
    let opt_in = args.proof.as_ref().map(|proof| OptIn {
        purposes: args.purposes.clone(),
        channel: args.channel,
        proof: proof.clone(),
        on: args.proof_date,
    });
    Ok(Answers {
        columns,
        origin: args.origin,
        origin_note: args.origin_note.clone(),
        ground: args.ground,
        lang: args.lang,
        leads: args.leads,
        opt_in,
    })
}

/// What would happen to each row, by its line in the file: what the file says itself is not said again, so that this can
/// be kept or sent to somebody.
fn show_rows(app: &App, import: &Import, header: &[String]) -> Result<(), Stop> {
    let t = Lang::En.words();
    let mut from = import::Page::Start;
    loop {
        let rows = app.look_now(&Actor::Console, |l| import::lines(l, import, None, from, ROWS))?;
        for row in &rows.lines {
            say(format_args!("{}", row_words(t, row, header)));
        }
        match rows.lines.last().filter(|_| rows.after) {
            Some(last) => from = import::Page::After(last.line),
            None => return Ok(()),
        }
    }
}

fn row_words(t: &Words, row: &import::Line, header: &[String]) -> String {
    let mut words = vec![import::verdict_word(t, row.verdict)];
    words.extend(row.person.map(|person| format!("person {person}")));
    words.extend(row.changes.iter().map(|change| import::part_word(t, change.0)));
    words.extend(import::note_words(t, row, header));
    format!("line {:<8} {}", row.line, words.join(", "))
}

/// What the file is and what it would do.
fn show(header: &[String], told: &Answers, import: &Import) {
    let t = Lang::En.words();
    for (at, column) in told.columns.iter().enumerate().filter(|(_, column)| **column != Column::Ignore) {
        say(format_args!("{:<28} {}", column.word(), import::header_name(t, header, at)));
    }
    let Some(counts) = import.counts else { return };
    for verdict in Verdict::ALL {
        say(format_args!("{:<28} {}", verdict.word(), counts.of(*verdict)));
    }
    let more = [
        ("new companies", counts.companies),
        ("consents", counts.consents),
        ("yes without a day", counts.undated),
        ("refusals", counts.refusals),
    ];
    for (what, count) in more.into_iter().filter(|more| more.1 > 0) {
        say(format_args!("{what:<28} {count}"));
    }
}
