-- Field service: projects with their stages, templates of worksheets, and tasks with the worksheet that is filled in.

CREATE TABLE worksheet_template (
    id       INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL DEFAULT 1,
    name     TEXT NOT NULL UNIQUE
) STRICT;

-- A field that is gone keeps what tasks hold of it.
CREATE TABLE worksheet_field (
    id           INTEGER PRIMARY KEY,
    template_id  INTEGER NOT NULL REFERENCES worksheet_template (id),
    field        TEXT NOT NULL CHECK (field <> ''),
    label        TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('text', 'number', 'check', 'choice', 'date')),
    required     INTEGER NOT NULL CHECK (required IN (0, 1)),
    -- JSON: the texts that can be chosen, in order.
    choices      TEXT NOT NULL CHECK (json_valid(choices)),
    sequence     INTEGER NOT NULL,
    gone         INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    UNIQUE (template_id, field)
) STRICT;

CREATE TABLE project (
    id           INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL DEFAULT 1,
    name         TEXT NOT NULL UNIQUE,
    worksheets   INTEGER NOT NULL CHECK (worksheets IN (0, 1)),
    template_id  INTEGER REFERENCES worksheet_template (id)
) STRICT;

CREATE TABLE project_stage (
    id          INTEGER PRIMARY KEY,
    project_id  INTEGER NOT NULL REFERENCES project (id),
    name        TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    folded      INTEGER NOT NULL CHECK (folded IN (0, 1)),
    UNIQUE (project_id, name)
) STRICT;

ALTER TABLE team ADD COLUMN project_id INTEGER REFERENCES project (id);

CREATE TABLE task (
    id             INTEGER PRIMARY KEY,
    version        INTEGER NOT NULL DEFAULT 1,
    title          TEXT NOT NULL,
    description    TEXT NOT NULL DEFAULT '',
    project_id     INTEGER NOT NULL REFERENCES project (id),
    stage_id       INTEGER NOT NULL REFERENCES project_stage (id),
    customer_id    INTEGER REFERENCES customer (id),
    ticket_id      INTEGER REFERENCES ticket (id),
    planned_start  TEXT,
    planned_end    TEXT,
    template_id    INTEGER REFERENCES worksheet_template (id),
    sheet          TEXT NOT NULL DEFAULT 'empty' CHECK (sheet IN ('empty', 'complete', 'signed')),
    signed_by      TEXT,
    signed_at      TEXT,
    -- JSON: the worksheet as it was when it was signed, whatever becomes of its template.
    signed_sheet   TEXT CHECK (signed_sheet IS NULL OR json_valid(signed_sheet)),
    created_by     INTEGER REFERENCES user (id),
    created_at     TEXT NOT NULL,
    CHECK (planned_end IS NULL OR planned_start IS NOT NULL AND planned_end >= planned_start),
    CHECK ((sheet = 'signed') = (signed_by IS NOT NULL AND signed_at IS NOT NULL AND signed_sheet IS NOT NULL))
) STRICT;
CREATE INDEX task_ticket ON task (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX task_customer ON task (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX task_planned ON task (planned_start) WHERE planned_start IS NOT NULL;

CREATE TABLE task_assignee (
    task_id  INTEGER NOT NULL REFERENCES task (id),
    user_id  INTEGER NOT NULL REFERENCES user (id),
    PRIMARY KEY (task_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_assignee_user ON task_assignee (user_id);

CREATE TABLE task_value (
    task_id   INTEGER NOT NULL REFERENCES task (id),
    field_id  INTEGER NOT NULL REFERENCES worksheet_field (id),
    value     TEXT NOT NULL,
    PRIMARY KEY (task_id, field_id)
) STRICT, WITHOUT ROWID;

-- What was signed never changes.
CREATE TRIGGER task_signed BEFORE UPDATE OF sheet, signed_by, signed_at, signed_sheet, template_id ON task
    WHEN OLD.sheet = 'signed' AND (NEW.sheet <> OLD.sheet OR NEW.signed_by IS NOT OLD.signed_by
        OR NEW.signed_at IS NOT OLD.signed_at OR NEW.signed_sheet IS NOT OLD.signed_sheet
        OR NEW.template_id IS NOT OLD.template_id) BEGIN
    SELECT RAISE(ABORT, 'a signed worksheet never changes');
END;
CREATE TRIGGER task_no_delete BEFORE DELETE ON task BEGIN
    SELECT RAISE(ABORT, 'tasks are never deleted');
END;
CREATE TRIGGER task_value_insert BEFORE INSERT ON task_value
    WHEN (SELECT sheet FROM task WHERE id = NEW.task_id) = 'signed' BEGIN
    SELECT RAISE(ABORT, 'a signed worksheet never changes');
END;
CREATE TRIGGER task_value_update BEFORE UPDATE ON task_value
    WHEN (SELECT sheet FROM task WHERE id = OLD.task_id) = 'signed' BEGIN
    SELECT RAISE(ABORT, 'a signed worksheet never changes');
END;
CREATE TRIGGER task_value_delete BEFORE DELETE ON task_value
    WHEN (SELECT sheet FROM task WHERE id = OLD.task_id) = 'signed' BEGIN
    SELECT RAISE(ABORT, 'a signed worksheet never changes');
END;
