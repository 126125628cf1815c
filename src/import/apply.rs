//! Applying: new people come in unseen, in batches; then one short transaction shows them together with every change to
//! people who were there already, or nothing happens at all.
use super::judge::{self, Key, Known, Planned, Token, key};
use super::ledger::{self, NewLine};
use super::rows::{Candidate, Rows};
use super::{Answers, Fault, Import, State, Verdict, advance, deed, plan, staged, store, sweep};
use crate::actor::{Actor, Right};
use crate::app::{App, Looking, Writing};
use crate::catalogue::{Field, KeyClass};
use crate::companies::{self, NewCompany};
use crate::consent::{self, Act};
use crate::deeds::{Deed, Subject, What};
use crate::error::{Error, Result};
use crate::leads::{self, NewLead};
use crate::people::{self, NewPerson, Stage};
use crate::reach;
use crate::search::{Kind, fold};
use crate::vault::{Owner, Unlocked};
use std::collections::{HashMap, HashSet};

/// So many rows come in together.
const BATCH: usize = 1_000;
/// Beyond so many changes the index reads everything again, which is cheaper.
const FEW: usize = 2_000;

/// Says that a planned import is to be applied; [`apply`] goes on with it.
pub fn begin_applying(app: &App, by: &Actor, id: i64, version: i64) -> Result<()> {
    let _held = staged::hold(app, id)?.ok_or(Error::Stale)?;
    app.write_now(by, |w| {
        w.must(Right::Import)?;
        let import = super::get(w, id)?;
        if !import.may_be_applied() || import.version != version || !import.is_readable(w.now) {
            return Err(Error::Stale);
        }
        advance(w, &import, State::Applying)
    })
}

/// Applies an import that was begun, all of it or nothing. What was previewed and has changed meanwhile is planned again
/// instead, for somebody to look at. May take minutes: see [`super::in_background`].
///
/// # Errors
/// Whatever stopped it; the import says so too, and can be applied again.
pub fn apply(app: &App, by: &Actor, id: i64) -> Result<()> {
    let Some(held) = staged::hold(app, id)? else { return Ok(()) };
    let done = Applying::open(app, by, id).and_then(|mut applying| {
        while applying.bring_in()? {}
        applying.show()
    });
    let done = match done {
        Ok(()) => return app.write_now(&Actor::House, |w| store::remove_taken_over(w.conn(), id)),
        Err(Error::Stale) => sweep::remove_arrivals(app, id).and_then(|()| plan::again(app, by, id)),
        Err(error) => Err(error),
    };
    if done.is_err() {
        sweep::undo(app, id, Fault::Broken)?;
    }
    drop(held);
    done
}

/// One row that something is done with.
struct Taken {
    line: i64,
    verdict: Verdict,
    person: Option<i64>,
    version: Option<i64>,
    candidate: Candidate,
    shadowed: bool,
}

/// An import on its way in, for [`apply`] and for tests that stop in the middle. Whoever steps holds the lock.
pub struct Applying<'a> {
    app: &'a App,
    by: &'a Actor,
    import: Import,
    keys: Unlocked,
    today: chrono::NaiveDate,
    /// Behind this line of the file it goes on.
    line: i64,
    done: i64,
    /// By folded name: companies that this import brings, and those that were found.
    brought: HashMap<String, i64>,
    found: HashMap<String, i64>,
    newcomers: Vec<i64>,
    /// Addresses and numbers of newcomers, and of everybody.
    newcomers_reaches: HashSet<Key>,
    reaches: HashSet<Key>,
    /// Those that somebody holds whom another import is bringing in.
    shadowed: Vec<Vec<u8>>,
    /// Newcomers who have nothing but a name.
    only_names: Vec<Candidate>,
    /// People who were there already.
    changed: HashSet<i64>,
}

impl<'a> Applying<'a> {
    /// Takes up an import that was begun.
    pub fn open(app: &'a App, by: &'a Actor, id: i64) -> Result<Self> {
        let (import, keys, today) = app.look_now(by, |l| {
            l.must(Right::Import)?;
            let import = super::get(l, id)?;
            let keys = l.unlock(&[Owner::import(id)], KeyClass::Staging)?;
            Ok((import, keys, l.now.date()))
        })?;
        if import.state != State::Applying {
            return Err(Error::internal("an import is applied that was not begun"));
        }
        Ok(Applying {
            app,
            by,
            import,
            keys,
            today,
            line: 0,
            done: 0,
            brought: HashMap::new(),
            found: HashMap::new(),
            newcomers: Vec::new(),
            newcomers_reaches: HashSet::new(),
            reaches: HashSet::new(),
            shadowed: Vec::new(),
            only_names: Vec::new(),
            changed: HashSet::new(),
        })
    }

    /// Rows behind a line, opened and read.
    fn rows(&self, l: &mut Looking, only: &[Verdict], line: i64) -> Result<Vec<Taken>> {
        let rows = store::rows_after(l.conn(), self.import.id, only, line, i64::try_from(BATCH).unwrap_or(0))?;
        let reader = Rows::new(self.import.answered()?, self.app.vault(), self.today);
        let read = rows.into_iter().map(|row| {
            let planned = open(&self.keys, &row)?;
            let candidate = reader.read(&planned.cells).map_err(|_| Error::Stale)?;
            let shadowed = judge::read(row.reason.as_deref()).contains(&Token::Shadow);
            let (line, verdict, person, version) = (row.line, row.verdict, row.person_id, planned.version);
            Ok(Taken { line, verdict, person, version, candidate, shadowed })
        });
        read.collect()
    }

    /// Brings in the next of those who are new, with their companies; nobody sees them yet. False when that was all.
    pub fn bring_in(&mut self) -> Result<bool> {
        let taken = self.app.look_now(self.by, |l| {
            let taken = self.rows(l, &[Verdict::New, Verdict::Changes], self.line)?;
            self.find_companies(l, &taken)?;
            Ok(taken)
        })?;
        let Some(last) = taken.last() else { return Ok(false) };
        self.line = last.line;
        self.done += i64::try_from(taken.len()).unwrap_or(0);
        self.note(&taken);
        self.app.write_now(self.by, |w| {
            if !store::progress(w.conn(), self.import.id, State::Applying, self.done)? {
                return Err(Error::internal("an import that is applied is in another state"));
            }
            self.bring_companies(w, &taken)?;
            self.bring_people(w, &taken)
        })?;
        let only_names = taken.into_iter().filter(|row| row.person.is_none() && row.candidate.is_only_a_name());
        self.only_names.extend(only_names.map(|row| row.candidate));
        Ok(true)
    }

    /// Remembers what must not have changed when all of it is shown.
    fn note(&mut self, taken: &[Taken]) {
        for row in taken {
            let blinds = row.candidate.reaches.iter().map(|reach| reach.1.clone());
            self.reaches.extend(blinds.clone().map(|blind| key(&blind)));
            if row.shadowed {
                self.shadowed.extend(blinds.clone());
            }
            match row.person {
                Some(person) => {
                    self.changed.insert(person);
                }
                None => self.newcomers_reaches.extend(blinds.map(|blind| key(&blind))),
            }
        }
    }

    fn find_companies(&mut self, l: &mut Looking, taken: &[Taken]) -> Result<()> {
        let index = l.index()?;
        for name in taken.iter().filter_map(|row| row.candidate.company_name()) {
            let folded = fold(name);
            if self.brought.contains_key(&folded) || self.found.contains_key(&folded) {
                continue;
            }
            if let Some(id) = index.named(Kind::Company, name).first() {
                self.found.insert(folded, *id);
            }
        }
        Ok(())
    }

    fn company(&self, candidate: &Candidate) -> Option<i64> {
        let folded = fold(candidate.company_name()?);
        self.found.get(&folded).or_else(|| self.brought.get(&folded)).copied()
    }

    fn bring_companies(&mut self, w: &mut Writing, taken: &[Taken]) -> Result<()> {
        let (mut names, mut new) = (Vec::new(), Vec::new());
        for company in taken.iter().filter_map(|row| row.candidate.company.as_ref()) {
            let folded = fold(&company.name);
            if self.found.contains_key(&folded) || self.brought.contains_key(&folded) {
                continue;
            }
            // Its number is drawn below; until then the name alone is taken.
            self.brought.insert(folded.clone(), 0);
            names.push(folded);
            new.push(NewCompany {
                name: company.name.clone(),
                address: company.address.clone(),
                reaches: company.reaches.clone(),
                external: company.external.clone(),
            });
        }
        let ids = companies::bring_in(w, &new, Some(self.import.id))?;
        self.brought.extend(names.into_iter().zip(ids));
        Ok(())
    }

    fn bring_people(&mut self, w: &mut Writing, taken: &[Taken]) -> Result<()> {
        let answers = self.import.answered()?;
        let new: Vec<&Candidate> =
            taken.iter().filter(|row| row.verdict == Verdict::New).map(|row| &row.candidate).collect();
        let people: Vec<NewPerson> =
            new.iter().map(|candidate| judge::newcomer(candidate, answers, self.company(candidate))).collect();
        let ids = people::bring_in(w, &people, Some(self.import.id))?;
        let lines: Vec<Vec<NewLine>> =
            new.iter().map(|candidate| ledger::lines(candidate, answers, None, self.today)).collect();
        let proof = proof(answers);
        let entries: Vec<_> =
            ids.iter().zip(&lines).flat_map(|(id, lines)| ledger::entries(*id, lines, proof)).collect();
        if !entries.is_empty() {
            consent::record_many(w, &entries, Some(self.import.id))?;
        }
        if answers.leads {
            let lead = |person_id: &i64| NewLead { person_id: *person_id, stage: Stage::New, plan: Default::default() };
            leads::bring_in(w, &ids.iter().map(lead).collect::<Vec<_>>())?;
        }
        self.newcomers.extend(ids);
        Ok(())
    }

    /// The one transaction that everybody sees.
    ///
    /// # Errors
    /// `Stale` when something that was previewed would be judged otherwise now; nothing happened.
    pub fn show(&mut self) -> Result<()> {
        self.app.write_now(self.by, |w| {
            // First of all, because following what others committed must not read what is not committed here.
            w.index()?;
            self.must_be_as_previewed(w)?;
            let id = self.import.id;
            if !store::settle(w.conn(), id, State::Applying, State::Applied, None)? {
                return Err(Error::internal("an import that is applied is in another state"));
            }
            let now = w.now;
            store::applied_at(w.conn(), id, now)?;
            self.change_people(w)?;
            if self.newcomers.len() + self.changed.len() + self.brought.len() <= FEW {
                self.brought.values().for_each(|company| w.changed(Kind::Company, *company));
                self.newcomers.iter().chain(&self.changed).for_each(|person| w.changed(Kind::Person, *person));
            } else {
                w.changed_everything();
            }
            w.record(
                deed(What::ImportApplied, id)
                    .with("people", self.newcomers.len())
                    .with("changed", self.changed.len())
                    .with("companies", self.brought.len()),
            );
            Ok(())
        })
    }

    /// # Errors
    /// `Stale` when something that was previewed would now be judged otherwise.
    fn must_be_as_previewed(&self, w: &mut Writing) -> Result<()> {
        let index = w.index()?;
        if self.brought.keys().any(|name| !index.named(Kind::Company, name).is_empty()) {
            return Err(Error::Stale);
        }
        // Numbers are drawn in order, so newcomers of ours are found in their list, and whoever else has an address of
        // theirs has it since the plan was made.
        let mut holders = Vec::new();
        let mut after = self.import.mark;
        loop {
            let added = reach::added_since(w, after, 5_000)?;
            let Some((last, ..)) = added.last() else { break };
            after = *last;
            let others = added.into_iter().filter_map(|(_, blind, person)| Some((blind, person?)));
            let others = others.filter(|(_, person)| self.newcomers.binary_search(person).is_err());
            holders.extend(
                others.filter(|(blind, _)| self.newcomers_reaches.contains(&key(blind))).map(|holder| holder.1),
            );
        }
        holders.extend(reach::holders(w, &self.shadowed)?.into_values().flatten());
        holders.retain(|person| !self.changed.contains(person));
        let shown = people::these(w, &holders)?;
        let known = Known::of(w, self.only_names.iter())?;
        if !self.only_names.iter().all(|candidate| judge::means(candidate, &known, None)) {
            return Err(Error::Stale);
        }
        let refusals = consent::refusals_since(w, self.import.mark)?;
        let touches = |line: &consent::Line| {
            self.changed.contains(&line.person)
                || line.blind.as_ref().is_some_and(|blind| self.reaches.contains(&key(blind)))
        };
        if shown.is_empty() && !refusals.iter().any(touches) { Ok(()) } else { Err(Error::Stale) }
    }

    fn change_people(&self, w: &mut Writing) -> Result<()> {
        let answers = self.import.answered()?;
        let mut line = 0;
        loop {
            let taken = self.rows(w, &[Verdict::Changes], line)?;
            let Some(last) = taken.last() else { return Ok(()) };
            line = last.line;
            let known = Known::of(w, taken.iter().map(|row| &row.candidate))?;
            let (mut changes, mut said) = (Vec::new(), Vec::new());
            for row in &taken {
                let (id, version) = row.person.zip(row.version).ok_or(Error::Stale)?;
                let person = known.person(id).filter(|person| person.version == version).ok_or(Error::Stale)?;
                if !judge::means(&row.candidate, &known, Some(id)) {
                    return Err(Error::Stale);
                }
                let (merged, differences) = judge::merged(&row.candidate, person, &known, self.company(&row.candidate));
                if !differences.is_empty() {
                    changes.push((id, version, merged));
                }
                said.push((id, ledger::lines(&row.candidate, answers, Some((id, &known.standing)), self.today)));
            }
            people::change_all(w, &changes)?;
            for (id, ..) in &changes {
                w.record(Deed::of(What::PersonChanged, Subject::Person, *id).with("import", self.import.id));
            }
            let proof = proof(answers);
            let entries: Vec<_> = said.iter().flat_map(|(id, lines)| ledger::entries(*id, lines, proof)).collect();
            if !entries.is_empty() {
                consent::record_many(w, &entries, Some(self.import.id))?;
            }
            for (id, lines) in &said {
                for (act, what) in [(Act::Given, What::ConsentGiven), (Act::Objected, What::ConsentObjected)] {
                    let many = lines.iter().filter(|line| line.act == act).count();
                    if many > 0 {
                        let told = Deed::of(what, Subject::Person, *id);
                        w.record(told.with("import", self.import.id).with("lines", many));
                    }
                }
            }
        }
    }
}

/// What proves the lines that the file brings.
fn proof(answers: &Answers) -> &str {
    answers.opt_in.as_ref().map_or("", |opt_in| opt_in.proof.trim())
}

/// A planned row, opened.
pub(super) fn open(keys: &Unlocked, row: &store::PlanRow) -> Result<Planned> {
    let bytes = keys.open_bytes(Field::ImportCells, Owner::import(row.import_id), row.line, &row.cells)?;
    serde_json::from_slice(&bytes).map_err(|_| Error::Unreadable)
}
