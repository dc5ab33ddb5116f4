-- Tasks have a state beside their stage, a priority, a last day, tags, and tasks that they wait for or are part of.
ALTER TABLE task ADD COLUMN state TEXT NOT NULL DEFAULT 'in_progress'
    CHECK (state IN ('in_progress', 'changes_requested', 'approved', 'done', 'cancelled'));
ALTER TABLE task ADD COLUMN priority INTEGER NOT NULL DEFAULT 0 CHECK (priority IN (0, 1));
ALTER TABLE task ADD COLUMN deadline TEXT;
ALTER TABLE task ADD COLUMN over INTEGER GENERATED ALWAYS AS (state IN ('done', 'cancelled')) VIRTUAL;
ALTER TABLE task ADD COLUMN parent_id INTEGER REFERENCES task (id) CHECK (parent_id <> id);
CREATE INDEX task_parent ON task (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE task_tag (
    task_id  INTEGER NOT NULL REFERENCES task (id),
    tag_id   INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (task_id, tag_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_blocker (
    task_id     INTEGER NOT NULL REFERENCES task (id),
    blocker_id  INTEGER NOT NULL REFERENCES task (id),
    PRIMARY KEY (task_id, blocker_id),
    CHECK (task_id <> blocker_id)
) STRICT, WITHOUT ROWID;
