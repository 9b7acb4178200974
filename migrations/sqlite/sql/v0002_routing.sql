-- Test sessions, withdrawn consent, unmapped names, and configurations that are taken up while a worker runs.

CREATE TABLE outbox_test_session(
    id INTEGER PRIMARY KEY,
    destination INTEGER NOT NULL REFERENCES outbox_destination(id),
    condition TEXT NOT NULL,                    -- which events belong to it: a condition in YAML
    code TEXT NOT NULL,                         -- the test_event_code that they carry
    started_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,                   -- it ends by itself
    stopped_at INTEGER,                         -- or when an operator stops it before
    started_by TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_test_session_destination ON outbox_test_session(destination, ends_at);

CREATE TABLE outbox_consent_withdrawal(
    id INTEGER PRIMARY KEY,                     -- the order in which they came
    digest BLOB NOT NULL,                       -- SHA-256 of the user's id, e-mail address or phone number
    withdrawn_at INTEGER NOT NULL,
    withdrawn_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_consent_withdrawal_digest ON outbox_consent_withdrawal(digest);

-- How many deliveries are skipped as unmapped, by name; written with the deliveries as outbox_count is.
CREATE TABLE outbox_unmapped_name(
    destination INTEGER NOT NULL,
    source INTEGER NOT NULL,
    event_name TEXT NOT NULL,
    n INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,             -- the time of receipt of the first such event
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY(destination, source, event_name)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_unmapped_name(destination, source, event_name, n, first_seen_at, last_seen_at)
SELECT d.destination, e.source, e.event_name, count(*), min(e.received_at), max(e.received_at)
FROM (SELECT DISTINCT destination FROM outbox_count WHERE state = 2 AND reason = 10 AND n > 0) c
CROSS JOIN outbox_delivery d ON d.destination = c.destination AND d.state = 2 AND d.reason = 10
CROSS JOIN outbox_event e ON e.id = d.event
GROUP BY 1, 2, 3;

-- When a worker took it up last, and which one. Until now every text was of a process that used it at once.
ALTER TABLE outbox_configuration ADD COLUMN in_force_at INTEGER;
ALTER TABLE outbox_configuration ADD COLUMN in_force_by TEXT;
UPDATE outbox_configuration SET in_force_at = first_seen_at;

CREATE TABLE outbox_reload(                     -- asks the workers to take up the changed file
    id INTEGER PRIMARY KEY,
    requested_at INTEGER NOT NULL,
    requested_by TEXT NOT NULL
) STRICT;
CREATE TABLE outbox_reload_answer(
    reload INTEGER NOT NULL REFERENCES outbox_reload(id),
    owner TEXT NOT NULL,                        -- the process that answers, as it names itself as an owner
    answered_at INTEGER NOT NULL,
    configuration INTEGER,                      -- taken up
    problem TEXT,                               -- or why not: the first problem
    PRIMARY KEY(reload, owner)
) STRICT, WITHOUT ROWID;
