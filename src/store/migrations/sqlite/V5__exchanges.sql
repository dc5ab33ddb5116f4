-- What follows from goods that come back: the papers that are about a return, and what an exchange for other
-- products takes of an invoice without a credit note for all of it.

CREATE TABLE return_paper (
    id          INTEGER PRIMARY KEY,
    return_id   INTEGER NOT NULL REFERENCES transfer (id),
    invoice_id  INTEGER REFERENCES invoice (id),
    coupon_id   INTEGER REFERENCES coupon (id),
    -- Whether it settles the difference of an exchange.
    settles     INTEGER NOT NULL CHECK (settles IN (0, 1)),
    UNIQUE (return_id, invoice_id),
    UNIQUE (return_id, coupon_id),
    CHECK ((invoice_id IS NULL) <> (coupon_id IS NULL))
) STRICT;
CREATE INDEX return_paper_invoice ON return_paper (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX return_paper_coupon ON return_paper (coupon_id) WHERE coupon_id IS NOT NULL;

-- amounts: what these units come to, as JSON of a line's amounts.
CREATE TABLE exchange_line (
    id               INTEGER PRIMARY KEY,
    return_id        INTEGER NOT NULL REFERENCES transfer (id),
    invoice_line_id  INTEGER NOT NULL REFERENCES invoice_line (id),
    quantity         INTEGER NOT NULL,
    amounts          TEXT NOT NULL,
    UNIQUE (return_id, invoice_line_id)
) STRICT;
CREATE INDEX exchange_line_invoice ON exchange_line (invoice_line_id);

-- Of a return in an exchange of several deliveries: the first return of it, which the replacement names.
ALTER TABLE transfer ADD COLUMN exchanged_with_id INTEGER REFERENCES transfer (id);
CREATE INDEX transfer_exchanged_with ON transfer (exchanged_with_id) WHERE exchanged_with_id IS NOT NULL;

-- Lines of a confirmed order only grow: what was agreed is undone by credit notes and returns.
DROP TRIGGER sale_order_line_frozen;
CREATE TRIGGER sale_order_line_frozen BEFORE UPDATE OF line, product_id, quantity, unit_price, discount, untaxed, total
    ON sale_order_line WHEN (SELECT state FROM sale_order WHERE id = OLD.order_id) = 'sale'
    AND (NEW.line <> OLD.line OR NEW.product_id IS NOT OLD.product_id OR NEW.unit_price <> OLD.unit_price
        OR NEW.discount <> OLD.discount OR abs(NEW.quantity) < abs(OLD.quantity)) BEGIN
    SELECT RAISE(ABORT, 'lines of a confirmed order only grow');
END;
