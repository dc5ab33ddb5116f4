-- The books: company, people, catalogue, orders, documents, stock, tickets, history.
-- Amounts are whole smallest units of the document's currency; quantities, prices, discounts and
-- rates are times 10^6; days are YYYY-MM-DD; instants are RFC 3339 in UTC; flags are 0 and 1.

CREATE TABLE company (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    version       INTEGER NOT NULL DEFAULT 1,
    name          TEXT NOT NULL,
    currency      TEXT NOT NULL CHECK (length(currency) = 3),
    country       TEXT NOT NULL,
    time_zone     TEXT NOT NULL,
    tax_rounding  TEXT NOT NULL CHECK (tax_rounding IN ('line', 'document')),
    website_url   TEXT,
    lock_date     TEXT,
    language      TEXT NOT NULL CHECK (language IN ('en', 'ko')),
    sandbox       INTEGER NOT NULL CHECK (sandbox IN (0, 1))
) STRICT;

CREATE TABLE user (
    id        INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL DEFAULT 1,
    login     TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    email     TEXT,
    role      TEXT NOT NULL CHECK (role IN ('agent', 'lead', 'admin')),
    os_login  TEXT
) STRICT;

CREATE TABLE user_right (
    user_id  INTEGER NOT NULL REFERENCES user (id),
    name     TEXT NOT NULL,
    granted  INTEGER NOT NULL CHECK (granted IN (0, 1)),
    PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_limit (
    user_id   INTEGER NOT NULL REFERENCES user (id),
    currency  TEXT NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (user_id, currency)
) STRICT, WITHOUT ROWID;

-- A changed tax is a new revision with a new id: documents keep the one that they were made with.
CREATE TABLE tax (
    id                   INTEGER PRIMARY KEY,
    name                 TEXT NOT NULL,
    kind                 TEXT NOT NULL CHECK (kind IN ('percent', 'fixed', 'division')),
    amount               INTEGER NOT NULL,
    price_include        INTEGER NOT NULL CHECK (price_include IN (0, 1)),
    include_base_amount  INTEGER NOT NULL CHECK (include_base_amount IN (0, 1)),
    is_base_affected     INTEGER NOT NULL CHECK (is_base_affected IN (0, 1)),
    sequence             INTEGER NOT NULL,
    current              INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX tax_current ON tax (name) WHERE current = 1;

CREATE TABLE journal (
    id       INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL DEFAULT 1,
    code     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('sale', 'general'))
) STRICT;

CREATE TABLE product (
    id                    INTEGER PRIMARY KEY,
    version               INTEGER NOT NULL DEFAULT 1,
    sku                   TEXT NOT NULL UNIQUE,
    name                  TEXT NOT NULL,
    kind                  TEXT NOT NULL CHECK (kind IN ('goods', 'service')),
    tracking              TEXT NOT NULL CHECK (tracking IN ('none', 'lot', 'serial')),
    unit                  TEXT,
    price                 INTEGER NOT NULL,
    invoice_policy        TEXT NOT NULL CHECK (invoice_policy IN ('order', 'delivery')),
    warranty_months       INTEGER CHECK (warranty_months >= 0),
    replacement_warranty  TEXT NOT NULL CHECK (replacement_warranty IN ('inherit', 'restart'))
) STRICT;

-- By name: a product's tax follows the revisions of the tax.
CREATE TABLE product_tax (
    product_id  INTEGER NOT NULL REFERENCES product (id),
    position    INTEGER NOT NULL,
    tax         TEXT NOT NULL,
    PRIMARY KEY (product_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE lot (
    id          INTEGER PRIMARY KEY,
    product_id  INTEGER NOT NULL REFERENCES product (id),
    name        TEXT NOT NULL,
    UNIQUE (product_id, name)
) STRICT;
CREATE INDEX lot_name ON lot (name);

CREATE TABLE location (
    id               INTEGER PRIMARY KEY,
    version          INTEGER NOT NULL DEFAULT 1,
    name             TEXT NOT NULL UNIQUE,
    usage            TEXT NOT NULL CHECK (usage IN ('internal', 'customer', 'supplier', 'production', 'scrap')),
    return_location  INTEGER NOT NULL CHECK (return_location IN (0, 1))
) STRICT;

-- top_id: the topmost company above, itself where there is none.
CREATE TABLE customer (
    id         INTEGER PRIMARY KEY,
    version    INTEGER NOT NULL DEFAULT 1,
    ref        TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    email      TEXT,
    phone      TEXT,
    street     TEXT,
    city       TEXT,
    zip        TEXT,
    country    TEXT,
    language   TEXT CHECK (language IN ('en', 'ko')),
    parent_id  INTEGER REFERENCES customer (id),
    top_id     INTEGER NOT NULL REFERENCES customer (id) DEFERRABLE INITIALLY DEFERRED,
    portal     INTEGER NOT NULL CHECK (portal IN (0, 1))
) STRICT;
CREATE INDEX customer_parent ON customer (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX customer_top ON customer (top_id);

CREATE TABLE team (
    id             INTEGER PRIMARY KEY,
    version        INTEGER NOT NULL DEFAULT 1,
    name           TEXT NOT NULL UNIQUE,
    refunds        INTEGER NOT NULL CHECK (refunds IN (0, 1)),
    coupons        INTEGER NOT NULL CHECK (coupons IN (0, 1)),
    returns        INTEGER NOT NULL CHECK (returns IN (0, 1)),
    repairs        INTEGER NOT NULL CHECK (repairs IN (0, 1)),
    field_service  INTEGER NOT NULL CHECK (field_service IN (0, 1))
) STRICT;

CREATE TABLE team_member (
    team_id  INTEGER NOT NULL REFERENCES team (id),
    user_id  INTEGER NOT NULL REFERENCES user (id),
    PRIMARY KEY (team_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_user ON team_member (user_id);

CREATE TABLE stage (
    id        INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL DEFAULT 1,
    team_id   INTEGER NOT NULL REFERENCES team (id),
    name      TEXT NOT NULL,
    sequence  INTEGER NOT NULL,
    folded    INTEGER NOT NULL CHECK (folded IN (0, 1)),
    UNIQUE (team_id, name)
) STRICT;

-- Orders ---------------------------------------------------------------------------------------

CREATE TABLE sale_order (
    id           INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL DEFAULT 1,
    number       TEXT NOT NULL UNIQUE,
    customer_id  INTEGER NOT NULL REFERENCES customer (id),
    date         TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('quotation', 'sent', 'sale', 'cancelled')),
    currency     TEXT NOT NULL,
    untaxed      INTEGER NOT NULL,
    tax          INTEGER NOT NULL,
    total        INTEGER NOT NULL
) STRICT;
CREATE INDEX sale_order_customer ON sale_order (customer_id);

CREATE TABLE sale_order_line (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES sale_order (id),
    line         INTEGER NOT NULL CHECK (line > 0),
    kind         TEXT NOT NULL CHECK (kind IN ('product', 'reward')),
    product_id   INTEGER REFERENCES product (id),
    description  TEXT NOT NULL,
    quantity     INTEGER NOT NULL,
    unit_price   INTEGER NOT NULL,
    discount     INTEGER NOT NULL,
    untaxed      INTEGER NOT NULL,
    total        INTEGER NOT NULL,
    booked       INTEGER NOT NULL,
    UNIQUE (order_id, line)
) STRICT;
CREATE INDEX sale_order_line_product ON sale_order_line (product_id) WHERE product_id IS NOT NULL;

CREATE TABLE sale_order_line_tax (
    line_id   INTEGER NOT NULL REFERENCES sale_order_line (id),
    position  INTEGER NOT NULL,
    tax_id    INTEGER NOT NULL REFERENCES tax (id),
    base      INTEGER NOT NULL,
    amount    INTEGER NOT NULL,
    PRIMARY KEY (line_id, position)
) STRICT, WITHOUT ROWID;

-- Tickets --------------------------------------------------------------------------------------

CREATE TABLE ticket (
    id           INTEGER PRIMARY KEY CHECK (id > 0),
    version      INTEGER NOT NULL DEFAULT 1,
    team_id      INTEGER NOT NULL REFERENCES team (id),
    subject      TEXT NOT NULL,
    description  TEXT NOT NULL,
    customer_id  INTEGER REFERENCES customer (id),
    product_id   INTEGER REFERENCES product (id),
    lot_id       INTEGER REFERENCES lot (id),
    order_id     INTEGER REFERENCES sale_order (id),
    priority     INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    stage_id     INTEGER NOT NULL REFERENCES stage (id),
    assignee_id  INTEGER REFERENCES user (id),
    created_at   TEXT NOT NULL,
    -- Whether the stage is folded; kept by the triggers below, so that queues of open tickets are indexes.
    closed       INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
) STRICT;
CREATE INDEX ticket_open ON ticket (id) WHERE closed = 0;
CREATE INDEX ticket_open_assignee ON ticket (assignee_id, id) WHERE closed = 0;
CREATE INDEX ticket_open_team ON ticket (team_id, id) WHERE closed = 0;
CREATE INDEX ticket_team ON ticket (team_id, id);
CREATE INDEX ticket_customer ON ticket (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX ticket_order ON ticket (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX ticket_product ON ticket (product_id) WHERE product_id IS NOT NULL;

CREATE TABLE tag (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ticket_tag (
    ticket_id  INTEGER NOT NULL REFERENCES ticket (id),
    tag_id     INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (ticket_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_tag_tag ON ticket_tag (tag_id);

-- The text of notes and messages: redactable, so the history holds only its id.
CREATE TABLE message (
    id         INTEGER PRIMARY KEY,
    ticket_id  INTEGER NOT NULL REFERENCES ticket (id),
    text       TEXT NOT NULL
) STRICT;
CREATE INDEX message_ticket ON message (ticket_id);

-- How many tickets each queue holds; kept by the triggers below, never counted.
CREATE TABLE ticket_count (
    team_id      INTEGER NOT NULL,
    stage_id     INTEGER NOT NULL,
    assignee_id  INTEGER NOT NULL,
    tickets      INTEGER NOT NULL CHECK (tickets >= 0),
    PRIMARY KEY (team_id, stage_id, assignee_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ticket_count_insert AFTER INSERT ON ticket BEGIN
    INSERT INTO ticket_count VALUES (NEW.team_id, NEW.stage_id, ifnull(NEW.assignee_id, 0), 1)
        ON CONFLICT DO UPDATE SET tickets = tickets + 1;
END;
CREATE TRIGGER ticket_count_update AFTER UPDATE OF team_id, stage_id, assignee_id ON ticket BEGIN
    UPDATE ticket_count SET tickets = tickets - 1
        WHERE team_id = OLD.team_id AND stage_id = OLD.stage_id AND assignee_id = ifnull(OLD.assignee_id, 0);
    INSERT INTO ticket_count VALUES (NEW.team_id, NEW.stage_id, ifnull(NEW.assignee_id, 0), 1)
        ON CONFLICT DO UPDATE SET tickets = tickets + 1;
END;
CREATE TRIGGER ticket_closed_insert AFTER INSERT ON ticket BEGIN
    UPDATE ticket SET closed = 1
        WHERE id = NEW.id AND (SELECT folded FROM stage WHERE id = NEW.stage_id) = 1;
END;
CREATE TRIGGER ticket_closed_update AFTER UPDATE OF stage_id ON ticket WHEN NEW.stage_id <> OLD.stage_id BEGIN
    UPDATE ticket SET closed = (SELECT folded FROM stage WHERE id = NEW.stage_id) WHERE id = NEW.id;
END;
CREATE TRIGGER ticket_closed_stage AFTER UPDATE OF folded ON stage WHEN NEW.folded <> OLD.folded BEGIN
    UPDATE ticket SET closed = NEW.folded WHERE stage_id = NEW.id;
END;
CREATE TRIGGER ticket_no_delete BEFORE DELETE ON ticket BEGIN
    SELECT RAISE(ABORT, 'tickets are never deleted');
END;
CREATE TRIGGER ticket_no_replace BEFORE INSERT ON ticket WHEN EXISTS (SELECT 1 FROM ticket WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'tickets are never replaced');
END;

-- Overlapping pairs of characters of a ticket's subject, number, customer, product and order.
CREATE VIRTUAL TABLE ticket_search USING fts5 (grams, content = '', contentless_delete = 1, detail = full, tokenize = 'unicode61');
-- The same of a customer's reference, name, mail address and telephone, and of a product's SKU and name.
CREATE VIRTUAL TABLE customer_search USING fts5 (grams, content = '', contentless_delete = 1, detail = full, tokenize = 'unicode61');
CREATE VIRTUAL TABLE product_search USING fts5 (grams, content = '', contentless_delete = 1, detail = full, tokenize = 'unicode61');

-- Documents ------------------------------------------------------------------------------------

CREATE TABLE sequence (
    prefix  TEXT PRIMARY KEY,
    last    INTEGER NOT NULL CHECK (last >= 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sequence_forward BEFORE UPDATE ON sequence WHEN NEW.last < OLD.last OR NEW.prefix <> OLD.prefix BEGIN
    SELECT RAISE(ABORT, 'a sequence only moves forward');
END;
CREATE TRIGGER sequence_no_delete BEFORE DELETE ON sequence BEGIN
    SELECT RAISE(ABORT, 'sequences are never deleted');
END;

CREATE TABLE invoice (
    id               INTEGER PRIMARY KEY,
    number           TEXT UNIQUE,
    kind             TEXT NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    state            TEXT NOT NULL CHECK (state IN ('draft', 'posted', 'cancelled')),
    customer_id      INTEGER NOT NULL REFERENCES customer (id),
    journal_id       INTEGER NOT NULL REFERENCES journal (id),
    date             TEXT,
    accounting_date  TEXT NOT NULL,
    due_date         TEXT,
    reason           TEXT,
    reference        TEXT,
    order_id         INTEGER REFERENCES sale_order (id),
    currency         TEXT NOT NULL,
    rounding         TEXT NOT NULL CHECK (rounding IN ('line', 'document')),
    untaxed          INTEGER NOT NULL,
    tax              INTEGER NOT NULL,
    total            INTEGER NOT NULL,
    reverses_id      INTEGER REFERENCES invoice (id),
    created_by       INTEGER REFERENCES user (id),
    ticket_id        INTEGER REFERENCES ticket (id),
    CHECK (total = untaxed + tax),
    CHECK (state <> 'posted' OR (number IS NOT NULL AND date IS NOT NULL AND total >= 0))
) STRICT;
CREATE INDEX invoice_customer ON invoice (customer_id, state, kind);
CREATE INDEX invoice_reverses ON invoice (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX invoice_ticket ON invoice (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX invoice_order ON invoice (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE invoice_line (
    id             INTEGER PRIMARY KEY,
    invoice_id     INTEGER NOT NULL REFERENCES invoice (id),
    line           INTEGER NOT NULL CHECK (line > 0),
    product_id     INTEGER REFERENCES product (id),
    description    TEXT NOT NULL,
    quantity       INTEGER NOT NULL,
    unit_price     INTEGER NOT NULL,
    discount       INTEGER NOT NULL,
    order_line_id  INTEGER REFERENCES sale_order_line (id),
    source_id      INTEGER REFERENCES invoice_line (id),
    amount_only    INTEGER NOT NULL CHECK (amount_only IN (0, 1)),
    untaxed        INTEGER NOT NULL,
    total          INTEGER NOT NULL,
    booked         INTEGER NOT NULL,
    UNIQUE (invoice_id, line)
) STRICT;
CREATE INDEX invoice_line_product ON invoice_line (product_id, invoice_id) WHERE product_id IS NOT NULL;
CREATE INDEX invoice_line_order ON invoice_line (order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX invoice_line_source ON invoice_line (source_id) WHERE source_id IS NOT NULL;

CREATE TABLE invoice_line_tax (
    line_id   INTEGER NOT NULL REFERENCES invoice_line (id),
    position  INTEGER NOT NULL,
    tax_id    INTEGER NOT NULL REFERENCES tax (id),
    base      INTEGER NOT NULL,
    amount    INTEGER NOT NULL,
    PRIMARY KEY (line_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice_line_lot (
    line_id  INTEGER NOT NULL REFERENCES invoice_line (id),
    lot_id   INTEGER NOT NULL REFERENCES lot (id),
    PRIMARY KEY (line_id, lot_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_line_lot_lot ON invoice_line_lot (lot_id);

CREATE TABLE invoice_tax (
    invoice_id  INTEGER NOT NULL REFERENCES invoice (id),
    position    INTEGER NOT NULL,
    tax_id      INTEGER NOT NULL REFERENCES tax (id),
    base        INTEGER NOT NULL,
    amount      INTEGER NOT NULL,
    PRIMARY KEY (invoice_id, position)
) STRICT, WITHOUT ROWID;

-- What changes of a document after it is posted: what is open, what is paid, and its version.
CREATE TABLE invoice_balance (
    invoice_id     INTEGER PRIMARY KEY REFERENCES invoice (id),
    version        INTEGER NOT NULL DEFAULT 1,
    residual       INTEGER NOT NULL CHECK (residual >= 0),
    payment_state  TEXT NOT NULL CHECK (payment_state IN ('not_paid', 'partial', 'paid', 'reversed'))
) STRICT;

CREATE TABLE payment (
    id           INTEGER PRIMARY KEY,
    reference    TEXT NOT NULL UNIQUE,
    customer_id  INTEGER NOT NULL REFERENCES customer (id),
    invoice_id   INTEGER NOT NULL REFERENCES invoice (id),
    date         TEXT NOT NULL,
    currency     TEXT NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX payment_invoice ON payment (invoice_id);

-- Matches: of an invoice with a credit note, or of either with a payment. One that was released
-- stays, with the event that released it.
CREATE TABLE reconciliation (
    id              INTEGER PRIMARY KEY,
    invoice_id      INTEGER REFERENCES invoice (id),
    credit_note_id  INTEGER REFERENCES invoice (id),
    payment_id      INTEGER REFERENCES payment (id),
    amount          INTEGER NOT NULL CHECK (amount > 0),
    released        INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)),
    CHECK ((invoice_id IS NOT NULL) + (credit_note_id IS NOT NULL) + (payment_id IS NOT NULL) = 2)
) STRICT;
CREATE INDEX reconciliation_invoice ON reconciliation (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX reconciliation_credit_note ON reconciliation (credit_note_id) WHERE credit_note_id IS NOT NULL;
CREATE INDEX reconciliation_payment ON reconciliation (payment_id) WHERE payment_id IS NOT NULL;

-- `INSERT OR REPLACE` and `UPDATE OR REPLACE` remove rows without a delete trigger, unless a connection
-- asks for recursive triggers: so what may not be deleted may not be replaced either, by any of its keys.
CREATE TRIGGER invoice_frozen BEFORE UPDATE ON invoice WHEN OLD.state <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_no_replace BEFORE INSERT ON invoice
    WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id OR number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'documents are never replaced');
END;
CREATE TRIGGER invoice_keys BEFORE UPDATE ON invoice
    WHEN NEW.id <> OLD.id OR EXISTS (SELECT 1 FROM invoice WHERE number = NEW.number AND id <> OLD.id) BEGIN
    SELECT RAISE(ABORT, 'documents are never replaced');
END;
CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice BEGIN
    SELECT RAISE(ABORT, 'documents are never deleted');
END;
CREATE TRIGGER invoice_line_insert BEFORE INSERT ON invoice_line
    WHEN (SELECT state FROM invoice WHERE id = NEW.invoice_id) <> 'draft'
        OR EXISTS (SELECT 1 FROM invoice_line WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_line_update BEFORE UPDATE ON invoice_line
    WHEN NEW.id <> OLD.id OR NEW.invoice_id <> OLD.invoice_id
        OR (SELECT state FROM invoice WHERE id = OLD.invoice_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_line_delete BEFORE DELETE ON invoice_line
    WHEN (SELECT state FROM invoice WHERE id = OLD.invoice_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_line_tax_insert BEFORE INSERT ON invoice_line_tax
    WHEN (SELECT i.state FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE l.id = NEW.line_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_line_tax_update BEFORE UPDATE ON invoice_line_tax BEGIN
    SELECT RAISE(ABORT, 'taxes of a line are written anew, not changed');
END;
CREATE TRIGGER invoice_line_tax_delete BEFORE DELETE ON invoice_line_tax
    WHEN (SELECT i.state FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE l.id = OLD.line_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_line_lot_insert BEFORE INSERT ON invoice_line_lot
    WHEN (SELECT i.state FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE l.id = NEW.line_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_line_lot_update BEFORE UPDATE ON invoice_line_lot BEGIN
    SELECT RAISE(ABORT, 'lots of a line never change');
END;
CREATE TRIGGER invoice_line_lot_delete BEFORE DELETE ON invoice_line_lot
    WHEN (SELECT i.state FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE l.id = OLD.line_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_tax_insert BEFORE INSERT ON invoice_tax
    WHEN (SELECT state FROM invoice WHERE id = NEW.invoice_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_tax_update BEFORE UPDATE ON invoice_tax BEGIN
    SELECT RAISE(ABORT, 'taxes of a document are written anew, not changed');
END;
CREATE TRIGGER invoice_tax_delete BEFORE DELETE ON invoice_tax
    WHEN (SELECT state FROM invoice WHERE id = OLD.invoice_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_balance_no_delete BEFORE DELETE ON invoice_balance BEGIN
    SELECT RAISE(ABORT, 'balances are never deleted');
END;
CREATE TRIGGER payment_no_replace BEFORE INSERT ON payment
    WHEN EXISTS (SELECT 1 FROM payment WHERE id = NEW.id OR reference = NEW.reference) BEGIN
    SELECT RAISE(ABORT, 'payments are never replaced');
END;
CREATE TRIGGER payment_frozen BEFORE UPDATE ON payment BEGIN
    SELECT RAISE(ABORT, 'payments never change');
END;
CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment BEGIN
    SELECT RAISE(ABORT, 'payments are never deleted');
END;
CREATE TRIGGER reconciliation_frozen BEFORE UPDATE ON reconciliation
    WHEN OLD.released = 1 OR NEW.id <> OLD.id OR NEW.invoice_id IS NOT OLD.invoice_id OR NEW.credit_note_id IS NOT OLD.credit_note_id
        OR NEW.payment_id IS NOT OLD.payment_id OR NEW.amount <> OLD.amount BEGIN
    SELECT RAISE(ABORT, 'a match is released, never changed');
END;
CREATE TRIGGER reconciliation_no_replace BEFORE INSERT ON reconciliation
    WHEN EXISTS (SELECT 1 FROM reconciliation WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'matches are never replaced');
END;
CREATE TRIGGER reconciliation_no_delete BEFORE DELETE ON reconciliation BEGIN
    SELECT RAISE(ABORT, 'matches are never deleted');
END;
CREATE TRIGGER tax_frozen BEFORE UPDATE OF id, name, kind, amount, price_include, include_base_amount, is_base_affected, sequence ON tax BEGIN
    SELECT RAISE(ABORT, 'a tax never changes: write a new revision');
END;
CREATE TRIGGER tax_no_replace BEFORE INSERT ON tax
    WHEN EXISTS (SELECT 1 FROM tax WHERE id = NEW.id OR (name = NEW.name AND current = 1 AND NEW.current = 1)) BEGIN
    SELECT RAISE(ABORT, 'taxes are never replaced');
END;
CREATE TRIGGER tax_no_delete BEFORE DELETE ON tax BEGIN
    SELECT RAISE(ABORT, 'taxes are never deleted');
END;

-- Stock ----------------------------------------------------------------------------------------

CREATE TABLE transfer (
    id            INTEGER PRIMARY KEY,
    version       INTEGER NOT NULL DEFAULT 1,
    number        TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL CHECK (kind IN ('delivery', 'receipt', 'internal')),
    state         TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'ready', 'done', 'cancelled')),
    customer_id   INTEGER REFERENCES customer (id),
    order_id      INTEGER REFERENCES sale_order (id),
    date          TEXT NOT NULL,
    from_id       INTEGER NOT NULL REFERENCES location (id),
    to_id         INTEGER NOT NULL REFERENCES location (id),
    return_of_id  INTEGER REFERENCES transfer (id)
) STRICT;
CREATE INDEX transfer_customer ON transfer (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX transfer_order ON transfer (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE transfer_line (
    id                 INTEGER PRIMARY KEY,
    transfer_id        INTEGER NOT NULL REFERENCES transfer (id),
    line               INTEGER NOT NULL CHECK (line > 0),
    product_id         INTEGER NOT NULL REFERENCES product (id),
    lot_id             INTEGER REFERENCES lot (id),
    quantity           INTEGER NOT NULL CHECK (quantity > 0),
    order_line_id      INTEGER REFERENCES sale_order_line (id),
    return_of_line_id  INTEGER REFERENCES transfer_line (id),
    UNIQUE (transfer_id, line)
) STRICT;
CREATE INDEX transfer_line_order ON transfer_line (order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX transfer_line_lot ON transfer_line (lot_id) WHERE lot_id IS NOT NULL;

-- Done moves; what lies where is their sum. No from: from outside the books (opening, correction).
CREATE TABLE stock_move (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('opening', 'adjustment', 'transfer')),
    product_id  INTEGER NOT NULL REFERENCES product (id),
    lot_id      INTEGER REFERENCES lot (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    from_id     INTEGER REFERENCES location (id),
    to_id       INTEGER REFERENCES location (id),
    reason      TEXT,
    CHECK (from_id IS NOT NULL OR to_id IS NOT NULL)
) STRICT;
CREATE INDEX stock_move_product ON stock_move (product_id, lot_id);
CREATE TRIGGER stock_move_frozen BEFORE UPDATE ON stock_move BEGIN
    SELECT RAISE(ABORT, 'done moves never change');
END;
CREATE TRIGGER stock_move_no_replace BEFORE INSERT ON stock_move WHEN EXISTS (SELECT 1 FROM stock_move WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'done moves are never replaced');
END;
CREATE TRIGGER stock_move_no_delete BEFORE DELETE ON stock_move BEGIN
    SELECT RAISE(ABORT, 'done moves are never deleted');
END;

-- History --------------------------------------------------------------------------------------

CREATE TABLE event (
    id          INTEGER PRIMARY KEY,
    at          TEXT NOT NULL,
    user_id     INTEGER REFERENCES user (id),
    kind        TEXT NOT NULL,
    ticket_id   INTEGER REFERENCES ticket (id),
    invoice_id  INTEGER REFERENCES invoice (id),
    message_id  INTEGER REFERENCES message (id),
    effects     TEXT NOT NULL,
    previous    BLOB NOT NULL,
    hash        BLOB NOT NULL
) STRICT;
CREATE INDEX event_ticket ON event (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX event_invoice ON event (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE TRIGGER event_frozen BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'the history never changes');
END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'the history is never replaced');
END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'the history is never deleted');
END;

-- How many rows the history has and the hash of the last, kept by a trigger: a history whose end was cut
-- off does not pass for whole.
CREATE TABLE history (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    events  INTEGER NOT NULL,
    hash    BLOB NOT NULL
) STRICT;
INSERT INTO history (id, events, hash) VALUES (1, 0, x'');
CREATE TRIGGER event_counted AFTER INSERT ON event BEGIN
    UPDATE history SET events = events + 1, hash = NEW.hash;
END;
CREATE TRIGGER history_forward BEFORE UPDATE ON history
    WHEN NEW.id <> OLD.id OR NEW.events <> OLD.events + 1 OR NEW.hash <> (SELECT hash FROM event ORDER BY id DESC LIMIT 1) BEGIN
    SELECT RAISE(ABORT, 'the history only grows');
END;
CREATE TRIGGER history_no_replace BEFORE INSERT ON history BEGIN
    SELECT RAISE(ABORT, 'the history is never replaced');
END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN
    SELECT RAISE(ABORT, 'the history is never deleted');
END;

-- Commands that may be repeated: the key, who asked for what, and the answer that the first time gave.
CREATE TABLE request (
    key       TEXT PRIMARY KEY,
    user_id   INTEGER NOT NULL REFERENCES user (id),
    digest    BLOB NOT NULL,
    event_id  INTEGER REFERENCES event (id),
    answer    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER request_frozen BEFORE UPDATE ON request BEGIN
    SELECT RAISE(ABORT, 'answers of requests never change');
END;
CREATE TRIGGER request_no_replace BEFORE INSERT ON request WHEN EXISTS (SELECT 1 FROM request WHERE key = NEW.key) BEGIN
    SELECT RAISE(ABORT, 'answers of requests are never replaced');
END;
CREATE TRIGGER request_no_delete BEFORE DELETE ON request BEGIN
    SELECT RAISE(ABORT, 'answers of requests are never deleted');
END;

-- What each imported row held, by file and natural key.
CREATE TABLE import_row (
    file    TEXT NOT NULL,
    key     TEXT NOT NULL,
    digest  BLOB NOT NULL,
    PRIMARY KEY (file, key)
) STRICT, WITHOUT ROWID;
