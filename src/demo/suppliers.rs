//! Who works for the fictional company: a data centre, a supplier whose certificate runs out soon, a recipient.
use crate::app::Writing;
use crate::error::{Error, Result};
use crate::purposes::Activity;
use crate::register::{self, CertificateKind, Controller, NewCertificate, NewParty, PartyKind};
use chrono::Days;

type Known = (PartyKind, &'static str, &'static str, &'static str, &'static [Activity]);

const PARTIES: &[Known] = &[
    (
        PartyKind::Site,
        "Salle blanche de la Fonderie",
        "Héberge les machines de la maison",
        "fr",
        &[Activity::Relation, Activity::Assistance, Activity::Payments, Activity::Communication, Activity::Access],
    ),
    (
        PartyKind::Supplier,
        "Courrier des Alizés SAS",
        "Achemine le courrier électronique",
        "fr",
        &[Activity::Communication],
    ),
    (PartyKind::Recipient, "Cabinet Ardoise & Tilleul", "Commissaire aux comptes", "lu", &[Activity::Payments]),
];

fn fits<T, F>(done: std::result::Result<T, F>) -> Result<T> {
    done.map_err(|_| Error::internal("a fictional supplier does not fit"))
}

pub(super) fn suppliers(w: &mut Writing) -> Result<()> {
    let today = w.now.date();
    for (kind, name, what, country, activities) in PARTIES {
        let new = NewParty {
            kind: Some(*kind),
            name: (*name).to_owned(),
            what: (*what).to_owned(),
            country: (*country).to_owned(),
            activities: activities.to_vec(),
        };
        let id = fits(register::add(w, &new)?)?;
        let certificates: &[(CertificateKind, u64)] = match kind {
            PartyKind::Site => {
                &[(CertificateKind::Iso27001, 700), (CertificateKind::Iso22301, 430), (CertificateKind::Isae3402, 260)]
            }
            PartyKind::Supplier => &[(CertificateKind::Iso27001, 61)],
            PartyKind::Recipient => &[],
        };
        for (kind, days) in certificates {
            let certificate = NewCertificate {
                kind: Some(*kind),
                label: String::new(),
                number: format!("FR-{}-{days}", kind.word()),
                expires_on: today.checked_add_days(Days::new(*days)),
            };
            fits(register::add_certificate(w, id, &certificate)?)?;
        }
    }
    let ourselves = Controller {
        name: w.app().config().company.clone(),
        address: "12, quai des Verriers\n44000 Nantes".to_owned(),
        dpo: "dpo@maison.example, 12, quai des Verriers, 44000 Nantes".to_owned(),
        version: 0,
    };
    fits(register::say(w, &ourselves)?)
}
