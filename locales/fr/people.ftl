people-title = Personnes
people-count = { $count } { $many ->
    [one] personne
   *[other] personnes
}
people-new = Ajouter une personne
people-import = Importer
people-filter = Nom, société, adresse ou numéro
people-with-third-parties = Tiers compris
people-none = Personne ne correspond
people-none-text = Essayez avec moins de mots, ou une partie d’un mot.
people-name = Nom
people-company = Société
people-company-hint = Saisissez son nom. Si elle n’existe pas encore, elle est ajoutée.
people-company-which = De quelle société s’agit-il ?
people-company-new = Ajouter la nouvelle société « { $name } »
people-company-unknown = Aucune société ne porte ce nom.
people-restricted = Limitée
people-edit = Modifier
people-back = Retour à la fiche
people-given-name = Prénom
people-family-name = Nom
people-civility = Civilité
people-job-title = Fonction
people-address = Adresse postale
people-lang = Langue
people-lang-fr = Français
people-lang-en = Anglais
people-reaches = Adresses et numéros
people-reaches-hint = Le premier de chaque type est celui qu’on utilise.
people-reach-kind = Type
people-reach-value = Adresse ou numéro
people-reach-more = Ajouter une adresse ou un numéro
people-origin = D’où viennent ces données
people-origin-hint = La personne peut le demander (art. 14).
people-ground = Base légale
people-save = Enregistrer
people-cancel = Annuler
people-added = Fiche ajoutée.
people-changed = Fiche enregistrée.
people-known = Une de ces adresses ou un de ces numéros appartient à quelqu’un que nous connaissons
people-anyway = Enregistrer tout de même : ce n’est pas la même personne

origin-person = La personne elle-même
origin-employer = Son employeur
origin-trade-fair = Salon professionnel
origin-website = Notre site web
origin-partner = Partenaire
origin-program = Un autre de nos logiciels
origin-public-source = Source publique
origin-customer = Un client

ground-legitimate-interest = Intérêt légitime
ground-contract = Contrat
ground-consent = Consentement
