//! Calls and notes: the panel on the page of a person or a company, and the page of all of them.
use super::{LONG, NoteKind, SHORT, Story, Target, Text, Unfit};
use crate::actor::{Actor, Right};
use crate::app::App;
use crate::auth::{EditPeople, FindPeople};
use crate::error::Result;
use crate::web::page::again;
use crate::web::{Choice, Errors, Form, Html, Page, Query, flash, html, lists, see_other};
use crate::words::Words;
use crate::{companies, people};
use actix_session::Session;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/people/{id:[0-9]+}/notes").get(of_person).post(add_to_person))
        .service(web::resource("/companies/{id:[0-9]+}/notes").get(of_company).post(add_to_company));
}

/// A page of notes.
const PAGE: usize = 50;

/// The form and what was written before: the same in the panel and on the page.
struct Log {
    action: String,
    kinds: Vec<Choice>,
    kind: &'static str,
    text: String,
    errors: Errors,
    entries: Vec<Entry>,
}

struct Entry {
    icon: &'static str,
    kind: String,
    at: String,
    when: String,
    by: String,
    text: String,
}

impl Log {
    fn of(page: &Page, story: &Story) -> Self {
        let entry = |note: &super::Note| Entry {
            icon: if matches!(note.kind, NoteKind::CallIn | NoteKind::CallOut) { "phone" } else { "note" },
            kind: kind_word(page.t, note.kind),
            at: note.at.format("%Y-%m-%dT%H:%MZ").to_string(),
            when: page.moment(&note.at),
            by: note.by.clone(),
            text: note.text.clone(),
        };
        Log {
            action: path(story.target),
            kinds: NoteKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind_word(page.t, *kind))).collect(),
            kind: NoteKind::Note.word(),
            text: String::new(),
            errors: Errors::default(),
            entries: story.notes.iter().map(entry).collect(),
        }
    }
}

pub fn kind_word(t: &Words, kind: NoteKind) -> String {
    match kind {
        NoteKind::Note => t.msg_notes_kind_note(),
        NoteKind::CallIn => t.msg_notes_kind_call_in(),
        NoteKind::CallOut => t.msg_notes_kind_call_out(),
        NoteKind::Meeting => t.msg_notes_kind_meeting(),
    }
}

fn path(target: Target) -> String {
    format!("{}/notes", home(target))
}

/// The page of whom the notes are about.
fn home(target: Target) -> String {
    match target {
        Target::Person(id) => format!("/people/{id}"),
        Target::Company(id) => format!("/companies/{id}"),
    }
}

/// The words beside a field whose text cannot be kept.
pub fn unfit(t: &Words, unfit: Unfit, most: usize) -> String {
    match unfit {
        Unfit::Empty => t.msg_fault_required(),
        Unfit::TooLong(_) => t.msg_fault_too_long(u32::try_from(most).unwrap_or(u32::MAX)),
    }
}

/// A line that was typed, parsed; what is wrong goes beside its field.
pub fn short(t: &Words, errors: &mut Errors, field: &str, typed: &str) -> Option<Text> {
    Text::short(typed).map_err(|wrong| errors.add(field, unfit(t, wrong, SHORT))).ok()
}

/// Several lines that were typed, parsed; what is wrong goes beside their field.
pub fn long(t: &Words, errors: &mut Errors, field: &str, typed: &str) -> Option<Text> {
    Text::long(typed).map_err(|wrong| errors.add(field, unfit(t, wrong, LONG))).ok()
}

/// A quick form, and what was said last.
#[derive(Template)]
#[template(path = "notes/panel.html")]
pub struct Panel {
    page: Page,
    log: Log,
    /// Where the older ones are; empty when there are none.
    all: String,
}

impl askama::filters::HtmlSafe for Panel {}

pub type PersonPanel = Panel;
pub type CompanyPanel = Panel;

pub fn person_panel(page: &Page, data: Story) -> PersonPanel {
    panel(page, &data)
}

pub fn company_panel(page: &Page, data: Story) -> CompanyPanel {
    panel(page, &data)
}

fn panel(page: &Page, story: &Story) -> Panel {
    let all = if story.more { path(story.target) } else { String::new() };
    Panel { log: Log::of(page, story), all, page: page.clone() }
}

/// All notes about somebody, a page at a time; also the form that comes back.
#[derive(Template)]
#[template(path = "notes/index.html")]
struct Index {
    page: Page,
    name: String,
    home: String,
    log: Log,
    newest: String,
    older: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    before: Option<i64>,
}

async fn index(by: &Actor, page: Page, app: &App, target: Target, before: Option<i64>) -> Result<Index> {
    let (name, story) = app
        .look(by, move |l| {
            let name = match target {
                Target::Person(id) => people::get(l, id)?.name(),
                Target::Company(id) => companies::get(l, id)?.name,
            };
            Ok((name, super::before(l, target, before, PAGE)?))
        })
        .await?;
    let last = story.notes.last().filter(|_| story.more).map(|note| note.id.to_string());
    let older = last.map(|last| lists::address(&path(target), &[], &[("before", &last)])).unwrap_or_default();
    let newest = if before.is_some() { path(target) } else { String::new() };
    Ok(Index { log: Log::of(&page, &story), name, home: home(target), newest, older, page })
}

async fn of_person(
    by: FindPeople,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Result<Html> {
    html(&index(&by, page, &app, Target::Person(*id), wanted.before).await?)
}

async fn of_company(
    by: FindPeople,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Result<Html> {
    html(&index(&by, page, &app, Target::Company(*id), wanted.before).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: NoteKind,
    text: String,
}

async fn add_to_person(
    by: EditPeople,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(written): Form<Written>,
) -> Result<Html> {
    add(&by, page, &app, &session, Target::Person(*id), written).await
}

async fn add_to_company(
    by: EditPeople,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(written): Form<Written>,
) -> Result<Html> {
    add(&by, page, &app, &session, Target::Company(*id), written).await
}

async fn add(
    by: &Actor,
    page: Page,
    app: &App,
    session: &Session,
    target: Target,
    Written { kind, text }: Written,
) -> Result<Html> {
    let mut errors = Errors::default();
    let Some(parsed) = long(page.t, &mut errors, "text", &text) else {
        let mut form = index(by, page, app, target, None).await?;
        form.log = Log { kind: kind.word(), text, errors, ..form.log };
        return again(&form);
    };
    app.write(by, move |w| {
        let now = w.now;
        super::add(w, target, kind, &parsed, now)
    })
    .await?;
    flash(session, "good", page.t.msg_notes_added())?;
    Ok(see_other(&format!("{}#notes", home(target))))
}
