# Retention: until when a record is kept and why; forecasts, holds, the job.
retention-title = Retention
retention-what = What goes, when, and why. Nothing of somebody goes that the DPO has not signed.
retention-panel = Kept until
retention-no-end = No end in sight
retention-hold-short = Hold
# $day (String) - the last day of the last contract
# $months (Number) - how many months after it
retention-because-contract = The last contract ends on { $day }: the customer goes { $months } months after it.
retention-because-runs = As long as the contract runs: it has no end.
# $day (String) - when they last got in touch
# $what (String) - how
# $years (Number) - how many years after it
retention-because-contact = Last heard of on { $day } ({ $what }): a prospect goes { $years } years after that.
# $day (String) - when the card was taken
# $months (Number) - how many months after it
retention-because-card = Given to us on { $day }: a card goes { $months } months after that.
retention-because-restricted = Their data are restricted (Art. 18): nothing is done with them, and they are not deleted either.
# $day (String) - the last day of the hold
# $ground (String) - dispute or law
retention-because-held = Held through { $day }: { $ground }.
retention-hold-dispute = dispute (Art. 17(3)(e))
retention-hold-law = legal obligation (Art. 17(3)(b))
retention-class = What
retention-class-customer = Customer
retention-class-company = Company without anybody
retention-class-prospect = Prospect
retention-class-card = Card
# $many (Number) - the same as a number
retention-customers = { $count } { $many ->
    [one] customer
   *[other] customers
}
# $many (Number) - the same as a number
retention-companies = { $count } { $many ->
    [one] company without anybody
   *[other] companies without anybody
}
# $many (Number) - the same as a number
retention-prospects = { $count } { $many ->
    [one] prospect
   *[other] prospects
}
# $many (Number) - the same as a number
retention-cards = { $count } { $many ->
    [one] card
   *[other] cards
}
retention-nothing = nothing
# $days (Number) - how many days ahead
retention-next = Next { $days } days
# $days (Number) - how many days ahead
retention-in-days = In { $days } days
retention-late = Should have gone
retention-late-note = their day was before today
retention-late-chip = late
# $many (Number) - how many
retention-late-title = { $many ->
    [one] One record should have gone
   *[other] { $many } records should have gone
}
retention-late-text = Their day was before today. They go with the next run once they are in a list that the DPO has signed.
retention-put-off = Held back
retention-put-off-note = by a hold, or restricted
retention-put-off-text = Their term ends, or has ended, and a hold or a restriction keeps them.
# $day (String) - the last day of the list
retention-list = To sign: what goes up to { $day }
retention-signed-column = Signed
retention-open = open
retention-sign-text = A signature is for this list, as it is shown, each record for its day. What moves a date takes the signature with it: a contract that goes on, a call, a hold.
retention-sign = Sign this list
retention-look-first = Look at it first
retention-all-signed = Everything up to this day is signed
retention-was-signed = The list is signed.
retention-meanwhile = The list has changed since it was shown. Nothing was signed: look at this one.
retention-chart = By month
# $most (String) - the highest column
retention-chart-most = The highest column is { $most }.
retention-chart-table = As a table
retention-month = Month
retention-total = All
retention-routine = By their own term
retention-routine-text = Rows that go one by one and name nobody here. They go as far as the last signed list reaches.
retention-term = Term
# $months (Number) - how many
retention-months = { $months } months
# $years (Number) - how many
retention-years = { $years } years
retention-kept-assistance = Closed assistance requests
retention-kept-submission = Submissions of the website
retention-kept-parcel = Submissions set aside
retention-kept-list = Who was in a list that left
retention-kept-access-log = Lines of the audit log
retention-holds = Holds
retention-no-hold = Nothing is held
retention-holds-text = A hold keeps somebody, or a company with everybody in it, beyond their term. It is placed from their page.
retention-holds-over = Over
# $day (String) - the last day
retention-hold-until = Through { $day }.
# $day (String) - when it was ended
retention-hold-ended = ended { $day }
# $day (String) - its last day
retention-hold-lapsed = ended by itself after { $day }
retention-hold-end = End this hold
retention-hold-new = Hold
retention-hold-what = What is held is not deleted at the end of its term. A hold on somebody at a customer keeps the whole customer; a hold on a company keeps everybody in it.
retention-hold-ground = Ground
retention-hold-last-day = Last day
retention-hold-last-day-hint = The hold ends by itself after this day; five years at most.
retention-hold-reason = Reason
retention-hold-reason-hint = 10 to 500 characters. It is sealed with the record, and shown to the DPO and the CIO alone.
retention-hold-place = Place the hold
retention-hold-placed = The hold is placed.
retention-hold-was-ended = The hold has ended.
retention-cancel = Cancel
retention-fault-reason = A reason has 10 to 500 characters.
retention-fault-ahead = The last day is after today.
retention-fault-far = Five years at most; it can be placed again.
retention-forecasts = Signed lists
retention-no-forecast = Nothing has been signed yet
# $day (String) - the last day of the list
retention-up-to = up to { $day }
retention-forecast = Signed list
retention-signed-by = Signed by { $name } on { $at }: what goes up to { $day }. Numbers alone, so that it can be shown when whom it names is gone.
retention-number = Number
retention-on = On
retention-why = Why
retention-whom = Whom
retention-state = State
retention-deleted = deletion ordered { $at }
retention-waiting = waits for its day
retention-yes = yes
retention-not-yet = not yet
retention-nothing-title = Nothing
retention-nothing-text = Nothing falls due here.
retention-runs = Runs
retention-no-run = The job has not run yet
retention-run = Run of the job
retention-run-done = done
retention-run-running = going on
retention-run-refused = refused
retention-run-log-altered = audit log altered
retention-run-log-altered-text = The oldest lines are not what was written. They were left where they are, as the proof of that: verify the log.
retention-run-did = What it did
retention-run-ordered = Deletions ordered
retention-run-left = What it left, and on which ground
retention-run-left-nothing = It left nothing whose term has ended.
# $count (String) - how many
retention-left = { $count } left
# $count (String) - how many
retention-rows = { $count } rows
retention-ground-unsigned = in no signed list
retention-ground-moved = signed for another day
retention-ground-held = held
retention-ground-restricted = restricted (Art. 18)
retention-ground-ordered = ordered already
retention-clock-title = Nothing is deleted: the clock has jumped
retention-clock-ahead = The clock is further on than the time that can have passed since the job last looked at it.
retention-clock-behind = The clock has gone back before a time that has been.
retention-clock-who = The CIO can say that the clock is right, here or on the host.
retention-clock-confirm = The clock is right
retention-clock-confirmed = The clock is believed again. The job goes on within the hour.
retention-home-clock = Retention has stopped: the clock has jumped
# $many (Number) - how many
retention-home-unsigned = { $many ->
    [one] One record goes within a month and is not signed
   *[other] { $many } records go within a month and are not signed
}
retention-home-look = Look at retention
