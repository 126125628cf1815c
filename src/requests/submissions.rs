//! What arrives by the privacy form becomes a request, by itself and once.
use super::{Claim, New, Requester, Way, record, store};
use crate::actor::Actor;
use crate::app::{App, Writing};
use crate::calendar::day_in_france;
use crate::error::{Error, Result};
use crate::forms;
use crate::search::fold;
use chrono::Duration;

/// What was taken in longer ago has become a request, or was there before this room was.
const BACK: Duration = Duration::days(31);

/// Makes a request of each submission of a privacy form that is none yet. Blocks.
pub fn take_in(app: &App) -> Result<()> {
    let waiting = app.look_now(&Actor::House, |l| {
        let since = l.now - BACK;
        let sent = forms::privacy_since(l, since)?;
        let taken = store::taken(l.conn(), &sent)?;
        Ok(sent.into_iter().filter(|id| !taken.contains(id)).collect::<Vec<_>>())
    })?;
    for id in waiting {
        match app.write_now(&Actor::House, |w| take(w, &id)) {
            Err(Error::Busy) => return Err(Error::Busy),
            Err(error) => {
                tracing::error!(%error, "a privacy request could not be taken in; it stays among the arrivals");
            }
            Ok(()) => {}
        }
    }
    Ok(())
}

fn take(w: &mut Writing, id: &str) -> Result<()> {
    if !store::taken(w.conn(), &[id.to_owned()])?.is_empty() {
        return Ok(());
    }
    // Erased meanwhile: nobody is left to be answered.
    let Some((sent, content)) = forms::submission(w, id)? else { return Ok(()) };
    let asked = content.of("message").to_owned();
    let name = format!("{} {}", content.of("given_name"), content.of("family_name"));
    let new = New {
        way: Way::Form,
        claims: guess(&asked),
        lang: sent.lang,
        received_on: day_in_france(sent.sent_at),
        requester: Requester {
            name: name.trim().to_owned(),
            email: content.of("email").to_owned(),
            phone: content.of("phone").to_owned(),
            address: String::new(),
        },
        asked,
        on_behalf: String::new(),
        person: Some(sent.person),
        submission: Some(id.to_owned()),
    };
    record(w, &new).map(drop)
}

/// What somebody seems to ask, by their words: ticked for the Dpo, who reads it and ticks otherwise. Access when nothing
/// is recognised: it takes nothing away.
pub fn guess(text: &str) -> Vec<Claim> {
    const SIGNS: [(Claim, &[&str]); 6] = [
        (Claim::Access, &["acces", "copie", "access", "copy", "quelles donnees", "what data"]),
        (Claim::Rectification, &["rectif", "corrig", "correct", "mettre a jour", "update"]),
        (Claim::Erasure, &["effac", "supprim", "oubli", "eras", "delet", "forget", "remove my"]),
        (Claim::Restriction, &["limitation", "limiter", "restrict"]),
        (Claim::Portability, &["portab"]),
        (Claim::Objection, &["oppos", "object", "prospection", "plus de mail", "unsubscrib", "desabonn", "desinscri"]),
    ];
    let text = fold(text);
    let says = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    let claims: Vec<Claim> = SIGNS.iter().filter(|(_, signs)| says(signs)).map(|(claim, _)| *claim).collect();
    if claims.is_empty() { vec![Claim::Access] } else { claims }
}
