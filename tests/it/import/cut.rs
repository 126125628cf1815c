//! Imports that end in the middle: nothing visible, nothing left behind, and they can be taken up again.
use super::*;
use cloister::import::{Applying, Fault, Planning, State};
use cloister::search::Kind;

fn many(count: usize) -> Vec<u8> {
    let mut file = "Nom,Email,Newsletter,Date d'inscription,Société\r\n".to_owned();
    for n in 0..count {
        file.push_str(&format!("Petit{n},petit{n}@azur.example,oui,12/03/2024,Azur {}\r\n", n % 50));
    }
    file.into_bytes()
}

/// Rows of newcomers and what hangs on them, and live keys, counted in the database itself.
fn left(app: &App) -> (usize, usize) {
    let arrivals = |l: &mut cloister::app::Looking| -> cloister::error::Result<usize> {
        let mut all = 0;
        for import in import::list(l, None, 100)?.0 {
            all += people::arrivals(l, import.id, 100_000)?.len();
            all += cloister::companies::arrivals(l, import.id, 100_000)?.len();
        }
        Ok(all)
    };
    let all = app.look_now(&Actor::Console, arrivals).unwrap();
    let (people, companies) = size(app);
    (all, people + companies)
}

#[test]
fn killed_between_two_batches_nothing_is_visible_and_nothing_is_left_behind() {
    let mut house = house();
    let id = stage(&house.app, &many(2_500));
    plan_with(&house.app, id, &answers_with_proof(&house.app, id, None));
    {
        let app = &house.app;
        import::begin_applying(app, &Actor::Console, id, get(app, id).version).unwrap();
        let mut applying = Applying::open(app, &Actor::Console, id).unwrap();
        assert!(applying.bring_in().unwrap());
        assert!(applying.bring_in().unwrap());
        assert_eq!(left(app), (2_000 + 50, 0), "half of them are in, and nobody sees them");
        let seen =
            app.look_now(&Actor::Console, |l| Ok(l.index()?.find("petit7", Some(Kind::Person), 5).hits)).unwrap();
        assert!(seen.is_empty());
    }
    house = run(house.reopen());
    let app = &house.app;
    assert_eq!(left(app), (0, 0));
    let import = get(app, id);
    assert_eq!((import.state, import.fault), (State::Failed, Some(Fault::ApplyingCut)));
    assert!(run(house.deeds()).iter().any(|deed| deed == "import.swept fault=applying_cut"));
    assert!(import.may_be_applied(), "what was staged is still there");
    assert_eq!(apply(app, id).state, State::Applied);
    assert_eq!(size(app), (2_500, 50));
}

#[test]
fn killed_while_planning_it_can_be_planned_again() {
    let mut house = house();
    let id = stage(&house.app, &many(2_500));
    let answers = answers(&house.app, id);
    begin_planning(&house.app, id, &answers);
    assert!(Planning::open(&house.app, &Actor::Console, id).unwrap().step().unwrap());
    house = run(house.reopen());
    let app = &house.app;
    let import = get(app, id);
    assert_eq!((import.state, import.fault, import.counts), (State::Failed, Some(Fault::PlanningCut), None));
    assert!(told_is_empty(app, id));
    assert_eq!(plan_with(app, id, &answers).counts.new, 2_500);
}

fn told_is_empty(app: &App, id: i64) -> bool {
    told(app, id).is_empty()
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let house = house();
    let app = &house.app;
    let mut stager = import::Stager::begin(app, &Actor::Console).unwrap();
    stager.push(&many(10)).unwrap();
    assert_eq!(staged_files(&house), 1);
    drop(stager);
    // It is cleared away behind the back of whoever let go of it.
    while staged_files(&house) > 0 {
        std::thread::yield_now();
    }
    assert!(app.look_now(&Actor::Console, |l| import::list(l, None, 10)).unwrap().0.is_empty());
}

#[test]
fn a_sweep_leaves_an_import_alone_that_somebody_works_on() {
    let house = house();
    let app = &house.app;
    let id = stage(app, &many(100));
    plan_with(app, id, &answers(app, id));
    import::begin_applying(app, &Actor::Console, id, get(app, id).version).unwrap();
    let held = std::fs::File::open(app.config().staging.join(format!("import-{id}.sealed"))).unwrap();
    held.try_lock().unwrap();
    import::sweep(app).unwrap();
    assert_eq!(get(app, id).state, State::Applying);
    drop(held);
    import::sweep(app).unwrap();
    assert_eq!(get(app, id).state, State::Failed);
}

#[test]
fn a_discarded_import_can_be_read_by_nobody() {
    let house = house();
    let app = &house.app;
    let id = plan(app, &many(10)).import.id;
    import::discard(app, &Actor::Console, id).unwrap();
    assert_eq!((get(app, id).state, staged_files(&house)), (State::Discarded, 0));
    assert!(told_is_empty(app, id));
    let sample = app.look_now(&Actor::Console, |l| {
        let import = import::get(l, id)?;
        import::sample(l, &import).map(drop)
    });
    assert!(sample.is_err());
}
