//! Whose box an e-mail address is: somebody's at work, somebody's own, or a company's that nobody in particular reads.
//!
//! The CNIL tells them apart: a box like contact@ is a coordinate of a company and reaches no person who could be told
//! or object; an address at work may be written to about that work; all others belong to private life. Kept in clear
//! beside the sealed address, since a list is made by a query and a query opens nothing.
use super::Reach;

crate::db::values::words! {
    pub enum Standing {
        /// At the host of a company.
        Professional = "professional",
        /// At a host that gives boxes to everybody; and what is no e-mail address, whose standing is that of its owner.
        Private = "private",
        /// A department's or a company's.
        Generic = "generic",
    }
}

/// What stands before the `@` of boxes that are nobody's own, without dots, dashes and digits.
const GENERIC: &[&str] = &[
    "abuse",
    "accounting",
    "accounts",
    "accueil",
    "achat",
    "achats",
    "admin",
    "administratif",
    "administration",
    "adv",
    "ap",
    "ar",
    "assistance",
    "billing",
    "bonjour",
    "bureau",
    "candidature",
    "candidatures",
    "client",
    "clients",
    "commande",
    "commandes",
    "commercial",
    "commerciale",
    "communication",
    "compta",
    "comptabilite",
    "comptable",
    "contact",
    "contacts",
    "courrier",
    "customerservice",
    "daf",
    "direction",
    "directiongenerale",
    "dpo",
    "dsi",
    "emploi",
    "enquiries",
    "equipe",
    "facturation",
    "factures",
    "finance",
    "finances",
    "fournisseurs",
    "hello",
    "helpdesk",
    "hostmaster",
    "hr",
    "info",
    "information",
    "informations",
    "infos",
    "invoice",
    "invoices",
    "jobs",
    "juridique",
    "legal",
    "logistique",
    "mail",
    "mairie",
    "marketing",
    "newsletter",
    "noreply",
    "nepasrepondre",
    "office",
    "paie",
    "payables",
    "postmaster",
    "presse",
    "press",
    "privacy",
    "purchasing",
    "reception",
    "receivables",
    "recrutement",
    "reglements",
    "rgpd",
    "rh",
    "sales",
    "sav",
    "secretariat",
    "secretary",
    "service",
    "serviceclient",
    "serviceclients",
    "siege",
    "standard",
    "support",
    "team",
    "tresorerie",
    "treasury",
    "vente",
    "ventes",
    "webmaster",
];

/// Hosts that give a box to whoever asks.
const FOR_EVERYBODY: &[&str] = &[
    "aol.com",
    "aliceadsl.fr",
    "bbox.fr",
    "club-internet.fr",
    "free.fr",
    "freesbee.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.fr",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "live.fr",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "neuf.fr",
    "noos.fr",
    "numericable.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "sfr.fr",
    "t-online.de",
    "wanadoo.fr",
    "web.de",
    "yahoo.com",
    "yahoo.de",
    "yahoo.es",
    "yahoo.fr",
    "yahoo.it",
    "ymail.com",
];

impl Reach {
    pub fn standing(&self) -> Standing {
        let canonical = self.canonical();
        match canonical.rsplit_once('@') {
            None => Standing::Private,
            Some((local, host)) => of(local, host),
        }
    }
}

fn of(local: &str, host: &str) -> Standing {
    let box_of = local.split('+').next().unwrap_or_default().to_lowercase();
    let plain: String = box_of.chars().filter(|c| c.is_alphabetic()).collect();
    // "contact.paris", "compta-fournisseurs": one part says whose it is.
    let mut parts = box_of.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    if GENERIC.contains(&plain.as_str()) || (GENERIC.contains(&first) && first.len() > 3) {
        Standing::Generic
    } else if FOR_EVERYBODY.contains(&host.to_lowercase().as_str()) {
        Standing::Private
    } else {
        Standing::Professional
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reach::ReachKind;

    #[test]
    fn a_box_is_somebodys_at_work_somebodys_own_or_nobodys() {
        for (text, standing) in [
            ("anne.dupont@zephyr.example", Standing::Professional),
            ("adupont@zephyr.example", Standing::Professional),
            ("anne.dupont@gmail.com", Standing::Private),
            ("anne@Orange.FR", Standing::Private),
            ("contact@zephyr.example", Standing::Generic),
            ("INFO@zephyr.example", Standing::Generic),
            ("info+crm@zephyr.example", Standing::Generic),
            ("contact.paris@zephyr.example", Standing::Generic),
            ("compta-fournisseurs@zephyr.example", Standing::Generic),
            ("contact2@gmail.com", Standing::Generic),
            ("service.client@zephyr.example", Standing::Generic),
            // Names that begin like a department, and short words that are also given names' initials.
            ("ar.martin@zephyr.example", Standing::Professional),
            ("infantino@zephyr.example", Standing::Professional),
            ("marchand.a@zephyr.example", Standing::Professional),
        ] {
            assert_eq!(Reach::parse(ReachKind::Email, text).unwrap().standing(), standing, "{text}");
        }
        assert_eq!(Reach::parse(ReachKind::Phone, "01 42 12 08 64").unwrap().standing(), Standing::Private);
    }
}
