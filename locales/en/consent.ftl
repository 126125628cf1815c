# The ledger of consents: its nouns, its sentences, its form.
consent-title = Consents
consent-purpose-newsletter = Newsletter
consent-purpose-promotion = Promotional offers
consent-purpose-information = Product information
consent-purpose-business = Business proposals
consent-short-newsletter = Newsletter
consent-short-promotion = Offers
consent-short-information = Products
consent-short-business = Business
consent-about-newsletter = the newsletter
consent-about-promotion = promotional offers
consent-about-information = product information
consent-about-business = business proposals
consent-channel-email = E-mail
consent-channel-phone = Telephone
consent-channel-fax = Fax
consent-channel-post = Post
consent-by-email = by e-mail
consent-by-phone = by telephone
consent-by-fax = by fax
consent-by-post = by post
consent-act-given = Consent given
consent-act-withdrawn = Consent withdrawn
consent-act-objected = Objection
consent-source-form = Form
consent-source-telephone = Telephone call
consent-source-letter = Letter
consent-source-email = E-mail
consent-source-meeting = Meeting
consent-source-import = Imported file
consent-source-link = Link to unsubscribe
consent-source-sender = Program that sends mail
consent-source-erasure = Erasure
consent-source-other = Other
consent-how-form = on a form
consent-how-telephone = by telephone
consent-how-letter = in a letter
consent-how-email = in an e-mail
consent-how-meeting = in a meeting
consent-how-import = in an imported file
consent-how-link = by the link in a mail
consent-how-sender = in the program that sends mail
consent-how-erasure = when they asked to be erased
consent-how-other = in another way
consent-reason-third-party = Third party
consent-reason-restricted = Restricted
consent-reason-no-address = No address
consent-reason-undeliverable = Mail comes back
consent-reason-objected = Objected
consent-reason-withdrawn = Withdrawn
consent-reason-shared = Refused at this address
consent-reason-elsewhere = Given for another address
consent-reason-never = Never given
consent-why-third-party = Held for a customer and never written to.
consent-why-restricted = Processing is restricted (Art. 18): kept, and used for nothing.
consent-why-no-address = Nothing that this channel could reach.
consent-why-undeliverable = Mail to every address of theirs came back for good. A new consent for an address opens it again.
consent-why-objected = An objection binds the person whatever the address becomes.
consent-why-withdrawn = Consent was taken back, and not given again since.
consent-why-shared = Somebody who has this address, or had it, refused. Nobody can tell who reads it, so it binds everybody who has it.
consent-why-elsewhere = A consent names its address and does not follow when the address is edited.
consent-why-never = There is no proof in the ledger.
# $day (String) - the day of the month
# $month (Number) - 1 to 12
# $year (String)
consent-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
# $about (String) - "the newsletter"
# $by (String) - "by e-mail"
# $day (String) - "3 May 2024"
# $how (String) - "in a letter"
consent-told-given = On { $day }, { $how }, gave consent to { $about } { $by }
# $about (String)
# $by (String)
# $day (String)
# $how (String)
consent-told-withdrawn = On { $day }, { $how }, withdrew consent to { $about } { $by }
# $about (String)
# $by (String)
# $day (String)
# $how (String)
consent-told-objected = On { $day }, { $how }, objected to { $about } { $by }
# $address (String)
# $said (String) - the sentence so far
consent-told-at = { $said }, at { $address }
# $said (String)
# $number (String) - a telephone or fax number
consent-told-on = { $said }, on { $number }
# $name (String) - a colleague
consent-noted-by = Noted by { $name }
consent-noted = Noted
# $wording (String) - the words that were shown to the person
consent-wording-shown = Words shown: “{ $wording }”
consent-from-import = From an import
consent-story = The story
consent-state = Today
# $day (String)
consent-given-on = Given { $day }
consent-no-story = Nothing is in the ledger. This person may not be written to for any purpose.
consent-no-address = No address now
consent-way = Address
consent-record = Record
consent-new = Record a consent, a withdrawal or an objection
consent-back = Back to the person
consent-act = What the person said
consent-act-given-hint = For one address, from that day on.
consent-act-withdrawn-hint = Takes a consent back. Binds the address, whoever has it.
consent-act-objected-hint = Wants no more of this, consent or not. Binds the address, whoever has it.
consent-purposes = About what
consent-purpose-all = Everything
consent-where = Channel and address
consent-where-hint = A consent names one address. A refusal may be for a channel or for all of them.
# $address (String)
# $channel (String)
consent-where-one = { $channel }: { $address }
# $channel (String)
consent-where-channel = { $channel }: whatever the address
consent-where-all = All channels
consent-source = How it came to us
consent-happened-on = When
consent-happened-on-hint = The day the person said it, not the day you note it.
consent-note = Where the proof is
consent-note-hint = For example: stand at the trade fair, card kept in the 2026 folder.
consent-wording = Words shown or read out
consent-save = Record
consent-cancel = Cancel
consent-for-good = A line of the ledger stays. A mistake is put right by another line.
consent-recorded = { $count ->
    [one] One line was added to the ledger.
   *[other] { $count } lines were added to the ledger.
}
consent-fault-act = Say what the person said.
consent-fault-purpose = Choose at least one purpose.
consent-fault-where = Choose a channel.
consent-fault-address = A consent is for one address of this person: choose it from the list.
consent-fault-source = Say how it came to us.
consent-fault-long-ago = Too long ago: this day cannot be right.
consent-fault-note = With “other”, say where the proof is.
consent-fault-third-party = A third party is never written to and has nothing to consent to. A refusal can be recorded.

consent-reason-expired = Three years without contact
consent-reason-generic = Generic box
consent-reason-not-informed = Never informed
consent-why-expired = The person has not got in touch for three years. A call received, a meeting, a request for assistance and a consent count; a mail that we sent does not.
consent-why-generic = A box like contact@ is nobody’s own: nobody there was told, or could object.
consent-why-not-informed = Could be written to without consent, had they been told and able to refuse.
consent-act-informed = Informed
consent-act-informed-hint = Was given our notice and could refuse. Permits nothing by itself.
# $about (String)
# $by (String)
# $day (String)
# $how (String)
consent-told-informed = On { $day }, { $how }, was told of { $about } { $by } and could refuse
# $form (String) - its number
# $notice (String) - its number
# $lang (String) - fr or en
# $hash (String)
consent-served = Form { $form }, notice { $notice }, in { $lang }; hash of the page { $hash }
consent-footing-consent = Consent
consent-footing-similar = Customer
consent-footing-work = Address at work
consent-footing-call = Call at a company
consent-footing-letter = No objection
consent-because-consent = A consent for this address, which nothing has taken back since.
consent-because-similar = Their company is a customer, it is about similar products, and the person was told and could refuse.
consent-because-work = An address at work, a message about that work, a person who was told and could object.
consent-because-call = Called by a person, at their company, without an objection. Bloctel does not cover companies.
consent-because-letter = A letter may be sent as long as the person does not object.
consent-article-consent = Art. 6(1)(a) GDPR
consent-article-consent-machine = Art. 6(1)(a) GDPR; Art. L34-5 CPCE
consent-article-similar = Art. L34-5 para. 4 CPCE; Art. 6(1)(f) GDPR
consent-article-work = Art. 6(1)(f) GDPR; CNIL on prospecting between professionals
consent-article-call = Art. 6(1)(f) GDPR; Art. L223-1 Consumer Code, a contrario
consent-article-letter = Art. 6(1)(f) GDPR; Art. 21(2) GDPR
consent-article-third-party = Art. 5(1)(b) GDPR
consent-article-restricted = Art. 18(2) GDPR
consent-article-no-address = no article: nothing to write to
consent-article-undeliverable = no article: nothing reaches them
consent-article-expired = Art. 5(1)(e) GDPR; CNIL, three years after the last contact
consent-article-objected = Art. 21(3) GDPR
consent-article-withdrawn = Art. 7(3) GDPR
consent-article-shared = Art. 21(3) GDPR, out of prudence
consent-article-elsewhere = Art. 7(1) GDPR
consent-article-generic = Art. 4(11) GDPR; CNIL on prospecting between professionals
consent-article-not-informed = Art. 13, 14 and 21(4) GDPR
consent-article-prior-consent = Art. L34-5 para. 1 CPCE
consent-article-consumer = Art. L223-1 Consumer Code
consent-article-house = Art. 6(1)(a) GDPR: in this house, consent only
consent-contact-collected = nothing from them since they were added
consent-contact-contract = contract of their company
consent-contact-consent = consent given
consent-contact-call = call received
consent-contact-meeting = meeting
consent-contact-assistance = request for assistance
consent-contact-submission = form of the website

consent-on-link = Could we write to them on another day?
consent-on-title = Could we write to them on that day?
consent-on-day = Day
consent-on-day-hint = The answer is by the ledger as it was known on that day.
consent-on-ask = Answer
consent-on-unknown = On that day the house did not know this person yet and could not write to them.
# $day (String)
consent-on-answers = On { $day }
consent-on-what = Purpose and channel
consent-on-answer = Answer
consent-on-why = Why
# $reason (String)
consent-on-no = No: { $reason }
# $footing (String)
consent-on-yes-because = Yes: { $footing }
# $address (String)
consent-on-at = At { $address }.
# $day (String)
consent-on-ends = It ends on { $day } unless they get in touch again.
consent-on-machine = Telephone, by a machine
# $day (String)
# $what (String)
consent-on-contact = Last contact from the person: { $day }, { $what }.
consent-on-limits = Addresses and companies have no history: those of today are looked at, and the addresses that the ledger named then.
# $answer (String)
consent-on-since = With what was recorded later, the answer would be: { $answer }.
consent-on-later = Recorded later
consent-on-later-text = Said on that day at the latest, but written down after it: the house could not know.
# $moment (String)
consent-on-recorded = Recorded { $moment }
consent-fault-day-future = That day is still to come: nobody knows what the person will say until then.

consent-grounds = Grounds for writing
consent-grounds-text = Without a decision, a purpose takes consent. Where the DPO decides otherwise the rest of the law counts as well: customers and similar products, the address at work of a person who was told, calls at a company, letters. An objection always wins, and it all ends three years after the last contact.
consent-basis-consent = Consent only
consent-basis-consent-hint = Nobody is on a list who did not ask for it.
consent-basis-lawful = Consent, or lawful without
consent-basis-lawful-hint = The DPO vouches that these messages are about the recipients’ work and about our products.
# $moment (String)
# $name (String)
consent-grounds-by = Decided { $moment } by { $name }
consent-grounds-default = No decision: consent only
consent-grounds-save = Decide
consent-grounds-decided = The grounds are kept. The next lists follow them.

# $about (String)
# $day (String)
consent-asked-waiting = Asked on { $day } to confirm { $about }, waiting for confirmation
# $about (String)
# $day (String)
consent-asked-expired = Asked on { $day } to confirm { $about }, not confirmed in time
# $about (String)
# $day (String)
consent-asked-elsewhere = Asked on { $day } to confirm { $about }, at an address that is not theirs any more
# $asked (String)
# $confirmed (String)
consent-confirmed = Asked { $asked }, confirmed { $confirmed } by the link in a mail
consent-asked-until = the link is valid until
consent-opt-in = Confirmed by mail
consent-opt-in-hint = What somebody ticks on the website counts once they have used the link in a mail. It applies to what is asked from now on.
consent-opt-in-yes = Confirmed by mail when given on the website
consent-opt-in-no = Counts as soon as it is given on the website
consent-opt-in-by = Confirmation decided { $moment } by { $name }
consent-opt-in-default = Confirmation as the house does by itself: nobody has decided otherwise
consent-opt-in-no-mail = No mail server is configured: nobody is asked to confirm by mail, and a consent given on the website counts at once.

# $company (String)
# $days (Number)
# $link (String)
# $purposes (String)
consent-letter = Hello,

    Your address was given on a form of { $company } to receive:

    { $purposes }

    To confirm that you want this, open this link and press the button:

    { $link }

    The link is valid for { $days } days. If it was not you, do nothing: you will receive nothing of the kind.

    { $company }
