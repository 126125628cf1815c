auth-sign-in = Se connecter
auth-user-name = Identifiant
auth-password = Mot de passe
auth-continue = Continuer
auth-first-time = Première visite ?
auth-have-code = On m’a remis un code à usage unique
auth-have-account = J’ai déjà un compte
auth-other-account = Recommencer avec un autre compte
auth-wrong = Cet identifiant et ce mot de passe ne vont pas ensemble. Vérifiez les deux et recommencez.
auth-slowed-what = Quelqu’un essaie beaucoup de mots de passe depuis cette adresse ou avec cet identifiant : nous laissons passer { $seconds ->
    [one] une seconde
   *[other] { $seconds } secondes
}. Réessayez ensuite ; ou donnez, avec votre mot de passe, un code de votre application d’authentification : vous n’aurez pas à attendre les autres.
auth-slowed-code = Code à usage unique
auth-slowed-code-hint = Il montre que vous n’êtes pas de ceux-là. Il n’est pas consommé : il vous sera redemandé ensuite.
auth-code-title = Code à usage unique
auth-code = Code
auth-code-hint = Les six chiffres qu’affiche votre application d’authentification. Chacun ne sert qu’une fois.
auth-wrong-code = Ce code n’est pas le bon en ce moment, ou il a déjà servi. Attendez le suivant.
auth-enrolment = Ouvrir votre compte
auth-enrolment-intro = Avec le code à usage unique qui vous a été remis en main propre. Il est valable 24 heures.
auth-invitation = Code à usage unique remis
auth-invitation-hint = 30 lettres et chiffres ; tirets et majuscules sont sans importance.
auth-wrong-invitation = Cet identifiant et ce code ne vont pas ensemble, ou le code a expiré. Demandez-en un nouveau.
auth-new-password = Nouveau mot de passe
auth-new-password-hint = Au moins 12 caractères ; quatre mots sans rapport conviennent très bien. Vous n’aurez jamais à en changer d’office.
auth-weak-short = Trop court : au moins 12 caractères.
auth-weak-long = Trop long : au plus 1 024 octets.
auth-weak-guessable = Il serait vite deviné. Prenez quelques mots sans rapport.
auth-factor-title = Votre second facteur
auth-factor-intro = Scannez cette image avec une application d’authentification sur votre téléphone, puis saisissez les six chiffres qu’elle affiche.
auth-factor-qr = Image à scanner avec une application d’authentification
auth-factor-by-hand = Ou saisissez cette clé à la main
auth-factor-done = Ouvrir mon compte
auth-welcome = Bienvenue, { $name }. Votre compte est ouvert.
auth-account = Mon compte
auth-change-password = Changer mon mot de passe
auth-present-password = Mot de passe actuel
auth-wrong-change = Le mot de passe actuel ou le code est inexact. Rien n’a été modifié.
auth-password-changed = Votre mot de passe est changé. Vos autres sessions sont terminées.
auth-lost-factor = Authentificateur perdu ? Saisissez à la place l’un de vos codes de secours.
auth-last-from = Dernière connexion le { $at }, depuis { $from }.
auth-last = Dernière connexion le { $at }.
auth-failures =
    { $count ->
        [0] Aucune tentative n’a échoué depuis.
        [one] Une tentative de connexion à votre nom a échoué depuis.
       *[other] { $count } tentatives de connexion à votre nom ont échoué depuis.
    }
auth-changed-by-others = Votre compte a été modifié par quelqu’un d’autre : voyez ci-dessous, dans Mon compte.
auth-changes = Modifié par d’autres
auth-change-password-reset = Votre mot de passe a été réinitialisé.
auth-change-factor-reset = Votre authentificateur a été retiré.
auth-change-role = Votre rôle a été changé.
auth-change-disabled = Votre compte a été désactivé.
auth-change-enabled = Votre compte a été réactivé.
auth-change-sessions = Vos sessions ont été fermées.
auth-sessions = Où vous êtes connecté
auth-sessions-what = Une session se ferme après 30 minutes sans activité, au bout de 10 heures, et à l’ouverture d’une quatrième.
auth-session-this = Celle-ci
auth-session-end = Fermer
auth-session-times = depuis le { $since }, dernière activité le { $seen }
auth-session-unknown = Navigateur inconnu
auth-session-where-unknown = adresse inconnue
auth-sessions-end-others = Fermer toutes les autres
auth-sessions-ended = C’est fermé.
auth-recovery = Codes de secours
auth-recovery-left =
    { $count ->
        [0] Il ne reste aucun code.
        [one] Il reste un code.
       *[other] Il reste { $count } codes.
    }
auth-recovery-none = Vous n’en avez pas. Sans eux, il faut le DSI et le DPO ensemble pour remplacer un authentificateur perdu.
auth-recovery-draw = Établir dix codes
auth-recovery-hint = Dix codes, valables chacun une fois à la seconde étape. Les codes précédents ne vaudront plus rien.
auth-recovery-title = Vos codes de secours
auth-recovery-once = Ils ne s’affichent que cette fois. Imprimez-les ou recopiez-les, et gardez-les loin de votre ordinateur.
auth-recovery-kept = Je les ai mis de côté
auth-factor = Authentificateur
auth-factor-replace = Remplacer mon authentificateur
auth-factor-replace-hint = Un nouveau téléphone ? L’authentificateur actuel, ou un code de secours, répond une dernière fois.
auth-factor-replaced = Votre nouvel authentificateur est désormais le bon. Vos autres sessions sont fermées.
auth-replacement-title = Votre nouvel authentificateur
auth-code-or-recovery = Code, ou code de secours
auth-step-up = Est-ce toujours vous ?
auth-step-up-what = Devant un écran resté ouvert, cette action ferait des dégâts : elle demande un code du moment. Rien de ce que vous avez saisi n’est perdu.
auth-step-up-continue = Confirmer et continuer
auth-step-up-back = Revenir sans le faire
auth-wrong-network = Pas depuis ce réseau
auth-wrong-network-what = Votre rôle, { $role }, ne travaille pas depuis le réseau où vous êtes connecté. Rien n’a été affiché ni modifié ; ce refus figure au journal.
auth-wrong-network-office = Votre rôle ne travaille que depuis le réseau du bureau : connectez-vous-y, puis réessayez. Si ce n’est pas possible, demandez au DSI.
auth-wrong-network-vpn = Votre rôle ne travaille que par le VPN : activez-le, puis réessayez. Si ce n’est pas possible, demandez au DSI.
auth-wrong-network-again = Réessayer
