//! Links to unsubscribe: a random token for each e-mail address of a person. Whoever has it can say *stop*, and nothing
//! else; it says so for ever, also when the person was erased.
//!
//! The token is sealed under the person's key, so that each export can print the same link again. It is found by its
//! keyed hash, and beside that stands the keyed hash of the address that it unsubscribes. What is said at a public page
//! comes in here with the time at which it was said there.
use super::suppression::{self, Stop};
use super::{Purpose, Source, store};
use crate::actor::Right;
use crate::app::Writing;
use crate::catalogue::{Field, KeyClass};
use crate::deeds::{Deed, Subject, What};
use crate::error::Result;
use crate::vault::{Blind, Owner, Vault};
use chrono::NaiveDateTime;

/// Nobody guesses 128 bits.
const RANDOM: usize = 16;

/// Small letters and digits alone, because programs that send mail break and fold what they do not know.
fn draw() -> String {
    let mut bytes = [0; RANDOM];
    rand::fill(&mut bytes);
    data_encoding::BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()
}

fn hash(vault: &Vault, token: &str) -> Vec<u8> {
    vault.blind(Blind::Link, &token.trim().to_ascii_lowercase())
}

/// Draws links for those of these addresses, each of a person and with its keyed hash, that have none yet.
pub fn mint(w: &mut Writing, addresses: &[(i64, Vec<u8>)]) -> Result<()> {
    w.must(Right::MakeExports)?;
    let people: Vec<i64> = addresses.iter().map(|(person, _)| *person).collect();
    let known = store::links_of(w.conn(), &people)?;
    // Whose key is gone or altered is in no list either, and must not keep the others from theirs.
    let all: Vec<Owner> = people.iter().map(|person| Owner::person(*person)).collect();
    let keys = w.unlock(&all, KeyClass::Identity)?;
    let has_key = |address: &&(i64, Vec<u8>)| keys.has(Owner::person(address.0));
    let missing = addresses.iter().filter(|address| !known.contains(*address)).filter(has_key);
    let missing: Vec<&(i64, Vec<u8>)> = missing.collect();
    let owners: Vec<Owner> = missing.iter().map(|(person, _)| Owner::person(*person)).collect();
    let sealing = w.sealing(&owners, KeyClass::Identity)?;
    let ids = w.next_ids(i64::try_from(missing.len()).unwrap_or(0))?;
    let made_at = w.now;
    let rows = missing.into_iter().zip(ids).map(|((person, blind), id)| {
        let token = draw();
        Ok(store::LinkRow {
            id,
            hash: hash(w.vault(), &token),
            person_id: *person,
            blind: blind.clone(),
            token: sealing.seal(Field::LinkToken, Owner::person(*person), id, &token)?,
            made_at,
        })
    });
    let rows: Vec<store::LinkRow> = rows.collect::<Result<_>>()?;
    store::add_links(w.conn(), &rows)
}

/// Somebody said *stop* by their link, at this time: about these purposes, or about everything if none is named, which is
/// an objection. It binds everybody who has the address now, whose link it was, and whoever has the address later.
/// Saying it again adds nothing. False when the link is none of ours.
pub fn stop(w: &mut Writing, token: &str, purposes: &[Purpose], at: NaiveDateTime) -> Result<bool> {
    w.must(Right::RefuseConsent)?;
    let hash = hash(w.vault(), token);
    let Some((person, blind)) = store::link(w.conn(), &hash)? else { return Ok(false) };
    // A clock of the public side that runs ahead must not make a refusal of tomorrow, which binds nobody today.
    let on = at.min(w.now).date();
    let said = Stop::everything_or(purposes, Source::Link, on);
    let done = suppression::add(w, &blind, Some(person), &said)?;
    if done.is_something() {
        let purposes: Vec<_> = said.purposes.iter().map(|purpose| purpose.word()).collect();
        let deed = Deed::of(What::Unsubscribed, Subject::Person, person).with("act", said.act.word());
        w.record(deed.with("purposes", purposes.join(",")).with("lines", done.lines).with("people", done.people));
    }
    Ok(true)
}
