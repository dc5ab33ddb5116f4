-- Merged tickets, and what agents can take back.

-- Where a ticket's messages and documents are shown since it was merged: never a ticket that was merged itself.
-- The rows of the ticket keep its number, so that taking it out again is exact.
ALTER TABLE ticket ADD COLUMN merged_into INTEGER REFERENCES ticket (id) CHECK (merged_into <> id);
CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;

CREATE TRIGGER ticket_merged_once BEFORE UPDATE OF merged_into ON ticket
    WHEN (SELECT merged_into FROM ticket WHERE id = NEW.merged_into) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a ticket is merged into one that was not merged itself');
END;

-- The merges that stand: which ticket was merged into which, and the last row of history before.
CREATE TABLE ticket_merge (
    source_id  INTEGER PRIMARY KEY REFERENCES ticket (id),
    target_id  INTEGER NOT NULL REFERENCES ticket (id),
    after_id   INTEGER NOT NULL,
    CHECK (source_id <> target_id)
) STRICT;
CREATE INDEX ticket_merge_target ON ticket_merge (target_id);

-- A merged ticket keeps its stage and is closed all the same; it is counted in none of its team's stages, as stage 0.
DROP TRIGGER ticket_count_update;
CREATE TRIGGER ticket_count_update AFTER UPDATE OF team_id, stage_id, assignee_id, merged_into ON ticket BEGIN
    UPDATE ticket_count SET tickets = tickets - 1
        WHERE team_id = OLD.team_id AND stage_id = CASE WHEN OLD.merged_into IS NULL THEN OLD.stage_id ELSE 0 END
            AND assignee_id = ifnull(OLD.assignee_id, 0);
    INSERT INTO ticket_count
        VALUES (NEW.team_id, CASE WHEN NEW.merged_into IS NULL THEN NEW.stage_id ELSE 0 END, ifnull(NEW.assignee_id, 0), 1)
        ON CONFLICT DO UPDATE SET tickets = tickets + 1;
END;
DROP TRIGGER ticket_closed_update;
CREATE TRIGGER ticket_closed_update AFTER UPDATE OF stage_id, merged_into ON ticket
    WHEN NEW.stage_id <> OLD.stage_id OR NEW.merged_into IS NOT OLD.merged_into BEGIN
    UPDATE ticket SET closed = NEW.merged_into IS NOT NULL OR (SELECT folded FROM stage WHERE id = NEW.stage_id)
        WHERE id = NEW.id;
END;
DROP TRIGGER ticket_closed_stage;
CREATE TRIGGER ticket_closed_stage AFTER UPDATE OF folded ON stage WHEN NEW.folded <> OLD.folded BEGIN
    UPDATE ticket SET closed = NEW.folded WHERE stage_id = NEW.id AND merged_into IS NULL;
END;

-- The last commands of each agent, by their first row of history: what `undo` looks at. No part of the history: older
-- ones are forgotten. `at_id`: the last row that put it as it is, done or undone.
CREATE TABLE action (
    id       INTEGER PRIMARY KEY REFERENCES event (id),
    user_id  INTEGER NOT NULL REFERENCES user (id),
    at_id    INTEGER NOT NULL REFERENCES event (id),
    undone   INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX action_user ON action (user_id, id);

-- What a command changed of a ticket's own fields: JSON, by the name of a field what stood before and after.
CREATE TABLE action_change (
    action_id  INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    ticket_id  INTEGER NOT NULL REFERENCES ticket (id),
    fields     TEXT NOT NULL CHECK (json_valid(fields)),
    PRIMARY KEY (action_id, ticket_id)
) STRICT, WITHOUT ROWID;
