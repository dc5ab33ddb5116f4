-- Parts of repairs: whether somebody chose the lot, and whether a line of the quotation was made for it once: one that
-- was taken off by hand does not come back.
ALTER TABLE repair_part ADD COLUMN lot_said INTEGER NOT NULL DEFAULT 0 CHECK (lot_said IN (0, 1));
ALTER TABLE repair_part ADD COLUMN quoted INTEGER NOT NULL DEFAULT 0 CHECK (quoted IN (0, 1));
UPDATE repair_part SET lot_said = 1 WHERE lot_id IS NOT NULL AND said = 1;
UPDATE repair_part SET quoted = 1 WHERE order_line_id IS NOT NULL;

-- Which lines of an order are a repair's, also when the part is gone; what the repair last asked for on each, and whether
-- for nothing: what somebody set by hand since stays until that changes.
ALTER TABLE sale_order_line ADD COLUMN repair_id INTEGER REFERENCES repair (id);
ALTER TABLE sale_order_line ADD COLUMN repair_units INTEGER;
ALTER TABLE sale_order_line ADD COLUMN repair_free INTEGER CHECK (repair_free IN (0, 1));
UPDATE sale_order_line SET repair_id = r.id, repair_free = r.warranty, repair_units = r.units
    FROM (SELECT p.order_line_id AS line, x.id, x.warranty, sum(CASE WHEN p.kind <> 'add' OR p.state = 'cancelled' THEN 0
            WHEN p.state = 'done' THEN p.done ELSE p.demand END) AS units
        FROM repair_part p JOIN repair x ON x.id = p.repair_id WHERE p.order_line_id IS NOT NULL GROUP BY p.order_line_id) r
    WHERE r.line = sale_order_line.id;
CREATE INDEX sale_order_line_repair ON sale_order_line (repair_id) WHERE repair_id IS NOT NULL;

-- What was moved already is promised no more, also while its repair is being ended.
DROP VIEW promised;
CREATE VIEW promised AS
    SELECT t.from_id AS place_id, l.product_id, l.lot_id, l.quantity, t.id AS transfer_id, 0 AS part_id
        FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id WHERE t.state = 'ready'
    UNION ALL
    SELECT r.parts_id, p.product_id, p.lot_id, p.done, 0, p.id
        FROM repair r JOIN repair_part p ON p.repair_id = r.id JOIN product x ON x.id = p.product_id
        WHERE r.state IN ('confirmed', 'under_repair') AND p.kind = 'add' AND p.done > 0
        AND p.state NOT IN ('done', 'cancelled')
        -- Of which lot it will be is said before the end.
        AND (p.lot_id IS NOT NULL OR x.tracking = 'none');

-- Where a repair uses less than its confirmed order holds, discounts are computed anew as well.
DROP TRIGGER sale_order_line_frozen;
CREATE TRIGGER sale_order_line_frozen BEFORE UPDATE OF line, product_id, quantity, unit_price, discount, untaxed, total
    ON sale_order_line WHEN (SELECT state FROM sale_order WHERE id = OLD.order_id) = 'sale'
    AND (NEW.line <> OLD.line OR NEW.product_id IS NOT OLD.product_id OR NEW.discount <> OLD.discount
        OR NEW.unit_price <> OLD.unit_price AND NOT (OLD.kind = 'reward'
            AND EXISTS (SELECT 1 FROM repair WHERE order_id = OLD.order_id))
        OR abs(NEW.quantity) < abs(OLD.quantity)
            AND OLD.repair_id IS NULL) BEGIN
    SELECT RAISE(ABORT, 'lines of a confirmed order only grow');
END;
