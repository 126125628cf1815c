//! What is in a pack: files of words, counts, references and days. Nothing of it names a person: holders of roles and
//! those who published are colleagues by their number, a breach is its dates and counts.
use super::super::{
    Certificate, Controller, Deadline, Holder, NoticeWord, Party, Processing, breaches, controller, holders, parties,
    processing,
};
use super::requests;
use crate::app::Looking;
use crate::audit;
use crate::consent;
use crate::deeds::Faulty;
use crate::error::{Error, Result};
use crate::forms;
use crate::words::Lang;
use chrono::NaiveDateTime;
use serde_json::{Value, json};

/// The register as a page that stands for itself.
pub struct Papers {
    pub controller: Controller,
    pub processing: Vec<Processing>,
    pub at: NaiveDateTime,
}

/// Draws the register in one language: pages know how.
pub type Draw = fn(Lang, &Papers) -> Result<String>;

fn document(value: &Value) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(Error::internal)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| word(*one)).collect()
}

fn certificate(one: &Certificate) -> Value {
    json!({ "kind": one.kind.word(), "label": one.label, "number": one.number, "expires_on": one.expires_on })
}

fn party(one: &Party) -> Value {
    json!({
        "reference": one.id,
        "kind": one.kind.word(),
        "name": one.name,
        "what": one.what,
        "country": one.country.word().to_uppercase(),
        "activities": words(&one.activities, crate::purposes::Activity::word),
        "since": moment(one.added_at),
        "until": one.ended_at.map(moment),
        "certificates": one.certificates.iter().map(certificate).collect::<Vec<_>>(),
    })
}

fn register(papers: &Papers) -> Value {
    let t = Lang::En.words();
    let one = |one: &Processing| {
        json!({
            "activity": one.activity.word(),
            "purposes": one.purposes.iter().map(|one| one.label(t)).collect::<Vec<_>>(),
            "grounds": one.grounds.iter().map(|one| one.label(t)).collect::<Vec<_>>(),
            "people": one.people.iter().map(|one| one.label(t)).collect::<Vec<_>>(),
            "categories": one.categories.iter().map(|one| one.label(t)).collect::<Vec<_>>(),
            "seen_by": words(&one.roles, crate::actor::Role::word),
            "recipients": one.parties.iter().map(party).collect::<Vec<_>>(),
            "kept": one.terms.iter().map(|one| one.words()).collect::<Vec<_>>(),
            "transfers_outside_the_eea": [],
        })
    };
    json!({
        "at": moment(papers.at),
        "controller": { "name": papers.controller.name, "address": papers.controller.address },
        "dpo": papers.controller.dpo,
        "processing": papers.processing.iter().map(one).collect::<Vec<_>>(),
    })
}

fn role(holder: &Holder) -> Value {
    json!({
        "role": holder.role.word(),
        "colleague": holder.staff_id,
        "since": moment(holder.since),
        "until": holder.until.map(moment),
    })
}

fn roles(l: &mut Looking) -> Result<Value> {
    Ok(Value::Array(holders(l)?.iter().map(role).collect()))
}

fn breach_lines(l: &mut Looking) -> Result<Value> {
    let line = |line: super::super::Line| {
        let notified = line.notice.filter(|notice| notice.0 == NoticeWord::Notified).map(|notice| moment(notice.1));
        json!({
            "reference": line.id,
            "known_at": moment(line.known_at),
            "opened_at": moment(line.opened_at),
            "nature": words(&line.nature, super::super::Nature::word),
            "categories": words(&line.categories, crate::purposes::Category::word),
            "people": line.people,
            "records": line.records,
            "people_counted_in_the_log": line.counted,
            "risk": line.risk.map(super::super::Risk::word),
            "cnil": line.notice.map(|notice| notice.0.word()),
            "cnil_notified_at": notified,
            "within_72_hours": match line.deadline {
                Deadline::Notified { late } => Some(!late),
                Deadline::Over { .. } => Some(false),
                Deadline::Running { .. } | Deadline::Near { .. } | Deadline::NotNeeded => None,
            },
            "persons": line.telling.map(|telling| telling.0.word()),
            "closed_at": line.closed_at.map(moment),
        })
    };
    Ok(Value::Array(breaches(l)?.into_iter().map(line).collect()))
}

fn consents(l: &mut Looking) -> Result<Value> {
    let lines = consent::counts(l)?.into_iter().map(|(purpose, channel, act, lines)| {
        json!({ "purpose": purpose.word(), "channel": channel.word(), "act": act.word(), "lines": lines })
    });
    let lines: Vec<Value> = lines.collect();
    let grounds = consent::grounds(l)?.into_iter().map(|decided| {
        json!({
            "purpose": decided.purpose.word(),
            "basis": decided.basis.word(),
            "decided_at": decided.at.map(moment),
            "confirmed_by_mail": decided.asks,
        })
    });
    Ok(json!({ "ledger": lines, "grounds": grounds.collect::<Vec<_>>() }))
}

fn audit_log(l: &mut Looking) -> Result<Value> {
    let verdict = audit::verify(l)?;
    let fault = verdict.fault.as_ref().map(|fault| match fault {
        Faulty::Altered { n } => json!({ "altered": n }),
        Faulty::Missing { n } => json!({ "missing": n }),
        Faulty::Cut { tip, head } => json!({ "cut_at": tip, "head": head }),
        Faulty::Forged { n } => json!({ "cut_without_signature_after": n }),
        Faulty::NoHead { tip } => json!({ "no_head": tip }),
    });
    Ok(json!({
        "verified_at": moment(l.now),
        "lines": verdict.lines,
        "whole": verdict.fault.is_none(),
        "fault": fault,
    }))
}

/// Each published version as the bytes whose hash was recorded when it was published.
fn policies(l: &mut Looking, give: &mut dyn FnMut(&str, Vec<u8>) -> Result<()>) -> Result<()> {
    let mut list = Vec::new();
    for draft in forms::notice_drafts(l)? {
        for notice in forms::notice_versions(l, draft.id)? {
            let name = format!("policies/notice-{}-v{}.json", draft.id, notice.number);
            list.push(json!({
                "file": name,
                "notice": draft.id,
                "version": notice.number,
                "published_at": moment(notice.published_at),
                "published_by_colleague": notice.published_by,
                "sha256": notice.sha256,
            }));
            give(&name, serde_json::to_vec(&notice.texts).map_err(Error::internal)?)?;
        }
    }
    give("policies.json", document(&Value::Array(list))?)
}

/// Every file of a pack, one after the other, as they stand at one moment.
pub fn each(l: &mut Looking, draw: Draw, give: &mut dyn FnMut(&str, Vec<u8>) -> Result<()>) -> Result<()> {
    for &lang in Lang::ALL {
        give(&format!("README.{}.txt", lang.word()), lang.words().msg_register_readme().into_bytes())?;
    }
    let papers = Papers { controller: controller(l)?, processing: processing(l)?, at: l.now };
    for &lang in Lang::ALL {
        give(&format!("register.{}.html", lang.word()), draw(lang, &papers)?.into_bytes())?;
    }
    give("register.json", document(&register(&papers))?)?;
    policies(l, give)?;
    let all = parties(l)?;
    give("parties.json", document(&Value::Array(all.iter().map(party).collect()))?)?;
    let value = roles(l)?;
    give("roles.json", document(&value)?)?;
    let value = breach_lines(l)?;
    give("breaches.json", document(&value)?)?;
    let value = consents(l)?;
    give("consents.json", document(&value)?)?;
    let value = serde_json::to_value(requests::lines(l)?).map_err(Error::internal)?;
    give("requests.json", document(&value)?)?;
    let value = audit_log(l)?;
    give("audit.json", document(&value)?)?;
    // Backups are not built: nothing may be said of them that is not so.
    give("restores.json", document(&json!({ "proven_restores": [], "why": "none yet: backups are not built" }))?)
}
