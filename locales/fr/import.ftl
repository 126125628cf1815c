# Les mots des imports.
import-title = Imports
import-new = Importer un fichier
import-none = Rien n’a encore été importé
import-none-text = Exportez des personnes d’un autre logiciel au format CSV et reprenez-les ici. Vous voyez ce qu’il adviendra de chaque ligne avant que rien ne soit écrit.
import-at = Déposé
import-by = Par
import-state = État
import-origin = Provenance
import-rows = Lignes
import-outcome = Résultat
import-back = Imports
import-numbered = Import { $number }
import-outcome-applied = { $people ->
    [one] { $shown } personne ajoutée
   *[other] { $shown } personnes ajoutées
}

import-file = Fichier
import-file-hint = CSV, tel que l’exportent les autres logiciels : virgule, point-virgule ou tabulation, UTF-8 ou Windows-1252. Au plus 512 Mo et 2 millions de lignes. Enregistrez d’abord un classeur au format CSV.
import-upload = Déposer et regarder
import-upload-safe = Le fichier est scellé dès son arrivée et détruit au plus tard après 24 heures. Rien n’est écrit sur personne avant votre accord.
import-too-many = Vous avez { $most } imports inachevés. Appliquez-en ou abandonnez-en un d’abord.

import-refused-empty = Ce fichier est vide.
import-refused-only-header = Ce fichier a des noms de colonnes et pas une seule ligne.
import-refused-pdf = C’est un PDF. Exportez la liste au format CSV depuis le logiciel qui l’a produite.
import-refused-zip = C’est un classeur (.xlsx, .ods) ou une archive ZIP. Ouvrez-le et enregistrez la feuille au format CSV.
import-refused-gzip = Ce fichier est compressé. Décompressez-le d’abord.
import-refused-old-excel = C’est un classeur Excel d’ancien format (.xls). Ouvrez-le et enregistrez la feuille au format CSV.
import-refused-not-text = La ligne { $line } contient des octets qu’aucun texte ne contient : le fichier est endommagé, ou ce n’est pas du CSV.
import-refused-mixed = À partir de la ligne { $line }, le fichier est dans un autre encodage : deux fichiers ont été mis bout à bout. On ne peut pas savoir quelles lettres étaient voulues ; importez-les l’un après l’autre.
import-refused-quote = Les guillemets ouverts ligne { $line } ne se ferment jamais : le fichier est tronqué, ou il manque un guillemet.
import-refused-columns = La ligne { $line } a plus de 200 colonnes. Le séparateur est-il le bon ?
import-refused-cell = Une cellule de la ligne { $line } dépasse 10 ko. Il y manque peut-être des guillemets.
import-refused-rows = La ligne { $line } est la 2 000 001e. Divisez le fichier.
import-refused-large = Ce fichier dépasse 512 Mo. Divisez-le.
import-refused-io = Le fichier n’a pas pu être lu jusqu’au bout. Déposez-le de nouveau.

import-step-file = Fichier
import-step-answers = Colonnes et provenance
import-step-preview = Aperçu
import-step-done = Importé

import-reading = Comment le fichier a été lu
import-encoding = Encodage
import-encoding-ascii = ASCII
import-encoding-windows = Windows-1252
import-encoding-utf16le = UTF-16 LE
import-encoding-utf16be = UTF-16 BE
import-delimiter = Séparateur
import-delimiter-semicolon = Point-virgule
import-delimiter-comma = Virgule
import-delimiter-tab = Tabulation
import-delimiter-pipe = Barre verticale
import-header = Première ligne
import-header-yes = nomme les colonnes
import-header-no = est une personne
import-reread = Relire ainsi
import-earlier = Ce même fichier a déjà été importé : import { $id }. L’importer encore ne change rien.
import-columns = Ce que sont les colonnes
import-columns-hint = Deviné d’après les noms et les cellules ; corrigez ce qui est faux. Ce qui n’est pas repris n’est pas conservé.
import-columns-empty = { $count ->
    [one] Une colonne est vide dans les premières lignes
   *[other] { $count } colonnes sont vides dans les premières lignes
}
import-column-in-file = Dans le fichier
import-column-examples = Premières lignes
import-column-means = Contient
import-column-number = Colonne { $number }
import-origin-legend = D’où viennent ces personnes
import-origin-note = Plus précisément
import-origin-note-hint = Quel salon, quel site, quel logiciel. Les personnes peuvent vous le demander (art. 14).
import-ground = Base légale
import-ground-hint = Détenir ces données doit être licite avant l’import, pas après.
import-language = Langue de ceux pour qui le fichier n’en donne pas
import-language-fr = Français
import-language-en = Anglais
import-leads = Faire des nouveaux venus des prospects, à la première étape
import-consent-legend = À quoi ont consenti ceux qui ont dit oui
import-consent-hint = Un consentement vaut avec le jour et la source de sa preuve. Les lignes sans date n’en apportent aucun.
import-purposes = Au sujet de quoi
import-channel = Par quel canal
import-proof = Source de la preuve
import-proof-hint = Où on peut la consulter : le formulaire et son texte, la liste signée, le logiciel qui l’a enregistrée.
import-proof-date = Jour de tous ces oui
import-proof-date-hint = Seulement si aucune colonne du fichier ne date chacun.
import-plan = Voir ce qui se passerait
import-discard = Abandonner
import-answers-change = Revoir colonnes et provenance

import-wrong-taken-twice = Une autre colonne contient déjà cela.
import-wrong-no-name = Indiquez quelle colonne contient le nom, ou le nom complet.
import-wrong-no-purpose = Indiquez à quoi ils ont consenti.
import-wrong-no-proof = Sans la source de sa preuve, un consentement ne vaut rien.
import-wrong-dated-twice = Une colonne date déjà chacun : laissez ce champ vide, ou ne reprenez pas cette colonne.
import-wrong-columns = Le fichier a un autre nombre de colonnes. Rechargez la page.

import-planning = Examen de chaque ligne
import-applying = Arrivée des personnes
import-progress = { $done } lignes sur { $rows }
import-progress-note = Vous pouvez quitter cette page ; le travail continue.

import-preview = Ce qui se passerait
import-preview-note = Rien n’est encore écrit. L’import est fait en entier, ou pas du tout.
import-facts-rows = { $rows ->
    [one] { $shown } ligne
   *[other] { $shown } lignes
}
import-all = Toutes
import-line = Ligne
import-verdict = Verdict
import-person = Personne
import-company = Société
import-what = Ce qui se passe
import-verdict-new = Nouvelle
import-verdict-changes = Modifiée
import-verdict-same = Inchangée
import-verdict-duplicate = Doublon
import-verdict-blocked = Bloquée
import-verdict-invalid = Invalide
import-tile-blocked = ont refusé qu’on leur écrive
import-tile-rejected = à télécharger avec le motif
import-tile-companies = Nouvelles sociétés
import-tile-consents = Consentements
import-tile-undated = { $undated } sans date : aucun
import-tile-refusals = Refus
import-apply = { $people ->
    [one] Importer { $shown } personne
   *[other] Importer { $shown } personnes
}
import-nothing = Ce fichier ne contient rien que vous n’ayez déjà, ou qui puisse être repris.
import-lines = Lignes { $lines }
import-no-lines = Aucune ligne de ce genre
import-download-rejected = Télécharger les lignes rejetées
import-forget = Détruire maintenant ce qui a été déposé
import-rejected-line = Ligne
import-rejected-reason = Motif
import-change = { $what } : { $old } → { $new }
import-change-adds = { $what } : { $new }

import-note-same-as-line = Même personne que ligne { $line }
import-note-ambiguous = Pourrait être quelqu’un qui est déjà là ; ouvrez sa fiche et tranchez à la main
import-note-refused = S’est opposée ou a retiré son consentement : un fichier n’y change rien
import-note-restricted = Le traitement de ses données est limité
import-note-consent = Consentement daté et prouvé
import-note-undated = Dit oui, sans date : aucun consentement
import-note-refuses = Ne veut pas de messages ou d’appels : noté
import-note-new-company = Nouvelle société
import-note-no-name = il n’y a pas de nom
import-note-too-long = trop long
import-note-in-column = { $column } : { $why }

import-column-ignore = ne pas reprendre
import-column-civility = Civilité
import-column-given-name = Prénom
import-column-family-name = Nom
import-column-full-name = Nom complet
import-column-job-title = Fonction
import-column-email = E-mail
import-column-email-2 = Second e-mail
import-column-phone = Téléphone
import-column-phone-2 = Second téléphone
import-column-mobile = Mobile
import-column-fax = Fax
import-column-street = Adresse
import-column-post-code = Code postal
import-column-town = Ville
import-column-country = Pays
import-column-language = Langue
import-column-company = Société
import-column-company-external-id = Société : numéro dans l’autre logiciel
import-column-company-phone = Société : téléphone
import-column-company-email = Société : e-mail
import-column-company-street = Société : adresse
import-column-company-post-code = Société : code postal
import-column-company-town = Société : ville
import-column-company-country = Société : pays
import-column-opt-in = A dit oui (opt-in)
import-column-opt-in-date = Jour du oui
import-column-opt-out = Ne veut pas qu’on lui écrive
import-column-do-not-call = Ne veut pas qu’on l’appelle

import-state-staged = Attend des réponses
import-state-planning = À l’examen
import-state-planned = Prêt
import-state-applying = En cours
import-state-applied = Importé
import-state-failed = Interrompu
import-state-discarded = Abandonné

import-fault-planning-cut = Le programme s’est arrêté pendant l’examen des lignes. Rien n’a été écrit ; recommencez.
import-fault-applying-cut = Le programme s’est arrêté au milieu de l’import. Tout ce qui était arrivé a été retiré, et personne ne l’a vu ; vous pouvez l’appliquer de nouveau.
import-fault-overtaken = Quelque chose a changé entre l’aperçu et l’import : rien n’a été appliqué. Voici l’aperçu tel que les choses sont maintenant ; regardez-le de nouveau.
import-fault-broken = Cet import a échoué, et rien n’en a été écrit. Le journal du programme dit pourquoi ; vous pouvez réessayer.
import-fault-expired = Personne n’a appliqué cet import dans les 24 heures. Ce qui avait été déposé est détruit.
import-fault-erased = Il nommait une personne effacée entre-temps : importez le fichier à nouveau, sans elle.

import-facts = Cet import
import-proof-kept = Preuve des consentements
import-applied-at = Importé le
import-answers-missing = Personne n’a encore répondu à ce qu’est ce fichier.
import-discarded = L’import est abandonné ; ce qui avait été déposé est détruit.
