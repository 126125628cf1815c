# Les noms des colonnes d’une liste : un import les connaît.
newsletter-column-email = E-mail
newsletter-column-phone = Téléphone
newsletter-column-fax = Fax
newsletter-column-given-name = Prénom
newsletter-column-family-name = Nom de famille
newsletter-column-civility = Civilité
newsletter-column-company = Société
newsletter-column-language = Langue
