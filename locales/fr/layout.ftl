# Les mots du cadre et des éléments communs à toutes les pages.
layout-skip = Aller au contenu
layout-nav = Navigation principale
layout-search = Rechercher une personne ou une société
layout-search-hint = Nom, société, e-mail, 4 chiffres…
layout-search-results = Résultats de la recherche
layout-search-trouble = Suggestions indisponibles. Appuyez sur Entrée pour rechercher.
layout-menu = Menu du compte :
layout-account = Mon compte
layout-other-code = en
layout-other-language = English
layout-sign-out = Se déconnecter
layout-keys = Raccourcis clavier
layout-key-search = Rechercher
layout-key-hits = Parcourir les suggestions
layout-key-rows = Ligne suivante ou précédente d’une liste
layout-key-enter-name = Entrée
layout-key-enter = Ouvrir la ligne ou la suggestion choisie
layout-key-escape-name = Échap
layout-key-escape = Fermer
layout-key-help = Afficher ces raccourcis
layout-close = Fermer
layout-optional = (facultatif)
layout-choose = Choisir…
layout-any = Indifférent
layout-error-prefix = Erreur :
layout-errors = { $count ->
    [one] Un point est à corriger
   *[other] { $count } points sont à corriger
}
layout-add-row = Ajouter une ligne
layout-filters = Filtres
layout-filter = Filtrer
layout-clear = Effacer
layout-pager = Pages
layout-previous = Précédent
layout-next = Suivant
layout-nothing = Non renseigné
layout-empty = Vide
layout-done = (terminé)
layout-reveal = Afficher
layout-reveal-reason = Motif
layout-reveal-hint = Votre nom, l’heure et ce motif sont inscrits au journal d’audit.
layout-field = Champ
layout-mine = Ma version
layout-theirs = Version enregistrée
