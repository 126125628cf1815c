//! "Could we write on this day?": a day, and the answer for each purpose and channel.
use super::super::{Answer, Channel, Footing, Hindsight, Permission, Purpose, Reason, Told, long_day, sentence};
use super::PersonPanel;
use crate::app::App;
use crate::auth::FindPeople;
use crate::error::Result;
use crate::people;
use crate::web::page::again;
use crate::web::{Errors, Html, Page, Query, dates, html};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "consent/on.html")]
struct On {
    page: Page,
    id: i64,
    name: String,
    typed: String,
    errors: Errors,
    seen: Option<Hindsight>,
}

impl On {
    fn back(&self) -> String {
        format!("/people/{}#consents", self.id)
    }

    fn action(&self) -> String {
        format!("/people/{}/consents/on", self.id)
    }

    fn title(&self, seen: &Hindsight) -> String {
        self.page.t.msg_consent_on_answers(long_day(self.page.language(), seen.day))
    }

    fn contact(&self, seen: &Hindsight) -> String {
        let (day, contact) = seen.last_contact;
        self.page.t.msg_consent_on_contact(long_day(self.page.language(), day), contact.label(self.page.t))
    }

    fn purposes() -> Vec<Purpose> {
        Purpose::ALL.to_vec()
    }

    fn purpose(&self, purpose: &Purpose) -> String {
        purpose.label(self.page.t)
    }

    fn of<'a>(seen: &'a Hindsight, purpose: &Purpose) -> Vec<&'a Answer> {
        seen.answers.iter().filter(|answer| answer.asked.purpose == *purpose).collect()
    }

    fn channel(&self, answer: &Answer) -> String {
        let t = self.page.t;
        if answer.asked.automated { t.msg_consent_on_machine() } else { answer.asked.channel.label(t) }
    }

    fn shape(answer: &Answer) -> &'static str {
        PersonPanel::shape(&answer.verdict)
    }

    fn words(&self, verdict: &Result<Permission, Reason>) -> String {
        let t = self.page.t;
        match verdict {
            Ok(may) => t.msg_consent_on_yes_because(may.footing.label(t)),
            Err(reason) => t.msg_consent_on_no(reason.label(t)),
        }
    }

    fn why(&self, answer: &Answer) -> String {
        let (t, lang) = (self.page.t, self.page.language());
        let mut said = vec![match answer.verdict {
            Ok(may) => may.footing.explained(t),
            Err(reason) => reason.explained(t),
        }];
        if let Ok(may) = answer.verdict {
            // Whose line stands below says its address there.
            if may.footing != Footing::Consent && !answer.address.is_empty() {
                let address = match answer.asked.channel {
                    Channel::Phone | Channel::Fax => answer.address.replace(' ', "\u{a0}"),
                    Channel::Email | Channel::Post => answer.address.replace('\n', ", "),
                };
                said.push(t.msg_consent_on_at(&address));
            }
            if let Some(ends) = may.ends_on {
                said.push(t.msg_consent_on_ends(long_day(lang, ends)));
            }
        }
        said.join(" ")
    }

    fn article(&self, answer: &Answer) -> String {
        let t = self.page.t;
        let article = match answer.verdict {
            Ok(may) => may.footing.article(t, &answer.asked),
            Err(reason) => reason.article(t, &answer.asked),
        };
        let mut letters = article.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }

    fn sentence(&self, told: &Told) -> String {
        sentence(self.page.language(), told)
    }

    fn since(&self, answer: &Answer) -> String {
        answer.since.as_ref().map(|since| self.page.t.msg_consent_on_since(self.words(since))).unwrap_or_default()
    }

    fn recorded(&self, told: &Told) -> String {
        self.page.t.msg_consent_on_recorded(self.page.moment(&told.recorded_at))
    }

    fn icon(told: &Told) -> &'static str {
        PersonPanel::icon(told)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    #[serde(default)]
    day: String,
}

/// Nothing was asked yet, or nothing that can be answered: only the form, and still somebody was opened.
pub(super) async fn on(
    by: FindPeople,
    page: Page,
    app: web::Data<App>,
    id: web::Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Html> {
    let id = *id;
    let mut errors = Errors::default();
    let day = dates::parse(&asked.day);
    if day.is_none() && !asked.day.is_empty() {
        errors.add("day", page.t.msg_fault_date());
    }
    if day.is_some_and(|day| day > app.clock().today()) {
        errors.add("day", page.t.msg_consent_fault_day_future());
    }
    let wrong = !errors.is_empty();
    let (name, seen) = app
        .look(&by, move |l| match day.filter(|_| !wrong) {
            Some(day) => super::super::on(l, id, day).map(|seen| (seen.person.name(), Some(seen))),
            None => people::get(l, id).map(|person| (person.name(), None)),
        })
        .await?;
    let shown = On { page, id, name, typed: asked.day, errors, seen };
    if wrong { again(&shown) } else { html(&shown) }
}
