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
newsletter-download = Make a list of { $count } { $many ->
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

newsletter-column-unsubscribe = Unsubscribe link
newsletter-state-ready = Ready
newsletter-state-expired = Expired
newsletter-program = For
newsletter-program-ours = People, and imports of ours
newsletter-no-links = No list for mail can be made yet: this house was not told where its public pages are, and a mail without a way to refuse must not be sent. Whoever runs the house sets “website” in its configuration (CLOISTER_WEBSITE), such as https://www.example.fr, and restarts it.
newsletter-delimiter-ours = The other programs read commas.
newsletter-ready-text = This list may be downloaded once, until { $until }.
newsletter-take = Download the list
newsletter-behind = What visitors of the website sent, unsubscriptions among it, is still being taken in: no list leaves before. Try again in a minute; if it lasts, tell IT operations.
newsletter-taken = This list was downloaded already, or its day is over. Make it again.
newsletter-expired-text = Nobody downloaded this list in time. Make it again.
newsletter-owed-first = First take these people out of where they were sent to, and tick it off. Then make the next list.
newsletter-recalls = Recalls
newsletter-recalls-text = These people were in a list that left, and have refused since. Take them out of the program that sends mail, then tick it off. No other list leaves before.
newsletter-recalls-none = Nothing is owed
newsletter-recalls-none-text = Nobody who was in a list has refused since.
newsletter-recall-people = { $count } { $many ->
    [one] person is to be taken out
   *[other] people are to be taken out
}
newsletter-recall-since = The first refusal was noted on { $moment }.
newsletter-recall-file = Download the recall list
newsletter-recall-tick = They are out
newsletter-recall-tick-all = All of them are out, of every list
newsletter-recall-settled = Ticked off.
newsletter-audiences = Audiences
newsletter-audience = Audience
newsletter-audiences-none = No audience was saved yet
newsletter-audiences-none-text = Count who is meant, then give the choice a name: colleagues find it here, counted anew each time.
newsletter-audience-keep = Keep this choice
newsletter-audience-name = Name of the audience
newsletter-audience-name-hint = Colleagues see it. It says who is meant, and names nobody.
newsletter-audience-save = Save
newsletter-audience-saved = The audience is saved.
newsletter-audience-rename = Rename
newsletter-audience-remove = Delete this audience
newsletter-audience-removed = The audience is deleted. Lists made of it remain.
newsletter-audience-unnamed = Give it a name.
newsletter-audience-names-somebody = An address or a number says who somebody is. The name says who is meant, and names nobody.
newsletter-audience-unseen = It holds characters that nobody sees. Type the name again.
newsletter-audience-taken = There is an audience of this name.
newsletter-returns = Bounces and unsubscriptions
newsletter-returns-text = The program that sends mail knows who unsubscribed there and which addresses are dead. Bring its file: first you are shown what it says, then it is done.
newsletter-return-purpose = What was sent
newsletter-return-file = File
newsletter-return-file-hint = CSV of Brevo, Mailchimp, Mautic or Listmonk, or one with a column of addresses and one that says what happened. At most 50,000 rows.
newsletter-return-holds = What the file says
newsletter-return-holds-hint = Some programs export only who left, with nothing in the rows that says so: Listmonk the people of a list, Brevo the people of a filter.
newsletter-return-by-row = Its rows say what happened
newsletter-return-all-unsubscribed = Everybody in it unsubscribed
newsletter-return-all-complained = Everybody in it complained
newsletter-return-all-bounced = Mail to everybody in it came back for good
newsletter-return-upload = See what it says
newsletter-return-rows = This file has more than 50,000 rows. Divide it.
newsletter-return-large = This file is larger than 20 MB. Divide it.
newsletter-return-no-address = No column is called e-mail.
newsletter-return-no-kind = No column says what happened: a status, an event or a reason. If the same happened to everybody in it, say so above.
newsletter-return-nothing = Nothing in this file is an unsubscription, a complaint or a hard bounce. If everybody in it left, say so above.
newsletter-return-program = Program
newsletter-return-other = Another one
newsletter-return-read = Not done yet
newsletter-return-applied = Done
newsletter-return-discarded = Given up
newsletter-return-ignored = Rows that say nothing of the kind
newsletter-return-happened = What happened
newsletter-return-addresses = Addresses
newsletter-return-known = Of people here
newsletter-unsubscribed = Unsubscribed
newsletter-unsubscribed-does = A withdrawal for whoever has the address, now and later.
newsletter-complained = Complaints
newsletter-complained-does = An objection to everything.
newsletter-bounced = Hard bounces
newsletter-bounced-does = The address is in no list any more, until somebody there says yes again.
newsletter-return-note = Of the file nothing was kept but keyed hashes. Addresses of nobody here are stopped as well.
newsletter-return-apply = Apply
newsletter-return-discard = Give up
newsletter-return-done = Done. Lines added to the ledger: { $lines }. Dead addresses: { $dead }.
newsletter-return-given-up = Given up. Nothing of the file is kept.
