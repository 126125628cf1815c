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
consent-source-other = Autre
consent-how-form = sur un formulaire
consent-how-telephone = par téléphone
consent-how-letter = dans une lettre
consent-how-email = dans un e-mail
consent-how-meeting = lors d’un entretien
consent-how-import = dans un fichier importé
consent-how-other = autrement
consent-reason-third-party = Tiers
consent-reason-restricted = Traitement limité
consent-reason-no-address = Sans adresse
consent-reason-objected = Opposition
consent-reason-withdrawn = Consentement retiré
consent-reason-shared = Refus d’une personne qui partage l’adresse
consent-reason-elsewhere = Donné pour une autre adresse
consent-reason-never = Jamais donné
consent-why-third-party = Conservé pour un client, jamais sollicité.
consent-why-restricted = Le traitement est limité (art. 18) : conservé, sans autre usage.
consent-why-no-address = Rien que ce canal puisse atteindre.
consent-why-objected = Une opposition suit la personne, quelle que soit son adresse.
consent-why-withdrawn = Le consentement a été retiré et n’a pas été redonné depuis.
consent-why-shared = Nul ne sait qui lit une adresse partagée : un refus lie tous ceux qui l’ont.
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
