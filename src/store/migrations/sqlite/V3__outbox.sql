-- Mail that leaves, or left, the desk. Who it is for and what it says can be redacted: the history holds
-- its id alone. `message_id` is made once and the same in every try, so that who gets it twice sees one.
CREATE TABLE mail (
    id          INTEGER PRIMARY KEY,
    version     INTEGER NOT NULL DEFAULT 1,
    ticket_id   INTEGER REFERENCES ticket (id),
    coupon_id   INTEGER REFERENCES coupon (id),
    order_id    INTEGER REFERENCES sale_order (id),
    created_by  INTEGER NOT NULL REFERENCES user (id),
    created_at  TEXT NOT NULL,
    send_after  TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'handing_over', 'sent', 'failed', 'unclear', 'cancelled')),
    recipient   TEXT NOT NULL,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL,
    language    TEXT NOT NULL CHECK (language IN ('en', 'ko')),
    message_id  TEXT NOT NULL UNIQUE,
    attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    error       TEXT,
    sent_at     TEXT,
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX mail_due ON mail (send_after) WHERE state = 'waiting';
CREATE INDEX mail_under_way ON mail (state) WHERE state IN ('sending', 'handing_over');
CREATE INDEX mail_coupon ON mail (coupon_id) WHERE coupon_id IS NOT NULL;
CREATE INDEX mail_order ON mail (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX mail_ticket ON mail (ticket_id) WHERE ticket_id IS NOT NULL;

-- What was sent or given up stays so: nothing leaves twice.
CREATE TRIGGER mail_settled BEFORE UPDATE OF state ON mail
    WHEN OLD.state IN ('sent', 'cancelled') AND NEW.state <> OLD.state BEGIN
    SELECT RAISE(ABORT, 'mail that was sent or cancelled never changes its state');
END;
CREATE TRIGGER mail_keys BEFORE UPDATE ON mail WHEN NEW.id <> OLD.id OR NEW.message_id <> OLD.message_id BEGIN
    SELECT RAISE(ABORT, 'a message never changes its id');
END;
CREATE TRIGGER mail_no_replace BEFORE INSERT ON mail
    WHEN EXISTS (SELECT 1 FROM mail WHERE id = NEW.id OR message_id = NEW.message_id) BEGIN
    SELECT RAISE(ABORT, 'mail is never replaced');
END;
CREATE TRIGGER mail_no_delete BEFORE DELETE ON mail BEGIN
    SELECT RAISE(ABORT, 'mail is never deleted');
END;
