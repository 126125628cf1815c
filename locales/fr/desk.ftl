desk-home = Aujourd’hui
desk-search = Recherche
desk-hits = { $count ->
    [0] Aucun résultat
    [one] 1 résultat
   *[other] { $count } résultats
}
desk-more-hits = D’autres résultats ne tiennent pas ici : ajoutez un mot
desk-no-hits = Aucun résultat
desk-no-hits-text = Une partie d’un nom, d’une société, d’une adresse e-mail, ou quatre chiffres d’un numéro suffisent.
desk-third-party = Tiers
desk-no-reach = Ni adresse ni numéro
desk-identity = Identité
desk-provenance = D’où viennent ces données
desk-added = Ajout
desk-changed = Dernière modification
desk-from-import = Arrivée par un import
desk-customer = Client
desk-no-customer = Aucun contrat en cours
desk-people = { $count ->
    [0] Personnes
    [one] 1 personne
   *[other] { $count } personnes
}
desk-no-people = Personne pour l’instant
