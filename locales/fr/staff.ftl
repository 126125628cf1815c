# Les collègues, leurs comptes, et ce qui s’est passé à la porte.
nav-staff = Équipe

staff-what = Qui peut se connecter, avec quel rôle, et depuis quand.
staff-invite = Inviter un collègue
staff-invite-what = Un code à usage unique s’affichera une seule fois. Remettez-le en main propre : il est valable 24 heures.
staff-invite-button = Inviter et afficher le code
staff-cancel = Annuler
staff-name = Nom
staff-user-name-hint = De 2 à 64 lettres, chiffres, points, tirets ou soulignés : anne.martin.
staff-role = Rôle
staff-lang = Langue de ses pages
staff-french = Français
staff-english = Anglais
staff-state = État
staff-last = Dernière connexion
staff-never = Jamais
staff-sessions = Sessions
staff-you = vous
staff-fault-user-name = De 2 à 64 lettres, chiffres, points, tirets ou soulignés, sans espace.
staff-fault-taken = Cet identifiant est déjà pris. Prenez-en un autre, ou ouvrez le compte depuis la liste.

staff-active = Actif
staff-disabled = Désactivé
staff-invited = Invité
staff-without-code = Sans code valable
staff-new-password = Choisit un nouveau mot de passe
staff-new-factor = Associe un nouvel appareil

staff-all-title = Toutes les sessions
staff-all-text = { $count ->
    [one] { $count } session est ouverte en ce moment, la vôtre comprise.
   *[other] { $count } sessions sont ouvertes en ce moment, la vôtre comprise.
}
staff-all-button = Fermer toutes les sessions…
staff-all-sure = Chacun devra se reconnecter, sauf vous. Ce qui est en cours de saisie sera perdu.
staff-all-yes = Fermer toutes les sessions
staff-all-ended = { $count ->
    [one] { $count } session fermée. La vôtre reste ouverte.
   *[other] { $count } sessions fermées. La vôtre reste ouverte.
}

staff-account = Le compte
staff-added = Ajouté
staff-added-by = le { $when } par { $who }
staff-added-on-host = le { $when }, sur la machine
staff-deeds = Ses actions au journal
staff-open = Sessions ouvertes
staff-no-session = Aucune session ouverte.
staff-from = Depuis
staff-from-unknown = Adresse inconnue
staff-since = Ouverte le
staff-seen = Vue le
staff-end = Fermer ses sessions
staff-ended = Ses sessions sont fermées dès à présent.

staff-actions = Que faire de ce compte
staff-own = C’est votre compte : personne ne change son propre rôle ni ne se désactive. Mot de passe et sessions se gèrent depuis votre page.
staff-role-title = Changer de rôle
staff-role-text = Vaut dès la requête suivante ; ses sessions se ferment.
staff-role-new = Nouveau rôle
staff-role-button = Changer le rôle
staff-role-dpo = Le rôle de DPO demande l’accord d’un DPO, sauf pour le tout premier.
staff-password-title = Mot de passe oublié
staff-password-text = Son mot de passe ne vaut plus et ses sessions se ferment. Avec le code affiché une fois, la personne en choisit un autre ; son second facteur reste demandé.
staff-password-button = Donner un code pour un nouveau mot de passe
staff-again-title = Nouveau code
staff-again-text = Le code précédent ne vaut plus. Le nouveau est valable 24 heures.
staff-again-button = Donner un nouveau code
staff-factor-title = Second facteur perdu
staff-factor-text = Quand le téléphone et les codes de secours sont perdus. La DSI et un DPO décident ensemble ; un code permet alors d’ouvrir le compte de nouveau.
staff-factor-button = Proposer un nouveau second facteur
staff-disable-title = Désactiver
staff-disable-text = Ses sessions se ferment et plus rien ne s’ouvre. Ses actions restent au journal ; le compte peut être réactivé.
staff-disable-button = Désactiver le compte
staff-enable-title = Réactiver
staff-enable-text = Le compte redevient ce qu’il était.
staff-enable-button = Réactiver le compte
staff-done = C’est fait, et cela vaut dès la requête suivante.
staff-stale-text = Un collègue a modifié ce compte avant vous. Rien n’a été écrasé : voici le compte tel qu’il est à présent.

staff-needs-dpo = Un DPO devra donner son accord dans les 24 heures.
staff-needs-cio = Le DSI devra donner son accord dans les 24 heures.
staff-why-not-yours = Votre rôle ne le permet pas.
staff-why-oneself = Personne ne fait cela pour son propre compte.
staff-why-no-change = Le compte est déjà ainsi.
staff-why-not-enrolled = Ce compte n’a jamais été ouvert, ou il est désactivé.
staff-why-last-cio = C’est le dernier DSI actif : plus personne ne gérerait les comptes. Nommez d’abord un autre DSI.
staff-why-last-dpo = C’est le dernier DPO actif : plus personne ne répondrait des données. Nommez d’abord un autre DPO, avec son accord.
staff-why-nobody = Personne ne peut donner le second accord. Nommez d’abord une deuxième personne, ou utilisez la commande « cloister staff » sur la machine.

staff-waiting = En attente d’un accord
staff-proposed = Proposé. L’autre personne a 24 heures pour donner son accord ; rien ne change d’ici là.
staff-proposed-by = Proposé par { $who } le { $when } ; sans réponse, la proposition tombe le { $until }.
staff-proposed-invite = Ouvrir un compte de DPO à
staff-proposed-role = Donner le rôle { $role } à
staff-proposed-disable = Désactiver le compte de
staff-proposed-enable = Réactiver le compte de
staff-proposed-password = Donner un code pour un nouveau mot de passe à
staff-proposed-factor = Remplacer le second facteur perdu de
staff-agree = Donner mon accord
staff-refuse = Refuser
staff-take-back = Retirer ma proposition
staff-refused = La proposition est close. Rien n’a été changé.
staff-decided-already = Cette proposition est déjà close, ou le compte a changé entre-temps.

staff-code-title = Code à usage unique
staff-code-for = Un code pour { $name }
staff-code-label = Code à usage unique
staff-code-once = Ce code ne s’affiche qu’une fois
staff-code-once-text = Notez-le ou imprimez cette page, et remettez-le en main propre. Ne l’envoyez pas par e-mail.
staff-code-gone = Le code a déjà été affiché
staff-code-gone-text = Il ne peut pas l’être de nouveau : nous n’en gardons qu’une empreinte. S’il est perdu, donnez-en un autre ; le précédent ne vaudra plus.
staff-code-until = Code valable jusqu’au
staff-code-where = Page à ouvrir
staff-code-invite = La personne saisit son identifiant et ce code, choisit son mot de passe et associe une application d’authentification.
staff-code-password = La personne saisit son identifiant et ce code, choisit un nouveau mot de passe, et confirme avec son application d’authentification habituelle.
staff-code-factor = La personne saisit son identifiant et ce code, choisit un nouveau mot de passe et associe une nouvelle application d’authentification.
staff-code-new = Donner un nouveau code
staff-code-done = Retour au compte de { $name }

staff-factor-known = Il reste à confirmer avec l’application d’authentification que vous utilisez déjà : saisissez les six chiffres qu’elle affiche.

staff-security = Sécurité
staff-security-what = Ce qui s’est passé à la porte, d’après le journal. Les chiffres sont ceux des dernières 24 heures.
staff-in-week = { $count } en 7 jours
staff-slowed = Ralentis en ce moment
staff-slowed-note = comptes et adresses qui doivent attendre ; lesquels, personne ne peut le lire
staff-gate = Refus à l’entrée
staff-gate-note = connexions de l’extérieur depuis le démarrage de ce serveur
staff-chart = Les 14 derniers jours
staff-chart-good = Connexions
staff-chart-bad = Échecs et refus
staff-chart-most = Au plus { $count } en un jour.
staff-chart-table = Les mêmes chiffres en tableau
staff-day = Jour
staff-nothing = Rien à signaler
staff-nothing-text = Le journal ne contient rien de tel.

staff-host-title = Fait sur la machine à un compte de DPO
staff-host-text = Par la ligne de commande, sans l’accord d’un DPO. Si vous n’en avez pas été prévenu, demandez-en la raison au DSI.
staff-waits-for-you = Attend votre accord
