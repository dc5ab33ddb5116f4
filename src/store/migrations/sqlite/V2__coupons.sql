-- Coupon programs, coupons, and the orders that use them. Amounts of a program are times 10^6, in the
-- company's currency, as prices are.

CREATE TABLE program (
    id            INTEGER PRIMARY KEY,
    version       INTEGER NOT NULL DEFAULT 1,
    name          TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL CHECK (kind IN ('coupons', 'promotion', 'gift_card', 'loyalty')),
    date_from     TEXT,
    date_to       TEXT CHECK (date_to >= date_from),
    max_usage     INTEGER CHECK (max_usage > 0),
    active        INTEGER NOT NULL CHECK (active IN (0, 1)),
    share_link    TEXT NOT NULL,
    after_refund  TEXT NOT NULL CHECK (after_refund IN ('restore', 'burn', 'reissue'))
) STRICT;

CREATE TABLE program_rule (
    id                  INTEGER PRIMARY KEY,
    program_id          INTEGER NOT NULL REFERENCES program (id),
    key                 TEXT NOT NULL,
    minimum_amount      INTEGER NOT NULL CHECK (minimum_amount >= 0),
    minimum_amount_tax  TEXT NOT NULL CHECK (minimum_amount_tax IN ('incl', 'excl')),
    minimum_quantity    INTEGER NOT NULL CHECK (minimum_quantity >= 0),
    UNIQUE (program_id, key)
) STRICT;

CREATE TABLE program_rule_product (
    rule_id     INTEGER NOT NULL REFERENCES program_rule (id),
    product_id  INTEGER NOT NULL REFERENCES product (id),
    PRIMARY KEY (rule_id, product_id)
) STRICT, WITHOUT ROWID;

-- A reward that orders use is not deleted: `gone` takes it out of the program.
CREATE TABLE program_reward (
    id           INTEGER PRIMARY KEY,
    program_id   INTEGER NOT NULL REFERENCES program (id),
    key          TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('discount', 'product')),
    mode         TEXT NOT NULL CHECK (mode IN ('percent', 'fixed')),
    amount       INTEGER NOT NULL CHECK (amount >= 0),
    applies_to   TEXT NOT NULL CHECK (applies_to IN ('order', 'cheapest', 'specific')),
    max_amount   INTEGER CHECK (max_amount > 0),
    product_id   INTEGER REFERENCES product (id),
    quantity     INTEGER NOT NULL CHECK (quantity > 0),
    description  TEXT NOT NULL,
    gone         INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX program_reward_key ON program_reward (program_id, key) WHERE gone = 0;

CREATE TABLE program_reward_product (
    reward_id   INTEGER NOT NULL REFERENCES program_reward (id),
    product_id  INTEGER NOT NULL REFERENCES product (id),
    PRIMARY KEY (reward_id, product_id)
) STRICT, WITHOUT ROWID;

-- digest: SHA-256 of what the code comes to, by which it is looked up. own: made here, so it may be typed in
-- any form; a code that an import brought must be typed exactly.
CREATE TABLE coupon (
    id              INTEGER PRIMARY KEY,
    version         INTEGER NOT NULL DEFAULT 1,
    code            TEXT NOT NULL UNIQUE,
    digest          BLOB NOT NULL UNIQUE,
    own             INTEGER NOT NULL CHECK (own IN (0, 1)),
    program_id      INTEGER NOT NULL REFERENCES program (id),
    customer_id     INTEGER REFERENCES customer (id),
    ticket_id       INTEGER REFERENCES ticket (id),
    created_by      INTEGER REFERENCES user (id),
    created_at      TEXT,
    expires         TEXT,
    used            INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
    order_id        INTEGER REFERENCES sale_order (id),
    revoked_reason  TEXT,
    -- The coupon that it took the place of after a refund.
    replaces_id     INTEGER REFERENCES coupon (id),
    CHECK (order_id IS NULL OR used = 1)
) STRICT;
CREATE INDEX coupon_program ON coupon (program_id);
CREATE INDEX coupon_ticket ON coupon (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX coupon_customer ON coupon (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX coupon_replaces ON coupon (replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX coupon_order ON coupon (order_id) WHERE order_id IS NOT NULL;
CREATE TRIGGER coupon_code_stays BEFORE UPDATE OF id, code, digest, program_id ON coupon BEGIN
    SELECT RAISE(ABORT, 'a code stays what it is');
END;
CREATE TRIGGER coupon_no_replace BEFORE INSERT ON coupon
    WHEN EXISTS (SELECT 1 FROM coupon WHERE id = NEW.id OR code = NEW.code OR digest = NEW.digest) BEGIN
    SELECT RAISE(ABORT, 'UNIQUE: coupons are never replaced');
END;
CREATE TRIGGER coupon_no_delete BEFORE DELETE ON coupon BEGIN
    SELECT RAISE(ABORT, 'coupons are never deleted');
END;

-- The coupons that were entered on an order, in the order in which they were; without a reward while there
-- is nothing to take.
CREATE TABLE sale_order_coupon (
    order_id   INTEGER NOT NULL REFERENCES sale_order (id),
    coupon_id  INTEGER NOT NULL REFERENCES coupon (id),
    position   INTEGER NOT NULL,
    reward_id  INTEGER REFERENCES program_reward (id),
    PRIMARY KEY (order_id, coupon_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_order_coupon_coupon ON sale_order_coupon (coupon_id);
CREATE INDEX sale_order_coupon_reward ON sale_order_coupon (reward_id) WHERE reward_id IS NOT NULL;

-- Who made it here; none where it was imported.
ALTER TABLE sale_order ADD COLUMN created_by INTEGER REFERENCES user (id);
ALTER TABLE sale_order_line ADD COLUMN coupon_id INTEGER REFERENCES coupon (id);
ALTER TABLE sale_order_line ADD COLUMN reward_id INTEGER REFERENCES program_reward (id);

-- Lines of a confirmed order stand: what was agreed is undone by credit notes and returns.
CREATE TRIGGER sale_order_line_frozen BEFORE UPDATE OF line, product_id, quantity, unit_price, discount, untaxed, total
    ON sale_order_line WHEN (SELECT state FROM sale_order WHERE id = OLD.order_id) = 'sale' BEGIN
    SELECT RAISE(ABORT, 'lines of a confirmed order never change');
END;
CREATE TRIGGER sale_order_line_no_delete BEFORE DELETE ON sale_order_line
    WHEN (SELECT state FROM sale_order WHERE id = OLD.order_id) = 'sale' BEGIN
    SELECT RAISE(ABORT, 'lines of a confirmed order never change');
END;

-- A cancelled document lets go of a line of an order that is gone; nothing else of it changes.
DROP TRIGGER invoice_line_update;
CREATE TRIGGER invoice_line_update BEFORE UPDATE OF id, invoice_id, line, product_id, description, quantity, unit_price,
    discount, source_id, amount_only, untaxed, total, booked ON invoice_line
    WHEN NEW.id <> OLD.id OR NEW.invoice_id <> OLD.invoice_id
        OR (SELECT state FROM invoice WHERE id = OLD.invoice_id) <> 'draft' BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
CREATE TRIGGER invoice_line_order_line BEFORE UPDATE OF order_line_id ON invoice_line
    WHEN (SELECT state FROM invoice WHERE id = OLD.invoice_id) = 'posted'
        OR ((SELECT state FROM invoice WHERE id = OLD.invoice_id) = 'cancelled' AND NEW.order_line_id IS NOT NULL) BEGIN
    SELECT RAISE(ABORT, 'posted and cancelled documents never change');
END;
