//! Imports from outside: what a file does to a house, what it cannot do, and what is left when it is cut short.
mod bad_input;
mod consents;
mod cut;
mod pages;
mod takeover;

use crate::house::{House, run};
use cloister::actor::Actor;
use cloister::app::App;
use cloister::import::columns::Column;
use cloister::import::{self, Answers, Channel, Counts, Finished, Import, OptIn, Purpose, Verdict};
use cloister::people::{self, Ground, Origin};
use cloister::words::Lang;

/// Everything an import says about its rows.
pub struct Planned {
    pub import: Import,
    pub counts: Counts,
}

pub fn house() -> House {
    run(House::open())
}

/// Uploads a file as the command line does; it must be taken.
#[track_caller]
pub fn stage(app: &App, file: &[u8]) -> i64 {
    match import::stage(app, &Actor::Console, file).unwrap() {
        Finished::Staged(id) => id,
        Finished::Refused(refusal) => panic!("refused: {refusal:?}"),
    }
}

pub fn get(app: &App, id: i64) -> Import {
    app.look_now(&Actor::Console, |l| import::get(l, id)).unwrap()
}

/// The columns as guessed, and answers that are asked of everybody.
pub fn answers(app: &App, id: i64) -> Answers {
    let guess = app
        .look_now(&Actor::Console, |l| {
            let import = import::get(l, id)?;
            import::sample(l, &import)
        })
        .unwrap()
        .guess;
    Answers {
        columns: guess,
        origin: Origin::TradeFair,
        origin_note: "Salon Finance, Lyon".into(),
        ground: Ground::LegitimateInterest,
        lang: Lang::Fr,
        leads: false,
        opt_in: None,
    }
}

/// The same, and a proof for those who opted in.
pub fn answers_with_proof(app: &App, id: i64, on: Option<&str>) -> Answers {
    let on = on.map(|on| on.parse().unwrap());
    let proof = "Liste signée au stand".to_owned();
    let opt_in = OptIn { purposes: vec![Purpose::Newsletter], channel: Channel::Email, proof, on };
    Answers { opt_in: Some(opt_in), ..answers(app, id) }
}

#[track_caller]
pub fn begin_planning(app: &App, id: i64, answers: &Answers) {
    let version = get(app, id).version;
    let complaints = import::begin_planning(app, &Actor::Console, id, version, answers).unwrap();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[track_caller]
pub fn plan_with(app: &App, id: i64, answers: &Answers) -> Planned {
    begin_planning(app, id, answers);
    import::plan(app, &Actor::Console, id).unwrap();
    let import = get(app, id);
    Planned { counts: import.counts.unwrap(), import }
}

/// Uploads and plans with the columns as guessed.
#[track_caller]
pub fn plan(app: &App, file: &[u8]) -> Planned {
    let id = stage(app, file);
    plan_with(app, id, &answers(app, id))
}

#[track_caller]
pub fn apply(app: &App, id: i64) -> Import {
    import::begin_applying(app, &Actor::Console, id, get(app, id).version).unwrap();
    import::apply(app, &Actor::Console, id).unwrap();
    get(app, id)
}

#[track_caller]
pub fn plan_and_apply(app: &App, file: &[u8]) -> Planned {
    let planned = plan(app, file);
    apply(app, planned.import.id);
    planned
}

/// `line verdict notes changes` of each row, in words that a failing test can show.
pub fn told(app: &App, id: i64) -> Vec<String> {
    let lines = app
        .look_now(&Actor::Console, |l| {
            let import = import::get(l, id)?;
            import::lines(l, &import, None, import::Page::Start, 1_000)
        })
        .unwrap();
    let tell = |line: &import::Line| {
        let changes: Vec<String> =
            line.changes.iter().map(|change| format!("{}:{}>{}", change.0.word(), change.1, change.2)).collect();
        format!("{} {} {:?} {}", line.line, line.verdict.word(), line.notes, changes.join(" ")).trim().to_owned()
    };
    lines.lines.iter().map(tell).collect()
}

/// Names of whoever is found by these words.
pub fn found(app: &App, words: &str) -> Vec<String> {
    app.look_now(&Actor::Console, |l| {
        let hits = l.index()?.find(words, Some(cloister::search::Kind::Person), 50).hits;
        let ids: Vec<i64> = hits.iter().map(|hit| hit.1).collect();
        Ok(people::these(l, &ids)?.iter().map(people::Person::name).collect())
    })
    .unwrap()
}

/// How many people and companies the index holds.
pub fn size(app: &App) -> (usize, usize) {
    use cloister::search::Kind;
    app.look_now(&Actor::Console, |l| {
        let index = l.index()?;
        Ok((index.count(Kind::Person), index.count(Kind::Company)))
    })
    .unwrap()
}

/// A table of our own making.
pub fn csv(lines: &[&str]) -> Vec<u8> {
    lines.join("\r\n").into_bytes()
}

pub fn counts(planned: &Planned) -> String {
    let some = Verdict::ALL.iter().filter(|verdict| planned.counts.of(**verdict) > 0);
    some.map(|verdict| format!("{} {}", planned.counts.of(*verdict), verdict.word())).collect::<Vec<_>>().join(", ")
}

/// What lies in the folder of staged files.
pub fn staged_files(house: &House) -> usize {
    std::fs::read_dir(&house.app.config().staging).unwrap().count()
}

#[expect(dead_code, reason = "for tests of columns that are corrected")]
pub fn column_of(answers: &Answers, column: Column) -> usize {
    answers.columns.iter().position(|known| *known == column).unwrap()
}
