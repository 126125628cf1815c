//! The draft of the notification to the CNIL, with the items of Art. 33(3), to be printed in either language.
use super::super::{self as room, Breach, Controller};
use super::breaches::{categories, natures};
use crate::app::App;
use crate::auth::KeepRegister;
use crate::error::{Error, Result};
use crate::web::{Html, Page, dates, html, lists};
use crate::words::{Lang, Words};
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;

#[derive(Template)]
#[template(path = "register/notification.html")]
struct Draft {
    page: Page,
    t: &'static Words,
    lang: Lang,
    breach: Breach,
    controller: Controller,
    now: NaiveDateTime,
    other: &'static str,
}

impl Draft {
    fn code(&self) -> &'static str {
        self.lang.word()
    }

    fn moment(&self, at: &NaiveDateTime) -> String {
        dates::moment(self.lang, *at)
    }

    fn nature(&self) -> String {
        natures(self.t, &self.breach.account.nature)
    }

    fn categories(&self) -> String {
        categories(self.t, &self.breach.account.categories)
    }

    /// What the Dpo estimates; otherwise what the log counts.
    fn people(&self) -> String {
        let counted = self.breach.counted.map(|counted| counted.0);
        self.breach.account.people.or(counted).map(|n| lists::number(self.lang, n)).unwrap_or_default()
    }

    fn records(&self) -> String {
        self.breach.account.records.map(|n| lists::number(self.lang, n)).unwrap_or_default()
    }

    fn risk(&self) -> String {
        self.breach.account.risk.map(|risk| risk.label(self.t)).unwrap_or_default()
    }

    /// Why it comes late: what was said, or that it is owed (Art. 33(1)).
    fn why_late(&self) -> String {
        let late = chrono::Duration::hours(room::HOURS);
        let told_at = self.breach.notice.as_ref().map_or(self.now, |notice| notice.at);
        if told_at <= self.breach.known_at + late {
            return String::new();
        }
        let why = self.breach.notice.as_ref().map(|notice| notice.why.clone()).filter(|why| !why.is_empty());
        why.unwrap_or_else(|| self.t.msg_register_draft_to_say())
    }

    fn telling(&self) -> String {
        match &self.breach.telling {
            Some(telling) => format!("{}. {}", telling.word.label(self.t), telling.why),
            None => String::new(),
        }
    }

    /// What is not known yet follows in phases (Art. 33(4)), and the draft says so.
    fn or_later(&self, text: &str) -> String {
        if text.is_empty() { self.t.msg_register_draft_later() } else { text.to_owned() }
    }
}

pub(super) async fn draft(
    by: KeepRegister,
    page: Page,
    app: web::Data<App>,
    path: web::Path<(i64, String)>,
) -> Result<Html> {
    let (id, lang) = path.into_inner();
    let lang = Lang::from_word(&lang).ok_or(Error::NotFound)?;
    let (breach, controller, now) =
        app.look(&by, move |l| Ok((room::breach(l, id)?, room::controller(l)?, l.now))).await?;
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    html(&Draft { page, t: lang.words(), lang, breach, controller, now, other: other.word() })
}
