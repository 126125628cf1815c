# Les e-mails que la maison envoie : objets, et état de la boîte d’envoi.
mail-subject-confirmation = Confirmez votre demande
mail-outbox = Boîte d’envoi
mail-none = Aucun serveur de messagerie n’est configuré : la maison n’envoie pas d’e-mail.
mail-state-waiting = En attente
mail-state-failed = À réessayer
mail-state-sent = Envoyés ces 30 derniers jours
mail-state-given-up = Abandonnés ces 30 derniers jours
mail-oldest = Le plus ancien en attente
mail-last-fault = Dernier échec
mail-nothing = aucun
mail-fault-unreachable = Le serveur ne répond pas
mail-fault-tls = Pas de connexion TLS de confiance
mail-fault-login = Le serveur refuse notre identification
mail-fault-later = Le serveur demande d’attendre
mail-fault-refused = Le serveur refuse
mail-fault-no-such-address = Cette adresse n’existe pas
mail-fault-unreadable = La personne a été effacée
