### Every word that people read, in English. `ko.ftl` has the same keys with the same variables; a test
### proves it. Terms are those of the interface, to the letter.

## Words

word-yes = yes
word-no = no
word-on = on
word-off = off
word-hidden = hidden
word-no-expiry = no expiry
word-readonly = read only
word-nothing = –
list-or = { $first } or { $last }
named = { $name }: { $text }

priority-0 = Low
priority-1 = Medium
priority-2 = High
priority-3 = Urgent

## Words that are stored

stored-reversal-of = Reversal of { $document }
stored-reversal-of-reason = Reversal of { $document }, { $reason }
stored-mail-unencrypted = the server offers no encryption (STARTTLS)

## Labels

label-accounting-date = Accounting date
label-added = Added
label-address = Address
label-agent = Agent
label-amount = Amount
label-assignee = Assigned to
label-base = Base
label-check = Check
label-city = City
label-closed = Closed
label-company = Company
label-counters = Documents
label-country = Country
label-coupon-code = Coupon Code
label-coupon-program = Coupon Program
label-created = Created
label-creditable = Creditable
label-creditable-amount = Creditable amount
label-currency = Currency
label-customer = Customer
label-date = Date
label-delivered = Delivered
label-description = Description
label-detail = Detail
label-discount = Discount %
label-documents = Invoices and credit notes
label-due-date = Due date
label-email = Email
label-file = File
label-invoice = Invoice
label-invoiced = Invoiced
label-journal = Journal
label-key = Key
label-kind = Kind
label-language = Language
label-line = Line
label-lines = Lines
label-links = Links
label-location = Location
label-login = Login
label-lot = Lot/Serial Number
label-markdown = Markdown
label-members = Members
label-name = Name
label-number = Number
label-ok = OK
label-order = Sales Order
label-orders = Sales Orders
label-payment = Payment
label-payment-state = Payment state
label-phone = Phone
label-portal = Customer portal
label-priority = Priority
label-product = Product
label-quantity = Quantity
label-read = Read
label-reason = Reason
label-reconciled = Reconciled with
label-reference = Reference
label-refund-limit = Refund limit
label-residual = Open
label-reversed-by = Reversed by
label-reverses = Reverses
label-rights = Rights
label-role = Role
label-sentence = Sentence ({ $language })
label-services = Services
label-setting = Setting
label-share-link = Share Link
label-stage = Stage
label-stages = Stages
label-state = State
label-street = Street
label-subject = Subject
label-tags = Tags
label-tax = Tax
label-taxes = Taxes
label-team = Helpdesk team
label-teams = Helpdesk teams
label-ticket = Ticket
label-message-id = Message ID
label-attempts = Tries
label-sent-at = Sent
label-send-after = Leaves
label-error = Last error
label-to = To
label-tickets = Tickets
label-timeline = Timeline
label-total = Total
label-unchanged = Unchanged
label-unit-price = Unit price
label-untaxed = Untaxed
label-updated = Updated
label-valid-until = Valid Until
label-value = Value
label-what = What
label-when = When
label-zip = Postal code

## Notices

notice-empty-view = No ticket is in this view: f chooses another one, n opens a new ticket.
notice-form-restored = What you typed before is back; { $key } starts over.
notice-kept = What you typed is kept: open the form again to go on.
notice-copied-system = Copied: on the system clipboard.
notice-copied-terminal = Sent to the terminal (OSC 52); whether it took it can't be known.
notice-copied-tmux = Put into tmux's buffer; whether the terminal (OSC 52) took it can't be known.
notice-copied-by-hand = Sent to the terminal (OSC 52); if it did not take it, select it here: { $text }
notice-key-conflict = The config file gives { $one } and { $other } the same key { $key }: choose another for one of them.
notice-key-unknown = The config file gives { $name } the key “{ $given }”, but there is no such key: write it as in ctrl-p, f2 or g g.
notice-key-unknown-action = The config file gives keys to “{ $name }”, but there is no such action: see `afterdesk keys`.
notice-mouse-off = The mouse selects text in the terminal now; the same key takes it back.
notice-mouse-on = The mouse works in the program again.
notice-no-action = No command matches.
notice-no-editor = The editor could not be run: set EDITOR to a program that edits text. Nothing was changed.
notice-no-ticket = No ticket is selected.
notice-not-found = No ticket matches: type less, or Esc to see all.
notice-nothing-changed = Nothing changed.
notice-repeated = This request was carried out before; nothing was written now.
notice-dry-run = Nothing was written. This is what would be written:
notice-mail-grace-key = { $text } · { $key } takes it back
notice-mail-grace = Message to { $to } leaves in { $seconds } s
notice-mail-none = No message of yours waits to be taken back.
notice-mail-sending = The message is being sent.
notice-mail-settled = The message was sent or taken back, or is being sent.
notice-theme = Theme: { $theme }
notice-too-small = The window is too small: make it at least { $width } columns by { $height } rows.
notice-welcome = Welcome: press ? for the keys, n for the first ticket.
notice-written = Written:
notice-broken = Something broke inside the program (at { $place }). Nothing half-done was written. Please report it with what you did and the log file { $file }.
notice-config = The config file { $path } can be read.
notice-usage = Usage: { $usage }
notice-importing = Importing { $file }
notice-empty = There are no rows.
notice-created-database = Made the database { $path }; { $login } is its first admin.
notice-demo = The demo database to play in: { $path }
notice-backup = Backed the database up to { $path }.
notice-restored = Restored the database from { $path }; the one before is kept as { $kept }.
notice-restored-checks = Some checks of the restored database fail ({ $checks }): look at them with `afterdesk db check`.
notice-flags-need-command = { $flags } belong to a command: name one, see `afterdesk --help`.
notice-not-a-terminal = This is not a terminal, so the interface cannot open: run it in one, or name a command, see `afterdesk --help`.

## Codes

kind-invoice = Invoice
kind-credit-note = Credit note

state-draft = Draft
state-posted = Posted
state-cancelled = Cancelled
state-unclear = Unclear
state-failed = Not sent
state-sent = Sent
state-handing-over = Being handed over
state-sending = Being sent
state-waiting = Waiting

payment-state-not-paid = Not paid
payment-state-partial = Partial
payment-state-paid = Paid
payment-state-reversed = Reversed

role-agent = Agent
role-lead = Lead
role-admin = Admin

right-refund = Refund
right-coupon = Coupon
right-return = Return
right-repair = Repair
right-field-service = Field Service
right-accounting = Accounting
right-inventory = Inventory
right-settings = Settings

check-engine = The file itself
check-foreign-keys = References
check-document-sums = Sums of documents
check-ceilings = Credits within invoices
check-residuals = What is open
check-payments = Payments
check-numbers = Numbers without gaps
check-stock = Stock
check-queue-counts = Counts of queues
check-closed = Closed tickets
check-search = Search
check-history = Unbroken history

service-refund = Refund
service-coupon = Coupon
service-return = Return
service-repair = Repair
service-field-service = Field Service

## Fields

field-agent-name = Your name
field-body = Text
field-allocate-to = Match with
field-agent = Agent
field-amount = Amount
field-assignee = Assigned to
field-city = City
field-company = Company
field-country = Country
field-currency = Currency
field-customer = Customer
field-date = Reversal date
field-description = Description
field-edit-draft-date = Date
field-email = Email
field-file = File
field-grant = Right to grant
field-kind = Kind
field-invoices = Invoices to Refund
field-journal = Journal
field-language = Language
field-limit = Refund limit
field-line = Line
field-lines = Lines
field-location = Location
field-lock-date = Lock date
field-login = Login
field-lot = Lot/Serial Number
field-name = Name
field-order = Sales Order
field-pay-date = Payment date
field-phone = Phone
field-portal = Customer portal
field-priority = Priority
field-product = Product
field-quantity = Quantity
field-reason = Reason displayed on Credit Note
field-request = Request key
field-ref = Reference
field-refund-limit = Refund limit
field-return-of = Return of
field-reverses-line = Reversed line
field-revoke = Right to revoke
field-role = Role
field-sandbox = Sandbox
field-setting = Setting
field-stage = Stage
field-stock-reason = Reason
field-street = Street
field-subject = Subject
field-tags = Tags
field-tax-rounding = Tax rounding
field-team = Helpdesk team
field-text = Text
field-theme = Theme
field-refund-amount = Amount, instead of lines
field-ticket = Ticket
field-time-zone = Time zone
field-to = To
field-tracking = Tracking
field-unit-price = Unit price
field-website-url = Shop address
field-welcome-name = Company
field-zip = Postal code

## Hints

hint-nothing-fits = Nothing fits: clear { $fields } to see more.
hint-nothing-fits-at-all = Nothing fits: there is nothing to choose from.
hint-other-drafts = Other drafts credit the same invoices: { $drafts }.
hint-moves-to = The period is locked, so the accounting date will be { $date }.
hint-other-products = The ticket is about { $product }, but lines of other products are taken too: leave out what the customer keeps.
preview-document = { $kind }, { $total }, { $customer }
refund-sum-settles = Refund total { $total }, all of it off what is open on the invoice.
refund-sum-owed = Refund total { $total }: nothing is open, so all of it will be owed to the customer.
refund-sum-both = Refund total { $total }: { $settles } off what is open, { $owed } owed to the customer.
hint-stays-draft = It stays a draft and can be posted from { $date } on.
hint-by-hand = Select it here if the terminal did not take it. { $key } gives the mouse to the terminal.
hint-qr-too-small = There is no room for the QR code: it takes { $width } columns by { $height } rows beside the text. Make the window larger, or copy the link.
hint-qr-too-long = The link is too long for a QR code: copy it.
hint-no-link = There is no share link: give the shop's address in the settings (website_url). The code works all the same.

## Errors

error-field-required = This field is empty: fill it in.
error-field-required-named = { $field } is empty: fill it in.
error-missing-column = The file does not have this column: add it.
error-option-unused = { $option } does not apply to this command: leave it out.
error-choose = Several posted invoices fit ({ $fitting }): choose which to refund.
error-none-fits = No posted invoice fits: clear { $fields } to see more.
error-none-fits-at-all = There is no posted invoice to refund: check the customer of the ticket, or post the invoice first.
error-import = { $count ->
    [one] The import has one error, so nothing was written: correct the files and import them again.
   *[other] The import has { $count } errors, so nothing was written: correct the files and import them again.
}
error-import-row = { $file }, line { $line }: { $text }
error-import-cell = { $file }, line { $line }, { $column }: { $text }
error-read-only = The program was started with --readonly, so nothing can be written: start it without.
error-service-off = Team { $team } does not offer this service: have it switched on, or move the ticket to a team that offers it.
error-customer-required = The ticket has no customer: set the customer first.
error-invoice-not-posted = { $document } is not posted: post it first, or choose a posted document.
error-invoice-other-customer = { $document } belongs to another customer: choose a document of this customer.
error-journal-mismatch = Journal { $journal } is not a sale journal: choose a sale journal, as that of the invoice.
error-over-credited-quantity = { $document } has only { $left } left to credit: lower the quantity.
error-over-credited-amount = { $document } has only { $left } left to credit: lower the amount.
error-over-credited-nothing = Nothing is left to credit on { $document }: choose another invoice.
error-over-credited-line-quantity = Line { $line } of { $document } has only { $left } left to credit: lower the quantity.
error-over-credited-line-amount = Line { $line } of { $document } has only { $left } left to credit: lower the quantity or the price.
error-over-credited-line-nothing = Nothing is left to credit on line { $line } of { $document }: leave the line out.
error-nothing-to-credit = Nothing is named to credit: give at least one line a quantity above zero.
error-no-lines = { $document } has no lines, and a document needs one: give it a line, or give the document up.
error-date-before-invoice = { $date } is before { $document }, which is of { $since }: choose that day or a later one.
error-date-in-future = { $date } is in the future: choose today or an earlier day, or wait until then.
error-period-locked = The books are locked up to { $lock } and no open day is left: have the lock date moved, or wait until after it.
error-negative-total = The total would be below zero: change the lines so that it is zero or more.
error-not-draft = { $document } is not a draft: only drafts can be changed or cancelled. Undo it by a counter-document instead.
error-already-posted = { $document } is posted already: there is nothing left to post.
error-limit-exceeded = With what you posted from this ticket before, this is above your refund limit of { $limit }: lower the amount, or ask a lead to post it.
error-in-use = { $name } is still in use: remove what uses it first.
error-last-administrator = { $login } is the last one who can change settings: give the right “Settings” to another agent first.
error-not-goods = { $product } is not goods, so it is not kept in stock: choose a product that is.
error-lot-required = { $product } is kept by lot or serial number: name which one.
error-lot-unknown = { $product } has no lot or serial number { $lot }: check the number.
error-serial-duplicate = Serial number { $lot } stands for one unit, which can be in one place only: check the number and the quantity.
error-negative-quantity = Stock can't be below zero: give zero or more.
error-stale = Somebody changed { $document } meanwhile: look at it again, then repeat the change.
error-busy = Another process is writing to the database: try again in a moment.
error-io = The machine could not do this ({ $text }): check the path, the permissions and the free space.
error-not-sent = The message to { $to } was not sent ({ $text }): it stays in the outbox, from where it can be sent again.
error-damaged = The database is damaged ({ $text }): restore a backup with `afterdesk db restore FILE`.
error-newer-database = The database has version { $found }, and this program knows versions up to { $known }: install the newer release.
error-not-a-database = This is not a database of afterdesk ({ $text }): name another file with --db.
error-check-failed = { $count ->
    [one] One check failed: restore a backup, or have the database looked at before you work on.
   *[other] { $count } checks failed: restore a backup, or have the database looked at before you work on.
}
error-amount-out-of-range = An amount is larger than the books can hold: lower the quantity or the price.

## Usage

usage-unknown-command = There is no command “{ $given }”: `--help` lists those that there are.
usage-unknown-command-like = There is no command “{ $given }”: `{ $similar }` is like it.
usage-unknown-argument = “{ $given }” does not belong here: `--help` lists what does.
usage-unknown-argument-like = “{ $given }” does not belong here: `{ $similar }` is like it.
usage-missing-command = Name a command: `--help` lists those that there are.
usage-missing-command-of = The command goes on: name one of { $allowed }.
usage-missing = Something is missing: give { $names }.
usage-missing-value = { $option } has no value: give one.
usage-not-one-of = “{ $given }” is no value of { $option }: choose one of { $allowed }.
usage-not-a-number = “{ $given }” is no number that { $option } takes: give a whole number.
usage-too-many-values = { $option } has too many values: give one.
usage-repeated = { $option } is given twice: give it once.
usage-conflict = { $option } and { $other } exclude each other: give one of them.
usage-not-utf8 = An argument is not UTF-8: write it as UTF-8.
usage-unclear = The command can't be understood: `--help` says how it is written.
usage-config-syntax = Line { $line } of the config file { $path } can't be read: write a key and a text, as in user = "amy".
usage-config-unknown-key = Line { $line } of the config file { $path } has the unknown key “{ $key }”: there are { $known }.
usage-config-wrong-value = Line { $line } of the config file { $path } gives “{ $key }” a value that it can't have: write { $form }.
usage-config-not-private = Line { $line } of the config file { $path } would send messages in the clear to { $host }: write security = "starttls" or "tls"; "none" is for a server on this machine.
usage-config-several = Line { $line } of the config file { $path } says a second time where the password is ({ $keys }): keep one.
usage-config-password = Line { $line } of the config file { $path } holds a password, which does not belong there: name where it is with password_env, password_command or keyring.
usage-config-missing-key = Line { $line } of the config file { $path } needs “{ $key }” as well: write { $form }.

need-right = This needs the right “{ $right }”, which you do not hold: ask an admin to grant it.
need-team = This ticket belongs to the team { $team }, which you are not in: ask one of its members, or have yourself added.
need-own-draft = Somebody else made this draft: ask them, or somebody with the right “{ $right }”.
need-account = Only the account { $account } may act as { $login }: log in with that account, or name another agent with --as.
no-password-no-keyring = This program was built without a keyring: use password_command or password_env, or build it with the feature “keyring”.
no-password-keyring = The keyring does not give the password of the mail server under { $service } ({ $text }): unlock it, or store the password there.
no-password-command = The program { $program } did not print the password of the mail server ({ $text }): run it by hand to see why.
no-password-variable = The variable { $name }, which is to hold the password of the mail server, is not set: set it, or name another place in the config file.

wrong-nothing-open = Nothing is open on { $document }: choose a document that is not settled yet.
wrong-not-a-credit-note = { $document } is not a credit note: only credit notes are reversed; credit an invoice by a refund.
wrong-not-creditable = { $document } can't be credited: choose a posted invoice of a customer.
wrong-already-reversed = { $document } was reversed before: it can't be reversed twice.
wrong-not-an-invoice = { $document } is not an invoice: name the invoice that is owed.
wrong-paid-out = The payment { $document } went out to the customer: it can't settle an invoice.
wrong-database-exists = There is a database already at { $document }: name another file with --db.
wrong-file-exists = There is a file already at { $document }: name another one.
wrong-database-replaced = Another file took the place of { $document } while it was open, so nothing was written: start the program again.
wrong-mail-under-way = The message { $document } is being sent right now: look again in a moment.
wrong-mail-cancelled = The message { $document } was taken back: write a new one.
wrong-mail-sent = The message { $document } was sent: it can neither be taken back nor be sent again; write a new one.

invalid-not-a-decimal = “{ $given }” is not a number: write it with digits and a point, as in 12.5.
invalid-not-an-integer = “{ $given }” is not a whole number: write it with digits alone, as in 12.
invalid-too-many-decimals = { $max ->
    [0] “{ $given }” has decimals, and none are allowed here: round it.
    [one] “{ $given }” has too many decimals: at most one is allowed.
   *[other] “{ $given }” has too many decimals: at most { $max } are allowed.
}
invalid-out-of-range = “{ $given }” is out of range: give a smaller number.
invalid-not-between = “{ $given }” is out of range: give a number from { $least } to { $most }.
invalid-negative = “{ $given }” is below zero: give zero or more.
invalid-not-positive = “{ $given }” is not above zero: give a number above zero.
invalid-not-a-date = “{ $given }” is not a date: write it as 2026-11-23.
invalid-not-an-instant = “{ $given }” is not a point in time: write it as 2026-11-23T14:05:00+09:00.
invalid-not-one-of = “{ $given }” is not possible here: choose one of { $allowed }.
invalid-unknown-currency = There is no currency “{ $given }”: give a three-letter code, as in KRW.
invalid-unknown-time-zone = There is no time zone “{ $given }”: give its name, as in Asia/Seoul.
invalid-control-character = The text holds a control character: remove it.
invalid-empty = The text is empty: write at least one character.
invalid-too-long = { $max ->
    [one] The text is too long: at most one character is kept.
   *[other] The text is too long: at most { $max } characters are kept.
}
invalid-malformed = “{ $given }” has the wrong form: write it as { $form }.
invalid-contradicts = This contradicts { $other }: change one of the two.
invalid-hidden = This field can't be used here: leave it out.
invalid-twice = “{ $given }” is named twice: name it once.
invalid-more-than-open = Only { $open } is open: give that much or less.
invalid-reserved = “{ $given }” is kept for the numbers of payments: choose another one.
invalid-taken = “{ $given }” is taken: choose another one.
invalid-other-request = The key “{ $given }” was used for another command, or by another agent: give every command a key of its own.
invalid-not-yet = This release does not have the service that this belongs to: leave it out.
invalid-imported-otherwise = It was imported before with other content, and documents never change: correct it with a counter-document.
invalid-counted-otherwise = This opening balance was imported before with another figure: correct it with `afterdesk stock adjust`.
invalid-one-row = The file may hold one row: remove the others.
invalid-cell-count = The row has { $given } cells and the header { $expected }: check commas and quotes.
invalid-not-utf8 = The text is not UTF-8: save the file as UTF-8.
invalid-quotes = A quote stands within a cell or is never closed: double quotes inside a quoted cell.
invalid-circular = “{ $given }” would stand above itself: choose another company.
invalid-itself = “{ $given }” can't name itself: name another one.
invalid-not-chosen = { $document } is not among the invoices to refund: name it with --invoice as well.
invalid-clock-outside-sandbox = The clock can be set in a demo or sandbox database only: unset AFTERDESK_NOW.
invalid-other-currency = The currencies differ, and nothing is converted: choose documents in one currency.

not-found-database = There is no database at { $key }: make one with `afterdesk init`, or try `afterdesk demo`.
not-found-file = There is no file or folder { $key }: check the path.
not-found-unnamed = The name is empty: give one.
not-found-csv = There is no CSV file in { $key }: name the folder that holds the export.
not-found-user = There is no agent { $key }: check the login.
not-found-acting-user = No agent belongs to the account { $key }: name one with --as.
not-found-acting-user-unnamed = It is not clear which agent you are: name one with --as.
not-found-team = There is no team { $key }: check the name.
not-found-stage = The team has no stage { $key }: check the name.
not-found-ticket = There is no ticket { $key }: check the number.
not-found-customer = There is no customer { $key }: check the reference.
not-found-product = There is no product { $key }: check its code.
not-found-lot = There is no lot or serial number { $key }: check the number.
not-found-location = There is no location { $key }: check the name.
not-found-tax = There is no tax { $key }: check the name.
not-found-journal = There is no journal { $key }: check the code.
not-found-order = There is no sales order { $key }: check the number.
not-found-order-line = The sales order has no line { $key }: check the line number.
not-found-invoice = There is no invoice or credit note { $key }: check the number.
not-found-line = The document has no line { $key }: check the line number.
not-found-payment = There is no payment { $key }: check the reference.
not-found-mail = There is no message { $key } in the outbox: check the number.
not-found-transfer = There is no transfer { $key }: check the number.
not-found-project = There is no project { $key }: check the name.
not-found-setting = There is no setting { $key }: check the name.

## Effects

subject-credit-note = Credit note
subject-invoice = Invoice
subject-payment = Payment
subject-reconciliation = Match
subject-ticket = Ticket
subject-note = Internal note
subject-reply = Message to the customer
subject-mail = Message
subject-timeline = Timeline
subject-stock = Stock
subject-customer = Customer
subject-team = Helpdesk team
subject-user = Agent
subject-settings = Settings
subject-import = Import
subject-database = Database

key-state = state
key-total = total
key-residual = residual
key-payment-state = payment state
key-amount = amount
key-with = with
key-date = date
key-accounting-date = accounting date
key-reason = reason
key-lines = lines
key-quantity = quantity
key-unit-price = unit price
key-line = line
key-product = product
key-location = location
key-lot = lot/serial number
key-subject = subject
key-description = description
key-stage = stage
key-assignee = assigned to
key-priority = priority
key-team = helpdesk team
key-customer = customer
key-order = sales order
key-tags = tags
key-value = value
key-name = name
key-role = role
key-right = right
key-limit = refund limit
key-service = service
key-message = message
key-rows = rows
key-agent = agent

## Timeline

event-created = Database made
event-restored = Database restored from a backup
event-imported = Files imported
event-settings-changed = Settings changed
event-team-changed = Helpdesk team { $document } changed
event-user-changed = Agent { $document } changed
event-customer-changed = Customer { $document } changed
event-ticket-opened = Ticket opened
event-ticket-edited = Ticket changed
event-ticket-assigned = Assigned to { $assignee }
event-ticket-unassigned = Assigned to nobody
event-ticket-staged = Stage: { $before } → { $after }
event-note = Internal note
event-reply = Message to the customer
event-mail-cancelled = Message to { $to } taken back: { $subject }
event-mail-unclear = Message to { $to }, unclear whether it was sent: { $subject }
event-mail-failed = Message to { $to } not sent: { $subject }
event-mail-sent = Message to { $to } sent: { $subject }
event-mail-queued = Message to { $to } written: { $subject }
event-refund = Refund
event-refund-posted = Refund: credit note { $document } posted, { $amount }
event-refund-posted-of = Refund: credit note { $document } posted, { $amount } of { $invoice }
event-refund-draft = Refund: credit note { $document } drafted, { $amount }
event-refund-draft-of = Refund: credit note { $document } drafted, { $amount } of { $invoice }
event-refund-invoice = new invoice { $document } drafted
event-document-edited = Draft { $document } changed
event-document-posted = { $document } posted
event-in-period = { $text }; the period is locked, so its accounting date is { $date }
event-document-cancelled = { $document } cancelled
event-payment = Payment registered for { $document }
event-payment-amount = Payment of { $amount } registered for { $document }
event-allocation = { $document } matched
event-allocation-with = { $amount } of { $document } matched with { $with }
event-reversal = { $document } reversed
event-reversal-by = { $document } reversed by { $by }
event-stock-adjusted = Stock of { $document } corrected

# Counters and orders

counter-credit-notes = Credit Notes { $posted }{ $drafts ->
    [0] {""}
    [one] {" "}(+1 draft)
   *[other] {" "}(+{ $drafts } drafts)
}
order-state-quotation = Quotation
order-state-sent = Quotation sent
order-state-sale = Sales order
order-state-cancelled = Cancelled

## The desk

name-desk = Desk
view-mine = My tickets
view-unassigned = Unassigned
view-all = All open
view-every = Every ticket
view-count = { $view } ({ $count })
view-search = Search “{ $typed }”
tax-on = { $tax } on { $base }

title-views = Views
title-after-sales = After-Sales
title-copy-tray = Copy
title-by-hand = Select by hand
title-help = Help: keys that work here
title-palette = Commands
title-mail-cancel = Take back
title-mail-send = Send now
title-question = Sure?
title-preview = { $action }: this is what will be written
title-share-coupons = Share Coupons

## What is copied, for the customer to read

copy-coupon-link-until = You can use your coupon at the link below: { $link } (coupon code { $code }, valid until { $until })
copy-coupon-link = You can use your coupon at the link below: { $link } (coupon code { $code })
copy-coupon-until = You can use your coupon with the code { $code }. It is valid until { $until }.
copy-coupon = You can use your coupon with the code { $code }.

ask-leave = Leave this form? What you typed is kept and offered again when you open it next time.
ask-quit = A form holds what you typed. Quit all the same, and lose it?

picker-nothing = (none)
picker-nobody = (nobody)
picker-empty = There is nothing to choose from here.
picker-no-match = Nothing matches “{ $typed }”: type less, or clear the fields that narrow the choice.
picker-create = + New customer “{ $name }”

lines-most = At most
lines-left-out = (left out) { $line }

calendar-month = { $year }-{ $month }
calendar-month-before = Month before
calendar-month-after = Month after
calendar-week-before = A week earlier
calendar-week-after = A week later
calendar-days = Su Mo Tu We Th Fr Sa

word-back = Back
button-discard = Discard

tab-lines = Lines
tab-details = Details
tab-contact = Contact
tab-address = Address

language-en = English
language-ko = Korean

stage-new = New
stage-in-progress = In Progress
stage-on-hold = On Hold
stage-solved = Solved
stage-cancelled = Cancelled

form-refund = Refund
form-new-ticket = New ticket
form-edit-ticket = Edit ticket
form-assign = Assign
form-stage = Stage
form-note = Internal note
form-edit-draft = Edit draft
form-pay = Register Payment
form-allocate = Match with an invoice
form-new-customer = New customer
form-edit-customer = Edit customer
form-welcome = Welcome to afterdesk

button-reverse = Reverse
button-reverse-and-create-invoice = Reverse and Create Invoice
button-create-ticket = Create Ticket
button-save = Save
button-assign = Assign
button-set-stage = Set Stage
button-add-note = Add Note
button-register-payment = Register Payment
button-match = Match
button-create-customer = Create Customer
button-start = Start
button-load-demo = Load the demo

action-post = Post
action-edit = Edit
action-cancel = Cancel draft
action-pay = Register Payment
action-match = Match with an invoice
action-reverse = Reverse the credit note

## Keys

context-everywhere = Everywhere
context-list = Lists
context-ticket = Ticket
context-document = Document
context-customer = Customer
context-order = Sales Order
context-share = Copying
context-form = Forms
context-picker = Choosing
context-calendar = Calendar
context-confirm = Confirming
context-outbox = Outbox

verb-help = Help
verb-palette = Commands
verb-back = Back
verb-quit = Quit
verb-exit = Quit at once
verb-redraw = Draw anew
verb-mouse = Mouse on or off
verb-language = English or Korean
verb-theme = Next theme
verb-up = Up
verb-down = Down
verb-page-up = Page up
verb-page-down = Page down
verb-first = To the first
verb-last = To the last
verb-open = Open
verb-search = Search
verb-views = Views
verb-other-pane = Other pane
verb-refund = Refund
verb-after-sales = After-Sales
verb-note = Internal note
verb-edit = Edit
verb-assign = Assign
verb-stage = Stage
verb-new = New ticket
verb-customer-card = Customer
verb-sales-order = Sales Order
verb-previous = Previous ticket
verb-next = Next ticket
verb-credit-notes = Credit Notes
verb-copy-tray = Copy…
verb-copy = Copy
verb-first-action = First action
verb-second-action = Second action
verb-take-back = Cancel draft, or reverse
verb-outbox = Outbox
verb-take-back-mail = Take the message back
verb-next-field = Next field
verb-previous-field = Previous field
verb-choose = Choose
verb-toggle = Tick, or the next one
verb-toggle-back = The one before
verb-submit = First button
verb-submit-second = Second button
verb-clear-field = Clear the field
verb-remove-line = Remove line
verb-restore-line = Take the line back
verb-editor = Open the editor
verb-start-over = Start over
verb-mark = Mark
verb-confirm = Confirm
verb-day-before = A day earlier
verb-day-after = A day later
verb-today = Today
error-coupon-unknown = No coupon has the code { $coupon }: check it letter by letter, or look it up with “coupon list”.
error-program-not-coupon = { $program } is no coupon program: choose one whose kind is coupons.
error-program-early = The coupons of { $program } can be used from { $date } on: wait until then, or change the dates of the program.
error-program-over = The coupons of { $program } could be used until { $date }: make one of another program, or change the dates of the program.
error-program-archived = The coupon program { $program } is archived: choose another one, or bring it back with “program archive --undo”.
error-no-program = There is no coupon program: make one in the settings, or with “program new”.
error-date-in-past = { $date } is over: choose today or a later day.
error-website-missing = The shop has no address, so there is no share link: set it with “settings set website_url https://…”.
error-coupon-expired = The coupon { $coupon } was valid until { $date }: make a new one.
error-coupon-used = The coupon { $coupon } is used: make a new one, or take it off the order.
error-coupon-revoked = The coupon { $coupon } was taken back ({ $reason }): make a new one.
error-coupon-limit = { $count } orders use { $program } and no more may: raise its usage limit, or use another program.
error-coupon-already-applied = { $program } gives something on { $order } already: take its coupon off first.
error-coupon-not-better = The discount of { $other } on this order is as good or better: take its coupon off first.
error-coupon-other-customer = The coupon { $coupon } was made for another customer: it can be used all the same.
error-below-minimum-amount = { $program } asks for more: { $missing } is missing on this order.
error-below-minimum-quantity = { $program } asks for other products or more of them: { $missing } more is needed on this order.
error-nothing-to-discount = There is nothing on this order that { $program } can discount: add a product that it is for.
error-reward-choice = The coupon gives one of several rewards: choose with --reward ({ $rewards }).
wrong-order-confirmed = { $document } is confirmed, so its lines and coupons stand: cancel it first, or refund its invoice.
wrong-order-cancelled = { $document } is cancelled: reset it to a quotation first.
wrong-order-not-confirmed = { $document } is not confirmed: confirm it first.
wrong-order-not-cancelled = { $document } is not cancelled: only cancelled orders become quotations again.
wrong-order-delivered = Goods of { $document } went out, so it can’t be cancelled: take them back by a return.
wrong-order-invoiced = { $document } has an invoice, so it can’t be cancelled: cancel the draft, or refund what is posted.
wrong-nothing-to-invoice = Nothing of { $document } is to be invoiced now: deliver it first, or look at its invoices.
wrong-order-empty = { $document } has no products: add a line first.
wrong-coupon-not-there = The coupon is not on { $document }: look at its lines.
wrong-coupon-spent = The coupon { $document } is used, so it can’t be taken back: refund the order that used it.
wrong-reward-line = That line of { $document } is a coupon’s: take the coupon off instead.
not-found-program = There is no coupon program { $key }: see “program list”.
not-found-rule = The program has no rule { $key }: see “program show”.
not-found-reward = The program has no reward { $key }: see “program show”.
subject-order = Order
subject-delivery = Delivery
subject-coupon = Coupon
subject-program = Coupon program
key-program = program
key-expires = valid until
key-reward = reward
key-cause = because
key-after-refund = after the refund
key-order-state = state
key-transfer-state = state
key-date-from = from
key-date-to = to
key-max-usage = usage limit
key-share-link = share link
key-archived = archived
key-terms = gives
state-active = Active
state-used = Used
state-expired = Expired
state-revoked = Revoked
coupon-state-active = Active
coupon-state-used = Used
coupon-state-expired = Expired
coupon-state-revoked = Revoked
after-refund-restore = can be used again
after-refund-burn = stays used
after-refund-reissue = a new code takes its place
cause-coupon-expired = it is expired
cause-coupon-used = another order used it
cause-coupon-revoked = it was taken back
cause-program-inactive = its program is not active
cause-below-minimum-amount = the minimum amount is not reached
cause-below-minimum-quantity = the products are not on the order
cause-nothing-to-discount = there is nothing to discount
cause-coupon-not-better = another discount is better
transfer-state-draft = Draft
transfer-state-waiting = Waiting
transfer-state-ready = Ready
transfer-state-done = Done
transfer-state-cancelled = Cancelled
program-kind-coupons = Coupons
program-kind-promotion = Promotion
program-kind-gift-card = Gift card
program-kind-loyalty = Loyalty
amount-tax-incl = with tax
amount-tax-excl = without tax
check-rule-known = The code is known
check-rule-not-revoked = It was not taken back
check-rule-kind = It is a coupon
check-rule-program = Its program is active today
check-rule-not-expired = It is not expired
check-rule-not-used = It is not used
check-rule-limit = The usage limit is not reached
check-rule-order-open = The order is a quotation
check-rule-not-applied = The program is not on the order yet
check-rule-better = No better discount is there
check-rule-minimum-amount = Minimum amount
check-rule-minimum-quantity = Products and quantity
check-rule-discountable = There is something to discount
check-rule-customer = It is meant for this customer
event-coupon = Coupon { $coupon } of { $program } made, valid until: { $until }
event-coupon-revoked = Coupon { $coupon } taken back: { $reason }
event-program-changed = Coupon program { $document } changed
event-order-changed = Quotation { $document } changed
event-order-confirmed = Order { $document } confirmed
event-order-cancelled = Order { $document } cancelled
event-order-invoiced = Invoice of an order drafted: { $document }
stored-reward-order = { $amount } on your order
stored-reward-cheapest = { $amount } on the cheapest product
stored-reward-specific = { $amount } on { $products }
stored-reward-product = Free product: { $quantity } × { $product }
stored-reward-max = { $text } (max. { $amount })
label-used-on = Used on
label-sent-to = Sent to
label-created-by = Made by
label-coupon = Coupon
label-coupons = Coupons
label-program-kind = Kind
label-date-from = First day
label-date-to = Last day
label-max-usage = Usage limit
label-after-refund = After a refund
label-rule = Rule
label-result = Result
label-what-helps = What would help
label-minimum-amount = Minimum amount
label-amount-tax = Tax
label-minimum-quantity = Minimum quantity
label-products = Products
label-reward = Reward
word-passed = passed
word-failed = failed
word-not-asked = not asked
word-active = Active
word-archived = Archived
field-program = Coupon program
field-until = Valid until
field-code = Coupon code
field-reward = Reward
field-rule = Rule
field-date-from = First day
field-date-to = Last day
field-max-usage = Usage limit
field-share-link = Form of share links
field-after-refund = After a refund
field-rewards = Rewards
field-minimum-amount = Minimum amount
field-minimum-quantity = Minimum quantity
field-max-amount = At most
field-products = Products
field-remove-line = Line to remove
field-add = Product to add
