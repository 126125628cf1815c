# Assistance requests.
assistance-title = Assistance
assistance-views = Views
assistance-open-ones = Open
assistance-mine = Mine
assistance-others = The others
assistance-closed-ones = Closed
assistance-all = All
assistance-request = Assistance request
# $number (String) - the number of the request
assistance-number = no. { $number }
assistance-new = New assistance request
assistance-subject = Subject
assistance-subject-hint = One line, as you would say it on the telephone.
assistance-detail = Detail
assistance-detail-hint = 10,000 characters at most; no IBAN and no password.
assistance-i-take-it = I take it
assistance-open = Open the request
assistance-open-one = Open a request
assistance-was-opened = The request is open.
assistance-before = Earlier requests
assistance-never = No requests yet
assistance-cancel = Cancel
assistance-person = Asked by
assistance-name = Name
assistance-company = Company
assistance-state = State
assistance-state-open = Open
assistance-state-closed = Closed
assistance-assignee = Taken by
assistance-nobody = Nobody
assistance-age = Age
assistance-just-now = just now
assistance-minutes-ago = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
assistance-hours-ago = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
assistance-days-ago = { $count ->
    [one] 1 day ago
   *[other] { $count } days ago
}
# $day (String) - a day
assistance-closed-on = closed on { $day }
# $moment (String) - day and time
# $name (String) - a colleague's name
assistance-at-by = { $moment }, by { $name }
assistance-follow-up = Follow-up
assistance-opened = Opened
assistance-closed = Closed
assistance-take = I take it
assistance-taken = This request is yours now.
assistance-give-to = Give to
assistance-give = Give
assistance-assigned = The request is handed over.
assistance-close-title = Answer and close
assistance-answer = Answer
assistance-answer-hint = What the caller was told.
assistance-close = Close the request
assistance-was-closed = The request is closed.
assistance-reopen = Reopen
assistance-was-reopened = The request is open again; its answer stays until the next one.
assistance-meanwhile = A colleague changed this request meanwhile: this is how it stands. What you typed is still in its field; nothing was overwritten.
assistance-none = No requests here
assistance-none-text = A request is opened on the page of whoever calls.
assistance-to-people = See people
