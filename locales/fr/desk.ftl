desk-home = Aujourd’hui
desk-search = Recherche
desk-hits = { $count ->
    [0] Aucun résultat
    [one] { $count } résultat
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
    [one] { $count } personne
   *[other] { $count } personnes
}
desk-no-people = Personne pour l’instant
desk-source = Source
desk-open-request = Ouvrir une demande
desk-hello = Bonjour { $name }
desk-new-list = Nouvelle liste de diffusion
desk-customers = Clients
desk-open-requests = Demandes ouvertes
desk-due = Mes prochaines étapes, cette semaine
desk-my-leads = Mes prospects
desk-nothing-due = Rien n’est prévu cette semaine.
desk-my-requests = Mes demandes ouvertes
desk-all-requests = Toutes les demandes
desk-waiting = Ouvertes, pas à moi
desk-no-request = Aucune.
desk-last-lists = Dernières listes de diffusion
desk-all-lists = Toutes les listes
desk-no-list = Aucune liste n’a encore été extraite.
desk-rows = { $count } { $many ->
    [one] ligne
   *[other] lignes
}
desk-refusals = Derniers refus
desk-whole-log = Journal
desk-no-refusal = Personne ne s’est vu refuser quoi que ce soit.
desk-stages = Prospects par étape
desk-unreadable = Une valeur de cette fiche ne s’ouvre pas
desk-unreadable-text = Elle a été modifiée ou déplacée en dehors de Cloister ; le signe � la remplace. C’est noté au journal : prévenez le DPO. Corriger la fiche et l’enregistrer remplace ce qui ne s’ouvre plus.
