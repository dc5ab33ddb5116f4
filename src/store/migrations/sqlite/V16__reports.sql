-- What reports read is found by its day.
CREATE INDEX invoice_refunded ON invoice (date) WHERE kind = 'credit_note' AND state = 'posted';
CREATE INDEX coupon_created ON coupon (created_at);
CREATE INDEX sale_order_sold ON sale_order (date) WHERE state = 'sale';
CREATE INDEX sale_order_line_coupon ON sale_order_line (order_id) WHERE coupon_id IS NOT NULL;
CREATE INDEX transfer_returned ON transfer (date) WHERE return_of_id IS NOT NULL;
CREATE INDEX repair_scheduled ON repair (scheduled);
CREATE INDEX ticket_created ON ticket (created_at, team_id, assignee_id, closed);
CREATE INDEX mail_created ON mail (created_at);
CREATE INDEX approval_asked_at ON approval (asked_at);

-- When a ticket was closed that is closed: the instant of the command that closed it, whatever command it was. It is
-- not known of tickets that an import brought closed, and these have no row.
CREATE TABLE ticket_closing (
    ticket_id  INTEGER PRIMARY KEY REFERENCES ticket (id),
    at         TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_closing_at ON ticket_closing (at);

INSERT INTO ticket_closing (ticket_id, at)
    SELECT t.id, e.at FROM ticket t JOIN event e ON e.id = (SELECT max(x.id) FROM event x
        WHERE x.ticket_id = t.id AND x.kind = 'ticket_staged')
    WHERE t.closed = 1;

-- A command changes its tickets first and writes its row of the history last: in between the instant is empty.
CREATE TRIGGER ticket_closing_changed AFTER UPDATE OF closed ON ticket WHEN NEW.closed <> OLD.closed BEGIN
    DELETE FROM ticket_closing WHERE ticket_id = NEW.id;
    INSERT INTO ticket_closing (ticket_id, at) SELECT NEW.id, '' WHERE NEW.closed = 1;
END;
CREATE TRIGGER ticket_closing_imported AFTER INSERT ON event WHEN NEW.kind = 'imported' BEGIN
    DELETE FROM ticket_closing WHERE at = '';
END;
CREATE TRIGGER ticket_closing_known AFTER INSERT ON event WHEN NEW.kind <> 'imported' BEGIN
    UPDATE ticket_closing SET at = NEW.at WHERE at = '';
END;
