# Calls and notes.
notes-title = Calls and notes
notes-kind = Kind
notes-kind-note = Note
notes-kind-call-in = Incoming call
notes-kind-call-out = Outgoing call
notes-kind-meeting = Meeting
notes-text = What was said
notes-text-hint = Everybody on the team can read it, nobody can change it: write what is useful, and no more. 10,000 characters at most.
notes-add = Write down
notes-added = Written down.
notes-all = Show all
notes-none = No calls or notes yet
