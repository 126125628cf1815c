//! Breaches: the list, opening one, and changing what is said of it.
use super::super::{self as room, Account, Breach, Fault, Nature, Risk};
use super::spoken::{self, clock};
use super::{moment, typed as moment_fields};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{KeepRegister, SeeRegister};
use crate::error::{Error, Result};
use crate::purposes::Category;
use crate::web::page::again;
use crate::web::versions::{Conflict, Versions, conflict, keeps_theirs};
use crate::web::{Choice, Errors, Fields, Form, Html, Page, flash, html, lists, see_other};
use crate::words::Words;
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "register/breaches.html")]
struct List {
    page: Page,
    lines: Vec<room::Line>,
}

impl List {
    fn may_keep(&self) -> bool {
        self.page.may(Right::KeepRegister)
    }

    fn clock(&self, line: &room::Line) -> (&'static str, String) {
        clock(self.page.t, line.deadline)
    }

    fn nature(&self, line: &room::Line) -> String {
        natures(self.page.t, &line.nature)
    }

    fn people(&self, line: &room::Line) -> String {
        line.people.or(line.counted).map(|n| lists::number(self.page.language(), n)).unwrap_or_default()
    }

    fn risk(&self, line: &room::Line) -> String {
        line.risk.map(|risk| risk.label(self.page.t)).unwrap_or_default()
    }
}

pub(super) fn natures(t: &Words, all: &[Nature]) -> String {
    all.iter().map(|one| one.label(t)).collect::<Vec<_>>().join(", ")
}

pub(super) fn categories(t: &Words, all: &[Category]) -> String {
    all.iter().map(|one| one.label(t)).collect::<Vec<_>>().join("; ")
}

pub(super) async fn list(by: SeeRegister, page: Page, app: web::Data<App>) -> Result<Html> {
    let lines = app.look(&by, room::breaches).await?;
    html(&List { page, lines })
}

/// Every field as it was typed.
#[derive(Clone, Default)]
struct Typed {
    known_on: String,
    known_time: String,
    nature: Vec<Nature>,
    categories: Vec<Category>,
    what: String,
    consequences: String,
    measures: String,
    people: String,
    records: String,
    risk: String,
}

/// What a conflict page asks about, in its order.
const FIELDS: [&str; 9] =
    ["known", "nature", "categories", "what", "consequences", "measures", "people", "records", "risk"];

/// No risk said yet.
const LATER: &str = "later";

impl Typed {
    fn of(breach: &Breach) -> Self {
        let (known_on, known_time) = moment_fields(breach.known_at);
        let account = &breach.account;
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        Typed {
            known_on,
            known_time,
            nature: account.nature.clone(),
            categories: account.categories.clone(),
            what: account.what.clone(),
            consequences: account.consequences.clone(),
            measures: account.measures.clone(),
            people: number(account.people),
            records: number(account.records),
            risk: account.risk.map_or(LATER, Risk::word).to_owned(),
        }
    }

    fn take(fields: &mut Fields) -> Self {
        let mut ticked = |name: String| fields.take(&name) == "yes";
        let nature = Nature::ALL.iter().copied().filter(|one| ticked(format!("nature_{}", one.word()))).collect();
        let categories =
            Category::ALL.iter().copied().filter(|one| ticked(format!("category_{}", one.word()))).collect();
        let mut text = |name: &str| fields.take(name).replace("\r\n", "\n");
        Typed {
            nature,
            categories,
            what: text("what"),
            consequences: text("consequences"),
            measures: text("measures"),
            known_on: text("known_on"),
            known_time: text("known_time"),
            people: text("people"),
            records: text("records"),
            risk: text("risk"),
        }
    }

    /// What was said, or words beside what cannot be read.
    fn parsed(&self, t: &Words, errors: &mut Errors) -> Account {
        let known_at = moment(&self.known_on, &self.known_time);
        if known_at.is_none() && !(self.known_on.is_empty() && self.known_time.is_empty()) {
            errors.add("known_on", t.msg_register_fault_moment());
        }
        let mut number = |field: &str, text: &str| {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let number = digits.parse::<i64>().ok().filter(|n| (0..=1_000_000_000).contains(n));
            if number.is_none() && !digits.is_empty() {
                errors.add(field, spoken::fault(t, Fault::NotANumber));
            }
            number
        };
        Account {
            people: number("people", &self.people),
            records: number("records", &self.records),
            known_at,
            nature: self.nature.clone(),
            categories: self.categories.clone(),
            what: self.what.clone(),
            consequences: self.consequences.clone(),
            measures: self.measures.clone(),
            risk: Risk::from_word(&self.risk),
        }
    }

    fn keep_theirs(&mut self, field: &str, there: &Typed) {
        match field {
            "known" => {
                self.known_on.clone_from(&there.known_on);
                self.known_time.clone_from(&there.known_time);
            }
            "nature" => self.nature.clone_from(&there.nature),
            "categories" => self.categories.clone_from(&there.categories),
            "what" => self.what.clone_from(&there.what),
            "consequences" => self.consequences.clone_from(&there.consequences),
            "measures" => self.measures.clone_from(&there.measures),
            "people" => self.people.clone_from(&there.people),
            "records" => self.records.clone_from(&there.records),
            _ => self.risk.clone_from(&there.risk),
        }
    }

    /// A field as a conflict page says it.
    fn said(&self, t: &Words, field: &str) -> (String, String) {
        match field {
            "known" => (t.msg_register_known_at(), format!("{} {}", self.known_on, self.known_time)),
            "nature" => (t.msg_register_nature(), natures(t, &self.nature)),
            "categories" => (t.msg_register_categories(), categories(t, &self.categories)),
            "what" => (t.msg_register_what(), self.what.clone()),
            "consequences" => (t.msg_register_consequences(), self.consequences.clone()),
            "measures" => (t.msg_register_measures(), self.measures.clone()),
            "people" => (t.msg_register_people(), self.people.clone()),
            "records" => (t.msg_register_records(), self.records.clone()),
            _ => {
                let risk = Risk::from_word(&self.risk).map(|risk| risk.label(t));
                (t.msg_register_risk(), risk.unwrap_or_else(|| t.msg_register_risk_later()))
            }
        }
    }
}

#[derive(Template)]
#[template(path = "register/breach_form.html")]
struct Write {
    page: Page,
    /// The id and the version; none for a new one.
    known: Option<(i64, i64)>,
    typed: Typed,
    risks: Vec<Choice>,
    errors: Errors,
}

impl Write {
    fn of(page: Page, known: Option<(i64, i64)>, typed: Typed, errors: Errors) -> Self {
        let t = page.t;
        let later = Choice::new(LATER, t.msg_register_risk_later());
        let risks = Risk::ALL.iter().map(|risk| Choice::new(risk.word(), risk.label(t)));
        Write { risks: std::iter::once(later).chain(risks).collect(), known, typed, errors, page }
    }

    fn title(&self) -> String {
        let t = self.page.t;
        self.known.map_or_else(|| t.msg_register_breach_new(), |(id, _)| t.msg_register_breach_of(id))
    }

    fn action(&self) -> String {
        let edit = |(id, _)| format!("/register/breaches/{id}/edit");
        self.known.map_or_else(|| "/register/breaches".to_owned(), edit)
    }

    fn back(&self) -> String {
        let one = |(id, _)| format!("/register/breaches/{id}");
        self.known.map_or_else(|| "/register/breaches".to_owned(), one)
    }

    fn natures(&self) -> Vec<(String, String, bool)> {
        let line =
            |one: &Nature| (format!("nature_{}", one.word()), one.label(self.page.t), self.typed.nature.contains(one));
        Nature::ALL.iter().map(line).collect()
    }

    fn categories(&self) -> Vec<(String, String, bool)> {
        let ticked = |one: &Category| self.typed.categories.contains(one);
        let line = |one: &Category| (format!("category_{}", one.word()), one.label(self.page.t), ticked(one));
        Category::ALL.iter().map(line).collect()
    }
}

pub(super) async fn new(_: KeepRegister, page: Page, app: web::Data<App>) -> Result<Html> {
    let (known_on, known_time) = moment_fields(app.clock().now());
    let typed = Typed { known_on, known_time, risk: LATER.to_owned(), ..Typed::default() };
    html(&Write::of(page, None, typed, Errors::default()))
}

fn all_told(t: &Words, faults: &[(&'static str, Fault)], errors: &mut Errors) {
    for (field, fault) in faults.iter().filter(|(field, _)| errors.of(field).is_empty()).collect::<Vec<_>>() {
        errors.add(field, spoken::fault(t, *fault));
    }
}

pub(super) async fn add(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    let account = typed.parsed(page.t, &mut errors);
    if errors.is_empty() {
        match app.write(&by, move |w| room::open(w, &account)).await? {
            Ok(id) => {
                flash(&session, "good", page.t.msg_register_breach_opened())?;
                return Ok(see_other(&format!("/register/breaches/{id}")));
            }
            Err(faults) => all_told(page.t, &faults, &mut errors),
        }
    }
    again(&Write::of(page, None, typed, errors))
}

pub(super) async fn edit(by: KeepRegister, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let breach = app.look(&by, move |l| room::breach(l, id)).await?;
    html(&Write::of(page, Some((id, breach.version)), Typed::of(&breach), Errors::default()))
}

pub(super) async fn change(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let version = fields.version()?;
    let theirs: Vec<&str> = FIELDS.into_iter().filter(|name| keeps_theirs(&mut fields, name)).collect();
    let mut typed = Typed::take(&mut fields);
    fields.finish()?;
    if !theirs.is_empty() {
        let there = Typed::of(&app.look(&by, move |l| room::breach(l, id)).await?);
        theirs.into_iter().for_each(|field| typed.keep_theirs(field, &there));
    }
    let mut errors = Errors::default();
    let account = typed.parsed(page.t, &mut errors);
    if errors.is_empty() {
        match app.write(&by, move |w| room::rewrite(w, id, version, &account)).await {
            Ok(Ok(())) => {
                flash(&session, "good", page.t.msg_register_saved())?;
                return Ok(see_other(&format!("/register/breaches/{id}")));
            }
            Ok(Err(faults)) => all_told(page.t, &faults, &mut errors),
            Err(Error::Stale) => {
                let saved = app.look(&by, move |l| room::breach(l, id)).await?;
                // A breach that was closed meanwhile takes no more words.
                return if saved.closed_at.is_some() {
                    Err(Error::Stale)
                } else {
                    conflict(&both(page, &typed, &saved))
                };
            }
            Err(error) => return Err(error),
        }
    }
    again(&Write::of(page, Some((id, version)), typed, errors))
}

fn both(page: Page, mine: &Typed, saved: &Breach) -> Conflict {
    let (t, theirs) = (page.t, Typed::of(saved));
    let versions = FIELDS.into_iter().map(|name| {
        let (label, said) = mine.said(t, name);
        Versions { name, label, mine: said, theirs: theirs.said(t, name).1 }
    });
    let mut hidden: Vec<(String, String)> = [
        ("known_on", &mine.known_on),
        ("known_time", &mine.known_time),
        ("what", &mine.what),
        ("consequences", &mine.consequences),
        ("measures", &mine.measures),
        ("people", &mine.people),
        ("records", &mine.records),
        ("risk", &mine.risk),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .collect();
    hidden.extend(mine.nature.iter().map(|one| (format!("nature_{}", one.word()), "yes".to_owned())));
    hidden.extend(mine.categories.iter().map(|one| (format!("category_{}", one.word()), "yes".to_owned())));
    Conflict {
        title: t.msg_register_breach_of(saved.id),
        action: format!("/register/breaches/{}/edit", saved.id),
        back: format!("/register/breaches/{}", saved.id),
        version: saved.version,
        versions: versions.collect(),
        hidden,
        page,
    }
}
