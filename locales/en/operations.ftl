# What IT operations see: counts, and records under pseudonyms.
operations-what = Counts and pseudonyms: no name, no address, no company.
operations-audit = Audit log without persons
operations-people = Records under pseudonyms
operations-people-what = The reference says nothing of the person. The order is that of chance.
operations-record = Record
operations-contacts = Contacts
operations-contact = Contact
operations-third-parties = Third parties
operations-third-party = Third party
operations-companies = Companies
operations-imports = Imports
# $count (Number) - imports that failed
operations-failed = { $count ->
    [one] of which { $count } failed
   *[other] of which { $count } failed
}
operations-exports = Exports
# $count (Number) - exports that were aborted
operations-aborted = { $count ->
    [one] of which { $count } was aborted
   *[other] of which { $count } were aborted
}
operations-sessions = Sessions
operations-sessions-note = active in the last 30 minutes
operations-stages = Leads by stage
operations-assistance = Open assistance requests by age
operations-contracts = Contracts
operations-sizes = Size of the databases
operations-database = Database
operations-keyring = Keyring
operations-age-day = Less than a day
operations-age-week = 1 to 7 days
operations-age-month = 7 to 30 days
operations-age-older = More than 30 days
operations-reference = Reference
operations-kind = Kind
operations-added-in = Added in
operations-stage = Stage
operations-reaches = Addresses and numbers
operations-notes = Notes
operations-open-requests = Open requests
operations-none = No record
operations-odd = This does not begin a reference
operations-odd-text = Search is by reference only, such as AB2C-DEFG-7HIJ: letters, and the digits from 2 to 7.
