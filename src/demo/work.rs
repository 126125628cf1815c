//! What the fictional company did: leads at every stage, consents with their proof, contracts, calls, requests.
use super::make::batches;
use crate::actor::{Actor, Role, StaffActor};
use crate::app::{App, Writing};
use crate::bank::{BankAccount, CardNumber};
use crate::calendar::day_in_france;
use crate::consent::{self, Act, Channel, Entry, Purpose, Source};
use crate::contracts::{self, NewContract};
use crate::error::{Error, Result};
use crate::leads::{self, NewLead, Plan};
use crate::notes::{self, NoteKind, Target, Text};
use crate::people::Stage;
use crate::reach::ReachKind;
use crate::retention::{self, HoldGround, NewHold, Of};
use crate::words::Lang;
use crate::{accounts, assistance, auth, people, requests};
use chrono::{Days, Duration, NaiveDate};
use std::sync::Arc;

/// The colleagues who did it.
pub(super) struct Cast {
    sales: Vec<i64>,
    support: Vec<i64>,
    dpo: Vec<i64>,
    console: Actor,
}

impl Cast {
    pub fn find(app: &App) -> Result<Self> {
        let all = app.look_now(&Actor::Console, auth::list)?;
        let of = |role: Role| all.iter().filter(|colleague| colleague.role == role).map(|c| c.id).collect::<Vec<_>>();
        Ok(Cast { sales: of(Role::Sales), support: of(Role::Support), dpo: of(Role::Dpo), console: Actor::Console })
    }

    fn seller(&self, i: u64) -> Option<i64> {
        self.sales.get(usize::try_from(i).unwrap_or(0) % self.sales.len().max(1)).copied()
    }
}

fn acting(id: i64, role: Role) -> Actor {
    Actor::Staff(Arc::new(StaffActor { id, role, from: None, request: String::new() }))
}

fn text(words: &str) -> Result<Text> {
    Text::long(words).map_err(|_| Error::internal("fictional words do not fit"))
}

/// A few people ask for their rights: one has just come, one is nearly due, one is late.
pub(super) fn rights(app: &App, cast: &Cast, people: &[i64]) -> Result<()> {
    use requests::Claim::{Access, Erasure, Portability, Rectification};
    const ASKED: [(u64, &[requests::Claim], requests::Way, &str); 4] = [
        (2, &[Access, Portability], requests::Way::Email, "Merci de m’envoyer une copie de mes données."),
        (9, &[Rectification], requests::Way::Telephone, "A changé de nom et de fonction."),
        (25, &[Erasure], requests::Way::Letter, "Je souhaite que mes coordonnées soient supprimées."),
        (44, &[Access], requests::Way::Letter, "Quelles données détenez-vous, et depuis quand ?"),
    ];
    app.write_now(&cast.console, |w| {
        let today = day_in_france(w.now);
        for ((days, claims, way, asked), person) in ASKED.into_iter().zip(people.iter().skip(3).step_by(7)) {
            let Some(person) = people::these(w, &[*person])?.pop() else { continue };
            let written = |kind| person.first(kind).map(|kept| kept.reach.written().into_owned()).unwrap_or_default();
            let new = requests::New {
                way,
                claims: claims.to_vec(),
                lang: person.lang,
                received_on: today - Days::new(days),
                requester: requests::Requester {
                    name: person.name(),
                    email: written(ReachKind::Email),
                    phone: written(ReachKind::Phone),
                    address: person.address.clone(),
                },
                asked: asked.to_owned(),
                on_behalf: String::new(),
                person: Some(person.id),
                submission: None,
            };
            requests::record(w, &new)?;
        }
        Ok(())
    })
}

const STEPS: &[&str] = &[
    "Rappeler pour la démonstration du module de trésorerie",
    "Envoyer la proposition chiffrée",
    "Confirmer le rendez-vous avec la direction financière",
    "Relancer après le comité d’investissement",
    "Préparer la maquette de rapprochement bancaire",
];

/// Two in five are leads, most of them somebody's, half with a next step in the weeks around today.
pub(super) fn leads(app: &App, cast: &Cast, people: &[i64], companies: usize) -> Result<()> {
    batches(people, |some| {
        app.write_now(&cast.console, |w| {
            let today = w.now.date();
            let chosen = some.iter().filter(|(i, _)| i % 5 < 2);
            let new: Vec<NewLead> =
                chosen.map(|(i, id)| lead(*i, *id, cast, today, companies)).collect::<Result<_>>()?;
            leads::bring_in(w, &new).map(drop)
        })
    })
}

fn lead(i: u64, person_id: i64, cast: &Cast, today: NaiveDate, companies: usize) -> Result<NewLead> {
    let stages = [
        Stage::New,
        Stage::New,
        Stage::Contacted,
        Stage::New,
        Stage::Contacted,
        Stage::Qualified,
        Stage::Lost,
        Stage::Proposal,
        Stage::Contacted,
        Stage::Negotiation,
        Stage::Qualified,
    ];
    // People are spread over the companies in turn: this is the place of theirs, and their contract is what was won.
    let company = i.checked_rem(u64::try_from(companies).unwrap_or(u64::MAX)).unwrap_or(i);
    let won = is_customer(company) && (i / 5).is_multiple_of(3);
    let stage = stages.get(usize::try_from(i / 5 % 11).unwrap_or(0)).copied().unwrap_or(Stage::New);
    let stage = if won { Stage::Won } else { stage };
    let planned = i % 10 < 5 && !matches!(stage, Stage::Won | Stage::Lost);
    let step = STEPS.get(usize::try_from(i % 5).unwrap_or(0)).copied().unwrap_or_default();
    let next_on = today + Days::new(i / 10 % 40) - Days::new(6);
    Ok(NewLead {
        person_id,
        stage,
        plan: Plan {
            owner: if i.is_multiple_of(7) { None } else { cast.seller(i / 5) },
            next_step: if planned { Some(text(step)?) } else { None },
            next_on: planned.then_some(next_on),
        },
    })
}

/// What they read when they agreed.
fn wording(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Newsletter => {
            "J’accepte de recevoir par e-mail la lettre d’information sur les logiciels de trésorerie. \
             Je peux retirer cet accord à tout moment."
        }
        Purpose::Promotion => "Je veux bien recevoir vos offres par e-mail, et peux changer d’avis à tout moment.",
        Purpose::Information => "Tenez-moi au courant de vos produits par e-mail, jusqu’à nouvel ordre.",
        Purpose::Business => "Vous pouvez m’adresser vos propositions par e-mail, jusqu’à nouvel ordre.",
    }
}

/// Three in five gave consent to the newsletter; some took it back, a few object to everything.
pub(super) fn consents(app: &App, cast: &Cast, people: &[i64]) -> Result<()> {
    batches(people, |some| {
        app.write_now(&cast.console, |w| {
            let ids: Vec<i64> = some.iter().map(|one| one.1).collect();
            let opened = people::these(w, &ids)?;
            let today = w.now.date();
            let mut entries = Vec::new();
            for ((i, _), person) in some.iter().zip(&opened) {
                let Some(email) = person.first(ReachKind::Email) else { continue };
                let given = today - Days::new(30 + i * 13 % 1_150);
                let mut line = |act, purpose, source, note, happened_on| {
                    entries.push(Entry {
                        person: person.id,
                        purpose,
                        channel: Channel::Email,
                        act,
                        address: Some((email.reach.stored(), email.blind.clone())),
                        source,
                        note,
                        wording: if act == Act::Given { wording(purpose) } else { "" },
                        happened_on,
                    });
                };
                if i % 5 < 3 {
                    line(Act::Given, Purpose::Newsletter, Source::Form, "Formulaire du site, case cochée", given);
                }
                if i.is_multiple_of(4) {
                    line(Act::Given, Purpose::Promotion, Source::Meeting, "Carte remise au salon", given);
                }
                if i % 5 < 2 {
                    line(Act::Given, Purpose::Business, Source::Email, "Réponse à notre proposition", given);
                }
                if i.is_multiple_of(23) {
                    line(
                        Act::Withdrawn,
                        Purpose::Newsletter,
                        Source::Email,
                        "Lien de désinscription",
                        today - Days::new(9),
                    );
                }
                if i.is_multiple_of(37) {
                    for purpose in Purpose::ALL {
                        line(
                            Act::Objected,
                            *purpose,
                            Source::Telephone,
                            "Ne souhaite plus être démarché",
                            today - Days::new(4),
                        );
                    }
                }
            }
            consent::record_many(w, &entries, None).map(drop)
        })
    })
}

const PRODUCTS: &[&str] = &["Trésorerie", "Trésorerie et signature bancaire", "Rapprochement bancaire", "Prévisions"];

/// A third of the companies are customers; a few were, a few will be.
pub(super) fn contracts(app: &App, cast: &Cast, companies: &[i64]) -> Result<()> {
    let by = cast.sales.first().map_or(cast.console.clone(), |id| acting(*id, Role::Sales));
    batches(companies, |some| {
        app.write_now(&by, |w| {
            for (i, company_id) in some.iter().filter(|(i, _)| has_contract(*i)) {
                contract(w, *i, *company_id)?;
            }
            Ok(())
        })
    })
}

fn has_contract(i: u64) -> bool {
    i.is_multiple_of(3)
}

/// Whether the contract of the company runs today.
fn is_customer(i: u64) -> bool {
    has_contract(i) && !i.is_multiple_of(17) && ended_ago(i).is_none()
}

/// How many days ago the contract of the company ended: a few lately, a few so long ago that their term ends this month.
fn ended_ago(i: u64) -> Option<u64> {
    match i % 11 {
        0 => Some(12),
        6 => Some(66 + i % 23),
        _ => None,
    }
}

fn contract(w: &mut Writing, i: u64, company_id: i64) -> Result<()> {
    let today = w.now.date();
    let starts_on = if i.is_multiple_of(17) { today + Days::new(20) } else { today - Days::new(100 + i * 31 % 1_500) };
    let ends_on = match (ended_ago(i), i % 11) {
        (Some(days), _) => Some(today - Days::new(days)),
        (None, 3) => Some(today + Days::new(60)),
        _ => None,
    };
    let new = NewContract {
        company_id,
        reference: format!("C-{:05}", 10_000 + i),
        product: PRODUCTS.get(usize::try_from(i / 3 % 4).unwrap_or(0)).copied().unwrap_or_default().to_owned(),
        starts_on: starts_on.min(ends_on.unwrap_or(starts_on)),
        ends_on,
    };
    contracts::add(w, &new)?;
    if let Some(account) = fictional_iban(i) {
        let label = "Prélèvement".to_owned();
        accounts::add(w, &accounts::NewAccount { company_id, person_id: None, label, account })?;
    }
    if i.is_multiple_of(6)
        && let Some(number) = fictional_card(i)
    {
        // Some are near the end of their fifteen months.
        let taken_on = today - Days::new(20 + i * 13 % 425);
        accounts::add_card(w, &accounts::NewCard { company_id, number, expiry: None, taken_on })?;
    }
    if i.is_multiple_of(9) {
        let third = accounts::NewThirdParty {
            company_id,
            given_name: "Odile".to_owned(),
            family_name: format!("Fictive-{i}"),
            lang: Lang::Fr,
            reaches: Vec::new(),
            account: fictional_iban(i + 500_000),
        };
        accounts::add_third_party(w, &third)?;
    }
    Ok(())
}

/// A French IBAN of a bank that does not exist (code 99999), with its two check digits (ISO 7064, mod 97).
fn fictional_iban(i: u64) -> Option<BankAccount> {
    // Bank, branch, account, national key; `F` is 15 and `R` is 27 when the letters become numbers.
    let number = format!("9999900001{:011}{:02}", i % 100_000_000_000, i % 97);
    let rest = format!("{number}152700").bytes().fold(0_u32, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    BankAccount::parse(&format!("FR{:02}{number}", 98 - rest)).ok()
}

/// The number of a card that nobody issues (ISO/IEC 7812-1: 9 is for national use, and 999 no country's), with its check
/// digit.
fn fictional_card(i: u64) -> Option<CardNumber> {
    (0..10).find_map(|last| CardNumber::parse(&format!("9999{:011}{last}", i % 100_000_000_000)).ok())
}

/// The Dpo holds two records beyond their term.
pub(super) fn holds(app: &App, cast: &Cast, people: &[i64], companies: &[i64]) -> Result<()> {
    let by = cast.dpo.first().map_or(cast.console.clone(), |id| acting(*id, Role::Dpo));
    app.write_now(&by, |w| {
        let today = w.now.date();
        let companies = companies.iter().skip(6).take(1).map(|id| Of::Company(*id));
        for of in people.iter().skip(17).take(1).map(|id| Of::Person(*id)).chain(companies) {
            let (ground, reason, days) = match of {
                Of::Person(_) => (HoldGround::Dispute, "Réclamation en cours sur un devis refusé", 120),
                Of::Company(_) => (HoldGround::Law, "Contrôle fiscal portant sur le dernier exercice du contrat", 400),
            };
            let new = NewHold { of, ground, reason: reason.to_owned(), until: today + Days::new(days) };
            retention::place(w, &new)?;
        }
        Ok(())
    })
}

const NOTES: &[(NoteKind, &str)] = &[
    (NoteKind::CallOut, "Intéressée par la version hébergée ; décision au prochain trimestre."),
    (NoteKind::CallIn, "Demande le prix pour cinq utilisateurs."),
    (NoteKind::Meeting, "Vu au salon : utilise un tableur, voudrait des relevés automatiques."),
    (NoteKind::Note, "Préfère être appelé le matin."),
];

const REQUESTS: &[(&str, &str)] = &[
    ("Relevés bancaires non reçus", "Les relevés d’hier manquent pour deux comptes."),
    ("Mot de passe expiré", "Ne peut plus ouvrir le module de signature."),
    ("Écart de rapprochement", "Un écart de 12,40 € sur le compte principal."),
    ("Nouvel utilisateur", "Souhaite ajouter une collègue au service comptable."),
];

/// Calls and notes for one in six, a request for one in thirty, two thirds of them still open.
pub(super) fn days(app: &App, cast: &Cast, people: &[i64]) -> Result<()> {
    let seller = cast.sales.first().map_or(cast.console.clone(), |id| acting(*id, Role::Sales));
    let helper = cast.support.first().map_or(cast.console.clone(), |id| acting(*id, Role::Support));
    batches(people, |some| {
        app.write_now(&seller, |w| {
            for (i, person) in some.iter().filter(|(i, _)| i % 6 == 0) {
                for (kind, words) in NOTES.iter().skip(usize::try_from(i / 6 % 4).unwrap_or(0)) {
                    let at = w.now - Duration::hours(i64::try_from(20 + i * 7 % 4_000).unwrap_or(20));
                    notes::add(w, Target::Person(*person), *kind, &text(words)?, at)?;
                }
            }
            Ok(())
        })?;
        app.write_now(&helper, |w| {
            for (i, person) in some.iter().filter(|(i, _)| i % 30 == 0) {
                let place = usize::try_from(i / 30).unwrap_or(0) % REQUESTS.len();
                let (subject, detail) = REQUESTS.get(place).copied().unwrap_or_default();
                let new = assistance::NewRequest {
                    person_id: *person,
                    subject: Text::short(subject).map_err(|_| Error::internal("fictional words do not fit"))?,
                    detail: Some(text(detail)?),
                    take: i % 60 == 0,
                };
                let id = assistance::open(w, &new)?;
                if i.is_multiple_of(90) {
                    assistance::close(w, id, 1, &text("Réglé avec la personne au téléphone.")?)?;
                }
            }
            Ok(())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{fictional_card, fictional_iban};

    #[test]
    fn every_fictional_account_has_the_right_check_digits() {
        for i in (0..500_000).step_by(997) {
            assert!(fictional_iban(i).is_some() && fictional_card(i).is_some(), "{i}");
        }
    }
}
