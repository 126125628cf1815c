# Leads.
leads-title = Leads
leads-views = Views
leads-all = All
leads-mine = Mine
leads-mine-due = My next steps due
leads-due = Next step due
leads-nobodys = Nobody's
leads-by-stage = Leads by stage
# $count (String) - how many, as the language writes numbers
# $many (Number) - the same, for the plural
leads-total = { $count } { $many ->
    [one] lead
   *[other] leads
}
leads-name = Name
leads-company = Company
leads-telephone = Telephone
leads-stage = Stage
leads-stages = Stages of the lead
leads-stage-new = New
leads-stage-contacted = Contacted
leads-stage-qualified = Qualified
leads-stage-proposal = Proposal
leads-stage-negotiation = Negotiation
leads-stage-won = Customer
leads-stage-lost = Lost
# $day (String) - a day
leads-since = since { $day }
leads-owner = Owner
leads-me = Me
leads-nobody = Nobody
leads-next-step = Next step
leads-next-step-hint = One line. What was said goes into the notes.
leads-next-on = Due on
# $day (String) - a day
leads-for = for { $day }
leads-nothing-planned = Nothing planned
leads-overdue = overdue
leads-lead = Lead
leads-edit = Edit
leads-edit-title = Following up the lead
leads-no-lead = This person is not a lead.
leads-open = Make them a lead
leads-opened = They are a lead now, and yours.
leads-claim = I take it
leads-claimed = This lead is yours now.
leads-taken-title = Taken already
# $owner (String) - a colleague's name
leads-taken = { $owner } took it before you. Nothing was changed.
leads-back = See their page
# $stage (String) - the word for a stage
leads-moved = Stage: { $stage }.
leads-save = Save
leads-saved = The follow-up is saved.
leads-cancel = Cancel
# $stage (String) - the word for a stage
leads-meanwhile = A colleague changed this lead meanwhile: it stands at “{ $stage }”. What you typed is kept below; send it again if it still holds.
leads-loss-title = Lost lead
leads-reason = Why?
leads-reason-hint = The reason is kept among the person's notes.
leads-lose = Mark as lost
leads-was-lost = The lead is marked as lost, with its reason.
leads-conversion-title = The lead becomes a customer
# $company (String) - a company's name
leads-conversion-what = A contract is made with { $company }, and the lead moves to the stage “Customer”.
leads-no-company = A contract is made with a company, and this person has none. Give them one first.
leads-give-company = Give them a company
leads-already-won = This lead is a customer already. Another contract is added on the company's page.
leads-convert = Make the contract
# $company (String) - a company's name
leads-converted = { $company } is a customer: the contract is made.
leads-none = No leads here
leads-none-text = Widen the filters, or make somebody a lead on their page.
leads-to-people = See people
leads-none-due = Nothing is due
leads-none-due-text = No next step has come due.
