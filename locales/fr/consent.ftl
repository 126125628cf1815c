# Le registre des consentements : ses noms, ses phrases, son formulaire.
consent-title = Consentements
consent-purpose-newsletter = Lettre d’information
consent-purpose-promotion = Offres promotionnelles
consent-purpose-information = Informations sur les produits
consent-purpose-business = Propositions commerciales
consent-short-newsletter = Lettre
consent-short-promotion = Offres
consent-short-information = Produits
consent-short-business = Commercial
consent-about-newsletter = la lettre d’information
consent-about-promotion = des offres promotionnelles
consent-about-information = des informations sur les produits
consent-about-business = des propositions commerciales
consent-channel-email = E-mail
consent-channel-phone = Téléphone
consent-channel-fax = Fax
consent-channel-post = Courrier
consent-by-email = par e-mail
consent-by-phone = par téléphone
consent-by-fax = par fax
consent-by-post = par courrier
consent-act-given = Consentement donné
consent-act-withdrawn = Consentement retiré
consent-act-objected = Opposition
consent-source-form = Formulaire
consent-source-telephone = Appel téléphonique
consent-source-letter = Lettre
consent-source-email = E-mail
consent-source-meeting = Entretien
consent-source-import = Fichier importé
consent-source-link = Lien de désinscription
consent-source-sender = Logiciel d’envoi
consent-source-erasure = Effacement
consent-source-other = Autre
consent-how-form = sur un formulaire
consent-how-telephone = par téléphone
consent-how-letter = dans une lettre
consent-how-email = dans un e-mail
consent-how-meeting = lors d’un entretien
consent-how-import = dans un fichier importé
consent-how-link = par le lien d’un message
consent-how-sender = dans le logiciel d’envoi
consent-how-erasure = à sa demande d’effacement
consent-how-other = autrement
consent-reason-third-party = Tiers
consent-reason-restricted = Traitement limité
consent-reason-no-address = Sans adresse
consent-reason-undeliverable = Messages refusés
consent-reason-objected = Opposition
consent-reason-withdrawn = Consentement retiré
consent-reason-shared = Refus à cette adresse
consent-reason-elsewhere = Donné pour une autre adresse
consent-reason-never = Jamais donné
consent-why-third-party = Conservé pour un client, jamais sollicité.
consent-why-restricted = Le traitement est limité (art. 18) : conservé, sans autre usage.
consent-why-no-address = Rien que ce canal puisse atteindre.
consent-why-undeliverable = Les messages à toutes ses adresses reviennent définitivement. Un nouveau consentement pour une adresse la rouvre.
consent-why-objected = Une opposition suit la personne, quelle que soit son adresse.
consent-why-withdrawn = Le consentement a été retiré et n’a pas été redonné depuis.
consent-why-shared = Une personne qui a cette adresse, ou l’avait, a refusé. Nul ne sait qui la lit : le refus lie tous ceux qui l’ont.
consent-why-elsewhere = Un consentement désigne son adresse et ne suit pas quand elle est modifiée.
consent-why-never = Le registre ne contient aucune preuve.
consent-day = { $day } { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
consent-told-given = Le { $day }, { $how }, a consenti à recevoir { $about } { $by }
consent-told-withdrawn = Le { $day }, { $how }, a retiré son consentement à recevoir { $about } { $by }
consent-told-objected = Le { $day }, { $how }, a refusé de recevoir { $about } { $by }
consent-told-at = { $said }, à l’adresse { $address }
consent-told-on = { $said }, au { $number }
consent-noted-by = Noté par { $name }
consent-noted = Noté
consent-wording-shown = Texte présenté : « { $wording } »
consent-from-import = Issu d’un import
consent-story = L’histoire
consent-state = Aujourd’hui
consent-given-on = Donné le { $day }
consent-no-story = Le registre est vide. On ne peut écrire à cette personne pour aucune finalité.
consent-no-address = Plus d’adresse
consent-way = Adresse
consent-record = Noter
consent-new = Noter un consentement, un retrait ou une opposition
consent-back = Retour à la fiche
consent-act = Ce que la personne a dit
consent-act-given-hint = Pour une seule adresse, à partir de ce jour.
consent-act-withdrawn-hint = Reprend un consentement. Lie l’adresse, quel qu’en soit le titulaire.
consent-act-objected-hint = N’en veut plus, consentement ou non. Lie l’adresse, quel qu’en soit le titulaire.
consent-purposes = Au sujet de quoi
consent-purpose-all = Tout
consent-where = Canal et adresse
consent-where-hint = Un consentement désigne une adresse. Un refus peut porter sur un canal ou sur tous.
consent-where-one = { $channel } : { $address }
consent-where-channel = { $channel } : quelle que soit l’adresse
consent-where-all = Tous les canaux
consent-source = Comment nous l’avons su
consent-happened-on = Quand
consent-happened-on-hint = Le jour où la personne l’a dit, non celui où vous le notez.
consent-note = Où se trouve la preuve
consent-note-hint = Par exemple : stand du salon, carte conservée dans le dossier 2026.
consent-wording = Texte présenté ou lu
consent-save = Noter
consent-cancel = Annuler
consent-for-good = Une ligne du registre reste. Une erreur se corrige par une autre ligne.
consent-recorded = { $count ->
    [one] Une ligne a été ajoutée au registre.
   *[other] { $count } lignes ont été ajoutées au registre.
}
consent-fault-act = Indiquez ce que la personne a dit.
consent-fault-purpose = Choisissez au moins une finalité.
consent-fault-where = Choisissez un canal.
consent-fault-address = Un consentement porte sur une adresse de cette personne : choisissez-la dans la liste.
consent-fault-source = Indiquez comment nous l’avons su.
consent-fault-long-ago = Trop ancien : ce jour ne peut être exact.
consent-fault-note = Avec « autre », indiquez où se trouve la preuve.
consent-fault-third-party = On n’écrit jamais à un tiers : il n’a rien à quoi consentir. Un refus peut être noté.

consent-reason-expired = Trois ans sans contact
consent-reason-generic = Adresse générique
consent-reason-not-informed = Jamais informée
consent-why-expired = La personne ne s’est pas manifestée depuis trois ans. Un appel reçu, un rendez-vous, une demande d’assistance ou un consentement comptent ; un e-mail que nous avons envoyé, non.
consent-why-generic = Une adresse comme contact@ n’est celle de personne : nul n’a pu y être informé ni s’y opposer.
consent-why-not-informed = On pourrait lui écrire sans consentement, si elle avait été informée et mise en mesure de refuser.
consent-act-informed = Personne informée
consent-act-informed-hint = A reçu notre notice et pouvait refuser. N’autorise rien à soi seul.
consent-told-informed = Le { $day }, { $how }, a été informée qu’elle recevrait { $about } { $by } et pouvait refuser
consent-served = Formulaire { $form }, notice { $notice }, en { $lang } ; empreinte de la page { $hash }
consent-footing-consent = Consentement
consent-footing-similar = Société cliente
consent-footing-work = Adresse professionnelle
consent-footing-call = Appel en entreprise
consent-footing-letter = Sans opposition
consent-because-consent = Un consentement pour cette adresse, que rien n’a repris depuis.
consent-because-similar = Sa société est cliente, il s’agit de produits analogues, et la personne, informée, pouvait refuser.
consent-because-work = Une adresse professionnelle, un message en rapport avec la fonction, une personne informée qui pouvait s’opposer.
consent-because-call = Appelée par une personne dans son entreprise, sans opposition. Bloctel ne concerne pas les entreprises.
consent-because-letter = Une lettre peut être envoyée tant que la personne ne s’y oppose pas.
consent-article-consent = art. 6(1)(a) du RGPD
consent-article-consent-machine = art. 6(1)(a) du RGPD ; art. L34-5 du CPCE
consent-article-similar = art. L34-5, al. 4, du CPCE ; art. 6(1)(f) du RGPD
consent-article-work = art. 6(1)(f) du RGPD ; CNIL, prospection entre professionnels
consent-article-call = art. 6(1)(f) du RGPD ; art. L223-1 du code de la consommation, a contrario
consent-article-letter = art. 6(1)(f) du RGPD ; art. 21(2) du RGPD
consent-article-third-party = art. 5(1)(b) du RGPD
consent-article-restricted = art. 18(2) du RGPD
consent-article-no-address = aucun article : rien à quoi écrire
consent-article-undeliverable = aucun article : rien ne l’atteint
consent-article-expired = art. 5(1)(e) du RGPD ; CNIL, trois ans après le dernier contact
consent-article-objected = art. 21(3) du RGPD
consent-article-withdrawn = art. 7(3) du RGPD
consent-article-shared = art. 21(3) du RGPD, par prudence
consent-article-elsewhere = art. 7(1) du RGPD
consent-article-generic = art. 4(11) du RGPD ; CNIL, prospection entre professionnels
consent-article-not-informed = art. 13, 14 et 21(4) du RGPD
consent-article-prior-consent = art. L34-5, al. 1, du CPCE
consent-article-consumer = art. L223-1 du code de la consommation
consent-article-house = art. 6(1)(a) du RGPD : dans cette maison, consentement seul
consent-contact-collected = aucune manifestation depuis son enregistrement
consent-contact-contract = contrat de sa société
consent-contact-consent = consentement donné
consent-contact-call = appel reçu
consent-contact-meeting = rendez-vous
consent-contact-assistance = demande d’assistance
consent-contact-submission = formulaire du site

consent-on-link = Pouvait-on lui écrire à une autre date ?
consent-on-title = Pouvait-on lui écrire ce jour-là ?
consent-on-day = Date
consent-on-day-hint = La réponse s’appuie sur le registre tel qu’il était connu ce jour-là.
consent-on-ask = Répondre
consent-on-unknown = Ce jour-là, la maison ne connaissait pas encore cette personne et ne pouvait lui écrire.
consent-on-answers = Le { $day }
consent-on-what = Finalité et canal
consent-on-answer = Réponse
consent-on-why = Pourquoi
consent-on-no = Non : { $reason }
consent-on-yes-because = Oui : { $footing }
consent-on-at = À { $address }.
consent-on-ends = L’autorisation s’éteint le { $day }, sauf nouveau contact.
consent-on-machine = Téléphone, par automate
consent-on-contact = Dernier contact venant de la personne : { $day }, { $what }.
consent-on-limits = Les adresses et la société n’ont pas d’historique : celles d’aujourd’hui sont examinées, et les adresses que le registre désignait alors.
consent-on-since = Avec ce qui a été noté plus tard, la réponse serait : { $answer }.
consent-on-later = Noté plus tard
consent-on-later-text = Dit au plus tard ce jour-là, mais inscrit au registre après : la maison ne pouvait le savoir.
consent-on-recorded = Inscrit le { $moment }
consent-fault-day-future = Ce jour est à venir : nul ne sait ce que la personne dira d’ici là.

consent-grounds = Bases légales des envois
consent-grounds-text = Sans décision, une finalité exige un consentement. Là où le DPO en décide autrement, le reste du droit s’applique aussi : société cliente et produits analogues, adresse professionnelle d’une personne informée, appel en entreprise, lettre. Une opposition l’emporte toujours, et tout s’éteint trois ans après le dernier contact.
consent-basis-consent = Consentement seul
consent-basis-consent-hint = Personne n’est sur une liste sans l’avoir demandé.
consent-basis-lawful = Consentement, ou licite sans consentement
consent-basis-lawful-hint = Le DPO atteste que ces messages se rapportent à la fonction des destinataires et à nos produits.
consent-grounds-by = Décidé le { $moment } par { $name }
consent-grounds-default = Aucune décision : consentement seul
consent-grounds-save = Décider
consent-grounds-decided = Les bases légales sont enregistrées. Les prochaines listes s’y tiennent.

consent-asked-waiting = Confirmation demandée le { $day } pour { $about }, en attente
consent-asked-expired = Confirmation demandée le { $day } pour { $about }, pas reçue à temps
consent-asked-elsewhere = Confirmation demandée le { $day } pour { $about }, à une adresse qui n’est plus la sienne
consent-confirmed = Demandé le { $asked }, confirmé le { $confirmed } par le lien d’un e-mail
consent-asked-until = lien valable jusqu’au
consent-opt-in = Confirmé par e-mail
consent-opt-in-hint = Une case cochée sur le site ne compte qu’une fois utilisé le lien reçu par e-mail. Cela vaut pour les demandes à venir.
consent-opt-in-yes = Confirmé par e-mail s’il est donné sur le site
consent-opt-in-no = Compte dès qu’il est donné sur le site
consent-opt-in-by = Confirmation décidée le { $moment } par { $name }
consent-opt-in-default = Confirmation selon l’usage de la maison : personne n’en a décidé autrement
consent-opt-in-no-mail = Aucun serveur de messagerie n’est configuré : personne n’est prié de confirmer par e-mail, et un consentement donné sur le site compte aussitôt.

consent-letter = Bonjour,

    Votre adresse a été indiquée sur un formulaire de { $company } pour recevoir :

    { $purposes }

    Pour confirmer que vous le souhaitez, ouvrez ce lien et appuyez sur le bouton :

    { $link }

    Le lien est valable { $days } jours. Si cette demande ne vient pas de vous, ne faites rien : vous ne recevrez rien de tel.

    { $company }
