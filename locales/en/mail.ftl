# Mail that the house sends: subjects, and how the outbox stands.
mail-subject-confirmation = Please confirm your request
mail-outbox = Outgoing mail
mail-none = No mail server is configured: the house sends no mail.
mail-state-waiting = Waiting
mail-state-failed = To be tried again
mail-state-sent = Sent in the last 30 days
mail-state-given-up = Given up in the last 30 days
mail-oldest = Oldest that waits
mail-last-fault = Last failure
mail-nothing = none
mail-fault-unreachable = The server does not answer
mail-fault-tls = No trusted TLS connection
mail-fault-login = The server does not accept our sign-in
mail-fault-later = The server says later
mail-fault-refused = The server refuses
mail-fault-no-such-address = There is no such address
mail-fault-unreadable = The person was erased
