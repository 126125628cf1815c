//! A breach: its clock, what is said of it, and what is decided about it.
use super::super::{self as room, Breach, NoticeWord, Risk, TellingWord};
use super::breaches::{categories, natures};
use super::parties::AsSeen;
use super::spoken::{self, clock};
use super::{moment, typed as moment_fields};
use crate::actor::Right;
use crate::app::App;
use crate::auth::{KeepRegister, SeeRegister};
use crate::error::Result;
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, flash, html, lists, see_other};
use actix_session::Session;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "register/breach.html")]
struct Show {
    page: Page,
    breach: Breach,
    notices: Vec<Choice>,
    tellings: Vec<Choice>,
    typed: Typed,
    errors: Errors,
}

/// What was typed of the two decisions.
#[derive(Default)]
struct Typed {
    notice: String,
    notice_on: String,
    notice_time: String,
    notice_why: String,
    telling: String,
    telling_why: String,
}

impl Show {
    fn of(page: Page, breach: Breach) -> Self {
        let t = page.t;
        let mut typed = Typed::default();
        if let Some(notice) = &breach.notice {
            typed.notice = notice.word.word().to_owned();
            (typed.notice_on, typed.notice_time) = moment_fields(notice.at);
            typed.notice_why.clone_from(&notice.why);
        }
        if let Some(telling) = &breach.telling {
            typed.telling = telling.word.word().to_owned();
            typed.telling_why.clone_from(&telling.why);
        }
        Show {
            notices: NoticeWord::ALL.iter().map(|word| Choice::new(word.word(), word.label(t))).collect(),
            tellings: TellingWord::ALL.iter().map(|word| Choice::new(word.word(), word.label(t))).collect(),
            typed,
            errors: Errors::default(),
            breach,
            page,
        }
    }

    fn may_keep(&self) -> bool {
        self.page.may(Right::KeepRegister) && self.breach.closed_at.is_none()
    }

    fn title(&self) -> String {
        self.page.t.msg_register_breach_of(self.breach.id)
    }

    fn clock(&self) -> (&'static str, String) {
        clock(self.page.t, self.breach.deadline)
    }

    fn nature(&self) -> String {
        natures(self.page.t, &self.breach.account.nature)
    }

    fn categories(&self) -> String {
        categories(self.page.t, &self.breach.account.categories)
    }

    fn number(&self, number: &Option<i64>) -> String {
        number.map(|n| lists::number(self.page.language(), n)).unwrap_or_default()
    }

    fn risk(&self) -> String {
        let t = self.page.t;
        self.breach.account.risk.map_or_else(|| t.msg_register_risk_later(), |risk| risk.label(t))
    }

    fn is_high(&self) -> bool {
        self.breach.account.risk == Some(Risk::High)
    }

    fn counted(&self) -> String {
        let count = |(n, at): (i64, chrono::NaiveDateTime)| {
            self.page.t.msg_register_counted(lists::number(self.page.language(), n), self.page.moment(&at))
        };
        self.breach.counted.map(count).unwrap_or_default()
    }

    fn notice_word(&self) -> String {
        self.breach.notice.as_ref().map(|one| one.word.label(self.page.t)).unwrap_or_default()
    }

    fn telling_word(&self) -> String {
        self.breach.telling.as_ref().map(|one| one.word.label(self.page.t)).unwrap_or_default()
    }

    fn can_close(&self) -> bool {
        self.breach.notice.is_some() && self.breach.telling.is_some()
    }
}

pub(super) async fn show(by: SeeRegister, page: Page, app: web::Data<App>, id: web::Path<i64>) -> Result<Html> {
    let id = id.into_inner();
    let breach = app.look(&by, move |l| room::breach(l, id)).await?;
    html(&Show::of(page, breach))
}

pub(super) async fn notify(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let version = fields.version()?;
    let (notice, on, time) = (fields.take("notice"), fields.take("notice_on"), fields.take("notice_time"));
    let why = fields.take("notice_why").replace("\r\n", "\n");
    fields.finish()?;
    let mut errors = Errors::default();
    let word = NoticeWord::from_word(&notice);
    let at = moment(&on, &time);
    if word.is_none() {
        errors.add("notice", page.t.msg_fault_choose());
    } else if word == Some(NoticeWord::Notified) && at.is_none() {
        errors.add("notice_on", page.t.msg_register_fault_moment());
    }
    if let Some(word) = word.filter(|_| errors.is_empty()) {
        let reason = why.clone();
        match app.write(&by, move |w| room::notify(w, id, version, (word, at, &reason))).await? {
            Ok(()) => {
                flash(&session, "good", page.t.msg_register_notice_saved())?;
                return Ok(see_other(&format!("/register/breaches/{id}")));
            }
            Err(faults) => errors = spoken::told(page.t, &faults),
        }
    }
    let breach = app.look(&by, move |l| room::breach(l, id)).await?;
    let mut shown = Show::of(page, breach);
    (shown.typed.notice, shown.typed.notice_on, shown.typed.notice_time) = (notice, on, time);
    (shown.typed.notice_why, shown.errors) = (why, errors);
    again(&shown)
}

pub(super) async fn decide(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id.into_inner();
    let version = fields.version()?;
    let (telling, why) = (fields.take("telling"), fields.take("telling_why").replace("\r\n", "\n"));
    fields.finish()?;
    let mut errors = Errors::default();
    match TellingWord::from_word(&telling) {
        None => errors.add("telling", page.t.msg_fault_choose()),
        Some(word) => {
            let reason = why.clone();
            match app.write(&by, move |w| room::decide(w, id, version, word, &reason)).await? {
                Ok(()) => {
                    flash(&session, "good", page.t.msg_register_telling_saved())?;
                    return Ok(see_other(&format!("/register/breaches/{id}")));
                }
                Err(faults) => errors = spoken::told(page.t, &faults),
            }
        }
    }
    let breach = app.look(&by, move |l| room::breach(l, id)).await?;
    let mut shown = Show::of(page, breach);
    (shown.typed.telling, shown.typed.telling_why, shown.errors) = (telling, why, errors);
    again(&shown)
}

pub(super) async fn close(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    session: Session,
    id: web::Path<i64>,
    Form(seen): Form<AsSeen>,
) -> Result<Html> {
    let id = id.into_inner();
    match app.write(&by, move |w| room::close(w, id, seen.version)).await? {
        Ok(()) => flash(&session, "good", page.t.msg_register_breach_closed())?,
        Err(fault) => flash(&session, "bad", spoken::fault(page.t, fault))?,
    }
    Ok(see_other(&format!("/register/breaches/{id}")))
}
