-- Personal links to the customer's pages. Of a link only its digest is kept; `locator` is the part of it that is no
-- secret, by which it is looked up. `expires` is its last day, the whole of it where the company is.
CREATE TABLE customer_link (
    id           INTEGER PRIMARY KEY,
    customer_id  INTEGER NOT NULL REFERENCES customer (id),
    locator      TEXT NOT NULL UNIQUE CHECK (length(locator) = 8),
    digest       BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    expires      TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    created_by   INTEGER NOT NULL REFERENCES user (id),
    revoked_at   TEXT,
    revoked_by   INTEGER REFERENCES user (id),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
CREATE INDEX customer_link_open ON customer_link (customer_id) WHERE revoked_at IS NULL;

-- A link that was taken back never opens anything again, and none is made to open something else.
CREATE TRIGGER customer_link_frozen BEFORE UPDATE ON customer_link
    WHEN OLD.revoked_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.customer_id <> OLD.customer_id
        OR NEW.locator <> OLD.locator OR NEW.digest <> OLD.digest OR NEW.expires <> OLD.expires
        OR NEW.created_at <> OLD.created_at OR NEW.created_by <> OLD.created_by BEGIN
    SELECT RAISE(ABORT, 'a link is taken back, never changed');
END;
CREATE TRIGGER customer_link_no_replace BEFORE INSERT ON customer_link
    WHEN EXISTS (SELECT 1 FROM customer_link WHERE id = NEW.id OR locator = NEW.locator OR digest = NEW.digest) BEGIN
    SELECT RAISE(ABORT, 'links are never replaced');
END;
CREATE TRIGGER customer_link_no_delete BEFORE DELETE ON customer_link BEGIN
    SELECT RAISE(ABORT, 'links are never deleted');
END;

-- Where the customer's pages are reached.
ALTER TABLE company ADD COLUMN portal_url TEXT;
