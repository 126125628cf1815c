//! What can be pressed on the page of a request. Each leads back to it; where somebody was faster, with what was typed.
use super::PATH;
use super::show::{Typing, render};
use crate::actor::Actor;
use crate::app::{App, blocking};
use crate::auth::{ApproveRequests, WorkRequests};
use crate::catalogue::Holding;
use crate::error::{Error, Result};
use crate::notes;
use crate::requests::{self, Claim, Decision, Disposal, Ground, Subject, Why};
use crate::web::{Fields, Form, Html, Page, dates, flash, see_other};
use actix_session::Session;
use actix_web::web;

type Posted = (Page, Session);

/// Says what was done and leads back; or shows how it stands now, with what was typed.
async fn after<T>(
    by: &Actor,
    (page, session): Posted,
    app: &App,
    id: i64,
    done: Result<T>,
    said: String,
    typing: Typing,
) -> Result<Html> {
    match done {
        Ok(_) => {
            flash(&session, "good", said)?;
            Ok(see_other(&format!("{PATH}/{id}")))
        }
        Err(Error::Stale) => {
            let meanwhile = page.t.msg_requests_meanwhile();
            render(by, page, app, id, Typing { meanwhile, ..typing }).await
        }
        Err(error) => Err(error),
    }
}

fn numbers(ticked: &[(String, String)]) -> Result<Vec<i64>> {
    ticked.iter().map(|(id, _)| id.parse().map_err(|_| Error::BadRequest("a number"))).collect()
}

/// Whom it is about and what they ask; then a code is mailed, or more people are looked for.
pub(super) async fn choose(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    let claims: Vec<Claim> = fields.take_all("claim_").iter().filter_map(|(word, _)| Claim::from_word(word)).collect();
    let people = numbers(&fields.take_all("person_"))?;
    let firms = numbers(&fields.take_all("company_"))?;
    let (address, look, act) = (fields.take("address"), fields.take("look"), fields.take("do"));
    fields.finish()?;
    let mut typing = Typing { look: look.clone(), ..Typing::default() };
    if claims.is_empty() {
        typing.errors.add("claims", page.t.msg_requests_fault_claims());
        return render(&by, page, &app, id, typing).await;
    }
    let to = address.split_once(':').and_then(|(person, reach)| Some((person.parse().ok()?, reach.parse().ok()?)));
    let mut people = people;
    if act == "code" {
        let Some((person, _)) = to else {
            typing.errors.add("address", page.t.msg_fault_choose());
            return render(&by, page, &app, id, typing).await;
        };
        // Whose address it is, it is about.
        if !people.contains(&person) {
            people.push(person);
        }
    }
    let person = people.iter().map(|id| (Subject::Person, *id));
    let subjects: Vec<(Subject, i64)> = person.chain(firms.iter().map(|id| (Subject::Company, *id))).collect();
    let code = act == "code";
    let done = app.write(&by, move |w| {
        requests::choose(w, id, version, &claims, &subjects)?;
        match to {
            Some((person, reach)) if code => requests::mail_code(w, id, person, reach),
            _ => Ok(true),
        }
    });
    let done = done.await;
    if act == "look" && done.is_ok() {
        return render(&by, page, &app, id, typing).await;
    }
    let t = page.t;
    if matches!(done, Ok(false)) {
        flash(&session, "bad", t.msg_requests_code_withheld())?;
        return Ok(see_other(&format!("{PATH}/{id}")));
    }
    let said = if code { t.msg_requests_code_mailed() } else { t.msg_requests_chosen() };
    after(&by, (page, session), &app, id, done, said, typing).await
}

pub(super) async fn confirm(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, code) = (*id, fields.take("code"));
    fields.finish()?;
    let mut typing = Typing { code: code.clone(), ..Typing::default() };
    let done = app.write(&by, move |w| requests::confirm(w, id, &code)).await;
    if matches!(done, Ok(false)) {
        typing.errors.add("code", page.t.msg_requests_code_wrong());
        return render(&by, page, &app, id, typing).await;
    }
    let said = page.t.msg_requests_identified();
    after(&by, (page, session), &app, id, done, said, typing).await
}

pub(super) async fn vouch(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, note) = (*id, fields.take("note"));
    fields.finish()?;
    let mut typing = Typing { note: note.clone(), ..Typing::default() };
    let Some(text) = notes::pages::long(page.t, &mut typing.errors, "note", &note) else {
        return render(&by, page, &app, id, typing).await;
    };
    let done = app.write(&by, move |w| requests::vouch(w, id, text.as_str())).await;
    let said = page.t.msg_requests_identified();
    after(&by, (page, session), &app, id, done, said, typing).await
}

pub(super) async fn doubt(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version, doubt) = (*id, fields.version()?, fields.take("doubt"));
    fields.finish()?;
    let mut typing = Typing { doubt: doubt.clone(), ..Typing::default() };
    let Some(text) = notes::pages::long(page.t, &mut typing.errors, "doubt", &doubt) else {
        return render(&by, page, &app, id, typing).await;
    };
    let done = app.write(&by, move |w| requests::doubt(w, id, version, text.as_str())).await;
    let said = page.t.msg_requests_paused();
    after(&by, (page, session), &app, id, done, said, typing).await
}

pub(super) async fn resume(
    by: WorkRequests,
    posted: Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    fields.finish()?;
    let done = app.write(&by, move |w| requests::resume(w, id, version)).await;
    let said = posted.0.t.msg_requests_resumed();
    after(&by, posted, &app, id, done, said, Typing::default()).await
}

pub(super) async fn extend(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    let (months, extension) = (fields.take("months"), fields.take("extension"));
    fields.finish()?;
    let mut typing = Typing { months: months.clone(), extension: extension.clone(), ..Typing::default() };
    let many = months.parse::<u32>().ok().filter(|months| (1..=2).contains(months));
    if many.is_none() {
        typing.errors.add("months", page.t.msg_fault_choose());
    }
    let text = notes::pages::long(page.t, &mut typing.errors, "extension", &extension);
    let (Some(many), Some(text)) = (many, text) else { return render(&by, page, &app, id, typing).await };
    let done = app.write(&by, move |w| requests::extend(w, id, version, many, text.as_str())).await;
    let said = page.t.msg_requests_extended();
    after(&by, (page, session), &app, id, done, said, typing).await
}

pub(super) async fn found(
    by: WorkRequests,
    posted: Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    fields.finish()?;
    let done = app.write(&by, move |w| requests::found(w, id, version)).await;
    let said = posted.0.t.msg_requests_was_found();
    after(&by, posted, &app, id, done, said, Typing::default()).await
}

/// The decisions that were sent; what is wrong stands beside its row.
fn decisions(page: &Page, fields: &mut Fields, typing: &mut Typing) -> Result<Vec<Decision>> {
    let mut all = Vec::new();
    for &holding in Holding::ALL {
        let word = holding.word();
        let (what, rows) = (format!("what_{word}"), format!("rows_{word}"));
        if !fields.has(&what) {
            continue;
        }
        let what = Disposal::from_word(&fields.take(&what)).ok_or(Error::BadRequest("a decision"))?;
        let rows = fields.take(&rows).parse().unwrap_or(0);
        let (ground, until) = (fields.take(&format!("ground_{word}")), fields.take(&format!("until_{word}")));
        let ground = Ground::from_word(&ground).filter(|_| what != Disposal::Erase);
        if what != Disposal::Erase && ground.is_none() {
            typing.errors.add(&format!("ground_{word}"), page.t.msg_requests_fault_ground());
        }
        let until = match (until.is_empty() || what == Disposal::Erase, dates::parse(&until)) {
            (true, _) => None,
            (false, Some(day)) => Some(day),
            (false, None) => {
                typing.errors.add(&format!("ground_{word}"), page.t.msg_fault_date());
                None
            }
        };
        all.push(Decision { holding, rows, what, ground, until });
    }
    if !requests::is_named(&all) {
        typing.errors.add("ground_identity", page.t.msg_requests_fault_unnamed());
    }
    Ok(all)
}

pub(super) async fn decide(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    let mut typing = Typing::default();
    let erases = fields.take("erases") == "yes";
    let notes = numbers(&fields.take_all("mention_"))?;
    let all = if erases { decisions(&page, &mut fields, &mut typing)? } else { Vec::new() };
    fields.finish()?;
    if !typing.errors.is_empty() {
        typing.decisions = Some(all);
        return render(&by, page, &app, id, typing).await;
    }
    let done = app.write(&by, move |w| {
        // Where nothing is erased there is nothing to choose: what is held is noted as it is.
        let all = if erases { all } else { requests::propose(w, id)? };
        requests::decide(w, id, version, &all, &notes)
    });
    let done = done.await;
    let said = page.t.msg_requests_decided();
    after(&by, (page, session), &app, id, done, said, typing).await
}

pub(super) async fn approve(
    by: ApproveRequests,
    posted: Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    fields.finish()?;
    let done = app.write(&by, move |w| requests::approve(w, id, version)).await;
    let said = posted.0.t.msg_requests_approved();
    after(&by, posted, &app, id, done, said, Typing::default()).await
}

pub(super) async fn send_back(
    by: ApproveRequests,
    posted: Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    fields.finish()?;
    let done = app.write(&by, move |w| requests::send_back(w, id, version)).await;
    let said = posted.0.t.msg_requests_sent_back();
    after(&by, posted, &app, id, done, said, Typing::default()).await
}

pub(super) async fn carry_out(
    by: WorkRequests,
    posted: Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    fields.finish()?;
    let done = app.write(&by, move |w| requests::carry_out(w, id, version)).await;
    let said = posted.0.t.msg_requests_ordered();
    after(&by, posted, &app, id, done, said, Typing::default()).await
}

pub(super) async fn stop(
    by: WorkRequests,
    posted: Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    let id = *id;
    fields.finish()?;
    let done = app.write(&by, move |w| requests::stop(w, id)).await;
    let said = posted.0.t.msg_requests_stopped();
    after(&by, posted, &app, id, done, said, Typing::default()).await
}

pub(super) async fn refuse(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    let (why, refusal) = (fields.take("why"), fields.take("refusal"));
    fields.finish()?;
    let mut typing = Typing { why: why.clone(), refusal: refusal.clone(), ..Typing::default() };
    let reason = Why::from_word(&why);
    if reason.is_none() {
        typing.errors.add("why", page.t.msg_fault_choose());
    }
    let text = notes::pages::long(page.t, &mut typing.errors, "refusal", &refusal);
    let (Some(reason), Some(text)) = (reason, text) else { return render(&by, page, &app, id, typing).await };
    let done = app.write(&by, move |w| requests::refuse(w, id, version, reason, text.as_str())).await;
    if let Ok(letter) = done {
        flash(&session, "good", page.t.msg_requests_refused())?;
        return Ok(see_other(&format!("{PATH}/{id}/letters/{letter}")));
    }
    after(&by, (page, session), &app, id, done, String::new(), typing).await
}

pub(super) async fn answer(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version, more) = (*id, fields.version()?, fields.take("more"));
    fields.finish()?;
    let mut typing = Typing { more: more.clone(), ..Typing::default() };
    let text = match more.is_empty() {
        true => String::new(),
        false => match notes::pages::long(page.t, &mut typing.errors, "more", &more) {
            Some(text) => text.as_str().to_owned(),
            None => return render(&by, page, &app, id, typing).await,
        },
    };
    let done = app.write(&by, move |w| requests::answer(w, id, version, &text)).await;
    if let Ok(letter) = done {
        flash(&session, "good", page.t.msg_requests_was_answered())?;
        return Ok(see_other(&format!("{PATH}/{id}/letters/{letter}")));
    }
    after(&by, (page, session), &app, id, done, String::new(), typing).await
}

pub(super) async fn close(
    by: WorkRequests,
    posted: Posted,
    app: web::Data<App>,
    id: web::Path<i64>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let (id, version) = (*id, fields.version()?);
    fields.finish()?;
    let (house, actor) = (app.get_ref().clone(), by.0.clone());
    let done = blocking(move || requests::close(&house, &actor, id, version)).await;
    let said = posted.0.t.msg_requests_was_closed();
    after(&by, posted, &app, id, done, said, Typing::default()).await
}

pub(super) async fn tell(
    by: WorkRequests,
    (page, session): Posted,
    app: web::Data<App>,
    path: web::Path<(i64, i64)>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    let (id, export) = *path;
    fields.finish()?;
    app.write(&by, move |w| requests::tell_recipient(w, id, export)).await?;
    flash(&session, "good", page.t.msg_requests_told())?;
    Ok(see_other(&format!("{PATH}/{id}")))
}
