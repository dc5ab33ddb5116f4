-- How far the deadlines of all tickets are computed anew after a policy, a holiday or the hours changed: who stops in
-- between leaves it to the next. No row where nothing is left to do.
CREATE TABLE sla_refresh (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    after_id   INTEGER NOT NULL
) STRICT;

-- When a ticket was closed that was opened again since: where that is taken back, it counts as closed then.
CREATE TABLE ticket_reopening (
    ticket_id  INTEGER PRIMARY KEY REFERENCES ticket (id),
    at         TEXT NOT NULL
) STRICT;

DROP TRIGGER ticket_closing_changed;
CREATE TRIGGER ticket_closing_changed AFTER UPDATE OF closed ON ticket WHEN NEW.closed <> OLD.closed BEGIN
    INSERT OR REPLACE INTO ticket_reopening (ticket_id, at)
        SELECT ticket_id, at FROM ticket_closing WHERE ticket_id = NEW.id AND NEW.closed = 0 AND at <> '';
    DELETE FROM ticket_closing WHERE ticket_id = NEW.id;
    INSERT INTO ticket_closing (ticket_id, at) SELECT NEW.id, '' WHERE NEW.closed = 1;
END;
DROP TRIGGER ticket_closing_known;
CREATE TRIGGER ticket_closing_known AFTER INSERT ON event WHEN NEW.kind <> 'imported' BEGIN
    UPDATE ticket_closing SET at = CASE WHEN NEW.kind IN ('undone', 'redone')
        THEN ifnull((SELECT r.at FROM ticket_reopening r WHERE r.ticket_id = ticket_closing.ticket_id), NEW.at)
        ELSE NEW.at END
    WHERE at = '';
END;
