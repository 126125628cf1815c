# Deux versions d’une même fiche.
versions-what = Un collègue a enregistré cette fiche pendant que vous la modifiiez. Rien n’est perdu : choisissez champ par champ.
versions-title = Deux versions
versions-mine = votre saisie
versions-theirs = enregistrée entre-temps
versions-keep = Enregistrer ce choix
versions-give-up = Abandonner ma saisie
