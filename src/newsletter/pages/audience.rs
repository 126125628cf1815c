//! Who is meant: the criteria as a GET form, the funnel beside them, and the one next step.
use super::super::{Criteria, Funnel, Layout, Program, channels, funnel, may_export, owners, purposes};
use crate::actor::Right;
use crate::app::App;
use crate::auth::MakeExports;
use crate::consent::{Channel, Purpose};
use crate::error::Result;
use crate::leads::pages::stage_word;
use crate::people::Stage;
use crate::people::pages::lang_word;
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Html, Page, Query, dates, html, lists};
use crate::words::{Lang, Words};
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;

/// The criteria as the form has them.
#[derive(Clone, Default)]
pub(super) struct Typed {
    purpose: String,
    channel: String,
    lang: String,
    stages: Vec<Stage>,
    owner: String,
    customer: String,
    since: String,
    expiring: String,
}

impl Typed {
    pub(super) fn take(fields: &mut Fields) -> Self {
        let mut ticked = |stage: &Stage| fields.take(&format!("stage_{}", stage.word())) == "yes";
        let stages = Stage::ALL.iter().copied().filter(|stage| ticked(stage)).collect();
        Typed {
            purpose: fields.take("purpose"),
            channel: fields.take("channel"),
            lang: fields.take("lang"),
            stages,
            owner: fields.take("owner"),
            customer: fields.take("customer"),
            since: fields.take("since"),
            expiring: fields.take("expiring"),
        }
    }

    /// What is asked, or what is wrong with it.
    pub(super) fn parse(&self, t: &Words, today: NaiveDate, errors: &mut Errors) -> Option<Criteria> {
        let chosen = |text: &str, known: bool, field: &str, errors: &mut Errors| {
            if !text.is_empty() && !known {
                errors.add(field, t.msg_fault_choose());
            }
        };
        let purpose = Purpose::from_word(&self.purpose);
        if purpose.is_none() {
            errors.add("purpose", t.msg_newsletter_fault_purpose());
        }
        let channel = if self.channel.is_empty() { Some(Channel::Email) } else { Channel::from_word(&self.channel) };
        let channel = channel.filter(|channel| channels().contains(channel));
        chosen(&self.channel, channel.is_some(), "channel", errors);
        let lang = Lang::from_word(&self.lang);
        chosen(&self.lang, lang.is_some(), "lang", errors);
        let owner: Option<i64> = self.owner.parse().ok();
        chosen(&self.owner, owner.is_some(), "owner", errors);
        let customer = match self.customer.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        chosen(&self.customer, customer.is_some(), "customer", errors);
        let since = dates::parse(&self.since);
        if !self.since.is_empty() && since.is_none() {
            errors.add("since", t.msg_fault_date());
        }
        if since.is_some_and(|since| since > today) {
            errors.add("since", t.msg_fault_date_future());
        }
        let (purpose, channel) = (purpose?, channel?);
        errors.is_empty().then(|| Criteria {
            purpose,
            channel,
            lang,
            stages: self.stages.clone(),
            owner,
            customer,
            since,
            expiring: self.expiring == "yes",
        })
    }

    /// Criteria that were parsed before, as the form has them.
    pub(super) fn of(criteria: &Criteria) -> Self {
        Typed {
            purpose: criteria.purpose.word().to_owned(),
            channel: criteria.channel.word().to_owned(),
            lang: criteria.lang.map(Lang::word).unwrap_or_default().to_owned(),
            stages: criteria.stages.clone(),
            owner: criteria.owner.map(|owner| owner.to_string()).unwrap_or_default(),
            customer: criteria.customer.map(|yes| if yes { "yes" } else { "no" }).unwrap_or_default().to_owned(),
            since: criteria.since.map(|since| since.to_string()).unwrap_or_default(),
            expiring: if criteria.expiring { "yes" } else { "" }.to_owned(),
        }
    }

    /// Where these criteria are counted, and a list is made of them.
    pub(super) fn address(&self) -> String {
        format!("/newsletters/new?{}", serde_urlencoded::to_string(self.fields()).unwrap_or_default())
    }

    /// The same criteria as fields of a form: what is counted is what is downloaded.
    fn fields(&self) -> Vec<(String, String)> {
        let plain = [
            ("purpose", &self.purpose),
            ("channel", &self.channel),
            ("lang", &self.lang),
            ("owner", &self.owner),
            ("customer", &self.customer),
            ("since", &self.since),
            ("expiring", &self.expiring),
        ];
        let plain = plain.into_iter().filter(|(_, value)| !value.is_empty());
        let stages = self.stages.iter().map(|stage| (format!("stage_{}", stage.word()), "yes".to_owned()));
        plain.map(|(name, value)| (name.to_owned(), value.clone())).chain(stages).collect()
    }
}

/// A line of the funnel.
struct Step {
    label: String,
    count: String,
    share: f64,
    kind: &'static str,
    note: String,
}

#[derive(Template)]
#[template(path = "newsletter/new.html")]
struct New {
    page: Page,
    typed: Typed,
    errors: Errors,
    owners: Vec<Choice>,
    funnel: Option<Funnel>,
    /// Whether mails can have links to unsubscribe.
    links: bool,
    /// What was typed as the name of an audience.
    called: String,
}

impl New {
    fn purposes(&self) -> Vec<Choice> {
        let t = self.page.t;
        purposes(self.page.actor()).iter().map(|purpose| Choice::new(purpose.word(), purpose.label(t))).collect()
    }

    fn channels(&self) -> Vec<Choice> {
        channels().iter().map(|channel| Choice::new(channel.word(), channel.label(self.page.t))).collect()
    }

    /// E-mail unless another one was chosen.
    fn channel(&self) -> &str {
        if self.typed.channel.is_empty() { Channel::Email.word() } else { &self.typed.channel }
    }

    fn langs(&self) -> Vec<Choice> {
        Lang::ALL.iter().map(|lang| Choice::new(lang.word(), lang_word(self.page.t, *lang))).collect()
    }

    fn customers(&self) -> Vec<Choice> {
        let t = self.page.t;
        vec![Choice::new("yes", t.msg_newsletter_customers()), Choice::new("no", t.msg_newsletter_not_customers())]
    }

    fn stages(&self) -> impl Iterator<Item = (String, String, bool)> {
        Stage::ALL.iter().map(|stage| {
            let ticked = self.typed.stages.contains(stage);
            (format!("stage_{}", stage.word()), stage_word(self.page.t, *stage), ticked)
        })
    }

    /// Those whose role exports their own leads choose no owner.
    fn any_owner(&self) -> bool {
        self.page.may(Right::Export)
    }

    fn steps(&self, funnel: &Funnel) -> Vec<Step> {
        let (t, lang) = (self.page.t, self.page.language());
        let share = |count: i64| {
            let permille = if funnel.matched == 0 { 0 } else { count * 1_000 / funnel.matched };
            f64::from(i32::try_from(permille).unwrap_or(0)) / 10.0
        };
        let step = |label, count, kind, note: String| Step {
            label,
            count: if kind == "out" {
                format!("−\u{a0}{}", lists::number(lang, count))
            } else {
                lists::number(lang, count)
            },
            share: share(count),
            kind,
            note,
        };
        let mut steps = vec![step(t.msg_newsletter_matched(), funnel.matched, "", String::new())];
        let refused = funnel.refused.by_reason().filter(|(_, count)| *count > 0);
        steps.extend(refused.map(|(reason, count)| step(reason.label(t), count, "out", reason.explained(t))));
        steps.push(step(t.msg_newsletter_recipients(), funnel.lawful, "end", String::new()));
        steps
    }

    fn button(&self, funnel: &Funnel) -> String {
        self.page.t.msg_newsletter_download(lists::number(self.page.language(), funnel.lawful), funnel.lawful)
    }

    fn is_email(&self) -> bool {
        self.channel() == Channel::Email.word()
    }

    /// Who reads the file, each with the columns that it has then.
    fn programs(&self) -> impl Iterator<Item = (&'static str, String, String, bool)> {
        let channel = Channel::from_word(self.channel()).unwrap_or(Channel::Email);
        let by_mail = channel == Channel::Email;
        let known = Program::ALL.iter().copied().filter(move |program| by_mail || *program == Program::Ours);
        known.map(move |program| {
            let ours = program == Program::Ours;
            let label = if ours { self.page.t.msg_newsletter_program_ours() } else { program.name().to_owned() };
            let columns =
                Layout::of(program, self.page.language()).columns(channel, self.page.actor(), self.links && by_mail);
            let names: Vec<String> = columns.into_iter().map(|(_, name)| name).collect();
            (program.word(), label, self.page.t.msg_newsletter_columns(names.join(", ")), ours)
        })
    }
}

/// The page with what was typed. Showing it counts, where there is something to count.
pub(super) async fn shown(
    by: &MakeExports,
    page: Page,
    app: &App,
    typed: Typed,
    called: String,
    mut errors: Errors,
) -> Result<Html> {
    let mut wrong = Errors::default();
    let asked = !typed.purpose.is_empty();
    let criteria = if asked { typed.parse(page.t, app.clock().today(), &mut wrong) } else { None };
    wrong.iter().for_each(|error| errors.add(&error.field, error.text.clone()));
    let (owners, funnel) = app
        .look(by, move |l| {
            may_export(l)?;
            let funnel = criteria.map(|criteria| funnel(l, &criteria)).transpose()?;
            Ok((owners(l)?, funnel))
        })
        .await?;
    let owners = owners.into_iter().map(|owner| Choice::new(owner.id.to_string(), owner.name)).collect();
    let (wrong, links) = (!errors.is_empty(), app.config().website.is_some());
    let shown = New { page, typed, errors, owners, funnel, links, called };
    if wrong { again(&shown) } else { html(&shown) }
}

pub(super) async fn new(
    by: MakeExports,
    page: Page,
    app: web::Data<App>,
    Query(mut fields): Query<Fields>,
) -> Result<Html> {
    let mut typed = Typed::take(&mut fields);
    fields.finish()?;
    // Whoever has one purpose need not choose it.
    if let ([only], true) = (purposes(page.actor()), typed.purpose.is_empty()) {
        only.word().clone_into(&mut typed.purpose);
    }
    shown(&by, page, &app, typed, String::new(), Errors::default()).await
}
