# Names of the columns of a list: an import knows them.
newsletter-column-email = E-mail
newsletter-column-phone = Phone
newsletter-column-fax = Fax
newsletter-column-given-name = First name
newsletter-column-family-name = Last name
newsletter-column-civility = Civility
newsletter-column-company = Company
newsletter-column-language = Language

newsletter-title = Newsletters
newsletter-new = New list
newsletter-none = No list was exported yet
newsletter-none-text = Choose what it is about; the funnel then says who may be written to.
newsletter-at = When
newsletter-purpose = About
newsletter-channel = Channel
newsletter-who = By
newsletter-rows = Recipients
newsletter-state = State
newsletter-hash = Fingerprint
newsletter-state-started = Under way
newsletter-state-complete = Complete
newsletter-state-aborted = Broken off
newsletter-criteria = Who is meant
newsletter-fault-purpose = Say first what the list is about.
newsletter-language = Language
newsletter-stages = Leads at these stages
newsletter-stages-hint = Without a tick: leads and others.
newsletter-owner = Leads of
newsletter-own-leads = Your list holds your own leads, to whom you write on business.
newsletter-customer = Company
newsletter-customers = Customers
newsletter-not-customers = Not customers
newsletter-since = Added since
newsletter-count = Count
newsletter-funnel = Who may be written to
newsletter-funnel-first = Say what the list is about, and count.
newsletter-matched = Match the criteria
newsletter-recipients = May be written to
newsletter-nobody = Nobody who matches may be written to.
newsletter-file = The file
# $columns (String) - names of columns
newsletter-columns = Columns: { $columns }.
newsletter-delimiter = Between the cells
newsletter-semicolon = Semicolon
newsletter-semicolon-hint = Excel and LibreOffice in French.
newsletter-comma = Comma
newsletter-comma-hint = Most mailing programs.
newsletter-bom = Begin with a byte order mark
newsletter-bom-hint = Excel then sees the accents.
newsletter-with-bom = byte order mark
# $count (String) - a figure
# $many (Number) - the same, for the plural
newsletter-download = Download { $count } { $many ->
    [one] recipient
   *[other] recipients
}
newsletter-download-note = The file holds what is lawful at the moment of the click. Who downloaded it, when, and its fingerprint are kept.
# $purpose (String)
# $day (String)
newsletter-manifest-of = { $purpose }, { $day }
newsletter-back = Newsletters
newsletter-manifest = Manifest
newsletter-finished = Ended
newsletter-file-name = File
newsletter-aborted-text = The download broke off. Part of the list may be on somebody’s disk: delete it.
newsletter-expiring-only = Only those whose permission ends within 90 days
newsletter-expiring-only-hint = To ask them again while one may still write to them.
newsletter-expiring = To be asked again
newsletter-expiring-text = Permission ends three years after the person last got in touch. These are the people it leaves within 90 days and who may still be written to.
# $count (String) - a figure
# $many (Number) - the same, for the plural
newsletter-expiring-count = { $count } { $many ->
    [one] person
   *[other] people
}
newsletter-expiring-show = Show
newsletter-expiring-none = Nobody within 90 days
newsletter-expiring-none-text = No permission for this purpose and channel ends soon.
newsletter-expiring-list = Make the list
newsletter-person = Person
newsletter-ends-on = Ends on
