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
consent-source-other = Other
consent-how-form = on a form
consent-how-telephone = by telephone
consent-how-letter = in a letter
consent-how-email = in an e-mail
consent-how-meeting = in a meeting
consent-how-import = in an imported file
consent-how-other = in another way
consent-reason-third-party = Third party
consent-reason-restricted = Restricted
consent-reason-no-address = No address
consent-reason-objected = Objected
consent-reason-withdrawn = Withdrawn
consent-reason-shared = Refused by somebody who shares the address
consent-reason-elsewhere = Given for another address
consent-reason-never = Never given
consent-why-third-party = Held for a customer and never written to.
consent-why-restricted = Processing is restricted (Art. 18): kept, and used for nothing.
consent-why-no-address = Nothing that this channel could reach.
consent-why-objected = An objection binds the person whatever the address becomes.
consent-why-withdrawn = Consent was taken back, and not given again since.
consent-why-shared = Nobody can tell who reads a shared address, so a refusal binds everybody who has it.
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
