//! Whom to ask again: those whose permission ends soon and who may still be written to.
use super::super::{Expiring, channels, expiring, may_export, purposes};
use crate::app::App;
use crate::auth::MakeExports;
use crate::consent::{Channel, Purpose};
use crate::error::{Error, Result};
use crate::people::Person;
use crate::web::{Choice, Html, Page, Query, html, lists};
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

/// So many people stand on a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "newsletter/expiring.html")]
struct List {
    page: Page,
    purpose: Purpose,
    channel: Channel,
    found: Expiring,
}

impl List {
    fn purposes(&self) -> Vec<Choice> {
        let t = self.page.t;
        purposes(self.page.actor()).iter().map(|purpose| Choice::new(purpose.word(), purpose.label(t))).collect()
    }

    fn channels(&self) -> Vec<Choice> {
        channels().iter().map(|channel| Choice::new(channel.word(), channel.label(self.page.t))).collect()
    }

    fn count(&self) -> String {
        let count = self.found.funnel.lawful;
        self.page.t.msg_newsletter_expiring_count(lists::number(self.page.language(), count), count)
    }

    fn asked(&self) -> String {
        format!("purpose={}&channel={}", self.purpose.word(), self.channel.word())
    }

    fn to_list(&self) -> String {
        format!("/newsletters/new?{}&expiring=yes", self.asked())
    }

    fn next(&self) -> String {
        let next = self.found.next.map(|id| format!("/newsletters/expiring?{}&after={id}", self.asked()));
        next.unwrap_or_default()
    }

    fn href(person: &Person) -> String {
        format!("/people/{}", person.id)
    }

    fn ends_on(&self, day: &Option<NaiveDate>) -> String {
        day.map(|day| self.page.day(&day)).unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    purpose: Option<Purpose>,
    channel: Option<Channel>,
    after: Option<i64>,
}

pub(super) async fn list(by: MakeExports, page: Page, app: web::Data<App>, Query(asked): Query<Asked>) -> Result<Html> {
    let first = purposes(page.actor()).first().copied();
    let purpose = asked.purpose.or(first).ok_or(Error::Forbidden)?;
    let channel = asked.channel.unwrap_or(Channel::Email);
    let after = asked.after.unwrap_or(i64::MIN);
    let found = app
        .look(&by, move |l| {
            may_export(l)?;
            expiring(l, purpose, channel, after, ROWS)
        })
        .await?;
    html(&List { page, purpose, channel, found })
}
