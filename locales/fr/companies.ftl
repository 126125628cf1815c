# Les sociétés : celles à qui nous vendons, et celles à qui nous pourrions vendre.
companies-title = Sociétés
companies-new = Nouvelle société
companies-edit = Modifier la société
companies-edit-short = Modifier
companies-save = Enregistrer
companies-cancel = Annuler
companies-name = Raison sociale
companies-address = Adresse postale
companies-facts = Coordonnées
companies-added-on = Ajoutée le
companies-people = Personnes
companies-standing = Relation
companies-standing-prospect = Prospect
companies-standing-to-come = Contrat à venir
companies-standing-customer = Client
companies-standing-former = Ancien client
companies-filter-text = Nom, e-mail ou numéro
companies-customers-only = Clients seulement
companies-all = Toutes
companies-none = Aucune société pour l’instant
companies-none-text = Elles viennent d’un import, ou s’ajoutent une à une.
companies-none-match = Aucune société ne correspond
companies-none-match-text = Élargissez les filtres.
companies-shown = { $count ->
    [one] { $count } société affichée
   *[other] { $count } sociétés affichées
}
companies-alike = Une société porte déjà ce nom
companies-anyway = C’en est une autre : l’ajouter quand même
companies-added = La société est ajoutée.
companies-saved = La société est enregistrée.
