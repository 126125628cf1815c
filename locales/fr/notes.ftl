# Appels et notes.
notes-title = Appels et notes
notes-kind = Type
notes-kind-note = Note
notes-kind-call-in = Appel reçu
notes-kind-call-out = Appel émis
notes-kind-meeting = Rendez-vous
notes-text = Ce qui s’est dit
notes-text-hint = Lisible par toute l’équipe, sans retouche possible : n’écrivez que l’utile. 10 000 caractères au plus.
notes-add = Consigner
notes-added = C’est consigné.
notes-all = Tout afficher
notes-none = Ni appel ni note pour l’instant
