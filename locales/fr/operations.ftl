# Ce que voit l’exploitation : des nombres, et des fiches sous pseudonyme.
operations-what = Des nombres et des pseudonymes : aucun nom, aucune adresse, aucune société.
operations-audit = Journal sans personnes
operations-people = Fiches sous pseudonyme
operations-people-what = La référence ne dit rien de la personne. L’ordre est celui du hasard.
operations-record = Fiche
operations-contacts = Contacts
operations-contact = Contact
operations-third-parties = Tiers
operations-third-party = Tiers
operations-companies = Sociétés
operations-imports = Imports
operations-failed = { $count ->
    [one] dont { $count } en échec
   *[other] dont { $count } en échec
}
operations-exports = Exports
operations-aborted = { $count ->
    [one] dont { $count } interrompu
   *[other] dont { $count } interrompus
}
operations-sessions = Sessions
operations-sessions-note = actives depuis moins de 30 minutes
operations-stages = Prospects par étape
operations-assistance = Demandes d’assistance ouvertes, par ancienneté
operations-contracts = Contrats
operations-sizes = Taille des bases
operations-database = Base de données
operations-keyring = Trousseau de clés
operations-age-day = Moins d’un jour
operations-age-week = D’un à 7 jours
operations-age-month = De 7 à 30 jours
operations-age-older = Plus de 30 jours
operations-reference = Référence
operations-kind = Nature
operations-added-in = Ajoutée en
operations-stage = Étape
operations-reaches = Adresses et numéros
operations-notes = Notes
operations-open-requests = Demandes ouvertes
operations-none = Aucune fiche
operations-odd = Ceci n’est pas le début d’une référence
operations-odd-text = La recherche se fait par référence seulement, comme AB2C-DEFG-7HIJ : des lettres, et les chiffres de 2 à 7.
