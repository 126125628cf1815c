# Privacy requests.
requests-title = Privacy requests
requests-what = What people ask under Articles 15 to 21 GDPR.
requests-views = Views
requests-open-ones = Open
requests-closed-ones = Closed
requests-restricted-people = Restricted
requests-all = All
requests-none = No requests here
requests-none-text = Those of the form arrive by themselves; the others are recorded.
requests-who = Requester
requests-asks = Asks for
requests-came = Received
requests-due = Answer by
# $day (String) - day
requests-due-on = Answer by { $day }
requests-step = Step
requests-clock = Clock
# $number (String) - number
requests-number = no. { $number }
# $number (String) - number
requests-request = Request no. { $number }
requests-steps = Steps of the request
requests-waits-for-you = waits for you
requests-unnamed = Requester not named
requests-destroyed = Name destroyed
requests-destroyed-text = This request is closed and its key destroyed: name, address, text and letters can no longer be read.
requests-claim-access = Access
requests-claim-rectification = Rectification
requests-claim-erasure = Erasure
requests-claim-restriction = Restriction
requests-claim-portability = Portability
requests-claim-objection = Objection
requests-does-access = A copy of everything that is held (Art. 15).
requests-does-rectification = The record is corrected (Art. 16).
requests-does-erasure = The keys are destroyed and the rows removed (Art. 17).
requests-does-restriction = The data are kept and used for nothing (Art. 18).
requests-does-portability = A machine-readable copy (Art. 20).
requests-does-objection = No more marketing, from the moment it is recorded (Art. 21).
requests-way = Came by
requests-way-form = Form of the website
requests-way-telephone = Telephone
requests-way-letter = Letter
requests-way-email = E-mail
requests-way-in-person = In person
requests-outcome-done = Answered
requests-outcome-refused = Refused
requests-means-code = by code
requests-means-known = known otherwise
requests-step-identify = Identify
requests-step-find = Find
requests-step-decide = Decide
requests-step-approve = Approve
requests-step-act = Carry out and answer
requests-step-answered = Answered
requests-not-needed = not needed
# $day (String) - day
# $name (String) - name
requests-day-by = { $day }, { $name }
# $day (String) - day
# $of (String) - of
requests-clock-running = Day { $day } of { $of }
# $day (String) - day
# $of (String) - of
requests-clock-extended = Day { $day } of { $of }, extended
requests-clock-today = Last day
# $day (String) - day
requests-clock-paused = Paused since { $day }
# $days (Number) - days
requests-clock-overdue = { $days ->
    [one] Overdue by { $days } day
   *[other] Overdue by { $days } days
}
# $day (String) - day
requests-clock-answered = Answered on { $day }
# $day (String) - day
requests-clock-late = Answered late, on { $day }
requests-forward = Record a request
requests-new-title = Record a privacy request
requests-new-what = The data protection officer takes it from here; you have nothing to check and nothing to promise.
requests-back = Back
requests-requester = Requester
requests-requester-hint = The name of whoever asks.
requests-email = E-mail
requests-phone = Telephone
requests-address = Postal address
requests-asked = What was asked
requests-asked-hint = In their words, if possible.
requests-on-behalf = On behalf of
requests-on-behalf-hint = For whom, and by which right: parent, lawyer, agent.
requests-received-on = Received on
requests-received-on-hint = The one month runs from this day.
requests-lang = Language of the answer
requests-record = Record
requests-recorded = The request is recorded; it is with the data protection officer now.
requests-recorded-at = Recorded
requests-cancel = Cancel
requests-fault-claims = Tick at least one thing that is asked for.
requests-fault-future = This day has not come yet.
requests-fault-ground = What is kept is kept for a reason: choose one.
requests-fault-unnamed = Where something is kept it has to be known whose it is: keep the identity too.
requests-forwarded-what = What you recorded, and how the answer stands.
requests-facts = The request
requests-letters = Letters
requests-meanwhile = The request changed meanwhile: this is how it stands. What you typed is still there; nothing was done.
requests-with-the-dpo = This is with the data protection officer.
requests-identify-title = Who asks?
requests-claims-hint = Read the text of the request and tick what is asked for.
requests-about-whom = Whom it is about
requests-nobody-found = Nobody is found by this name, address or number.
requests-open-record = open the record
requests-look = Look for others
requests-look-hint = A name, an e-mail address, a telephone number or an IBAN.
requests-look-button = Search
requests-choose = Keep this choice
requests-chosen = The choice is kept.
requests-code-to = Mail a code to
requests-code-to-hint = An address that we knew: the code shows that it is theirs.
requests-mail-code = Mail the code
requests-code-mailed = The code is on its way. The person tells it to you; type it here.
requests-code-withheld = This address has had its share of mail for today; the code was not sent.
# $until (String) - until
requests-code-under-way = A code is under way, good until { $until }.
requests-code = Code that the person told
# $tries (Number) - tries
requests-code-hint = { $tries ->
    [one] Eight digits. { $tries } try left.
   *[other] Eight digits. { $tries } tries left.
}
requests-code-wrong = That is not the code.
requests-confirm = Confirm the identity
requests-identified = It is known who asks.
requests-no-mail = The house sends no mail: identify them otherwise.
requests-vouch-title = Known otherwise
requests-vouch = How the person is known
requests-vouch-hint = For example: called back at the number on record. No identity document without reasonable doubt.
requests-vouch-button = Identified like this
requests-find-title = What is held
requests-holds-nothing = Nothing is held of this person.
requests-find-hint = Everywhere: records, notes, assistance, accounts, consents, submissions, lists.
requests-data = Data
requests-rows = Rows
requests-found-all = That is everything: go on to decide
requests-was-found = What is held is noted.
requests-others-too = There are other records
requests-decide-title = What becomes of it
requests-decide-hint = The proposal follows the law and the contracts; change what has to be.
requests-what-becomes = What becomes of it
requests-ground = Ground for keeping
requests-no-ground = None
requests-until = Until
requests-disposal-erase = Erase
requests-disposal-keep = Keep
requests-disposal-restrict = Restrict
requests-ground-contract = Contract that runs (Art. 17(1)(a))
requests-ground-duty = Legal obligation (Art. 17(3)(b))
requests-ground-claims = Legal claims (Art. 17(3)(e))
requests-decide = Decide so
requests-decided = It is decided.
requests-will-need-approval = More than one person or a customer is touched: the CIO will have to approve.
requests-approve-title = Approval
requests-approve-why = More than one person or a customer is touched: a second person looks before anything is done.
requests-approve = Approve
requests-approved = The request is approved.
requests-send-back = Send back to be decided
requests-sent-back = The request is sent back to be decided.
requests-waits-for-cio = The decision waits for the approval of the CIO.
requests-act-title = Carrying out
requests-act-warning = The erasure begins ten minutes later; until then it can be stopped, afterwards nothing undoes it.
requests-carry-out = Carry out
requests-ordered = It is being carried out.
requests-progress = Carrying out
# $at (String) - at
requests-progress-waits = The erasure begins at { $at }.
# $done (String) - done
# $of (String) - of
requests-progress-begun = The erasure is under way: { $done } of { $of }.
requests-progress-done = It is done.
requests-stops-in = Can still be stopped for
# $seconds (Number) - seconds
requests-seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
requests-stop = Stop
requests-stopped = The erasure is stopped; nothing was erased.
requests-certificate = Certificate
requests-ended-at = Erased at
requests-people-erased = People
requests-companies-erased = Companies
requests-unreadable-from = No copy can be read from
requests-package-title = Access package
requests-package-what = Everything that is held, as a readable page, as JSON and as CSV, in an encrypted archive.
requests-package-make = Make the package
requests-package-made = Made
requests-package-size = Size
requests-package-until = To be taken before
requests-package-taken = Taken
requests-package-take = Download the package
requests-package-not-yet = The package is made once it is known who asks, for a request for access or portability.
requests-package-first = A copy is asked for too: make the package first, there is nothing left to copy after the erasure.
requests-package-gone = The package was taken already, or too much time has passed: make another.
requests-passphrase-title = Passphrase of the package
requests-passphrase-once = Shown once
requests-passphrase-text = Write it down now and hand it over by another way than the package: by telephone, or by post.
requests-passphrase = Passphrase
# $days (String) - days
requests-passphrase-use = The archive opens with 7-Zip, Keka or WinZip. It can be downloaded once, within { $days } days.
requests-answer-title = Answer
requests-answer-what = The letter says what was done, what is kept and why, and the remedies. The clock stops.
requests-answer-more = To be added to the letter
requests-answer-more-hint = For example what was corrected.
requests-answer = Write the answer
requests-was-answered = The answer is written: print it or send it.
requests-close-title = Close
# $day (String) - day
requests-close-erased = The request closes by itself on { $day }. Its own key is destroyed then: nothing in it names the person any more.
requests-close-kept = The request stays readable for five years, as the proof of the answer.
requests-close = Close now
requests-was-closed = The request is closed.
requests-recipients-title = Recipients to be told
requests-recipients-what = These lists of the last year had the person on them: whoever took them is to be told (Art. 19).
requests-tell = Told
requests-told = That is noted.
# $day (String) - day
requests-told-on = told on { $day }
requests-to-tell = to be told
requests-beside = Beside the way
requests-extend-title = Extend the time
# $day (String) - day
requests-extend-what = Once, and only if the person is told by { $day } (Art. 12(3)).
requests-extend-how-long = By how much
# $months (Number) - months
# $day (String) - day
requests-extend-by = { $months ->
    [one] By one month, until { $day }
   *[other] By { $months } months, until { $day }
}
requests-extend-reason = Reason, as the letter says it
requests-extend = Extend and write the letter
requests-extended = The time is extended; the letter is ready.
requests-doubt-title = Doubt about the identity
requests-doubt = What is asked for to lay the doubt
requests-doubt-hint = Only in reasonable doubt (Art. 12(6)); the clock stands still until they answer.
requests-doubt-button = Ask, and pause the clock
requests-doubted = Doubt
requests-paused = The clock is paused; the letter is ready.
requests-paused-title = Clock paused
requests-paused-what = The clock runs on once it is known who asks.
requests-resume = Let the clock run
requests-resumed = The clock runs again.
requests-refuse-title = Refuse
requests-why = Reason
requests-why-unfounded = Manifestly unfounded or excessive (Art. 12(5))
requests-why-unidentified = Identity cannot be established (Art. 12(2))
requests-why-exception = Exception of the law (Art. 17(3), 20(3), 21(1))
requests-why-others = Rights and freedoms of others (Art. 15(4), 20(4))
requests-refusal = Explanation, as the letter gives it
requests-refusal-hint = The letter adds the CNIL and the court.
requests-refuse = Refuse and write the letter
requests-refused = The request is refused: print the letter or send it.
requests-letter-of-identity = Asking who asks
requests-letter-of-extension = Extension
requests-letter-of-refusal = Refusal
requests-letter-of-answer = Answer
requests-letter-print = To be printed from the browser, or attached as a PDF.
requests-letter-goes = Print it: once the request is closed this letter can no longer be read.
requests-back-to-request = Back to the request
requests-restriction = Restriction of processing
requests-is-restricted = The data of this person are kept and used for nothing.
requests-is-not-restricted = No restriction.
requests-restrict = Restrict processing
requests-lift = Lift the restriction
requests-restrict-title = Restrict processing
requests-lift-title = Lift the restriction
requests-restrict-what = The person leaves every list, the search of colleagues and every export; the record stays open to the data protection officer (Art. 18).
requests-lift-what = The person has to be told before (Art. 18(3)).
requests-reason = Reason
requests-was-restricted = Processing is restricted.
requests-was-lifted = The restriction is lifted.
requests-restriction-set = Restricted
requests-restriction-lifted = Lifted
# $number (String) - number
requests-restriction-reason = Request no. { $number }
requests-restricted-what = Kept, and used for nothing (Art. 18).
requests-nobody-restricted = Nobody
requests-name = Name
requests-state = State
# $number (String) - number
requests-objection-note = Privacy request no. { $number }
requests-mentions-what = These notes about others name the person: untick those that stay.
requests-pack-other = Other data
requests-remind-opening = Privacy requests whose time is running out:
# $number (String) - number
# $day (String) - day
# $left (Number) - left
requests-remind-line = { $left ->
    [one] - no. { $number }: answer by { $day } (one day)
   *[other] - no. { $number }: answer by { $day } ({ $left } days)
}
# $number (String) - number
# $day (String) - day
requests-remind-overdue = - no. { $number }: overdue since { $day }
# $number (String) - number
# $day (String) - day
requests-letter-opening = Dear Sir or Madam, this is about your request no. { $number }, which we received on { $day }.
requests-letter-identity = We have reasons to doubt who is asking and cannot answer yet (Article 12(6) GDPR). To lay this doubt, please let us have the following:
requests-letter-paused = The time for our answer stands still until we have it.
# $months (Number) - months
# $day (String) - day
requests-letter-extension = { $months ->
    [one] Your request is complex: we extend the time for our answer by one month, until { $day } (Article 12(3) GDPR), for this reason:
   *[other] Your request is complex: we extend the time for our answer by { $months } months, until { $day } (Article 12(3) GDPR), for this reason:
}
requests-letter-refusal = We do not act on your request.
requests-refused-unfounded = It is manifestly unfounded or excessive (Article 12(5) GDPR).
requests-refused-unidentified = We are not in a position to establish who makes it (Article 12(2) GDPR).
requests-refused-exception = The law makes an exception for it.
requests-refused-others = It would adversely affect the rights and freedoms of others (Article 15(4) GDPR).
requests-letter-nothing = We hold no data about you.
requests-letter-copy = A copy of your data is handed to you in an encrypted archive; the passphrase reaches you separately.
requests-letter-rectified = Your data have been corrected.
requests-letter-restricted = The processing of your data is restricted: they are kept and used for nothing. We will tell you before this restriction is lifted.
requests-letter-objected = Your objection is recorded: you will receive no more marketing from us, on any channel.
# $day (String) - day
# $rows (Number) - rows
# $until (String) - until
requests-letter-erased = { $rows ->
    [one] Your data were erased on { $day }: { $rows } record, and the keys that made it readable. From { $until } on no copy and no archive can be read.
   *[other] Your data were erased on { $day }: { $rows } records, and the keys that made them readable. From { $until } on no copy and no archive can be read.
}
requests-letter-partly-erased = The data that there is no reason to keep were erased. They may stand, encrypted, in archives until these run out, five years at the most, and will not be restored from them.
# $data (String) - data
# $because (String) - because
requests-letter-kept = We keep: { $data }. { $because }
# $day (String) - day
requests-letter-until = Until { $day }.
requests-because-contract = They are necessary for a contract that runs.
requests-because-duty = The law obliges us to be able to prove it.
requests-because-claims = They are necessary for the defence of legal claims.
# $lists (Number) - lists
requests-letter-recipients = { $lists ->
    [one] Your data were on { $lists } list that was handed to our departments in the last year; its recipient is told of your request.
   *[other] Your data were on { $lists } lists that were handed to our departments in the last year; their recipients are told of your request.
}
requests-letter-remedy = If you do not agree, you may lodge a complaint with the CNIL (3 Place de Fontenoy, 75007 Paris, www.cnil.fr) and seek a remedy before the court, the tribunal judiciaire (Articles 77 and 79 GDPR).
requests-letter-close = The data protection officer
requests-pack-title = Your data
# $company (String) - company
# $number (String) - number
# $at (String) - at
requests-pack-intro = What { $company } holds about you: copy made for request no. { $number }, on { $at }.
requests-pack-nothing = Nothing.
requests-pack-day = Date
requests-pack-kind = Kind
requests-pack-text = Text
requests-pack-field = Field
requests-pack-value = Value
requests-pack-state = State
requests-pack-subject = Subject
requests-pack-answer = Answer
requests-pack-purpose = Purpose
requests-pack-channel = Channel
requests-pack-source = Source
requests-pack-wording = Wording that was shown
requests-pack-recipients = Recipients
requests-pack-recipient = Recipient
requests-pack-list = List handed to marketing or sales
requests-pack-company = Company
requests-pack-added = Added
requests-pack-changed = Changed
requests-pack-looks = Who looked at your data, in the last twelve months
requests-pack-role = Role
requests-pack-house = The system
requests-pack-information = Information
requests-pack-archives = Archives
requests-pack-archives-text = Backups are encrypted: hourly ones are kept for a week, one a week for five years at the most. They hold what stands here; an erasure makes them unreadable.
requests-pack-terms = How long data are kept
requests-pack-terms-text = Three months after the end of the contract for a customer; three years after their last contact for a prospect.
requests-pack-rights = Your rights
requests-pack-rights-text = Rectification, erasure, restriction, objection, portability; complaint to the CNIL (3 Place de Fontenoy, 75007 Paris, www.cnil.fr).
requests-pack-decisions = Automated decisions and transfers
requests-pack-decisions-text = No automated decision, no profiling, no transfer outside the European Union.
# $company (String) - company
# $number (String) - number
# $code (String) - code
# $days (String) - days
requests-code-mail = 
    Hello,

    { $company } has received a request about your personal data (no. { $number }).
    If you made it, please tell this code to our data protection officer:

    { $code }

    It is good for { $days } days. If you asked for nothing, do not answer: nothing will be done.
