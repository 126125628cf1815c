//! A notice: writing it, reading what changed, publishing it.
use super::super::{self as room, Fault, LONGEST, Notice, NoticeDraft, NoticeTexts, Part, Piece, compare};
use super::lang_label;
use crate::actor::Right;
use crate::app::App;
use crate::auth::{DraftForms, PublishForms, SeeForms};
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Errors, Fields, Form, Html, Page, flash, html, see_other};
use crate::words::Lang;
use actix_session::Session;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

struct Cell {
    name: String,
    label: String,
    value: String,
    error: String,
}

struct Row {
    title: String,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "forms/notice_form.html")]
struct Write {
    page: Page,
    /// None for a new one.
    known: Option<(i64, i64)>,
    called: String,
    rows: Vec<Row>,
    errors: Errors,
}

/// Notices stand on the page of the forms. This address takes what is typed into a new one, and whoever loads it again after
/// a fault comes here.
pub(super) async fn index(_: SeeForms) -> Result<Html> {
    Ok(see_other("/forms"))
}

fn field(lang: Lang, part: Part) -> String {
    format!("{}_{}", lang.word(), part.word())
}

impl Write {
    fn of(page: Page, known: Option<(i64, i64)>, name: &str, texts: &NoticeTexts, errors: Errors) -> Self {
        let row = |&part: &Part| Row {
            title: part.label(page.t),
            cells: Lang::ALL
                .iter()
                .map(|&lang| {
                    let name = field(lang, part);
                    Cell {
                        label: format!("{}, {}", part.label(page.t), lang_label(page.t, lang).to_lowercase()),
                        value: texts.of(lang, part).to_owned(),
                        error: errors.of(&name).to_owned(),
                        name,
                    }
                })
                .collect(),
        };
        let rows = Part::ALL.iter().map(row).collect();
        Write { known, called: name.to_owned(), rows, errors, page }
    }

    fn title(&self) -> String {
        if self.known.is_some() { self.page.t.msg_forms_notice_edit() } else { self.page.t.msg_forms_notice_new() }
    }

    fn action(&self) -> String {
        self.known.map_or_else(|| "/notices".to_owned(), |(id, _)| format!("/notices/{id}/edit"))
    }

    fn back(&self) -> String {
        self.known.map_or_else(|| "/forms".to_owned(), |(id, _)| format!("/notices/{id}"))
    }
}

/// What nobody should have to look up again: the rights, and where to complain.
fn beginning() -> NoticeTexts {
    let mut texts = NoticeTexts::default();
    for &lang in Lang::ALL {
        texts.set(lang, Part::Rights, &lang.words().msg_forms_begin_rights());
        texts.set(lang, Part::Contact, &lang.words().msg_forms_begin_contact());
    }
    texts
}

fn take(fields: &mut Fields) -> (String, NoticeTexts) {
    let mut texts = NoticeTexts::default();
    for &lang in Lang::ALL {
        for &part in Part::ALL {
            texts.set(lang, part, &fields.take(&field(lang, part)));
        }
    }
    (fields.take("name"), texts)
}

fn told(page: &Page, faults: &[Fault], texts: &NoticeTexts) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        if *fault == Fault::TooLong {
            for &lang in Lang::ALL {
                for &part in Part::ALL.iter().filter(|part| texts.of(lang, **part).chars().count() > LONGEST) {
                    errors.add(&field(lang, part), super::forms::spoken(page.t, Fault::TooLong));
                }
            }
        } else {
            errors.add("name", super::forms::spoken(page.t, *fault));
        }
    }
    errors
}

pub(super) async fn new(_: DraftForms, page: Page) -> Result<Html> {
    html(&Write::of(page, None, "", &beginning(), Errors::default()))
}

pub(super) async fn add(
    by: DraftForms,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (name, texts) = take(&mut fields);
    fields.finish()?;
    let (new_name, new_texts) = (name.clone(), texts.clone());
    match app.write(&by, move |w| room::draft_notice(w, &new_name, &new_texts)).await? {
        Ok(id) => {
            flash(&session, "good", page.t.msg_forms_notice_saved())?;
            Ok(see_other(&format!("/notices/{id}")))
        }
        Err(faults) => {
            let errors = told(&page, &faults, &texts);
            again(&Write::of(page, None, &name, &texts, errors))
        }
    }
}

pub(super) async fn edit(by: DraftForms, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let draft = app.look(&by, move |l| room::notice(l, *id)).await?;
    html(&Write::of(page, Some((draft.id, draft.version)), &draft.name, &draft.texts, Errors::default()))
}

pub(super) async fn change(
    by: DraftForms,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let version = fields.version()?;
    let (name, texts) = take(&mut fields);
    fields.finish()?;
    let (new_name, new_texts) = (name.clone(), texts.clone());
    match app.write(&by, move |w| room::rewrite_notice(w, id, version, &new_name, &new_texts)).await? {
        Ok(()) => {
            flash(&session, "good", page.t.msg_forms_notice_saved())?;
            Ok(see_other(&format!("/notices/{id}")))
        }
        Err(faults) => {
            let errors = told(&page, &faults, &texts);
            again(&Write::of(page, Some((id, version)), &name, &texts, errors))
        }
    }
}

/// A part of a notice as it is read, with what changed in it.
struct Shown {
    title: String,
    texts: Vec<(Lang, Vec<Piece>)>,
}

fn shown(page: &Page, before: Option<&NoticeTexts>, after: &NoticeTexts) -> Vec<Shown> {
    let pieces = |lang, part| match before {
        Some(before) => compare(before.of(lang, part), after.of(lang, part)),
        None => vec![Piece::Same(after.of(lang, part).to_owned())],
    };
    let part = |&part: &Part| Shown {
        title: part.label(page.t),
        texts: Lang::ALL.iter().map(|&lang| (lang, pieces(lang, part))).collect(),
    };
    Part::ALL.iter().map(part).collect()
}

#[derive(Template)]
#[template(path = "forms/notice.html")]
struct Show {
    page: Page,
    draft: NoticeDraft,
    versions: Vec<Notice>,
    shown: Vec<Shown>,
}

impl Show {
    fn may_draft(&self) -> bool {
        self.page.may(Right::DraftForms)
    }

    fn may_publish(&self) -> bool {
        self.page.may(Right::PublishForms) && !self.draft.is_published_as_it_is()
    }

    fn is_changed(&self) -> bool {
        self.draft.published.is_some() && !self.draft.is_published_as_it_is()
    }

    fn lang(&self, lang: &Lang) -> String {
        lang_label(self.page.t, *lang)
    }

    fn subtitle(&self) -> String {
        let t = self.page.t;
        match &self.draft.published {
            None => t.msg_forms_notice_never(),
            Some(notice) => t.msg_forms_notice_published_on(notice.number, self.page.day(&notice.published_at.date())),
        }
    }
}

pub(super) async fn show(by: SeeForms, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let (draft, versions) = app.look(&by, move |l| Ok((room::notice(l, id)?, room::notice_versions(l, id)?))).await?;
    let before = draft.published.as_ref().map(|notice| &notice.texts);
    let shown = shown(&page, before, &draft.texts);
    html(&Show { page, draft, versions, shown })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AsRead {
    version: i64,
}

pub(super) async fn publish(
    by: PublishForms,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(read): Form<AsRead>,
) -> Result<Html> {
    let id = id.into_inner();
    match app.write(&by, move |w| room::publish_notice(w, id, read.version)).await? {
        Ok(number) => flash(&session, "good", page.t.msg_forms_notice_published(number))?,
        Err(fault) => flash(&session, "bad", super::forms::spoken(page.t, fault))?,
    }
    Ok(see_other(&format!("/notices/{id}")))
}

#[derive(Template)]
#[template(path = "forms/notice_version.html")]
struct Version {
    page: Page,
    name: String,
    notice: Notice,
    by: String,
    is_first: bool,
    shown: Vec<Shown>,
}

impl Version {
    fn lang(&self, lang: &Lang) -> String {
        lang_label(self.page.t, *lang)
    }
}

pub(super) async fn version(
    by: SeeForms,
    page: Page,
    app: web::Data<App>,
    path: web::Path<(i64, i64)>,
) -> Result<Html> {
    let (id, number) = path.into_inner();
    let (draft, versions, names) = app
        .look(&by, move |l| {
            let versions = room::notice_versions(l, id)?;
            let staff: Vec<i64> = versions.iter().filter_map(|notice| notice.published_by).collect();
            Ok((room::notice(l, id)?, versions, crate::auth::names(l, &staff)?))
        })
        .await?;
    let before = versions.iter().find(|notice| notice.number == number - 1).map(|notice| notice.texts.clone());
    let notice = versions.into_iter().find(|notice| notice.number == number).ok_or(Error::NotFound)?;
    let shown = shown(&page, before.as_ref(), &notice.texts);
    let by = notice.published_by.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    html(&Version { name: draft.name, is_first: before.is_none(), shown, by, notice, page })
}
