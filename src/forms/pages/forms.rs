//! The list of forms and notices; a form: building, previewing, publishing it.
use super::super::{
    self as room, Ask, Definition, Desk, Draft, Fault, FormKind, FormText, Leaf, Listed, NoticeDraft, Page as Leafed,
    Published,
};
use super::{lang_label, public};
use crate::actor::Right;
use crate::app::{App, blocking};
use crate::auth::{DraftForms, PublishForms, SeeForms};
use crate::consent::Purpose;
use crate::error::{Error, Result};
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, flash, html, lists, see_other};
use crate::words::{Lang, Words};
use actix_session::Session;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// What stands in the way, in words.
pub(super) fn spoken(t: &Words, fault: Fault) -> String {
    match fault {
        Fault::Name => t.msg_forms_fault_name(),
        Fault::Slug => t.msg_forms_fault_slug(),
        Fault::SlugTaken => t.msg_forms_fault_slug_taken(),
        Fault::TooLong => t.msg_fault_too_long(u32::try_from(room::LONGEST).unwrap_or(u32::MAX)),
        Fault::PrivacyDesk => t.msg_forms_fault_privacy(),
        Fault::NoPurpose => t.msg_forms_fault_no_purpose(),
        Fault::Unfinished => t.msg_forms_fault_unfinished(),
        Fault::NoNotice => t.msg_forms_fault_no_notice(),
        Fault::Unchanged => t.msg_forms_fault_unchanged(),
    }
}

#[derive(Template)]
#[template(path = "forms/index.html")]
struct Index {
    page: Page,
    forms: Vec<Listed>,
    notices: Vec<NoticeDraft>,
}

impl Index {
    fn may_draft(&self) -> bool {
        self.page.may(Right::DraftForms)
    }

    fn title(&self, listed: &Listed) -> String {
        listed.form.draft.definition.text(self.page.language()).title
    }

    fn count(&self, count: &i64) -> String {
        lists::number(self.page.language(), *count)
    }

    fn changed_on(&self, notice: &NoticeDraft) -> String {
        self.page.day(&notice.changed_at.date())
    }

    fn notice_state(&self, notice: &NoticeDraft) -> (&'static str, String) {
        let t = self.page.t;
        match &notice.published {
            None => ("quiet", t.msg_forms_standing_never()),
            Some(_) if !notice.is_published_as_it_is() => ("warn", t.msg_forms_standing_behind()),
            Some(published) => ("good", t.msg_forms_version(published.number)),
        }
    }
}

pub(super) async fn index(by: SeeForms, page: Page, app: web::Data<App>) -> Result<Html> {
    let (forms, notices) = app.look(&by, |l| Ok((room::forms(l)?, room::notice_drafts(l)?))).await?;
    html(&Index { page, forms, notices })
}

/// Every field as it was typed.
#[derive(Clone, Default)]
struct Typed {
    slug: String,
    kind: String,
    desk: String,
    notice: String,
    asks: Vec<Ask>,
    purposes: Vec<Purpose>,
    texts: Vec<(Lang, FormText)>,
}

impl Typed {
    fn of(draft: &Draft) -> Self {
        Typed {
            slug: draft.slug.clone(),
            kind: draft.kind.word().to_owned(),
            desk: draft.desk.word().to_owned(),
            notice: draft.notice.to_string(),
            asks: draft.definition.asks.clone(),
            purposes: draft.definition.purposes.clone(),
            texts: Lang::ALL.iter().map(|&lang| (lang, draft.definition.text(lang))).collect(),
        }
    }

    fn empty() -> Self {
        Typed {
            asks: Ask::ALL.to_vec(),
            texts: Lang::ALL.iter().map(|&lang| (lang, FormText::default())).collect(),
            ..Typed::default()
        }
    }

    fn take(fields: &mut Fields) -> Self {
        let mut ticked = |name: String| fields.take(&name) == "yes";
        let asks = Ask::ALL.iter().copied().filter(|ask| ticked(format!("ask_{}", ask.word()))).collect();
        let purposes = Purpose::ALL.iter().copied().filter(|one| ticked(format!("purpose_{}", one.word()))).collect();
        let mut text = |lang: Lang| FormText {
            title: fields.take(&format!("{}_title", lang.word())),
            intro: fields.take(&format!("{}_intro", lang.word())).replace("\r\n", "\n"),
        };
        let texts = Lang::ALL.iter().map(|&lang| (lang, text(lang))).collect();
        Typed {
            asks,
            purposes,
            texts,
            slug: fields.take("slug").to_lowercase(),
            kind: fields.take("kind"),
            desk: fields.take("desk"),
            notice: fields.take("notice"),
        }
    }

    /// What was chosen, or words beside what was not.
    fn parsed(&self, t: &Words, errors: &mut Errors) -> Option<Draft> {
        let (kind, desk) = (FormKind::from_word(&self.kind), Desk::from_word(&self.desk));
        let notice: Option<i64> = self.notice.parse().ok();
        let chosen = [("kind", kind.is_some()), ("desk", desk.is_some()), ("notice", notice.is_some())];
        for (name, _) in chosen.iter().filter(|(_, there)| !there) {
            errors.add(name, t.msg_forms_fault_choose());
        }
        Some(Draft {
            slug: self.slug.clone(),
            kind: kind?,
            desk: desk?,
            notice: notice?,
            definition: Definition {
                asks: self.asks.clone(),
                purposes: self.purposes.clone(),
                texts: self.texts.iter().cloned().collect(),
            },
        })
    }
}

#[derive(Template)]
#[template(path = "forms/form_form.html")]
struct Write {
    page: Page,
    known: Option<(i64, i64)>,
    typed: Typed,
    kinds: Vec<Choice>,
    desks: Vec<Choice>,
    notices: Vec<Choice>,
    errors: Errors,
}

impl Write {
    fn of(page: Page, known: Option<(i64, i64)>, typed: Typed, notices: &[NoticeDraft], errors: Errors) -> Self {
        let t = page.t;
        Write {
            kinds: FormKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.label(t))).collect(),
            desks: Desk::ALL.iter().map(|desk| Choice::new(desk.word(), desk.label(t))).collect(),
            notices: notices.iter().map(|notice| Choice::new(notice.id.to_string(), &notice.name)).collect(),
            known,
            typed,
            errors,
            page,
        }
    }

    fn title(&self) -> String {
        if self.known.is_some() { self.page.t.msg_forms_form_edit() } else { self.page.t.msg_forms_form_new() }
    }

    fn action(&self) -> String {
        self.known.map_or_else(|| "/forms".to_owned(), |(id, _)| format!("/forms/{id}/edit"))
    }

    fn back(&self) -> String {
        self.known.map_or_else(|| "/forms".to_owned(), |(id, _)| format!("/forms/{id}"))
    }

    fn asks(&self) -> Vec<(String, String, bool)> {
        let line = |ask: &Ask| (format!("ask_{}", ask.word()), ask.label(self.page.t), self.typed.asks.contains(ask));
        Ask::ALL.iter().map(line).collect()
    }

    fn purposes(&self) -> Vec<(String, String, bool)> {
        let ticked = |purpose: &Purpose| self.typed.purposes.contains(purpose);
        let line =
            |purpose: &Purpose| (format!("purpose_{}", purpose.word()), purpose.label(self.page.t), ticked(purpose));
        Purpose::ALL.iter().map(line).collect()
    }

    fn title_error(&self, lang: &Lang) -> &str {
        self.errors.of(&format!("{}_title", lang.word()))
    }

    fn lang(&self, lang: &Lang) -> String {
        lang_label(self.page.t, *lang).to_lowercase()
    }
}

fn told(t: &Words, faults: &[Fault], errors: &mut Errors) {
    for fault in faults {
        let field = match fault {
            Fault::Slug | Fault::SlugTaken => "slug",
            Fault::PrivacyDesk => "desk",
            Fault::NoPurpose => "purposes",
            Fault::TooLong => "fr_title",
            Fault::Name | Fault::Unfinished | Fault::NoNotice | Fault::Unchanged => "notice",
        };
        errors.add(field, spoken(t, *fault));
    }
}

pub(super) async fn new(by: DraftForms, page: Page, app: web::Data<App>) -> Result<Html> {
    let notices = app.look(&by, room::notice_drafts).await?;
    html(&Write::of(page, None, Typed::empty(), &notices, Errors::default()))
}

pub(super) async fn add(
    by: DraftForms,
    page: Page,
    app: web::Data<App>,
    session: Session,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    if let Some(draft) = typed.parsed(page.t, &mut errors) {
        match app.write(&by, move |w| room::draft(w, &draft)).await? {
            Ok(id) => {
                flash(&session, "good", page.t.msg_forms_form_saved())?;
                return Ok(see_other(&format!("/forms/{id}")));
            }
            Err(faults) => told(page.t, &faults, &mut errors),
        }
    }
    let notices = app.look(&by, room::notice_drafts).await?;
    again(&Write::of(page, None, typed, &notices, errors))
}

pub(super) async fn edit(by: DraftForms, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let (form, notices) = app.look(&by, move |l| Ok((room::form(l, *id)?.form, room::notice_drafts(l)?))).await?;
    html(&Write::of(page, Some((form.id, form.version)), Typed::of(&form.draft), &notices, Errors::default()))
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
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    if let Some(draft) = typed.parsed(page.t, &mut errors) {
        match app.write(&by, move |w| room::rewrite(w, id, version, &draft)).await? {
            Ok(()) => {
                flash(&session, "good", page.t.msg_forms_form_saved())?;
                return Ok(see_other(&format!("/forms/{id}")));
            }
            Err(faults) => told(page.t, &faults, &mut errors),
        }
    }
    let notices = app.look(&by, room::notice_drafts).await?;
    again(&Write::of(page, Some((id, version)), typed, &notices, errors))
}

#[derive(Template)]
#[template(path = "forms/form.html")]
struct Show {
    page: Page,
    listed: Listed,
    notice: NoticeDraft,
    versions: Vec<(Published, Vec<Leafed>)>,
}

impl Show {
    fn title(&self) -> String {
        self.listed.form.draft.definition.text(self.page.language()).title
    }

    fn may_draft(&self) -> bool {
        self.page.may(Right::DraftForms)
    }

    fn may_publish(&self) -> bool {
        self.page.may(Right::PublishForms)
    }

    fn can_publish(&self) -> bool {
        self.may_publish() && self.notice.published.is_some() && self.listed.standing != room::Standing::AsWritten
    }

    fn can_close(&self) -> bool {
        self.may_publish() && self.listed.form.state == room::State::Published
    }

    fn asks(&self) -> String {
        let t = self.page.t;
        let always = [t.msg_forms_ask_family_name(), t.msg_forms_ask_email()];
        let asked = self.listed.form.draft.definition.asks.iter().map(|ask| ask.label(t));
        always.into_iter().chain(asked).collect::<Vec<_>>().join(", ")
    }

    fn purposes(&self) -> String {
        let purposes = self.listed.form.draft.definition.purposes.iter();
        purposes.map(|purpose| purpose.label(self.page.t)).collect::<Vec<_>>().join(", ")
    }

    fn notice_words(&self) -> String {
        match &self.notice.published {
            None => self.notice.name.clone(),
            Some(notice) => format!("{}, {}", self.notice.name, self.page.t.msg_forms_version(notice.number)),
        }
    }

    fn previews(&self) -> Vec<(String, String)> {
        let link = |lang: &Lang, leaf: Leaf| {
            let href = format!("/forms/{}/preview/{}/{}", self.listed.form.id, lang.word(), leaf.word());
            (href, format!("{}, {}", leaf.label(self.page.t), lang_label(self.page.t, *lang).to_lowercase()))
        };
        Lang::ALL.iter().flat_map(|lang| Leaf::ALL.iter().map(move |leaf| link(lang, *leaf))).collect()
    }

    /// The form and the notice of a version, in each language: the link, its words, and the hash.
    fn leaves(&self, published: &Published, pages: &[Leafed]) -> Vec<(String, String, String)> {
        let shown = pages.iter().filter(|page| matches!(page.leaf, Leaf::Form | Leaf::Notice));
        let line = |page: &Leafed| {
            let (lang, leaf) = (page.lang, page.leaf);
            let href =
                format!("/forms/{}/versions/{}/{}/{}", published.form_id, published.number, lang.word(), leaf.word());
            let words = format!("{}, {}", leaf.label(self.page.t), lang_label(self.page.t, lang).to_lowercase());
            (href, words, page.sha256.clone())
        };
        shown.map(line).collect()
    }
}

pub(super) async fn show(by: SeeForms, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let (listed, notice, versions) = app
        .look(&by, move |l| {
            let listed = room::form(l, id)?;
            let notice = room::notice(l, listed.form.draft.notice)?;
            Ok((listed, notice, room::versions(l, id)?))
        })
        .await?;
    html(&Show { page, listed, notice, versions })
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
    match app.write(&by, move |w| room::publish(w, id, read.version, public::render)).await? {
        Ok(number) => {
            put(&app).await;
            flash(&session, "good", page.t.msg_forms_published(number))?;
        }
        Err(fault) => flash(&session, "bad", spoken(page.t, fault))?,
    }
    Ok(see_other(&format!("/forms/{id}")))
}

pub(super) async fn close(
    by: PublishForms,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(()): Form<()>,
) -> Result<Html> {
    let id = id.into_inner();
    app.write(&by, move |w| room::close(w, id)).await?;
    put(&app).await;
    flash(&session, "good", page.t.msg_forms_closed())?;
    Ok(see_other(&format!("/forms/{id}")))
}

/// Puts what is published now where the intake serves it from; when that fails, the job tries again.
async fn put(app: &web::Data<App>) {
    let app = App::clone(app);
    if let Err(error) = blocking(move || room::publish_folder(&app, super::draw_shared)).await {
        tracing::warn!(%error, "what was published is not on the website yet; it will be tried again");
    }
}

/// The words of an address: a page and its language.
fn asked(lang: &str, leaf: &str) -> Result<(Lang, Leaf)> {
    Ok((Lang::from_word(lang).ok_or(Error::NotFound)?, Leaf::from_word(leaf).ok_or(Error::NotFound)?))
}

fn as_served(body: Vec<u8>) -> Html {
    HttpResponse::Ok().content_type(ContentType::html()).body(body)
}

pub(super) async fn preview(
    by: SeeForms,
    page: Page,
    app: web::Data<App>,
    session: Session,
    path: web::Path<(i64, String, String)>,
) -> Result<Html> {
    let (id, lang, leaf) = path.into_inner();
    let (lang, leaf) = asked(&lang, &leaf)?;
    match app.look(&by, move |l| room::preview(l, id, leaf, lang, public::render)).await? {
        Some(body) => Ok(as_served(body)),
        None => {
            flash(&session, "bad", spoken(page.t, Fault::NoNotice))?;
            Ok(see_other(&format!("/forms/{id}")))
        }
    }
}

pub(super) async fn version(
    by: SeeForms,
    app: web::Data<App>,
    path: web::Path<(i64, i64, String, String)>,
) -> Result<Html> {
    let (id, number, lang, leaf) = path.into_inner();
    let (lang, leaf) = asked(&lang, &leaf)?;
    Ok(as_served(app.look(&by, move |l| room::page_of(l, id, number, leaf, lang)).await?.body))
}
