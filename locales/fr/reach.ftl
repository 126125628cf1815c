# Adresses électroniques et numéros.
reach-rows = Adresses et numéros
reach-rows-hint = Une ligne vidée est supprimée.
reach-kind = Type
reach-value = Adresse ou numéro
reach-add = Ajouter une adresse ou un numéro
