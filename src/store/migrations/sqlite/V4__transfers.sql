-- Transfers that are carried out here: what was done of each line, back-orders, exchanges, returns.

ALTER TABLE transfer ADD COLUMN backorder_of_id INTEGER REFERENCES transfer (id);
-- The return whose goods this delivery replaces.
ALTER TABLE transfer ADD COLUMN exchange_for_id INTEGER REFERENCES transfer (id);
ALTER TABLE transfer ADD COLUMN ticket_id INTEGER REFERENCES ticket (id);
ALTER TABLE transfer ADD COLUMN created_by INTEGER REFERENCES user (id);
ALTER TABLE transfer ADD COLUMN reason TEXT;
CREATE INDEX transfer_return_of ON transfer (return_of_id) WHERE return_of_id IS NOT NULL;
CREATE INDEX transfer_exchange_for ON transfer (exchange_for_id) WHERE exchange_for_id IS NOT NULL;
CREATE INDEX transfer_ticket ON transfer (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX transfer_open ON transfer (state) WHERE state IN ('waiting', 'ready');

-- quantity is what is demanded; done what was moved, damaged what of it was written off at once; missing what
-- was looked for in vain.
ALTER TABLE transfer_line ADD COLUMN done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0);
ALTER TABLE transfer_line ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0 CHECK (damaged >= 0);
ALTER TABLE transfer_line ADD COLUMN missing INTEGER NOT NULL DEFAULT 0 CHECK (missing >= 0);
UPDATE transfer_line SET done = quantity WHERE transfer_id IN (SELECT id FROM transfer WHERE state = 'done');
CREATE INDEX transfer_line_return_of ON transfer_line (return_of_line_id) WHERE return_of_line_id IS NOT NULL;
CREATE INDEX transfer_line_product ON transfer_line (product_id);

CREATE TRIGGER transfer_done BEFORE UPDATE OF state ON transfer
    WHEN OLD.state IN ('done', 'cancelled') AND NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'done and cancelled transfers never change');
END;
CREATE TRIGGER transfer_line_done BEFORE UPDATE OF transfer_id, product_id, lot_id, quantity, done, damaged, missing ON transfer_line
    WHEN (SELECT state FROM transfer WHERE id = OLD.transfer_id) IN ('done', 'cancelled') BEGIN
    SELECT RAISE(ABORT, 'lines of done and cancelled transfers never change');
END;
CREATE TRIGGER transfer_line_no_delete BEFORE DELETE ON transfer_line
    WHEN (SELECT state FROM transfer WHERE id = OLD.transfer_id) IN ('done', 'cancelled') BEGIN
    SELECT RAISE(ABORT, 'lines of done and cancelled transfers are never deleted');
END;

-- The line that a move carries out.
ALTER TABLE stock_move ADD COLUMN transfer_line_id INTEGER REFERENCES transfer_line (id);
CREATE INDEX stock_move_line ON stock_move (transfer_line_id) WHERE transfer_line_id IS NOT NULL;

-- Why goods come back, as the company lists it.
CREATE TABLE return_reason (
    id        INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL DEFAULT 1,
    name_en   TEXT NOT NULL UNIQUE,
    name_ko   TEXT NOT NULL UNIQUE,
    active    INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    position  INTEGER NOT NULL
) STRICT;
INSERT INTO return_reason (name_en, name_ko, position) VALUES
    ('Changed mind', '단순 변심', 1),
    ('Defective', '불량', 2),
    ('Damaged in delivery', '배송 중 파손', 3),
    ('Wrong product', '오배송', 4),
    ('Not as described', '설명과 다름', 5),
    ('Arrived too late', '배송 지연', 6);
