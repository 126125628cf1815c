//! The fictional company that the demonstration shows.
use crate::house::{House, run};
use cloister::actor::{Actor, Role};
use cloister::demo::{self, Plan};
use cloister::leads;
use cloister::people::Stage;
use cloister::search::{Filter, Kind};

#[test]
fn the_fictional_company_has_leads_at_every_stage_and_two_colleagues_a_role() {
    let house = run(House::open());
    let logins = demo::make(&house.app, &Plan { people: 400, seed: 1 }).unwrap();
    let (counts, people) = house
        .app
        .look_now(&Actor::Console, |l| {
            let counts = leads::counts(l, &Filter::default())?;
            Ok((counts, l.index()?.matching(Kind::Person, &Filter::default())))
        })
        .unwrap();
    assert_eq!(people, 400);
    assert_eq!(counts.len(), Stage::ALL.len());
    assert!(counts.iter().all(|count| count.1 > 0), "a stage that nobody is at: {counts:?}");
    for role in Role::ALL {
        assert_eq!(logins.0.iter().filter(|login| login.role == *role).count(), 2, "{role:?}");
    }
}
