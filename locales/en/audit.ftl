# The audit log: what was done, by whom, to whom.
audit-title = Audit log
audit-mine = My deeds
audit-mine-what = What the audit log keeps of you.
audit-anonymous = Audit log without persons
audit-anonymous-what = What, when, and in which role; not who, nor about whom.
audit-verify = Verify the log
audit-n = No.
audit-at = When
audit-who = Who
audit-role = Role
audit-what = What
audit-subject = About
audit-subject-id = Number
audit-detail = Detail
audit-house = Cloister
audit-console = Command line
audit-visitor = Visitor, not signed in
audit-unknown = Former colleague
audit-anybody = Everybody
audit-anything = Everything
audit-none = No line
audit-none-text = Nothing in the log matches these filters.
audit-newest = The newest
audit-subject-staff = Colleague
audit-subject-person = Person
audit-subject-company = Company
audit-subject-contract = Contract
audit-subject-account = Bank account
audit-subject-assistance = Assistance request
audit-subject-import = Import
audit-subject-export = Export
audit-verification = Verification of the log
audit-verification-what = Each line has a keyed hash that depends on the one before; the last is kept outside the database. A line that was edited, deleted or moved shows, and so does a tail that was cut.
audit-whole = The log is whole
# $lines (Number) - lines that were read
audit-whole-text = { $lines ->
    [one] { $lines } line verified
   *[other] { $lines } lines verified
}
audit-faulty = The log is not whole
# $n (Number) - the number of the line
audit-fault-altered = Line { $n } is not what was written, or not in its place.
# $n (Number) - the number of the line
audit-fault-missing = Line { $n } is missing.
# $tip (Number) - the last line there is
# $head (Number) - the last line that was written
audit-fault-cut = The log ends at line { $tip }, but line { $head } was written: its tail was cut.
# $tip (Number) - the last line there is
audit-fault-no-head = The log has { $tip } lines, but the hash of the last one, kept outside the database, is missing or not of this house.
audit-faulty-now = Tell the CIO and the DPO; copy the database and the folder of heads before anything else is done.

audit-what-house-opened = Service started
audit-what-house-closed = Service stopped
audit-what-staff-signed-in = Signed in
audit-what-staff-sign-in-failed = Sign-in failed
audit-what-staff-sign-in-limited = Sign-in slowed down: too many tries
audit-what-staff-signed-out = Signed out
audit-what-staff-invited = Colleague invited
audit-what-staff-enrolled = Account opened
audit-what-staff-password-changed = Password changed
audit-what-staff-language-changed = Language changed
audit-what-request-refused = Access refused
audit-what-request-forged = Request refused: it did not come from our pages
audit-what-request-broken = Internal error
audit-what-people-searched = People searched
audit-what-people-searched-while-typing = People searched while typing
audit-what-people-listed = List looked at
audit-what-person-opened = Person opened
audit-what-person-added = Person added
audit-what-person-changed = Person changed
audit-what-company-opened = Company opened
audit-what-company-added = Company added
audit-what-company-changed = Company changed
audit-what-value-unreadable = Value unreadable: key destroyed, or data altered
audit-what-note-added = Note or call added
audit-what-lead-opened = Lead opened
audit-what-lead-moved = Lead moved to another stage
audit-what-lead-changed = Lead changed
audit-what-lead-converted = Lead converted to a customer
audit-what-contract-added = Contract added
audit-what-contract-changed = Contract changed
audit-what-contract-ended = Contract ended
audit-what-account-added = Bank account added
audit-what-account-removed = Bank account removed
audit-what-account-revealed = Bank account shown whole
audit-what-assistance-opened = Assistance request opened
audit-what-assistance-changed = Assistance request changed
audit-what-assistance-closed = Assistance request closed
audit-what-assistance-reopened = Assistance request reopened
audit-what-consent-given = Consent given
audit-what-consent-withdrawn = Consent withdrawn
audit-what-consent-objected = Objection
audit-what-import-staged = File brought in for import
audit-what-import-planned = Import tried out
audit-what-import-seen = Rows of an import looked at
audit-what-import-applied = Import applied
audit-what-import-failed = Import failed
audit-what-import-discarded = Import given up
audit-what-import-swept = Unfinished import wiped
audit-what-export-counted = Counted before an export
audit-what-export-started = Export started
audit-what-export-completed = Export completed
audit-what-export-aborted = Export aborted
audit-what-pseudonyms-seen = Records under pseudonyms looked at
audit-what-audit-read = Audit log read
audit-what-audit-verified = Audit log verified
