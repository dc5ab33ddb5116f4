-- The team: who may act and how much they may post in a day, how tickets find somebody, canned responses and the
-- wording of messages, approvals, and mail that comes in.

ALTER TABLE user ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
ALTER TABLE team ADD COLUMN assignment TEXT NOT NULL DEFAULT 'off' CHECK (assignment IN ('off', 'equal', 'least_open'));
ALTER TABLE project_stage ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE user_day_limit (
    user_id   INTEGER NOT NULL REFERENCES user (id),
    currency  TEXT NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (user_id, currency)
) STRICT, WITHOUT ROWID;

-- A text that agents put into messages and notes by its shortcut. What stands in braces is filled in.
CREATE TABLE response (
    id        INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL DEFAULT 1,
    shortcut  TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    text_en   TEXT NOT NULL,
    text_ko   TEXT NOT NULL
) STRICT;

-- How a kind of message is worded, where that is not the usual wording.
CREATE TABLE letter (
    id          INTEGER PRIMARY KEY,
    version     INTEGER NOT NULL DEFAULT 1,
    kind        TEXT NOT NULL UNIQUE,
    subject_en  TEXT NOT NULL,
    body_en     TEXT NOT NULL,
    subject_ko  TEXT NOT NULL,
    body_ko     TEXT NOT NULL
) STRICT;

-- Somebody asked somebody else to post a draft. `digest` is of what the draft held then: what changed since is not
-- what was asked for.
CREATE TABLE approval (
    id          INTEGER PRIMARY KEY,
    version     INTEGER NOT NULL DEFAULT 1,
    invoice_id  INTEGER NOT NULL REFERENCES invoice (id),
    asked_by    INTEGER NOT NULL REFERENCES user (id),
    asked_at    TEXT NOT NULL,
    reason      TEXT,
    total       INTEGER NOT NULL,
    digest      BLOB NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'withdrawn')),
    decided_by  INTEGER REFERENCES user (id),
    decided_at  TEXT,
    comment     TEXT,
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (state NOT IN ('approved', 'rejected') OR decided_by <> asked_by)
) STRICT;
CREATE INDEX approval_invoice ON approval (invoice_id);
CREATE UNIQUE INDEX approval_waiting ON approval (invoice_id) WHERE state = 'waiting';

CREATE TRIGGER approval_decided BEFORE UPDATE ON approval WHEN OLD.state <> 'waiting' BEGIN
    SELECT RAISE(ABORT, 'what was decided stays decided');
END;
CREATE TRIGGER approval_asked BEFORE UPDATE ON approval
    WHEN NEW.invoice_id <> OLD.invoice_id OR NEW.asked_by <> OLD.asked_by OR NEW.digest <> OLD.digest
        OR NEW.total <> OLD.total BEGIN
    SELECT RAISE(ABORT, 'what was asked for never changes');
END;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN
    SELECT RAISE(ABORT, 'approvals are never deleted');
END;

-- Who posted a document, and when: what somebody posts in a day is limited.
CREATE TABLE posting (
    invoice_id  INTEGER PRIMARY KEY REFERENCES invoice (id),
    user_id     INTEGER NOT NULL REFERENCES user (id),
    at          TEXT NOT NULL
) STRICT;
CREATE INDEX posting_user ON posting (user_id, at);
-- Of what is posted already the history says it: the first event that names its number, which it has since it is
-- posted. Where none does, who made it posted it.
INSERT INTO posting (invoice_id, user_id, at)
    SELECT i.id, ifnull(e.user_id, i.created_by), ifnull(e.at, i.date || 'T00:00:00Z')
    FROM invoice i LEFT JOIN event e ON e.id = (SELECT min(x.id) FROM event x
        WHERE (x.invoice_id = i.id OR x.ticket_id = i.ticket_id) AND instr(x.effects, '"' || i.number || '"'))
    WHERE i.state = 'posted' AND ifnull(e.user_id, i.created_by) IS NOT NULL;
CREATE TRIGGER posting_frozen BEFORE UPDATE ON posting BEGIN
    SELECT RAISE(ABORT, 'who posted a document never changes');
END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN
    SELECT RAISE(ABORT, 'who posted a document never changes');
END;

-- Mail that came in, as it came: what was read of it stands in `message`. `key` is its Message-ID, its sender
-- and a digest of it: what a mail server hands over twice is there once.
CREATE TABLE incoming (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    ticket_id   INTEGER NOT NULL REFERENCES ticket (id),
    message_id  INTEGER NOT NULL UNIQUE REFERENCES message (id),
    at          TEXT NOT NULL,
    sender      TEXT NOT NULL,
    name        TEXT,
    -- Where the sender wants the answer, where that is another address.
    reply_to    TEXT,
    subject     TEXT NOT NULL,
    -- Where in the text the earlier conversation begins.
    quoted      INTEGER,
    automatic   TEXT,
    -- JSON: codes of what could not be read for certain.
    doubts      TEXT NOT NULL CHECK (json_valid(doubts)),
    raw         BLOB NOT NULL
) STRICT;
CREATE INDEX incoming_ticket ON incoming (ticket_id);
CREATE INDEX customer_email ON customer (lower(email)) WHERE email IS NOT NULL;

CREATE TABLE attachment (
    id           INTEGER PRIMARY KEY,
    incoming_id  INTEGER NOT NULL REFERENCES incoming (id),
    name         TEXT NOT NULL CHECK (name <> ''),
    media_type   TEXT NOT NULL,
    inline       INTEGER NOT NULL CHECK (inline IN (0, 1)),
    content      BLOB NOT NULL
) STRICT;
CREATE INDEX attachment_incoming ON attachment (incoming_id);

CREATE TRIGGER incoming_no_delete BEFORE DELETE ON incoming BEGIN
    SELECT RAISE(ABORT, 'mail is never deleted');
END;
