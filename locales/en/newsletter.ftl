# Names of the columns of a list: an import knows them.
newsletter-column-email = E-mail
newsletter-column-phone = Phone
newsletter-column-fax = Fax
newsletter-column-given-name = First name
newsletter-column-family-name = Last name
newsletter-column-civility = Civility
newsletter-column-company = Company
newsletter-column-language = Language
