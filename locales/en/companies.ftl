# Companies: those we sell to, and those we might.
companies-title = Companies
companies-new = New company
companies-edit = Edit the company
companies-edit-short = Edit
companies-save = Save
companies-cancel = Cancel
companies-name = Name
companies-address = Postal address
companies-facts = Address and numbers
companies-added-on = Added on
companies-people = People
companies-standing = Relation
companies-standing-prospect = Prospect
companies-standing-to-come = Contract to come
companies-standing-customer = Customer
companies-standing-former = Former customer
companies-filter-text = Name, e-mail or number
companies-customers-only = Customers only
companies-all = All
companies-none = No company yet
companies-none-text = They come from an import, or are added one by one.
companies-none-match = No company matches
companies-none-match-text = Widen the filters.
# $count (Number) - lines on this page
companies-shown = { $count ->
    [one] { $count } company shown
   *[other] { $count } companies shown
}
companies-alike = A company of this name exists already
companies-anyway = This is another one: add it all the same
companies-added = The company is added.
companies-saved = The company is saved.
