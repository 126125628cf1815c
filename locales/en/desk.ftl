desk-home = Today
desk-search = Search
# $count (Number) - how many were found
desk-hits = { $count ->
    [0] Nothing found
    [one] 1 found
   *[other] { $count } found
}
desk-more-hits = More than fit here: type another word
desk-no-hits = Nothing found
desk-no-hits-text = Part of a name, of a company, of an e-mail address, or any four digits of a number will do.
desk-third-party = Third party
desk-no-reach = No address and no number
desk-identity = Identity
desk-provenance = Where this comes from
desk-added = Added
desk-changed = Last change
desk-from-import = Came with an import
desk-customer = Customer
desk-no-customer = No contract running
# $count (Number) - how many people work there
desk-people = { $count ->
    [0] People
    [one] 1 person
   *[other] { $count } people
}
desk-no-people = Nobody yet
desk-source = Source
desk-open-request = Open a request
# $name (String) - the colleague's given name
desk-hello = Hello { $name }
desk-new-list = New newsletter list
desk-customers = Customers
desk-open-requests = Open requests
desk-due = My next steps, this week
desk-my-leads = My leads
desk-nothing-due = Nothing is due this week.
desk-my-requests = My open requests
desk-all-requests = All requests
desk-waiting = Open, not mine
desk-no-request = None.
desk-last-lists = Last newsletter lists
desk-all-lists = All lists
desk-no-list = No list was taken out yet.
# $count (String) - how many rows, already written with its separators
# $many (Number) - the same, for the plural
desk-rows = { $count } { $many ->
    [one] row
   *[other] rows
}
desk-refusals = Last refusals
desk-whole-log = Audit log
desk-no-refusal = Nobody was refused anything.
desk-stages = Leads by stage
desk-unreadable = A value of this record does not open
desk-unreadable-text = It was changed or moved outside Cloister; the sign � stands in its place. The log tells of it: let the DPO know. Correcting the record and saving it replaces what no longer opens.
