# Colleagues, their accounts, and what happened at the door.
nav-staff = Staff

staff-what = Who may sign in, in which role, and since when.
staff-invite = Invite a colleague
staff-invite-what = A one-time code will be shown once. Hand it over in person: it is good for 24 hours.
staff-invite-button = Invite and show the code
staff-cancel = Cancel
staff-name = Name
staff-user-name-hint = 2 to 64 letters, digits, dots, hyphens or underscores: anne.martin.
staff-role = Role
staff-lang = Language of their pages
staff-french = French
staff-english = English
staff-state = State
staff-last = Last sign-in
staff-never = Never
staff-sessions = Sessions
staff-you = you
staff-fault-user-name = 2 to 64 letters, digits, dots, hyphens or underscores, without a space.
staff-fault-taken = This user name is taken. Take another, or open the account from the list.

staff-active = Active
staff-disabled = Disabled
staff-invited = Invited
staff-without-code = Without a valid code
staff-new-password = Is choosing a new password
staff-new-factor = Is linking a new device

staff-all-title = Everybody’s sessions
# $count (Number) - how many
staff-all-text = { $count ->
    [one] { $count } session is open now, yours included.
   *[other] { $count } sessions are open now, yours included.
}
staff-all-button = End everybody’s sessions…
staff-all-sure = Everybody must sign in again, except you. What is being typed will be lost.
staff-all-yes = End everybody’s sessions
# $count (Number) - how many
staff-all-ended = { $count ->
    [one] { $count } session ended. Yours stays open.
   *[other] { $count } sessions ended. Yours stays open.
}

staff-account = The account
staff-added = Added
# $when (String) - a moment
# $who (String) - the name of a colleague
staff-added-by = { $when } by { $who }
# $when (String) - a moment
staff-added-on-host = { $when }, on the host
staff-deeds = Their deeds in the log
staff-open = Open sessions
staff-no-session = No session is open.
staff-from = From
staff-from-unknown = Unknown address
staff-since = Since
staff-seen = Last seen
staff-end = End their sessions
staff-ended = Their sessions have ended.

staff-actions = What to do with this account
staff-own = This is your own account: nobody changes their own role or disables themselves. Your password and sessions are on your own page.
staff-role-title = Change the role
staff-role-text = Counts from the next request; their sessions end.
staff-role-new = New role
staff-role-button = Change the role
staff-role-dpo = The role of DPO needs the agreement of a DPO, except for the very first.
staff-password-title = Forgotten password
staff-password-text = Their password is void and their sessions end. With the code, shown once, they choose another; their second factor is still asked for.
staff-password-button = Give a code for a new password
staff-again-title = Another code
staff-again-text = The code before is void. The new one is good for 24 hours.
staff-again-button = Give another code
staff-factor-title = Lost second factor
staff-factor-text = When the telephone and the recovery codes are lost. The CIO and a DPO decide together; a code then lets them open the account anew.
staff-factor-button = Propose a new second factor
staff-disable-title = Disable
staff-disable-text = Their sessions end and nothing opens any more. Their deeds stay in the log; the account can be enabled again.
staff-disable-button = Disable the account
staff-enable-title = Enable
staff-enable-text = The account becomes what it was.
staff-enable-button = Enable the account
staff-done = Done, and it counts from the next request.
staff-stale-text = A colleague changed this account before you. Nothing was overwritten: here is the account as it stands now.

staff-needs-dpo = A DPO must agree within 24 hours.
staff-needs-cio = The CIO must agree within 24 hours.
staff-why-not-yours = Your role does not allow it.
staff-why-oneself = Nobody does this to their own account.
staff-why-no-change = The account is so already.
staff-why-not-enrolled = This account was never opened, or is disabled.
staff-why-last-cio = This is the last active CIO: nobody could manage accounts any more. Appoint another CIO first.
staff-why-last-dpo = This is the last active DPO: nobody would answer for the data any more. Appoint another DPO first, with their agreement.
staff-why-nobody = There is nobody who could agree as the second person. Appoint one first, or use the command “cloister staff” on the host.

staff-waiting = Waiting for an agreement
staff-proposed = Proposed. The other person has 24 hours to agree; nothing changes until then.
# $who (String) - the name of a colleague
# $when (String) - a moment
# $until (String) - a moment
staff-proposed-by = Proposed by { $who } on { $when }; without an answer it lapses on { $until }.
staff-proposed-invite = Open an account of a DPO for
# $role (String) - a role
staff-proposed-role = Give the role { $role } to
staff-proposed-disable = Disable the account of
staff-proposed-enable = Enable the account of
staff-proposed-password = Give a code for a new password to
staff-proposed-factor = Replace the lost second factor of
staff-agree = I agree
staff-refuse = Refuse
staff-take-back = Take back my proposal
staff-refused = The proposal is closed. Nothing was changed.
staff-decided-already = This proposal is closed already, or the account changed meanwhile.

staff-code-title = One-time code
# $name (String) - the name of a colleague
staff-code-for = A code for { $name }
staff-code-label = One-time code
staff-code-once = This code is shown once
staff-code-once-text = Write it down or print this page, and hand it over in person. Do not send it by e-mail.
staff-code-gone = The code was shown already
staff-code-gone-text = It cannot be shown again: we keep only a hash of it. If it is lost, give another; the one before will be void.
staff-code-until = Code valid until
staff-code-where = Page to open
staff-code-invite = They type their user name and this code, choose their password and link an authenticator.
staff-code-password = They type their user name and this code, choose a new password, and confirm with the authenticator they have.
staff-code-factor = They type their user name and this code, choose a new password and link a new authenticator.
staff-code-new = Give another code
# $name (String) - the name of a colleague
staff-code-done = Back to the account of { $name }

staff-factor-known = One thing is left: confirm with the authenticator that you use already. Type the six digits that it shows.

staff-security = Security
staff-security-what = What happened at the door, from the audit log. The figures are those of the last 24 hours.
# $count (String) - how many, as people read it
staff-in-week = { $count } in 7 days
staff-slowed = Slowed down now
staff-slowed-note = accounts and addresses that have to wait; which ones, nobody can read
staff-gate = Refused at the gate
staff-gate-note = connections from outside since this server started
staff-chart = The last 14 days
staff-chart-good = Sign-ins
staff-chart-bad = Failures and refusals
# $count (String) - how many, as people read it
staff-chart-most = At most { $count } in a day.
staff-chart-table = The same figures as a table
staff-day = Day
staff-nothing = Nothing to report
staff-nothing-text = There is nothing of the kind in the log.

staff-host-title = Done on the host to an account of a DPO
staff-host-text = By the command line, without the agreement of a DPO. If you were not told of it, ask the CIO for the reason.
staff-waits-for-you = Waits for you
