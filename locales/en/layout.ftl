# The words of the frame and of the parts, shared by all pages.
layout-skip = Skip to content
layout-nav = Main
layout-search = Search people and companies
layout-search-hint = Name, company, e-mail, 4 digits…
layout-search-results = Search results
layout-search-trouble = Suggestions are unavailable. Press Enter to search.
layout-menu = Account menu:
layout-account = My account
layout-other-code = fr
layout-other-language = Français
layout-sign-out = Sign out
layout-keys = Keyboard shortcuts
layout-key-search = Search
layout-key-hits = Move through the suggestions
layout-key-rows = Next or previous row of a list
layout-key-enter-name = Enter
layout-key-enter = Open the selected row or suggestion
layout-key-escape-name = Esc
layout-key-escape = Close
layout-key-help = Show these shortcuts
layout-close = Close
layout-optional = (optional)
layout-choose = Choose…
layout-any = Any
layout-error-prefix = Error:
layout-errors = { $count ->
    [one] There is one thing to correct
   *[other] There are { $count } things to correct
}
layout-add-row = Add a row
layout-filters = Filters
layout-filter = Filter
layout-clear = Clear
layout-pager = Pages
layout-previous = Previous
layout-next = Next
layout-nothing = Not given
layout-empty = Empty
layout-done = (done)
layout-reveal = Reveal
layout-reveal-reason = Reason
layout-reveal-hint = Your name, the time and this reason are written to the audit log.
layout-field = Field
layout-mine = My version
layout-theirs = Saved version
