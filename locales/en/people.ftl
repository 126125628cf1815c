people-title = People
# $count (String) - how many people match, as the language writes numbers
# $many (Number) - the same, for the plural
people-count = { $count } { $many ->
    [one] person
   *[other] people
}
people-new = Add a person
people-import = Import
people-filter = Name, company, address or number
people-with-third-parties = Third parties too
people-none = Nobody matches
people-none-text = Try fewer words, or a part of a word.
people-name = Name
people-company = Company
people-company-hint = Type its name. One that is not there yet is added.
people-company-which = Which company is meant?
# $name (String) - the name that was typed
people-company-new = Add a new company “{ $name }”
people-company-unknown = There is no company with this name.
people-restricted = Restricted
people-edit = Edit
people-back = Back to the person
people-given-name = Given name
people-family-name = Family name
people-civility = Title
people-job-title = Job title
people-address = Postal address
people-lang = Language
people-lang-fr = French
people-lang-en = English
people-reaches = Addresses and numbers
people-reaches-hint = The first of each kind is the one to use.
people-reach-kind = Kind
people-reach-value = Address or number
people-reach-more = Add an address or a number
people-origin = Where this comes from
people-origin-hint = The person may ask (Art. 14).
people-ground = Legal ground
people-save = Save
people-cancel = Cancel
people-added = Added.
people-changed = Saved.
people-known = One of these addresses or numbers belongs to somebody we know
people-anyway = Save all the same: this is not the same person

origin-person = The person themselves
origin-employer = Their employer
origin-trade-fair = Trade fair
origin-website = Our website
origin-partner = Partner
origin-program = Another program of ours
origin-public-source = Public source
origin-customer = A customer

ground-legitimate-interest = Legitimate interest
ground-contract = Contract
ground-consent = Consent
