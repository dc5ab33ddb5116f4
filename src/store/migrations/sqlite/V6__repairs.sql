-- Repair orders and their parts.

CREATE TABLE repair (
    id              INTEGER PRIMARY KEY,
    version         INTEGER NOT NULL DEFAULT 1,
    number          TEXT NOT NULL UNIQUE,
    state           TEXT NOT NULL CHECK (state IN ('new', 'confirmed', 'under_repair', 'repaired', 'cancelled')),
    customer_id     INTEGER REFERENCES customer (id),
    product_id      INTEGER NOT NULL REFERENCES product (id),
    lot_id          INTEGER REFERENCES lot (id),
    quantity        INTEGER NOT NULL CHECK (quantity > 0),
    return_id       INTEGER REFERENCES transfer (id),
    -- Where the product lies, and where parts come from.
    place_id        INTEGER NOT NULL REFERENCES location (id),
    parts_id        INTEGER NOT NULL REFERENCES location (id),
    warranty        INTEGER NOT NULL CHECK (warranty IN (0, 1)),
    scheduled       TEXT NOT NULL,
    responsible_id  INTEGER REFERENCES user (id),
    note            TEXT NOT NULL DEFAULT '',
    order_id        INTEGER REFERENCES sale_order (id),
    ticket_id       INTEGER REFERENCES ticket (id),
    created_by      INTEGER REFERENCES user (id)
) STRICT;
CREATE INDEX repair_ticket ON repair (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX repair_lot ON repair (lot_id) WHERE lot_id IS NOT NULL;
CREATE INDEX repair_order ON repair (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX repair_open ON repair (state) WHERE state IN ('new', 'confirmed', 'under_repair');

CREATE TABLE repair_tag (
    repair_id  INTEGER NOT NULL REFERENCES repair (id),
    tag_id     INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (repair_id, tag_id)
) STRICT, WITHOUT ROWID;

-- done is what is used; while it is under way, what is held of it.
CREATE TABLE repair_part (
    id             INTEGER PRIMARY KEY,
    repair_id      INTEGER NOT NULL REFERENCES repair (id),
    line           INTEGER NOT NULL CHECK (line > 0),
    kind           TEXT NOT NULL CHECK (kind IN ('add', 'remove', 'recycle')),
    product_id     INTEGER NOT NULL REFERENCES product (id),
    lot_id         INTEGER REFERENCES lot (id),
    demand         INTEGER NOT NULL CHECK (demand >= 0),
    done           INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    -- Whether somebody said how much is used: then nothing more is held by itself.
    said           INTEGER NOT NULL DEFAULT 0 CHECK (said IN (0, 1)),
    state          TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'partial', 'reserved', 'done', 'cancelled')),
    order_line_id  INTEGER REFERENCES sale_order_line (id),
    UNIQUE (repair_id, line)
) STRICT;
CREATE INDEX repair_part_product ON repair_part (product_id);
CREATE INDEX repair_part_order_line ON repair_part (order_line_id) WHERE order_line_id IS NOT NULL;

CREATE TRIGGER repair_done BEFORE UPDATE ON repair WHEN OLD.state = 'repaired' AND (NEW.state <> OLD.state
    OR NEW.product_id <> OLD.product_id OR NEW.lot_id IS NOT OLD.lot_id OR NEW.quantity <> OLD.quantity) BEGIN
    SELECT RAISE(ABORT, 'repairs that are done never change');
END;
CREATE TRIGGER repair_part_done BEFORE UPDATE ON repair_part
    WHEN (SELECT state FROM repair WHERE id = OLD.repair_id) = 'repaired' AND (NEW.product_id <> OLD.product_id
        OR NEW.lot_id IS NOT OLD.lot_id OR NEW.demand <> OLD.demand OR NEW.done <> OLD.done OR NEW.state <> OLD.state
        OR NEW.kind <> OLD.kind) BEGIN
    SELECT RAISE(ABORT, 'parts of repairs that are done never change');
END;
CREATE TRIGGER repair_part_no_delete BEFORE DELETE ON repair_part
    WHEN (SELECT state FROM repair WHERE id = OLD.repair_id) = 'repaired' BEGIN
    SELECT RAISE(ABORT, 'parts of repairs that are done are never deleted');
END;

-- Moves of parts: a table's list of kinds can't be changed, so it is made anew.
DROP TRIGGER stock_move_frozen;
DROP TRIGGER stock_move_no_replace;
DROP TRIGGER stock_move_no_delete;
ALTER TABLE stock_move RENAME TO stock_move_before;
DROP INDEX stock_move_product;
DROP INDEX stock_move_line;
CREATE TABLE stock_move (
    id                INTEGER PRIMARY KEY,
    kind              TEXT NOT NULL CHECK (kind IN ('opening', 'adjustment', 'transfer', 'repair')),
    product_id        INTEGER NOT NULL REFERENCES product (id),
    lot_id            INTEGER REFERENCES lot (id),
    quantity          INTEGER NOT NULL CHECK (quantity > 0),
    from_id           INTEGER REFERENCES location (id),
    to_id             INTEGER REFERENCES location (id),
    reason            TEXT,
    transfer_line_id  INTEGER REFERENCES transfer_line (id),
    repair_part_id    INTEGER REFERENCES repair_part (id),
    CHECK (from_id IS NOT NULL OR to_id IS NOT NULL)
) STRICT;
INSERT INTO stock_move (id, kind, product_id, lot_id, quantity, from_id, to_id, reason, transfer_line_id)
    SELECT id, kind, product_id, lot_id, quantity, from_id, to_id, reason, transfer_line_id FROM stock_move_before;
DROP TABLE stock_move_before;
CREATE INDEX stock_move_product ON stock_move (product_id, lot_id);
CREATE INDEX stock_move_line ON stock_move (transfer_line_id) WHERE transfer_line_id IS NOT NULL;
CREATE INDEX stock_move_part ON stock_move (repair_part_id) WHERE repair_part_id IS NOT NULL;
CREATE TRIGGER stock_move_frozen BEFORE UPDATE ON stock_move BEGIN
    SELECT RAISE(ABORT, 'done moves never change');
END;
CREATE TRIGGER stock_move_no_replace BEFORE INSERT ON stock_move WHEN EXISTS (SELECT 1 FROM stock_move WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'done moves are never replaced');
END;
CREATE TRIGGER stock_move_no_delete BEFORE DELETE ON stock_move BEGIN
    SELECT RAISE(ABORT, 'done moves are never deleted');
END;

-- What is promised of the goods that lie somewhere: to ready transfers, and to the parts of repairs.
CREATE VIEW promised AS
    SELECT t.from_id AS place_id, l.product_id, l.lot_id, l.quantity, t.id AS transfer_id, 0 AS part_id
        FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id WHERE t.state = 'ready'
    UNION ALL
    SELECT r.parts_id, p.product_id, p.lot_id, p.done, 0, p.id
        FROM repair r JOIN repair_part p ON p.repair_id = r.id JOIN product x ON x.id = p.product_id
        WHERE r.state IN ('confirmed', 'under_repair') AND p.kind = 'add' AND p.done > 0
        -- Of which lot it will be is said before the end.
        AND (p.lot_id IS NOT NULL OR x.tracking = 'none');

-- The lines of a repair's quotation follow its parts.
DROP TRIGGER sale_order_line_frozen;
CREATE TRIGGER sale_order_line_frozen BEFORE UPDATE OF line, product_id, quantity, unit_price, discount, untaxed, total
    ON sale_order_line WHEN (SELECT state FROM sale_order WHERE id = OLD.order_id) = 'sale'
    AND (NEW.line <> OLD.line OR NEW.product_id IS NOT OLD.product_id OR NEW.unit_price <> OLD.unit_price
        OR NEW.discount <> OLD.discount OR abs(NEW.quantity) < abs(OLD.quantity)
            AND NOT EXISTS (SELECT 1 FROM repair_part WHERE order_line_id = OLD.id)) BEGIN
    SELECT RAISE(ABORT, 'lines of a confirmed order only grow');
END;
