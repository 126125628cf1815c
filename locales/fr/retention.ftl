# La conservation : jusqu’à quand une fiche est gardée et pourquoi ; prévisions, gels, passages.
retention-title = Conservation
retention-what = Ce qui part, quand, et pourquoi. Rien ne part de personne que le DPO n’ait signé.
retention-panel = Conservé jusqu’au
retention-no-end = Aucun terme en vue
retention-hold-short = Geler
retention-because-contract = Le dernier contrat prend fin le { $day } : le client part { $months } mois après.
retention-because-runs = Tant que le contrat court : il est sans terme.
retention-because-contact = Dernier contact le { $day } ({ $what }) : un prospect part { $years } ans après.
retention-because-card = Remise le { $day } : une carte part { $months } mois après.
retention-because-restricted = Traitement limité (art. 18) : on ne fait rien de ces données, on ne les supprime pas non plus.
retention-because-held = Gelé jusqu’au { $day } inclus : { $ground }.
retention-hold-dispute = litige (art. 17, 3, e)
retention-hold-law = obligation légale (art. 17, 3, b)
retention-class = Quoi
retention-class-customer = Client
retention-class-company = Société sans personne
retention-class-prospect = Prospect
retention-class-card = Carte
retention-customers = { $count } { $many ->
    [one] client
   *[other] clients
}
retention-companies = { $count } { $many ->
    [one] société sans personne
   *[other] sociétés sans personne
}
retention-prospects = { $count } { $many ->
    [one] prospect
   *[other] prospects
}
retention-cards = { $count } { $many ->
    [one] carte
   *[other] cartes
}
retention-nothing = rien
retention-next = Dans les { $days } jours
retention-in-days = Sous { $days } jours
retention-late = Auraient dû partir
retention-late-note = leur jour est passé
retention-late-chip = en retard
retention-late-title = { $many ->
    [0] Aucune fiche en retard
    [one] Une fiche aurait dû partir
   *[other] { $many } fiches auraient dû partir
}
retention-late-text = Leur jour est passé. Elles partiront au prochain passage, une fois dans une liste signée par le DPO.
retention-put-off = Retenues
retention-put-off-note = par un gel, ou limitées
retention-put-off-text = Leur terme arrive, ou est passé, et un gel ou une limitation les retient.
retention-list = À signer : ce qui part jusqu’au { $day }
retention-signed-column = Signé
retention-open = à signer
retention-sign-text = On signe cette liste telle qu’elle est montrée, chaque fiche pour son jour. Ce qui déplace une date emporte la signature : un contrat qui continue, un appel, un gel.
retention-sign = Signer cette liste
retention-look-first = La regarder d’abord
retention-all-signed = Tout est signé jusqu’à ce jour
retention-was-signed = La liste est signée.
retention-meanwhile = La liste a changé depuis qu’elle a été montrée. Rien n’a été signé : regardez celle-ci.
retention-chart = Par mois
retention-chart-most = La plus haute colonne vaut { $most }.
retention-chart-table = En tableau
retention-month = Mois
retention-total = Tout
retention-routine = À leur propre terme
retention-routine-text = Des lignes qui partent une à une et ne nomment personne ici. Elles partent jusqu’où va la dernière liste signée.
retention-term = Terme
retention-months = { $months } mois
retention-years = { $years } ans
retention-kept-assistance = Demandes d’assistance closes
retention-kept-submission = Envois du site
retention-kept-parcel = Envois mis de côté
retention-kept-list = Qui était dans une liste sortie
retention-kept-access-log = Lignes du journal d’audit
retention-holds = Gels
retention-no-hold = Rien n’est gelé
retention-holds-text = Un gel garde une personne, ou une société avec tous les siens, au-delà de leur terme. On le pose depuis leur page.
retention-holds-over = Terminés
retention-hold-until = Jusqu’au { $day } inclus.
retention-hold-ended = levé le { $day }
retention-hold-lapsed = arrivé à son terme le { $day }
retention-hold-end = Lever ce gel
retention-hold-new = Geler
retention-hold-what = Ce qui est gelé n’est pas supprimé à son terme. Un gel sur quelqu’un chez un client garde tout le client ; un gel sur une société garde tous les siens.
retention-hold-ground = Fondement
retention-hold-last-day = Dernier jour
retention-hold-last-day-hint = Le gel cesse de lui-même après ce jour ; cinq ans au plus.
retention-hold-reason = Motif
retention-hold-reason-hint = De 10 à 500 caractères. Il est scellé avec la fiche, et montré aux seuls DPO et DSI.
retention-hold-place = Poser le gel
retention-hold-placed = Le gel est posé.
retention-hold-was-ended = Le gel est levé.
retention-cancel = Annuler
retention-fault-reason = Un motif compte de 10 à 500 caractères.
retention-fault-ahead = Le dernier jour est après aujourd’hui.
retention-fault-far = Cinq ans au plus ; il peut être posé de nouveau.
retention-forecasts = Listes signées
retention-no-forecast = Rien n’a encore été signé
retention-up-to = jusqu’au { $day }
retention-forecast = Liste signée
retention-signed-by = Signée par { $name } le { $at } : ce qui part jusqu’au { $day }. Des numéros seuls, pour pouvoir la montrer quand ceux qu’elle désigne ne sont plus là.
retention-number = Numéro
retention-on = Le
retention-why = Pourquoi
retention-whom = Qui
retention-state = État
retention-deleted = suppression ordonnée le { $at }
retention-waiting = attend son jour
retention-yes = oui
retention-not-yet = pas encore
retention-nothing-title = Rien
retention-nothing-text = Rien n’arrive à terme ici.
retention-runs = Passages
retention-no-run = Aucun passage encore
retention-run = Passage
retention-run-done = fait
retention-run-running = en cours
retention-run-refused = refusé
retention-run-log-altered = journal altéré
retention-run-log-altered-text = Les plus anciennes lignes ne sont pas ce qui a été écrit. Elles ont été laissées en place, comme preuve : vérifiez le journal.
retention-run-did = Ce qui a été fait
retention-run-ordered = Suppressions ordonnées
retention-run-left = Ce qui a été laissé, et pour quel motif
retention-run-left-nothing = Rien n’a été laissé dont le terme soit passé.
retention-left = { $count } laissées
retention-rows = { $count } lignes
retention-ground-unsigned = dans aucune liste signée
retention-ground-moved = signé pour un autre jour
retention-ground-held = gelé
retention-ground-restricted = limité (art. 18)
retention-ground-ordered = déjà ordonné
retention-clock-title = Rien n’est supprimé : l’horloge a sauté
retention-clock-ahead = L’horloge est plus loin que le temps qui a pu passer depuis le dernier regard.
retention-clock-behind = L’horloge est revenue avant un moment déjà passé.
retention-clock-who = Le DSI peut dire que l’horloge est juste, ici ou sur la machine.
retention-clock-confirm = L’horloge est juste
retention-clock-confirmed = L’horloge est crue de nouveau. La suite dans l’heure.
retention-home-clock = La conservation s’est arrêtée : l’horloge a sauté
retention-home-unsigned = { $many ->
    [0] Aucune fiche à signer
    [one] Une fiche part dans le mois et n’est pas signée
   *[other] { $many } fiches partent dans le mois et ne sont pas signées
}
retention-home-look = Voir la conservation
