# Contracts: what is agreed with a company, with a start and an end.
contracts-title = Contracts
contracts-one = Contract
contracts-new = New contract
contracts-new-short = Add
contracts-edit = Edit the contract
contracts-save = Save
contracts-cancel = Cancel
contracts-reference = Reference
contracts-reference-hint = It is not encrypted: no person’s name, no e-mail address, no IBAN.
contracts-product = Product
contracts-starts-on = Start
contracts-ends-on = Last day
# $start (String) - the first day
# $end (String) - the last day
contracts-from-to = { $start } to { $end }
# $start (String) - the first day
contracts-from = From { $start }, open-ended
contracts-open-ended = Open-ended
contracts-state = State
contracts-state-to-come = To come
contracts-state-running = Running
contracts-state-ended = Ended
contracts-none = No contract
contracts-end = End the contract
contracts-end-what = The company stays a customer through the last day, and longer if another contract runs.
contracts-last-day = Last day
contracts-end-button = End it
contracts-added = The contract is added.
contracts-saved = The contract is saved.
contracts-ended = The end of the contract is saved.
contracts-fault-length = Between 1 and 120 characters.
contracts-fault-personal = This looks like an e-mail address or an IBAN, and this field is not encrypted.
contracts-fault-end = The end is before the start.
