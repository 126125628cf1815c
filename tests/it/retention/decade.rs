//! Ten years of contracts, prospects, cards and holds, day by day, against an oracle that was written from the sentences of
//! the notice and knows nothing of the program's own: its calendar is its own as well.
use super::job::card;
use super::*;
use crate::house::run;
use chrono::{Datelike, Duration};
use cloister::notes::{self, NoteKind, Target, Text};
use cloister::people::PersonKind;
use std::collections::BTreeMap;

/// A day as everybody counts it: year, month, day of the month.
type Day = (i32, u32, u32);

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn next((year, month, day): Day) -> Day {
    if day < days_in(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    }
}

/// The same day so many months on, or the last of the month where there is no such day.
fn months_on((year, month, day): Day, months: u32) -> Day {
    let all = year * 12 + i32::try_from(month + months).unwrap() - 1;
    let (year, month) = (all / 12, u32::try_from(all % 12).unwrap() + 1);
    (year, month, day.min(days_in(year, month)))
}

/// Three years on. Whoever was heard of on the 29th of February is silent for three years when the 1st of March begins.
fn three_years_on((year, month, day): Day) -> Day {
    if (month, day) == (2, 29) && days_in(year + 3, 2) == 28 { (year + 3, 3, 1) } else { (year + 3, month, day) }
}

fn plain(day: NaiveDate) -> Day {
    (day.year(), day.month(), day.day())
}

#[derive(Clone)]
struct Firm {
    added: Day,
    /// Last days; none has no end.
    contracts: Vec<(i64, Option<Day>, i64)>,
}

#[derive(Clone)]
struct Somebody {
    firm: Option<i64>,
    third: bool,
    added: Day,
    /// Every time they called or said yes.
    heard: Vec<Day>,
}

/// What the sentences say, and what has happened so far.
#[derive(Default)]
struct Oracle {
    firms: BTreeMap<i64, Firm>,
    people: BTreeMap<i64, Somebody>,
    cards: BTreeMap<i64, (i64, Day)>,
    /// Through which day, of whom; its number.
    holds: Vec<(i64, i64, Day)>,
}

impl Oracle {
    /// "A hold keeps until it ends": the day after, when that is later.
    fn held(&self, due: Day, whom: &[i64]) -> Day {
        let through = self.holds.iter().filter(|hold| whom.contains(&hold.1)).map(|hold| hold.2).max();
        through.filter(|through| *through >= due).map_or(due, next)
    }

    fn people_of(&self, firm: i64) -> Vec<i64> {
        self.people.iter().filter(|(_, person)| person.firm == Some(firm)).map(|(id, _)| *id).collect()
    }

    /// "After the contract ends the customer is deleted online within three months": on the last day of them.
    #[expect(clippy::option_option, reason = "no customer, a customer without an end, a customer with one")]
    fn customer(&self, firm: i64) -> Option<Option<Day>> {
        let contracts = &self.firms[&firm].contracts;
        if contracts.is_empty() {
            return None;
        }
        if contracts.iter().any(|contract| contract.1.is_none()) {
            return Some(None);
        }
        let last = contracts.iter().filter_map(|contract| contract.1).max().unwrap();
        let mut whom = self.people_of(firm);
        whom.push(firm);
        Some(Some(self.held(months_on(last, 3), &whom)))
    }

    /// "Prospects: three years after the last contact from them."
    fn prospect(&self, id: i64) -> Day {
        let person = &self.people[&id];
        let last = person.heard.iter().max().copied().unwrap_or(person.added);
        let due = self.held(three_years_on(last), &[id]);
        self.held(due, &person.firm.into_iter().collect::<Vec<_>>())
    }

    /// A company that never was a customer stays as long as anybody there does, third parties with it.
    fn firm(&self, id: i64) -> Option<Day> {
        if let Some(customer) = self.customer(id) {
            return customer;
        }
        let people = self.people_of(id);
        let mut due = three_years_on(self.firms[&id].added);
        for person in people.iter().filter(|person| !self.people[person].third) {
            let last = self.people[person].heard.iter().max().copied().unwrap_or(self.people[person].added);
            due = due.max(self.held(three_years_on(last), &[*person]));
        }
        let mut whom: Vec<i64> = people.into_iter().filter(|person| self.people[person].third).collect();
        whom.push(id);
        Some(self.held(due, &whom))
    }

    fn person(&self, id: i64) -> Option<Day> {
        let person = &self.people[&id];
        match person.firm {
            Some(firm) if person.third || self.customer(firm).is_some() => self.firm(firm),
            _ => Some(self.prospect(id)),
        }
    }

    /// "Card numbers: 15 months", and not longer than the customer.
    fn card(&self, id: i64) -> Day {
        let (firm, taken) = self.cards[&id];
        let due = self.held(months_on(taken, 15), &[firm]);
        self.firm(firm).map_or(due, |firm| firm.min(due))
    }

    /// Whatever is over on that day.
    fn due(&self, today: Day) -> BTreeSet<i64> {
        let mut gone: BTreeSet<i64> = BTreeSet::new();
        gone.extend(self.firms.keys().copied().filter(|id| self.firm(*id).is_some_and(|due| due <= today)));
        let at_gone = |firm: Option<i64>| firm.is_some_and(|firm| gone.contains(&firm));
        let people: Vec<i64> = self
            .people
            .iter()
            .filter(|(id, person)| at_gone(person.firm) || self.person(**id).is_some_and(|due| due <= today))
            .map(|(id, _)| *id)
            .collect();
        let cards: Vec<i64> = self
            .cards
            .iter()
            .filter(|(id, (firm, _))| gone.contains(firm) || self.card(**id) <= today)
            .map(|(id, _)| *id)
            .collect();
        gone.extend(people);
        gone.extend(cards);
        gone
    }

    /// Takes it away, and says what it was.
    fn over(&mut self, today: Day) -> BTreeSet<i64> {
        let gone = self.due(today);
        self.firms.retain(|id, _| !gone.contains(id));
        self.people.retain(|id, _| !gone.contains(id));
        self.cards.retain(|id, _| !gone.contains(id));
        gone
    }

    fn all(&self) -> BTreeSet<i64> {
        self.firms.keys().chain(self.people.keys()).chain(self.cards.keys()).copied().collect()
    }
}

/// Numbers from a seed: the same ten years each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(of[usize::try_from(self.roll(of.len() as u64)).unwrap()]) }
    }
}

/// Something that happens in the house and that the oracle hears of.
fn happens(app: &App, oracle: &mut Oracle, dice: &mut Dice, number: u64) {
    let (today, now) = (today(app), plain(today(app)));
    let firms: Vec<i64> = oracle.firms.keys().copied().collect();
    let people: Vec<i64> = oracle.people.keys().copied().collect();
    match dice.roll(20) {
        0 | 1 => {
            let id = firm(app, &format!("Firm {number}"));
            oracle.firms.insert(id, Firm { added: now, contracts: Vec::new() });
        }
        2..=5 => {
            let firm = if dice.roll(3) == 0 { None } else { dice.one(&firms) };
            let third = firm.is_some() && dice.roll(5) == 0;
            let kind = if third { PersonKind::ThirdParty } else { PersonKind::Contact };
            let id = somebody(app, &format!("Somebody{number}"), firm, kind);
            oracle.people.insert(id, Somebody { firm, third, added: now, heard: Vec::new() });
        }
        6 | 7 => {
            let Some(firm) = dice.one(&firms) else { return };
            let ends = (dice.roll(3) > 0).then(|| today + Days::new(dice.roll(900)));
            let id = contract(app, firm, today - Days::new(dice.roll(60)), ends);
            oracle.firms.get_mut(&firm).unwrap().contracts.push((id, ends.map(plain), 1));
        }
        8..=10 => {
            // A contract is given its last day, today or in the months to come; sometimes it is found to have ended.
            let Some(firm) = dice.one(&firms) else { return };
            let Some(contract) = oracle.firms.get_mut(&firm).unwrap().contracts.last_mut() else { return };
            let starts = look(app, |l| contracts::get(l, contract.0)).starts_on;
            let day = (today + Days::new(dice.roll(120)) - Days::new(20)).max(starts);
            let (id, version) = (contract.0, contract.2);
            write(app, |w| contracts::end(w, id, version, day));
            (contract.1, contract.2) = (Some(plain(day)), version + 1);
        }
        11 | 12 => {
            let Some(person) = dice.one(&people) else { return };
            let words = Text::long("asks for the price").unwrap();
            write(app, |w| {
                let at = w.now;
                notes::add(w, Target::Person(person), NoteKind::CallIn, &words, at)
            });
            oracle.people.get_mut(&person).unwrap().heard.push(now);
        }
        13 => {
            // Nothing that counts: our own call, and a note.
            let Some(person) = dice.one(&people) else { return };
            let words = Text::long("nobody answered").unwrap();
            write(app, |w| {
                let at = w.now;
                notes::add(w, Target::Person(person), NoteKind::CallOut, &words, at)?;
                notes::add(w, Target::Person(person), NoteKind::Note, &words, at)
            });
        }
        14 => {
            let Some(person) = dice.one(&people) else { return };
            if oracle.people[&person].third {
                return;
            }
            says_yes(app, person, today);
            oracle.people.get_mut(&person).unwrap().heard.push(now);
        }
        15 | 16 => {
            let Some(firm) = dice.one(&firms) else { return };
            let taken = today - Days::new(dice.roll(100));
            let id = card(app, firm, number, taken);
            oracle.cards.insert(id, (firm, plain(taken)));
        }
        17 | 18 => {
            let until = today + Days::new(1 + dice.roll(500));
            let of =
                if dice.roll(2) == 0 { dice.one(&people).map(Of::Person) } else { dice.one(&firms).map(Of::Company) };
            let Some(of) = of else { return };
            let id = hold(app, of, until);
            let (Of::Person(whom) | Of::Company(whom)) = of;
            oracle.holds.push((id, whom, plain(until)));
        }
        _ => {
            let open: Vec<usize> = (0..oracle.holds.len())
                .filter(|at| oracle.holds[*at].2 >= now && oracle.all().contains(&oracle.holds[*at].1))
                .collect();
            let Some(at) = dice.one(&open) else { return };
            let id = oracle.holds[at].0;
            if app.write_now(&Actor::Console, |w| retention::end_hold(w, id)).is_ok() {
                oracle.holds[at].2 = now;
            }
        }
    }
}

#[test]
fn in_ten_years_nothing_goes_a_day_late_or_a_day_early() {
    run(async {
        let house = House::open_in_memory().await;
        // Well away from midnight, whenever the test is run.
        let now = house.app.clock().now();
        house.later((now.date() + Days::new(1)).and_hms_opt(3, 0, 0).unwrap() - now);
        let clock = house.app.clock().clone();
        let start = clock.now();
        let (gone, kinds) = apart(&house, move |app| {
            let (mut oracle, mut dice) = (Oracle::default(), Dice(20_260_101));
            let (mut gone, mut kinds) = (0, BTreeMap::<&str, usize>::new());
            for n in 0..60 {
                happens(app, &mut oracle, &mut dice, n);
            }
            for day in 0..3_653_u64 {
                let today = plain(today(app));
                let happened = dice.roll(10) == 0;
                if happened {
                    for n in 0..4 {
                        happens(app, &mut oracle, &mut dice, 1_000 + 10 * day + n);
                    }
                }
                // The Dpo signs when something has changed, and every month anyway.
                if happened || day % 30 == 0 {
                    sign(app);
                }
                // The job runs every day. Here, to be through in time: on the day on which something goes and on the one
                // before it, whenever something happened, and otherwise every other day, as far as its clock lets it.
                let tomorrow = oracle.due(next(today));
                let before = (oracle.firms.clone(), oracle.people.clone());
                let over = oracle.over(today);
                if happened || day % 2 == 0 || !over.is_empty() || !tomorrow.is_empty() {
                    retention::run(app).unwrap();
                    assert_eq!(there(app), oracle.all(), "{today:?}");
                }
                for id in &over {
                    let kind = match (before.0.get(id), before.1.get(id)) {
                        (Some(firm), _) if firm.contracts.is_empty() => "a company without anybody",
                        (Some(_), _) => "a customer",
                        (_, Some(person)) if person.third => "a third party",
                        (_, Some(person)) if person.firm.is_none() => "a prospect",
                        (_, Some(_)) => "somebody at a company",
                        _ => "a card",
                    };
                    *kinds.entry(kind).or_default() += 1;
                }
                gone += over.len();
                // A little less than a day each time: what passes meanwhile must not look like a jump.
                let days = i64::try_from(day).unwrap() + 1;
                clock.turn(start + Duration::days(days) - Duration::seconds(2 * days) - clock.now());
            }
            (gone, kinds)
        })
        .await;
        assert!(gone > 150, "ten years, and hardly anything went: {gone}");
        for kind in [
            "a company without anybody",
            "a customer",
            "a third party",
            "a prospect",
            "somebody at a company",
            "a card",
        ] {
            assert!(kinds.get(kind).is_some_and(|many| *many > 2), "{kind}: {kinds:?}");
        }
        let verdict = house.look(cloister::audit::verify).await;
        assert_eq!(verdict.fault, None);
        assert!(verdict.pruned > 500, "nine years of the log were pruned: {verdict:?}");
    });
}
