# The words of imports.
import-title = Imports
import-new = Import a file
import-none = Nothing was imported yet
import-none-text = Export people from another program as CSV and bring them in here. You see what happens to each row before anything is written.
import-at = Uploaded
import-by = By
import-state = State
import-origin = Where from
import-rows = Rows
import-outcome = Outcome
import-back = Imports
# $number (String) - the number of the import
import-numbered = Import { $number }
# $people (Number) - how many people came in
# $shown (String) - the same, as people read it
import-outcome-applied = { $people ->
    [one] 1 person added
   *[other] { $shown } people added
}

import-file = File
import-file-hint = CSV, as other programs export it: comma, semicolon or tab, UTF-8 or Windows-1252. At most 512 MB and 2 million rows. Save a spreadsheet as CSV first.
import-upload = Upload and look at it
import-upload-safe = The file is sealed as it arrives and destroyed after 24 hours at the latest. Nothing is written about anybody before you say so.
# $most (String) - how many
import-too-many = You have { $most } unfinished imports. Apply or discard one of them first.

import-refused-empty = This file is empty.
import-refused-only-header = This file has names of columns and not one row.
import-refused-pdf = This is a PDF. Export the list as CSV from the program that made it.
import-refused-zip = This is a spreadsheet (.xlsx, .ods) or a ZIP archive. Open it and save the sheet as CSV.
import-refused-gzip = This file is compressed. Unpack it first.
import-refused-old-excel = This is an Excel file of the old kind (.xls). Open it and save the sheet as CSV.
# $line (String) - a line of the file
import-refused-not-text = Line { $line } holds bytes that no text has: the file is damaged, or it is no CSV.
# $line (String) - a line of the file
import-refused-mixed = From line { $line } on the file is in another encoding: two files were joined. Which letters were meant cannot be known; import them one by one.
# $line (String) - a line of the file
import-refused-quote = The quotes that open on line { $line } never close: the file is cut off, or a quote is missing.
# $line (String) - a line of the file
import-refused-columns = Line { $line } has more than 200 columns. Is the delimiter the right one?
# $line (String) - a line of the file
import-refused-cell = A cell on line { $line } holds more than 10 kB. Quotes may be missing there.
# $line (String) - a line of the file
import-refused-rows = Line { $line } is row 2,000,001. Divide the file.
import-refused-large = This file is larger than 512 MB. Divide it.
import-refused-io = The file could not be read to its end. Upload it again.

import-step-file = File
import-step-answers = Columns and origin
import-step-preview = Preview
import-step-done = Imported

import-reading = How the file was read
import-encoding = Encoding
import-encoding-ascii = ASCII
import-encoding-windows = Windows-1252
import-encoding-utf16le = UTF-16 LE
import-encoding-utf16be = UTF-16 BE
import-delimiter = Delimiter
import-delimiter-semicolon = Semicolon
import-delimiter-comma = Comma
import-delimiter-tab = Tab
import-delimiter-pipe = Vertical bar
import-header = Row 1
import-header-yes = names the columns
import-header-no = is a person
import-reread = Read it again this way
# $id (String) - the number of that import
import-earlier = The very same file was imported before, as import { $id }. Importing it again changes nothing.
import-columns = What the columns are
import-columns-hint = As guessed from the names and the cells; correct what is wrong. What is left out stays out.
# $count (Number) - how many
import-columns-empty = { $count ->
    [one] One column is empty in the first rows
   *[other] { $count } columns are empty in the first rows
}
import-column-in-file = In the file
import-column-examples = First rows
import-column-means = Is
# $number (String) - its place
import-column-number = Column { $number }
import-origin-legend = Where the people come from
import-origin-note = More exactly
import-origin-note-hint = Which fair, which website, which program. People may ask you (Art. 14).
import-ground = Legal ground
import-ground-hint = Holding people on it must be lawful before the import, not after it.
import-language = Language of those for whom the file gives none
import-language-fr = French
import-language-en = English
import-leads = Make the newcomers leads, at the first stage
import-consent-legend = What those who said yes agreed to
import-consent-hint = A consent counts with the day and the source of its proof. Rows without a day bring none.
import-purposes = About what
import-channel = By which channel
import-proof = Source of the proof
import-proof-hint = Where it can be looked at: the form and its wording, the signed list, the program that recorded it.
import-proof-date = Day of all of them
import-proof-date-hint = Only when no column of the file dates each.
import-plan = Show what would happen
import-discard = Discard
import-answers-change = Change columns or origin

import-wrong-taken-twice = Another column is this one already.
import-wrong-no-name = Say which column holds the family name, or the whole name.
import-wrong-no-purpose = Say what they agreed to.
import-wrong-no-proof = Without the source of its proof a consent is worth nothing.
import-wrong-dated-twice = A column dates them already: leave this empty, or leave that column out.
import-wrong-columns = The file has another number of columns. Reload the page.

import-planning = Looking at each row
import-applying = Bringing people in
# $done (String) - rows
# $rows (String) - rows
import-progress = { $done } of { $rows } rows
import-progress-note = You can leave this page; the work goes on.

import-preview = What would happen
import-preview-note = Nothing is written yet. The import is done as a whole, or not at all.
# $rows (Number) - how many
# $shown (String) - the same, as people read it
import-facts-rows = { $rows ->
    [one] { $shown } row
   *[other] { $shown } rows
}
import-all = All
import-line = Line
import-verdict = Verdict
import-person = Person
import-company = Company
import-what = What happens
import-verdict-new = New
import-verdict-changes = Changed
import-verdict-same = Same
import-verdict-duplicate = Duplicate
import-verdict-blocked = Blocked
import-verdict-invalid = Invalid
import-tile-blocked = refused to be written to
import-tile-rejected = to download with the reason
import-tile-companies = New companies
import-tile-consents = Consents
# $undated (String) - rows
import-tile-undated = { $undated } without a day: none
import-tile-refusals = Refusals
# $people (Number) - how many rows
# $shown (String) - the same, as people read it
import-apply = { $people ->
    [one] Import 1 person
   *[other] Import { $shown } people
}
import-nothing = There is nothing in this file that you do not have already, or that can be taken over.
# $lines (String) - from line to line
import-lines = Lines { $lines }
import-no-lines = No row of this kind
import-download-rejected = Download what was rejected
import-forget = Destroy what was uploaded now
import-rejected-line = Line
import-rejected-reason = Reason
# $what (String) - a field
# $old (String) - as it was
# $new (String) - as it becomes
import-change = { $what }: { $old } → { $new }
# $what (String) - a field
# $new (String) - what is added
import-change-adds = { $what }: { $new }

# $line (String) - a line of the file
import-note-same-as-line = The same person as on line { $line }
import-note-ambiguous = Could be somebody who is there already; open them and decide by hand
import-note-refused = Objected or withdrew: a file does not change that
import-note-restricted = Their processing is restricted
import-note-consent = Consent with day and proof
import-note-undated = Says yes, but not since when: no consent
import-note-refuses = Does not want to be written to or called: recorded
import-note-new-company = New company
import-note-no-name = there is no family name
import-note-too-long = too long
# $column (String) - the name of a column
# $why (String) - what is wrong
import-note-in-column = { $column }: { $why }

import-column-ignore = leave out
import-column-civility = Title
import-column-given-name = Given name
import-column-family-name = Family name
import-column-full-name = Whole name
import-column-job-title = Job title
import-column-email = E-mail
import-column-email-2 = Second e-mail
import-column-phone = Telephone
import-column-phone-2 = Second telephone
import-column-mobile = Mobile
import-column-fax = Fax
import-column-street = Address
import-column-post-code = Postcode
import-column-town = Town
import-column-country = Country
import-column-language = Language
import-column-company = Company
import-column-company-external-id = Company: number in the other program
import-column-company-phone = Company: telephone
import-column-company-email = Company: e-mail
import-column-company-street = Company: address
import-column-company-post-code = Company: postcode
import-column-company-town = Company: town
import-column-company-country = Company: country
import-column-opt-in = Said yes (opt-in)
import-column-opt-in-date = Day of the yes
import-column-opt-out = Does not want to be written to
import-column-do-not-call = Does not want to be called

import-state-staged = Waiting for answers
import-state-planning = Being looked at
import-state-planned = Ready
import-state-applying = Being imported
import-state-applied = Imported
import-state-failed = Cut short
import-state-discarded = Discarded

import-fault-planning-cut = The program stopped while the rows were looked at. Nothing was written; start again.
import-fault-applying-cut = The program stopped in the middle of the import. Whatever had been brought in is gone again, and nobody saw it; you can apply it again.
import-fault-overtaken = Something changed between the preview and the import, so nothing was applied. This is the preview as things stand now: look at it again.
import-fault-broken = This import failed, and nothing of it was written. The log of the program says why; you can try again.
import-fault-expired = Nobody applied this import within 24 hours. What was uploaded is destroyed.
import-fault-erased = It named somebody who was erased meanwhile: import the file again, without them.

import-facts = This import
import-proof-kept = Proof of consents
import-applied-at = Imported on
import-answers-missing = Nobody has answered yet what this file is.
import-discarded = The import is discarded; what was uploaded is destroyed.
