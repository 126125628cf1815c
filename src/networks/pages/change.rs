//! Asking for a change of networks, and the preview: who would lose access, who would get in, and whether one still
//! gets in oneself. Nothing is changed here.
use super::overview::{Refused, refused};
use super::{change_words, client, fault_word, from_word, kind_word, roles};
use crate::actor::Role;
use crate::app::App;
use crate::auth::ManageNetworks;
use crate::config::{RangeFault, parse_range};
use crate::error::{Error, Result};
use crate::gate::{Gate, Kind};
use crate::networks::{self, Change, Effect, Fault};
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, Query, html, lists};
use actix_web::{HttpRequest, web};
use askama::Template;
use ipnetwork::IpNetwork;
use serde::Deserialize;

/// What was asked for, as it was typed: one form for each thing that can be changed, told apart by `what`.
#[derive(Clone, Default)]
pub(super) struct Typed {
    what: String,
    range: String,
    kind: String,
    label: String,
    why: String,
    network: String,
    role: String,
    from: String,
}

impl Typed {
    pub(super) fn take(fields: &mut Fields) -> Self {
        let what = fields.take("what");
        let mut take = |of: &str, name: &str| if what == of { fields.take(name) } else { String::new() };
        let range = take("allow", "range");
        // A button of the form that came back takes the range that was offered instead.
        let offered = take("allow", "offered");
        Typed {
            range: if offered.is_empty() { range } else { offered },
            kind: take("allow", "kind"),
            label: take("allow", "label"),
            why: take("allow", "why"),
            network: take("remove", "network"),
            role: take("limit", "role"),
            from: take("limit", "from"),
            what,
        }
    }

    fn of(change: &Change) -> Self {
        match change {
            Change::Allow { range, kind, label, why } => Typed {
                what: "allow".into(),
                range: range.to_string(),
                kind: kind.word().into(),
                label: label.clone(),
                why: why.clone(),
                ..Typed::default()
            },
            Change::Remove { network } => {
                Typed { what: "remove".into(), network: network.to_string(), ..Typed::default() }
            }
            Change::Limit { role, kinds } => Typed {
                what: "limit".into(),
                role: role.word().into(),
                from: kinds.first().map_or("all", |kind| kind.word()).into(),
                ..Typed::default()
            },
        }
    }

    /// What a form carries along unseen.
    fn hidden(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("what", self.what.as_str()),
            ("range", &self.range),
            ("kind", &self.kind),
            ("label", &self.label),
            ("why", &self.why),
            ("network", &self.network),
            ("role", &self.role),
            ("from", &self.from),
        ];
        all.into_iter().filter(|field| !field.1.is_empty()).collect()
    }

    /// The change; without one, what is wrong stands beside the fields.
    pub(super) fn parsed(&self, page: &Page, errors: &mut Errors) -> Result<Option<Change>> {
        let t = page.t;
        match self.what.as_str() {
            "allow" => {
                let range = parse_range(&self.range);
                match range {
                    Ok(_) => {}
                    Err(RangeFault::NoRange) => errors.add("range", t.msg_networks_fault_range()),
                    Err(RangeFault::Everybody) => errors.add("range", t.msg_networks_fault_everybody()),
                    Err(RangeFault::HostBits(meant)) => {
                        errors.add("range", t.msg_networks_fault_host_bits(meant.to_string()));
                    }
                }
                let kind = Kind::from_word(&self.kind);
                if kind.is_none() {
                    errors.add("kind", t.msg_fault_choose());
                }
                let fits = |text: &str, most| (1..=most).contains(&text.trim().chars().count());
                if !fits(&self.label, networks::LONGEST.0) {
                    errors.add("label", fault_word(t, Fault::LabelLength));
                }
                if !fits(&self.why, networks::LONGEST.1) {
                    errors.add("why", fault_word(t, Fault::WhyLength));
                }
                let (label, why) = (self.label.trim().to_owned(), self.why.trim().to_owned());
                let parsed = range.ok().zip(kind).filter(|_| errors.is_empty());
                Ok(parsed.map(|(range, kind)| Change::Allow { range, kind, label, why }))
            }
            "remove" => {
                let network = self.network.parse().map_err(|_| Error::BadRequest("a network"))?;
                Ok(Some(Change::Remove { network }))
            }
            "limit" => {
                let role = Role::from_word(&self.role);
                if role.is_none() {
                    errors.add("role", t.msg_fault_choose());
                }
                let kinds = match self.from.as_str() {
                    "all" => Some(Vec::new()),
                    word => Kind::from_word(word).map(|kind| vec![kind]),
                };
                if kinds.is_none() {
                    errors.add("from", t.msg_fault_choose());
                }
                Ok(role.zip(kinds).map(|(role, kinds)| Change::Limit { role, kinds }))
            }
            _ => Err(Error::BadRequest("a change of networks")),
        }
    }
}

#[derive(Template)]
#[template(path = "networks/new.html")]
struct New {
    page: Page,
    typed: Typed,
    errors: Errors,
    /// The range that was probably meant.
    offer: String,
    /// This range may connect already.
    is_there: bool,
}

impl New {
    fn of(page: Page, typed: Typed, errors: Errors) -> Self {
        let offer = match parse_range(&typed.range) {
            Err(RangeFault::HostBits(meant)) => meant.to_string(),
            _ => String::new(),
        };
        New { page, typed, errors, offer, is_there: false }
    }

    fn title(&self) -> String {
        if self.is_there { self.page.t.msg_networks_edit_title() } else { self.page.t.msg_networks_new() }
    }

    fn kinds(&self) -> Vec<Choice> {
        Kind::ALL.iter().map(|kind| Choice::new(kind.word(), kind_word(self.page.t, *kind))).collect()
    }
}

#[derive(Template)]
#[template(path = "networks/limits.html")]
struct Limits {
    page: Page,
    typed: Typed,
    errors: Errors,
}

impl Limits {
    fn roles(&self) -> Vec<Choice> {
        roles(self.page.t).into_iter().map(|(role, word)| Choice::new(role.word(), word)).collect()
    }

    fn froms(&self) -> Vec<Choice> {
        let t = self.page.t;
        let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.word(), from_word(t, &[*kind])));
        [Choice::new("all", from_word(t, &[]))].into_iter().chain(kinds).collect()
    }
}

/// What a change would do; with a button where nothing speaks against it.
#[derive(Template)]
#[template(path = "networks/preview.html")]
pub(super) struct Preview {
    page: Page,
    typed: Typed,
    sentence: String,
    /// How many addresses a new range holds.
    addresses: String,
    faults: Vec<String>,
    out: Vec<(String, String)>,
    let_in: Vec<Refused>,
    oneself: String,
}

impl Preview {
    pub(super) fn of(page: Page, change: &Change, effect: &Effect) -> Self {
        let t = page.t;
        let oneself = effect.oneself.filter(|_| !effect.faults.contains(&Fault::Oneself)).map(|client| {
            let network = effect.after.networks.iter().find(|known| known.id == client.network);
            let (range, label) = network.map(|n| (n.range.to_string(), n.label.clone())).unwrap_or_default();
            t.msg_networks_still_in(client.address.to_string(), label, range)
        });
        Preview {
            typed: Typed::of(change),
            sentence: change_words(t, &effect.before, change),
            addresses: match change {
                Change::Allow { range, .. } => size(&page, range),
                Change::Remove { .. } | Change::Limit { .. } => String::new(),
            },
            faults: effect.faults.iter().map(|fault| fault_word(t, *fault)).collect(),
            out: effect.out.iter().map(|(name, from)| (name.clone(), from.to_string())).collect(),
            let_in: refused(&page, &effect.let_in),
            oneself: oneself.unwrap_or_default(),
            page,
        }
    }

    pub(super) fn answer(&self) -> Result<Html> {
        if self.faults.is_empty() { html(self) } else { again(self) }
    }

    fn button(&self) -> &'static str {
        if self.typed.what == "remove" { "danger" } else { "primary" }
    }
}

fn size(page: &Page, range: &IpNetwork) -> String {
    match range {
        IpNetwork::V4(range) if range.prefix() == 32 => page.t.msg_networks_size_one(),
        IpNetwork::V4(range) => page.t.msg_networks_size(lists::number(page.language(), i64::from(range.size()))),
        IpNetwork::V6(range) if range.prefix() == 128 => page.t.msg_networks_size_one(),
        IpNetwork::V6(range) => page.t.msg_networks_size_bits(range.prefix().to_string()),
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Which {
    range: String,
}

pub(super) async fn new(
    by: ManageNetworks,
    page: Page,
    app: web::Data<App>,
    Query(which): Query<Which>,
) -> Result<Html> {
    let standing = app.look(&by, networks::standing).await?;
    let there = standing.networks.iter().find(|network| network.range.to_string() == which.range);
    let is_there = there.is_some();
    let typed = match there {
        Some(network) => Typed::of(&Change::Allow {
            range: network.range,
            kind: network.kind,
            label: network.label.clone(),
            why: network.why.clone(),
        }),
        None => Typed { range: which.range, ..Typed::default() },
    };
    html(&New { is_there, ..New::of(page, typed, Errors::default()) })
}

pub(super) async fn limits(_: ManageNetworks, page: Page) -> Result<Html> {
    html(&Limits { page, typed: Typed::default(), errors: Errors::default() })
}

/// The form again, with words beside its fields.
pub(super) fn retype(page: Page, typed: Typed, errors: Errors) -> Result<Html> {
    if typed.what == "limit" { again(&Limits { page, typed, errors }) } else { again(&New::of(page, typed, errors)) }
}

pub(super) async fn preview(
    by: ManageNetworks,
    page: Page,
    request: HttpRequest,
    app: web::Data<App>,
    gate: web::Data<Gate>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let typed = Typed::take(&mut fields);
    fields.finish()?;
    let mut errors = Errors::default();
    let Some(change) = typed.parsed(&page, &mut errors)? else { return retype(page, typed, errors) };
    show(&by, page, &request, &app, &gate, change).await
}

pub(super) async fn removal(
    by: ManageNetworks,
    page: Page,
    request: HttpRequest,
    app: web::Data<App>,
    gate: web::Data<Gate>,
    id: web::Path<i64>,
) -> Result<Html> {
    show(&by, page, &request, &app, &gate, Change::Remove { network: id.into_inner() }).await
}

/// The preview of a change.
pub(super) async fn show(
    by: &ManageNetworks,
    page: Page,
    request: &HttpRequest,
    app: &App,
    gate: &Gate,
    change: Change,
) -> Result<Html> {
    let (from, refusals, asked) = (client(request)?.address, gate.refusals(), change.clone());
    let effect = app.look(by, move |l| networks::effect(l, &asked, from, &refusals)).await?;
    Preview::of(page, &change, &effect).answer()
}
