# Les demandes d’assistance.
assistance-title = Assistance
assistance-views = Vues
assistance-open-ones = À traiter
assistance-mine = Les miennes
assistance-others = Les autres
assistance-closed-ones = Closes
assistance-all = Toutes
assistance-request = Demande d’assistance
assistance-number = n° { $number }
assistance-new = Nouvelle demande d’assistance
assistance-subject = Objet
assistance-subject-hint = Une ligne, telle que vous la direz au téléphone.
assistance-detail = Détail
assistance-detail-hint = 10 000 caractères au plus ; ni IBAN ni mot de passe.
assistance-i-take-it = Je m’en charge
assistance-open = Ouvrir la demande
assistance-open-one = Ouvrir une demande
assistance-was-opened = La demande est ouverte.
assistance-before = Demandes précédentes
assistance-never = Aucune demande pour l’instant
assistance-cancel = Annuler
assistance-person = Demandeur
assistance-name = Nom
assistance-company = Société
assistance-state = État
assistance-state-open = Ouverte
assistance-state-closed = Close
assistance-assignee = Suivie par
assistance-nobody = Personne
assistance-age = Ancienneté
assistance-just-now = à l’instant
assistance-minutes-ago = { $count ->
    [one] il y a une minute
   *[other] il y a { $count } minutes
}
assistance-hours-ago = { $count ->
    [one] il y a une heure
   *[other] il y a { $count } heures
}
assistance-days-ago = { $count ->
    [one] il y a un jour
   *[other] il y a { $count } jours
}
assistance-closed-on = close le { $day }
assistance-at-by = { $moment }, par { $name }
assistance-follow-up = Suivi
assistance-opened = Ouverte
assistance-closed = Close
assistance-take = Je m’en charge
assistance-taken = Vous suivez désormais cette demande.
assistance-give-to = Confier à
assistance-give = Confier
assistance-assigned = La demande est confiée.
assistance-close-title = Répondre et clore
assistance-answer = Réponse
assistance-answer-hint = Ce qui a été répondu au demandeur.
assistance-close = Clore la demande
assistance-was-closed = La demande est close.
assistance-reopen = Rouvrir
assistance-was-reopened = La demande est rouverte ; la réponse précédente reste jusqu’à la suivante.
assistance-meanwhile = Un collègue a modifié cette demande entre-temps : voici où elle en est. Votre saisie est conservée dans son champ ; rien n’a été écrasé.
assistance-none = Aucune demande ici
assistance-none-text = Une demande s’ouvre depuis la fiche de la personne qui appelle.
assistance-to-people = Voir les personnes
