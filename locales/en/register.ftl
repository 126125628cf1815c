# The register: processing activities, suppliers, breaches, roles, the inspector's pack.
register-tabs = Register
register-activities = Processing
register-parties = Suppliers and sites
register-breaches = Breaches
register-roles = Roles
register-pack = Inspector’s pack
register-title = Register of processing activities
# $at (String) - the moment
register-as-of = Article 30 GDPR, as of { $at }
register-derived = Purposes, grounds, categories, who sees what and for how long are read from the program itself: they cannot say something else than it does.
register-in-other-language = En français
register-about = Controller and DPO
register-about-edit = Controller and DPO
register-about-what = What Article 30 asks of you and the program cannot know.
register-controller = Controller
register-address = Address
register-dpo = Contact of the DPO
register-dpo-hint = An address of the function rather than of a person: it is in the inspector’s pack.
register-to-say = Not said yet
register-transfers = Transfers outside the EEA
register-transfers-none = None: the program refuses a supplier or a recipient outside the European Economic Area.
register-measures-legend = Security, Art. 32
register-measure-sealed = Names, addresses, numbers and accounts are encrypted, each person under a key of their own.
register-measure-door = Everybody signs in with a password and a one-time code; what does most harm asks for a fresh code.
register-measure-networks = A connection from outside the office and the VPN is closed before a byte is read.
register-measure-roles = Each role sees what its work needs, and no more.
register-measure-log = Whoever looks at or changes something leaves a line in a log that cannot be altered unseen.
register-measure-pseudonyms = IT operations work with pseudonyms.
register-measure-intake = The website’s forms are served by another process, which seals what it takes and can read none of it.
register-purposes = Purposes
register-grounds = Legal grounds
register-people-of = Persons
register-categories = Categories of data
register-seen-by = Seen by
register-recipients = Suppliers and recipients
register-terms = Kept
register-nobody = Nobody
register-save = Save
register-saved = Saved.
register-cancel = Cancel
register-edit = Edit
# $n (Number)
register-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
# $n (Number)
register-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
# $n (Number)
register-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
register-day-hours = 24 hours
# $customer (String)
# $prospect (String)
register-kept-relation = { $customer } after the last contract; prospects { $prospect } after they last got in touch
# $term (String)
register-kept-card = { $term } after it was taken, or with the customer before
# $term (String)
register-kept-assistance = { $term } after it was closed, or with the person before
# $term (String)
register-kept-submission = { $term } after it came, or with the person before
# $term (String)
register-kept-parcel = until the DPO has looked at it, { $term } at most
# $term (String)
register-kept-list = { $term } after the list left
# $term (String)
register-kept-unconfirmed = until it is confirmed; { $term } after its link has expired otherwise
# $tried (String)
# $told (String)
register-kept-mail = until it was sent, { $tried } at most; that it was sent, { $told }
# $term (String)
register-kept-staged = { $term }, or until it is applied
register-kept-import = as long as a person of the import
# $term (String)
register-kept-request = until an erasure is closed; { $term } after the answer otherwise
# $term (String)
register-kept-access-log = { $term } in the log
# $term (String)
register-kept-breach = { $term } after it was closed
# $term (String)
register-kept-party = { $term } after they ceased to work for us
register-kept-register = until something else is written
register-kept-hold = as long as what it holds
register-kept-session = as long as the session, 10 hours at most
register-kept-employment = employment
register-kept-replaced = until it replaces the present one
register-parties-what = Who works for us with personal data, where, and what vouches for it. Inside the European Economic Area only.
register-parties-none = No supplier and no site
register-parties-none-text = Data centres, suppliers and recipients of data belong here.
register-warnings = Certificates to renew
register-party-new = Add a supplier or a site
register-party-edit = What we know of it
register-party-kind = Kind
register-party-site = Data centre
register-party-site-hint = Where machines of ours stand.
register-party-supplier = Supplier
register-party-supplier-hint = Works for us with the data (Art. 28).
register-party-recipient = Recipient
register-party-recipient-hint = Receives data for purposes of its own.
register-party-name = Name
register-party-what = What for
register-party-what-hint = What it does for us, in a sentence.
register-party-activities = For which processing
register-party-activities-hint = The register names it under these.
register-party-added = Added.
register-party-end = No longer works for us
register-party-end-what = It leaves the register of today; what is known of it is kept for its term.
register-party-end-yes = Yes, it has ended
register-party-ended = It no longer stands in the register of today.
register-party-ended-word = Ended
register-party-ended-what = It no longer works for us.
register-country = Country
register-country-hint = Where the data are processed, not where the company has its seat.
register-country-elsewhere = Another country
register-fault-outside = Outside the European Economic Area: the privacy notice promises that nothing is transferred there, so the program refuses it.
register-certificates = Certificates
register-certificates-none = No certificate
register-certificate = Certificate
register-certificate-other = Another one
register-certificate-label = Its name
register-certificate-label-hint = For another one only, such as HDS.
register-certificate-number = Number
register-certificate-new = Add a certificate
register-certificate-add = Add
register-certificate-saved = The certificate is saved.
register-certificate-remove = Remove the certificate
register-certificate-removed = The certificate is removed.
register-expires-on = Last day
# $day (String)
register-until = until { $day }
# $day (String)
register-runs-out = runs out on { $day }
# $day (String)
register-ran-out = ran out on { $day }
register-breaches-what = From the moment at which one becomes known there are 72 hours to tell the CNIL (Art. 33).
register-breaches-none = No breach
register-breaches-none-text = If something happened, open one first and find out afterwards: the clock is running already.
register-breach = Breach
register-breach-new = Open a breach
# $id (Number)
register-breach-of = Breach { $id }
register-breach-what = It is kept encrypted, and documented whether or not anybody must be told (Art. 33(5)).
register-breach-opened = The breach is open.
register-breach-closed = The breach is closed.
register-known-at = Became known
register-known-on = Became known on
register-known-hint = When one of us was reasonably certain that something had happened: the 72 hours run from then. All times are UTC.
register-time = Time (UTC)
register-opened-at = Opened
register-what = What happened
register-what-hint = What, how, since when, how it was found.
register-nature = What was broken
register-nature-confidentiality = Confidentiality: somebody saw or took what was not theirs
register-nature-integrity = Integrity: something was altered
register-nature-availability = Availability: something was lost or out of reach
register-people = Persons, about
register-records = Records, about
register-about-number = A number, or nothing yet.
register-consequences = Likely consequences
register-measures = What was done, and what will be
register-risk = Risk for the persons
register-risk-hint = Unless a risk is unlikely, the CNIL is told; with a high one, the persons too.
register-risk-later = Not known yet
register-risk-unlikely = Unlikely
register-risk-risk = A risk
register-risk-high = A high risk
register-account = What is known
register-state = State
register-open = Open
# $day (String)
register-closed-on = Closed on { $day }
register-clock = 72 hours
# $hours (Number)
# $minutes (Number)
register-hours = { $hours } h { $minutes } min
# $time (String)
register-clock-left = { $time } left to tell the CNIL
# $time (String)
register-clock-over = Overdue by { $time }
register-clock-notified = The CNIL was told in time
register-clock-notified-late = The CNIL was told late
register-clock-not-needed = The CNIL need not be told
register-counted-in-log = Counted in the log
# $people (String)
# $at (String)
register-counted = { $people }, on { $at }
register-decided = Decided
register-why = Reason
register-notice-legend = The CNIL, Art. 33
register-notice-what = Tell it within 72 hours, and what is not known yet later (Art. 33(4)).
register-notice-choose = Decision
register-notice-notified = The CNIL was told
register-notice-not-needed = It need not be told: a risk is unlikely
register-notice-on = Told on
register-notice-why-hint = Owed when it was told after 72 hours, or not told.
register-notice-save = Record this decision
register-notice-saved = What was decided about the CNIL is recorded.
register-telling-legend = The persons, Art. 34
register-telling-what = They are told without delay when the risk is likely to be high.
register-telling-high = The risk is high: they are told, unless the data were unintelligible, the risk was removed since, or it is announced publicly (Art. 34(3)). Say which.
register-telling-choose = Decision
register-telling-told = The persons are told
register-telling-not-needed = The persons are not told
register-telling-save = Record this decision
register-telling-saved = What was decided about the persons is recorded.
register-close = Close the breach
register-close-what = What is documented stays as it is, for the inspector.
register-fault-undecided = Before it is closed, decide about the CNIL and about the persons.
register-fault-risk-calls = Unless the risk is unlikely, the CNIL is told (Art. 33(1)). Say the risk first.
register-fault-why = A reason is owed here.
register-fault-backwards = This is before the beginning.
register-fault-number = A whole number, or nothing.
register-fault-address = Not a network address, such as 192.0.2.7.
register-fault-moment = A day and a time, such as 2026-11-24 and 14:05.
register-affected = Persons affected
register-affected-what = Computed from the audit log: whom somebody’s deeds opened, listed or took out between two moments.
register-affected-none = Nothing was counted yet
register-affected-none-text = Say whose deeds, and between which moments.
# $people (String)
register-affected-counted = { $people } persons counted.
register-scope = Search the log
register-scope-by = Deeds of
register-scope-colleague = A colleague
register-scope-session = A session
register-scope-session-hint = By its sign-in; until they signed out, ten hours at most.
register-scope-address = A network address
register-from = From
register-to = Until
register-count = Count
register-found-people = Persons
register-found-gone = No longer here
register-found-gone-note = Erased since: counted, and cannot be named
register-found-companies = Companies
register-found-exports = Lists taken out
register-found-deeds = By these deeds
register-found-nothing = No deed in that time.
register-person = Person
register-number = Number
register-draft = Draft notification
register-draft-title = Notification of a personal data breach to the CNIL (draft)
register-draft-what = The items of Article 33(3) GDPR, to be copied into the teleservice of the CNIL or printed.
register-draft-date = Drafted on
register-draft-a = (a) Nature of the breach
register-draft-b = (b) Data protection officer
register-draft-c = (c) Likely consequences
register-draft-d = (d) Measures taken or proposed
register-draft-late = Reasons for the delay (Art. 33(1))
register-draft-persons = Communication to the persons (Art. 34)
register-draft-later = Not known yet; it will follow (Art. 33(4)).
register-draft-to-say = Still to be said.
register-roles-what = The two people who are responsible, and since when: read from the accounts and from the log.
register-roles-none = Nobody holds the roles.
register-holder = Who
register-role = Role
register-since = Since
register-held-until = Until
register-holds = Holds it now
register-invited = Invited, not here yet
register-pack-what = One signed archive with everything above, which anybody can verify without this program. It names no person.
register-pack-take = Take the pack out
register-pack-take-what = Register, published notices, suppliers, roles, breaches without their text, consent statistics, privacy requests, and the audit log verified now. A fresh code is asked for.
register-packs = Packs taken out
register-packs-none = None yet
register-pack-at = When
register-pack-by = Who
register-pack-size = Size
register-pack-broken = Broke off
register-verify = Verifying one
register-verify-what = A pack of this house is signed by the key with this fingerprint. Give it to the inspector by another way than the pack.
register-verify-line = The same key as a line for ssh-keygen:
register-verify-how = cloister register verify FILE, or by hand: tar -xf FILE; in its folder sha256sum -c SHA256SUMS; ssh-keygen -Y verify -f signer.pub -I cloister -n cloister-register -s SHA256SUMS.sig < SHA256SUMS
register-readme =
    Register of processing activities and what goes with it, as this house of Cloister has it.

    register.fr.html, register.en.html, register.json: Article 30 GDPR.
    policies.json, policies/: every published notice; its bytes have the hash that was recorded when it was published.
    parties.json: data centres, suppliers, recipients, their certificates.
    roles.json: who holds the roles DPO and CIO, by the number of the colleague.
    breaches.json: breaches by their dates and counts (Article 33), without their account.
    requests.json: privacy requests and their delays.
    consents.json: how often what was consented to or refused; counts only.
    audit.json: the audit log, verified from end to end while this pack was made.
    restores.json: proven restores.

    To verify, in this folder:
    sha256sum -c SHA256SUMS
    ssh-keygen -Y verify -f signer.pub -I cloister -n cloister-register -s SHA256SUMS.sig < SHA256SUMS
    
    Compare the key in signer.pub with the one that the company gave you by another way.
register-home-title = Register: what will not wait
register-country-at = Austria
register-country-be = Belgium
register-country-bg = Bulgaria
register-country-cy = Cyprus
register-country-cz = Czechia
register-country-de = Germany
register-country-dk = Denmark
register-country-ee = Estonia
register-country-es = Spain
register-country-fi = Finland
register-country-fr = France
register-country-gr = Greece
register-country-hr = Croatia
register-country-hu = Hungary
register-country-ie = Ireland
register-country-is = Iceland
register-country-it = Italy
register-country-li = Liechtenstein
register-country-lt = Lithuania
register-country-lu = Luxembourg
register-country-lv = Latvia
register-country-mt = Malta
register-country-nl = Netherlands
register-country-no = Norway
register-country-pl = Poland
register-country-pt = Portugal
register-country-ro = Romania
register-country-se = Sweden
register-country-si = Slovenia
register-country-sk = Slovakia
# $term (String)
register-kept-package = until it was taken, { $term } at most
register-scope-which-colleague = Which colleague
register-scope-which-session = Which sign-in
register-scope-which-address = Which address
