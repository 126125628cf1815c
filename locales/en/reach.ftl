# E-mail addresses and numbers.
reach-rows = Addresses and numbers
reach-rows-hint = An emptied row is removed.
reach-kind = Kind
reach-value = Address or number
reach-add = Add an address or a number
