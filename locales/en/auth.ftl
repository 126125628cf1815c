auth-sign-in = Sign in
auth-user-name = User name
auth-password = Password
auth-continue = Continue
auth-first-time = First time here?
auth-have-code = I was given a one-time code
auth-have-account = I have an account already
auth-other-account = Start again with another account
auth-wrong = This user name and password do not go together. Check both and try again.
auth-slowed-what = Somebody is trying many passwords at this address or with this name, so we let { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
} pass. Try again then; or give a code of your authenticator with your password, and you need not wait for the others.
auth-slowed-code = One-time code
auth-slowed-code-hint = It shows that you are not one of them. It is not used up: you will be asked for it once more.
auth-code-title = One-time code
auth-code = Code
auth-code-hint = The six digits that your authenticator shows now. Each works once.
auth-wrong-code = This code is not right now, or was used already. Wait for the next one.
auth-enrolment = Open your account
auth-enrolment-intro = With the one-time code that was handed to you in person. It is good for 24 hours.
auth-invitation = One-time code you were handed
auth-invitation-hint = 30 letters and digits; hyphens and capitals do not matter.
auth-wrong-invitation = This user name and one-time code do not go together, or the code has run out. Ask for a new one.
auth-new-password = New password
auth-new-password-hint = At least 12 characters; four unrelated words are a good one. You will never be made to change it.
auth-weak-short = Too short: at least 12 characters.
auth-weak-long = Too long: at most 1,024 bytes.
auth-weak-guessable = This would be guessed soon. Take a few unrelated words.
auth-factor-title = Your second factor
auth-factor-intro = Scan this with an authenticator app on your telephone, then type the six digits that it shows.
auth-factor-qr = Image to scan with an authenticator
auth-factor-by-hand = Or type this key by hand
auth-factor-done = Open my account
# $name (String) - the colleague's own name
auth-welcome = Welcome, { $name }. Your account is open.
auth-account = My account
auth-change-password = Change my password
auth-present-password = Present password
auth-wrong-change = The present password or the code is not right. Nothing was changed.
auth-password-changed = Your password is changed. Your other sessions have ended.
auth-lost-factor = Authenticator lost? Type one of your recovery codes instead.
# $at (String) - when
# $from (String) - network address
auth-last-from = You were last here on { $at }, from { $from }.
# $at (String) - when
auth-last = You were last here on { $at }.
# $count (Number) - tries that failed
auth-failures =
    { $count ->
        [one] One try to sign in as you has failed since.
       *[other] { $count } tries to sign in as you have failed since.
    }
auth-changed-by-others = Somebody changed your account: see below, in My account.
auth-changes = Changed by others
auth-change-password-reset = Your password was reset.
auth-change-factor-reset = Your authenticator was removed.
auth-change-role = Your role was changed.
auth-change-disabled = Your account was disabled.
auth-change-enabled = Your account was enabled again.
auth-change-sessions = Your sessions were ended.
auth-sessions = Where you are signed in
auth-sessions-what = A session ends after 30 idle minutes, after 10 hours, and when a fourth one opens.
auth-session-this = This one
auth-session-end = End
# $since (String) - when it was opened
# $seen (String) - when it was last used
auth-session-times = since { $since }, last used { $seen }
auth-session-unknown = Unknown browser
auth-session-where-unknown = unknown address
auth-sessions-end-others = End all the others
auth-sessions-ended = Ended.
auth-recovery = Recovery codes
# $count (Number) - codes that can still be used
auth-recovery-left =
    { $count ->
        [one] One code is left.
       *[other] { $count } codes are left.
    }
auth-recovery-none = You have none. Without them, a lost authenticator takes the CIO and the DPO together to replace.
auth-recovery-draw = Draw ten codes
auth-recovery-hint = Ten codes, each good once at the second step. Codes drawn before are worth nothing then.
auth-recovery-title = Your recovery codes
auth-recovery-once = They are shown this once. Print them, or write them down, and keep them away from your computer.
auth-recovery-kept = I have kept them
auth-factor = Authenticator
auth-factor-replace = Replace my authenticator
auth-factor-replace-hint = A new telephone? The present authenticator, or a recovery code, answers one last time.
auth-factor-replaced = Your new authenticator is the one from now on. Your other sessions have ended.
auth-replacement-title = Your new authenticator
auth-code-or-recovery = Code, or a recovery code
auth-step-up = Is it still you?
auth-step-up-what = This can do harm at a screen left open, so it needs a code of now. Nothing that you typed is lost.
auth-step-up-continue = Confirm and go on
auth-step-up-back = Back, without doing it
auth-wrong-network = Not from this network
# $role (String) - the name of the role
auth-wrong-network-what = Your role, { $role }, does not work from the network that you are connected to. Nothing was shown or changed; this refusal is in the log.
auth-wrong-network-office = Your role works from the office network only: connect to it, then try again. If you cannot, ask the CIO.
auth-wrong-network-vpn = Your role works through the VPN only: turn it on, then try again. If you cannot, ask the CIO.
auth-wrong-network-again = Try again
