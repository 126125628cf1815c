# Les noms des colonnes d’une liste : un import les connaît.
newsletter-column-email = E-mail
newsletter-column-phone = Téléphone
newsletter-column-fax = Fax
newsletter-column-given-name = Prénom
newsletter-column-family-name = Nom de famille
newsletter-column-civility = Civilité
newsletter-column-company = Société
newsletter-column-language = Langue

newsletter-title = Lettres d’information
newsletter-new = Nouvelle liste
newsletter-none = Aucune liste n’a encore été exportée
newsletter-none-text = Choisissez d’abord de quoi il s’agit ; l’entonnoir dit ensuite à qui l’on peut écrire.
newsletter-at = Quand
newsletter-purpose = Finalité
newsletter-channel = Canal
newsletter-who = Par
newsletter-rows = Destinataires
newsletter-state = État
newsletter-hash = Empreinte
newsletter-state-started = En cours
newsletter-state-complete = Complète
newsletter-state-aborted = Interrompue
newsletter-criteria = De qui s’agit-il ?
newsletter-fault-purpose = Indiquez d’abord la finalité de la liste.
newsletter-language = Langue
newsletter-stages = Prospects à ces étapes
newsletter-stages-hint = Sans coche : prospects et autres personnes.
newsletter-owner = Prospects de
newsletter-own-leads = Votre liste contient vos propres prospects, à qui vous faites des propositions commerciales.
newsletter-customer = Société
newsletter-customers = Clientes
newsletter-not-customers = Non clientes
newsletter-since = Ajoutées depuis le
newsletter-count = Compter
newsletter-funnel = À qui peut-on écrire ?
newsletter-funnel-first = Indiquez la finalité de la liste, puis comptez.
newsletter-matched = Répondent aux critères
newsletter-recipients = Destinataires
newsletter-nobody = Parmi ces personnes, on ne peut écrire à aucune.
newsletter-file = Le fichier
newsletter-columns = Colonnes : { $columns }.
newsletter-delimiter = Entre les cellules
newsletter-semicolon = Point-virgule
newsletter-semicolon-hint = Excel et LibreOffice en français.
newsletter-comma = Virgule
newsletter-comma-hint = La plupart des logiciels d’envoi.
newsletter-bom = Commencer par une marque d’ordre des octets (BOM)
newsletter-bom-hint = Excel reconnaît alors les accents.
newsletter-with-bom = BOM
newsletter-download = Télécharger { $count } { $many ->
    [one] destinataire
   *[other] destinataires
}
newsletter-download-note = Le fichier contient ce qui est licite au moment du clic. L’auteur du téléchargement, l’heure et l’empreinte sont conservés.
newsletter-manifest-of = { $purpose }, { $day }
newsletter-back = Lettres d’information
newsletter-manifest = Bordereau
newsletter-finished = Terminée
newsletter-file-name = Fichier
newsletter-aborted-text = Le téléchargement a été interrompu. Une partie de la liste est peut-être sur un disque : supprimez-la.
newsletter-expiring-only = Seulement ceux dont l’autorisation s’éteint dans les 90 jours
newsletter-expiring-only-hint = Pour leur redemander leur accord tant qu’on peut encore leur écrire.
newsletter-expiring = Accords à redemander
newsletter-expiring-text = L’autorisation s’éteint trois ans après le dernier contact venant de la personne. Voici ceux qu’elle quitte dans les 90 jours et à qui l’on peut encore écrire.
newsletter-expiring-count = { $count } { $many ->
    [one] personne
   *[other] personnes
}
newsletter-expiring-show = Voir
newsletter-expiring-none = Personne dans les 90 jours
newsletter-expiring-none-text = Aucune autorisation ne s’éteint bientôt pour cette finalité et ce canal.
newsletter-expiring-list = Faire la liste
newsletter-person = Personne
newsletter-ends-on = S’éteint le
