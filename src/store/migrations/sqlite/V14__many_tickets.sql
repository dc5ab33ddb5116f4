-- Many tickets: their types, views of them, service levels with working hours and holidays, and rules that close.

CREATE TABLE ticket_type (
    id       INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL DEFAULT 1,
    name     TEXT NOT NULL UNIQUE
) STRICT;

ALTER TABLE ticket ADD COLUMN type_id INTEGER REFERENCES ticket_type (id);
-- When anything last happened to it.
ALTER TABLE ticket ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
UPDATE ticket SET changed_at = max(created_at, ifnull(
    (SELECT e.at FROM event e WHERE e.ticket_id = ticket.id ORDER BY e.id DESC LIMIT 1), ''));
-- Its earliest deadline that is open, and whether one was missed; kept by whatever changes `ticket_sla`.
ALTER TABLE ticket ADD COLUMN deadline TEXT;
ALTER TABLE ticket ADD COLUMN sla_failed INTEGER NOT NULL DEFAULT 0 CHECK (sla_failed IN (0, 1));

-- What lists are sorted by.
CREATE INDEX ticket_changed ON ticket (changed_at, id);
CREATE INDEX ticket_deadline ON ticket (ifnull(deadline, '~'), id);
CREATE INDEX ticket_priority ON ticket (priority, id);
-- What narrows them.
CREATE INDEX ticket_stage ON ticket (stage_id, changed_at, id);
CREATE INDEX ticket_assignee ON ticket (assignee_id, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_type_id ON ticket (type_id) WHERE type_id IS NOT NULL;
CREATE INDEX ticket_sla_failed ON ticket (id) WHERE sla_failed = 1;

-- A query with a name, the columns that it shows (codes, joined by commas) and its order. One without an agent is
-- everybody's.
CREATE TABLE view (
    id        INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL DEFAULT 1,
    name      TEXT NOT NULL,
    user_id   INTEGER REFERENCES user (id),
    query     TEXT NOT NULL,
    columns   TEXT NOT NULL,
    sort      TEXT NOT NULL,
    reversed  INTEGER NOT NULL CHECK (reversed IN (0, 1)),
    position  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX view_name ON view (ifnull(user_id, 0), name);

-- When the company works: hours of a week as text, and days on which it does not.
ALTER TABLE company ADD COLUMN working_hours TEXT NOT NULL DEFAULT 'mon-fri 09:00-12:00 13:00-18:00';
CREATE TABLE holiday (
    id       INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL DEFAULT 1,
    date     TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL
) STRICT;

-- A ticket of the team that fits must reach the stage within so many working minutes. What a policy does not ask for
-- has no row: no priority is any priority.
CREATE TABLE sla_policy (
    id           INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL DEFAULT 1,
    name         TEXT NOT NULL UNIQUE,
    description  TEXT NOT NULL,
    team_id      INTEGER NOT NULL REFERENCES team (id),
    stage_id     INTEGER NOT NULL REFERENCES stage (id),
    minutes      INTEGER NOT NULL CHECK (minutes > 0),
    active       INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX sla_policy_team ON sla_policy (team_id);
CREATE TABLE sla_policy_priority (
    policy_id  INTEGER NOT NULL REFERENCES sla_policy (id),
    priority   INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    PRIMARY KEY (policy_id, priority)
) STRICT, WITHOUT ROWID;
CREATE TABLE sla_policy_type (
    policy_id  INTEGER NOT NULL REFERENCES sla_policy (id),
    type_id    INTEGER NOT NULL REFERENCES ticket_type (id),
    PRIMARY KEY (policy_id, type_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sla_policy_tag (
    policy_id  INTEGER NOT NULL REFERENCES sla_policy (id),
    tag_id     INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (policy_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sla_policy_customer (
    policy_id    INTEGER NOT NULL REFERENCES sla_policy (id),
    customer_id  INTEGER NOT NULL REFERENCES customer (id),
    PRIMARY KEY (policy_id, customer_id)
) STRICT, WITHOUT ROWID;
-- Stages in which the clock stands.
CREATE TABLE sla_policy_excluded (
    policy_id  INTEGER NOT NULL REFERENCES sla_policy (id),
    stage_id   INTEGER NOT NULL REFERENCES stage (id),
    PRIMARY KEY (policy_id, stage_id)
) STRICT, WITHOUT ROWID;

-- The stages that a ticket was in, and since when: service levels follow from them.
CREATE TABLE stage_visit (
    id         INTEGER PRIMARY KEY,
    ticket_id  INTEGER NOT NULL REFERENCES ticket (id),
    stage_id   INTEGER NOT NULL,
    since      TEXT NOT NULL
) STRICT;
CREATE INDEX stage_visit_ticket ON stage_visit (ticket_id, id);
-- Where a ticket was before is not known of those that are there: they count as being where they are since they were
-- opened.
INSERT INTO stage_visit (ticket_id, stage_id, since) SELECT id, stage_id, created_at FROM ticket ORDER BY id;

-- How a ticket stands with the policies that fit it, as it follows from its stages (`domain::sla`): kept for lists.
CREATE TABLE ticket_sla (
    ticket_id   INTEGER NOT NULL REFERENCES ticket (id),
    policy_id   INTEGER NOT NULL REFERENCES sla_policy (id),
    deadline    TEXT,
    reached_at  TEXT,
    failed      INTEGER NOT NULL CHECK (failed IN (0, 1)),
    PRIMARY KEY (ticket_id, policy_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_sla_policy ON ticket_sla (policy_id);

-- Tickets of the stage in which nothing happened for so many days go to another stage, by hand or on a schedule.
CREATE TABLE closing_rule (
    id            INTEGER PRIMARY KEY,
    version       INTEGER NOT NULL DEFAULT 1,
    name          TEXT NOT NULL UNIQUE,
    team_id       INTEGER NOT NULL REFERENCES team (id),
    stage_id      INTEGER NOT NULL REFERENCES stage (id),
    into_id       INTEGER NOT NULL REFERENCES stage (id),
    days          INTEGER NOT NULL CHECK (days > 0),
    working_days  INTEGER NOT NULL CHECK (working_days IN (0, 1)),
    active        INTEGER NOT NULL CHECK (active IN (0, 1)),
    CHECK (stage_id <> into_id)
) STRICT;
