//! Networks as the house keeps them: who may connect (P2), from where each role may work, who decided it and why.
//!
//! The rows in the database are what counts; `gate::Gate` is the mechanism that keeps to them, in every process. A
//! change made on a page is first a trial that ends by itself, so that nobody locks themselves out (decision 5).
pub mod pages;
mod rules;
mod store;

pub use rules::{Fault, LONGEST, Standing};

use crate::actor::{Actor, Right, Role};
use crate::app::{App, Looking, Writing, blocking};
use crate::auth::sessions::{self, Place};
use crate::auth::{self, Colleague};
use crate::deeds::{self, Deed, Reading, Subject, What};
use crate::error::{Error, Result};
use crate::gate::{Client, Gate, Kind, Refusal};
use chrono::{Duration, NaiveDateTime};
use ipnetwork::IpNetwork;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Instant;

/// A range of addresses that may connect, with its story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    pub id: i64,
    pub range: IpNetwork,
    pub kind: Kind,
    pub label: String,
    pub why: String,
    pub added_at: NaiveDateTime,
    /// Nobody where it came from the configuration or from the host.
    pub added_by: Option<i64>,
}

/// What can be changed, one thing at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Change {
    /// Lets a range in. One that is let in already gets this kind, label and reason.
    Allow {
        #[serde(with = "as_text")]
        range: IpNetwork,
        kind: Kind,
        label: String,
        why: String,
    },
    Remove {
        network: i64,
    },
    /// Limits a role to some kinds of network; to none of them means that it is not limited.
    Limit {
        role: Role,
        kinds: Vec<Kind>,
    },
}

/// Ranges in JSON, as text.
mod as_text {
    use ipnetwork::IpNetwork;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(range: &IpNetwork, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(range)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IpNetwork, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Change {
    /// What a deed says of it. `before` knows the range of a network that is removed.
    fn told_by(&self, deed: Deed, before: &Standing) -> Deed {
        match self {
            Change::Allow { range, kind, .. } => deed.with("allow", range).with("kind", kind.word()),
            Change::Remove { network } => match before.networks.iter().find(|known| known.id == *network) {
                Some(known) => deed.with("remove", known.range),
                None => deed.with("remove", network),
            },
            Change::Limit { role, kinds } => {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                let kinds = if kinds.is_empty() { "all".to_owned() } else { kinds.join(",") };
                deed.with("role", role.word()).with("kinds", kinds)
            }
        }
    }
}

/// A change that counts for a while, and for good only once it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    pub id: i64,
    pub at: NaiveDateTime,
    pub by_id: i64,
    pub until: NaiveDateTime,
    pub change: Change,
}

/// How long a change counts that nobody confirms.
pub const TRIAL: Duration = Duration::seconds(60);

/// What came of asking for a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    Begun,
    /// Nothing was done.
    Refused(Vec<Fault>),
    /// Another change is on trial: one at a time.
    Another,
}

pub fn standing(l: &mut Looking) -> Result<Standing> {
    let networks = store::list(l.conn())?;
    let limits = store::limits(l.conn())?;
    let trial = store::trial(l.conn())?;
    Ok(Standing { networks, limits, trial })
}

/// Puts a change on trial. It counts at once, in this process when [`keep_to`] is called.
///
/// # Errors
/// `NotFound` when it removes what is not there.
pub fn try_out(w: &mut Writing, change: &Change, from: IpAddr) -> Result<Tried> {
    w.must(Right::ManageNetworks)?;
    let (by_id, role) = w.actor.staff_id().zip(w.actor.role()).ok_or(Error::Forbidden)?;
    end_expired(w)?;
    let standing = standing(w)?;
    if standing.trial.is_some() {
        return Ok(Tried::Another);
    }
    must_be_there(&standing, change)?;
    let faults = standing.faults(change, Some((role, from)));
    if !faults.is_empty() {
        return Ok(Tried::Refused(faults));
    }
    let id = w.next_id()?;
    let trial = Trial { id, at: w.now, by_id, until: w.now + TRIAL, change: change.clone() };
    store::add_trial(w.conn(), &trial)?;
    w.record(change.told_by(Deed::of(What::NetworkTried, Subject::Network, id), &standing));
    Ok(Tried::Begun)
}

fn must_be_there(standing: &Standing, change: &Change) -> Result<()> {
    match change {
        Change::Remove { network } if !standing.networks.iter().any(|known| known.id == *network) => {
            Err(Error::NotFound)
        }
        _ => Ok(()),
    }
}

/// Keeps what was tried; false when it had been taken back already. That whoever confirms it came in afterwards, the
/// caller has asked with [`is_fresh`].
pub fn keep(w: &mut Writing, id: i64) -> Result<bool> {
    w.must(Right::ManageNetworks)?;
    let (now, standing) = (w.now, standing(w)?);
    let Some(trial) = standing.trial_at(now).filter(|trial| trial.id == id) else { return Ok(false) };
    store::end_trial(w.conn(), id)?;
    make_so(w, &trial.change, id, Some(trial.by_id))?;
    w.record(trial.change.told_by(Deed::of(What::NetworkKept, Subject::Network, id), &standing));
    Ok(true)
}

/// Takes back what was tried; false when that had happened already.
pub fn take_back(w: &mut Writing, id: i64) -> Result<bool> {
    w.must(Right::ManageNetworks)?;
    let standing = standing(w)?;
    let Some(trial) = standing.trial.as_ref().filter(|trial| trial.id == id) else { return Ok(false) };
    store::end_trial(w.conn(), id)?;
    w.record(trial.change.told_by(Deed::of(What::NetworkReverted, Subject::Network, id), &standing));
    Ok(true)
}

/// Clears away what was tried and not confirmed in time. It ceased to count when its time was over.
pub fn end_expired(w: &mut Writing) -> Result<()> {
    let now = w.now;
    if !store::is_any_expired(w.conn(), now)? {
        return Ok(());
    }
    let standing = standing(w)?;
    if let Some(trial) = &standing.trial {
        store::end_trial(w.conn(), trial.id)?;
        let deed = Deed::of(What::NetworkReverted, Subject::Network, trial.id);
        w.record(trial.change.told_by(deed, &standing).with("by", "time"));
    }
    Ok(())
}

/// The job: writes only where there is something to clear away.
pub fn sweep(app: &App) -> Result<()> {
    let over = app.look_now(&Actor::House, |l| {
        let now = l.now;
        store::is_any_expired(l.conn(), now)
    })?;
    if over { app.write_now(&Actor::House, end_expired) } else { Ok(()) }
}

/// Changes networks from the host, at once: the way back in. What is on trial is taken back first. Whatever speaks
/// against it comes back and nothing is done; `everybody` lets a range in that is everybody.
pub fn force(w: &mut Writing, change: &Change, everybody: bool) -> Result<Vec<Fault>> {
    w.must(Right::ManageNetworks)?;
    if !matches!(w.actor, Actor::Console) {
        return Err(Error::Forbidden);
    }
    end_expired(w)?;
    let standing = standing(w)?;
    must_be_there(&standing, change)?;
    let mut faults = standing.faults(change, None);
    faults.retain(|fault| !(everybody && *fault == Fault::Everybody));
    if !faults.is_empty() {
        return Ok(faults);
    }
    if let Some(trial) = &standing.trial {
        take_back(w, trial.id)?;
    }
    let id = w.next_id()?;
    make_so(w, change, id, None)?;
    w.record(change.told_by(Deed::of(What::NetworkForced, Subject::Network, id), &standing));
    Ok(Vec::new())
}

fn make_so(w: &mut Writing, change: &Change, id: i64, added_by: Option<i64>) -> Result<()> {
    match change {
        Change::Allow { range, kind, label, why } => {
            let (label, why) = (label.trim().to_owned(), why.trim().to_owned());
            let network = Network { id, range: *range, kind: *kind, label, why, added_at: w.now, added_by };
            store::put(w.conn(), &network)
        }
        Change::Remove { network } => store::remove(w.conn(), *network),
        Change::Limit { role, kinds } => store::limit(w.conn(), *role, kinds),
    }
}

/// Did this connection begin after this process put the change on trial? Whoever confirms by an older one has not
/// shown that they still get in. A proxy's connections are its own: there, each request is asked anew.
pub fn is_fresh(gate: &Gate, trial: i64, since: Instant, client: &Client) -> bool {
    gate.on_trial_since(trial).is_some_and(|began| client.by_proxy || since > began)
}

/// The label of what comes from the configuration, and the reasons: at the first start of a house, and later.
pub const FROM_CONFIGURATION: &str = "configuration";
pub const FIRST_START: &str = "first start";
pub const NEW_THERE: &str = "new in the configuration";

/// Takes over from the configuration what the house has not seen of it (decision 5). Whoever opens a house calls it.
pub fn take_over(app: &App) -> Result<()> {
    let (given, is_given) = (app.config().allow.clone(), app.config().allow_given);
    let seen = app.look_now(&Actor::House, |l| store::taken(l.conn()))?;
    let is_new = |range: &IpNetwork| is_given && seen.as_ref().is_some_and(|seen| !seen.contains(range));
    if seen.is_some() && !given.iter().any(is_new) {
        let known = app.look_now(&Actor::House, |l| store::list(l.conn()))?;
        let stays_out = |range: &&IpNetwork| is_given && !known.iter().any(|known| known.range == **range);
        for range in given.iter().filter(stays_out) {
            tracing::warn!(%range, "allow names a range that was removed since, and stays so: see `cloister network add`");
        }
        return Ok(());
    }
    app.write_now(&Actor::Console, |w| {
        let seen = store::taken(w.conn())?;
        let known = store::list(w.conn())?;
        let (new, why) = match &seen {
            None if known.is_empty() => (given.clone(), FIRST_START),
            None => (Vec::new(), ""),
            Some(seen) => {
                let unseen = given.iter().filter(|range| is_given && !seen.contains(range));
                (unseen.copied().filter(|range| !known.iter().any(|k| k.range == *range)).collect(), NEW_THERE)
            }
        };
        for range in &new {
            let (label, why) = (FROM_CONFIGURATION.to_owned(), why.to_owned());
            let change = Change::Allow { range: *range, kind: Kind::Office, label, why };
            let id = w.next_id()?;
            make_so(w, &change, id, None)?;
            // The first networks of a house are no change that anybody must be told of.
            if seen.is_some() {
                let deed = Deed::of(What::NetworkForced, Subject::Network, id);
                w.record(change.told_by(deed, &Standing::default()));
            }
        }
        let mut all = seen.unwrap_or_default();
        all.extend(given.iter().filter(|range| is_given && !all.contains(range)).copied().collect::<Vec<_>>());
        store::take(w.conn(), &all)
    })
}

/// Makes the gate keep to what is in force, and ends the sessions that were opened from outside it.
pub fn keep_to(app: &App, gate: &Gate) -> Result<()> {
    gate.renew(|| {
        app.look_now(&Actor::House, |l| {
            let now = l.now;
            Ok::<_, Error>(standing(l)?.at(now))
        })
    })?;
    let rules = gate.rules();
    let outside = |from: IpAddr| !rules.admits(from);
    let any = app.look_now(&Actor::House, |l| sessions::is_any_at(l, outside))?;
    if any { app.write_now(&Actor::House, |w| sessions::end_at(w, outside)) } else { Ok(()) }
}

/// The gate of a house that is about to be served.
pub fn gate(app: &App) -> Result<Gate> {
    let gate = Gate::new(Vec::new());
    keep_to(app, &gate)?;
    Ok(gate)
}

/// How often each process looks whether the rules are still what they were.
const RHYTHM: std::time::Duration = std::time::Duration::from_millis(400);

/// Follows the networks for as long as the server runs. While the database does not answer, the rules stay what they
/// are.
pub async fn keep_following(app: App, gate: Gate) {
    loop {
        tokio::time::sleep(RHYTHM).await;
        let (app, gate) = (app.clone(), gate.clone());
        if let Err(error) = blocking(move || keep_to(&app, &gate)).await {
            tracing::warn!(%error, "the networks could not be read; the gate keeps to those it knows");
        }
    }
}

/// What a change would do, for whoever is about to try it.
#[derive(Clone, Debug)]
pub struct Effect {
    pub before: Standing,
    pub after: Standing,
    pub faults: Vec<Fault>,
    /// Colleagues who are signed in and could not go on, and from where.
    pub out: Vec<(String, IpAddr)>,
    /// Who was refused lately and would be let in.
    pub let_in: Vec<Refusal>,
    /// As what whoever asks would be known.
    pub oneself: Option<Client>,
    pub now: NaiveDateTime,
}

/// # Errors
/// `NotFound` when it removes what is not there.
pub fn effect(l: &mut Looking, change: &Change, from: IpAddr, refusals: &[Refusal]) -> Result<Effect> {
    l.must(Right::ManageNetworks)?;
    let before = standing(l)?;
    must_be_there(&before, change)?;
    let after = before.with(change, 0);
    let by = l.actor.role().map(|role| (role, from));
    let (was, will) = (before.rules(), after.rules());
    let colleagues: HashMap<i64, Colleague> = auth::list(l)?.into_iter().map(|known| (known.id, known)).collect();
    let mut out: Vec<(String, IpAddr)> = sessions::places(l)?
        .into_iter()
        .filter_map(|place| colleagues.get(&place.staff).map(|known| (known, place.address)))
        .filter(|(known, from)| was.lets_work(known.role, *from) && !will.lets_work(known.role, *from))
        .map(|(known, from)| (known.name.clone(), from))
        .collect();
    out.sort();
    out.dedup();
    let newly = |refusal: &&Refusal| will.admits(refusal.address) && !was.admits(refusal.address);
    Ok(Effect {
        faults: before.faults(change, by),
        out,
        let_in: refusals.iter().filter(newly).copied().collect(),
        oneself: will.client(from),
        before,
        after,
        now: l.now,
    })
}

/// Everything that the page of networks says.
#[derive(Clone, Debug)]
pub struct Overview {
    pub standing: Standing,
    pub names: HashMap<i64, String>,
    /// How many colleagues are signed in, by network; those from nowhere that counts are left out.
    pub signed_in: HashMap<i64, usize>,
    /// The last things that were decided, the newest first.
    pub decided: Vec<deeds::Line>,
    pub now: NaiveDateTime,
}

pub fn overview(l: &mut Looking) -> Result<Overview> {
    l.must(Right::SeeNetworks)?;
    let (standing, now) = (standing(l)?, l.now);
    let rules = standing.at(now);
    let mut places: Vec<Place> = sessions::places(l)?;
    places.sort_unstable_by_key(|place| (place.staff, place.address));
    places.dedup();
    let mut whose: Vec<(i64, i64)> =
        places.iter().filter_map(|place| Some((rules.client(place.address)?.network, place.staff))).collect();
    whose.sort_unstable();
    whose.dedup();
    let mut signed_in = HashMap::new();
    for (network, _) in whose {
        *signed_in.entry(network).or_insert(0) += 1;
    }
    let decided = deeds::read(l.conn(), &Reading { about: Some(Subject::Network), limit: 20, ..Reading::default() })?;
    let decided: Vec<_> = decided.into_iter().filter(|line| line.what != What::NetworkTried).take(6).collect();
    let ids = standing.networks.iter().filter_map(|network| network.added_by);
    let ids = ids.chain(standing.trial.iter().map(|trial| trial.by_id)).chain(decided.iter().filter_map(|d| d.actor));
    let ids: Vec<i64> = ids.collect();
    Ok(Overview { names: auth::names(l, &ids)?, standing, signed_in, decided, now })
}

/// How long a change made on the host is told to those who answer for it.
const TOLD: Duration = Duration::days(7);

/// When networks were last changed on the host, if that is not long ago.
pub fn forced_lately(l: &mut Looking) -> Result<Option<NaiveDateTime>> {
    l.must(Right::SeeNetworks)?;
    let since = l.now - TOLD;
    let about =
        Reading { about: Some(Subject::Network), what: Some(What::NetworkForced), limit: 1, ..Reading::default() };
    Ok(deeds::read(l.conn(), &about)?.first().map(|line| line.at).filter(|at| *at > since))
}
