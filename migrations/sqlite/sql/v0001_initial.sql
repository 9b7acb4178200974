-- The outbox on SQLite. Times are milliseconds since 1970-01-01T00:00:00Z. An applied migration is never edited.
--
-- The file may be the caller's own: everything of ours begins with outbox_. Numbers of states, classes, reasons and
-- verdicts are the raw values of DeliveryState, DeliveryClass, DeliveryReason and Verdict.
--
-- Foreign keys are declared where a row is written once a request, and left out where one is written once an event.

CREATE TABLE outbox_source(
    id INTEGER PRIMARY KEY,                     -- from 1; 0 is no source
    name TEXT NOT NULL UNIQUE,
    dialect TEXT NOT NULL
) STRICT;

CREATE TABLE outbox_destination(
    id INTEGER PRIMARY KEY,                     -- from 1; 0 stands for the events themselves in outbox_count
    name TEXT NOT NULL UNIQUE,
    epoch INTEGER NOT NULL DEFAULT 0,           -- grows at every change of owner and fences every write of a lane
    owner TEXT,                                 -- the last owner, as people read it
    owner_since INTEGER,
    clean INTEGER NOT NULL DEFAULT 1,           -- 1: the last owner gave the lane back; 0: it is working, or was killed
    pause_cause INTEGER,                        -- Pause.Cause; null: not paused
    pause_by TEXT,
    pause_why TEXT,
    pause_at INTEGER,
    paused_ms INTEGER NOT NULL DEFAULT 0,       -- the time spent in pauses that are over
    rate REAL,                                  -- requests a second that rate-limit answers left; null: as configured
    token_digest TEXT,
    revision INTEGER NOT NULL DEFAULT 0,        -- grows when an operator changes deliveries that an owner may hold
    hurry_at INTEGER
) STRICT;

CREATE TABLE outbox_configuration(              -- every text that was in force, without secrets
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    text TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox_operator_action(
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    why TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox_event(
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    event_name TEXT NOT NULL,
    event_id TEXT,
    producer_id TEXT,
    event_time INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    key BLOB NOT NULL,                          -- EventKey: a prefix search finds all events of one event_id
    body_sha256 BLOB NOT NULL,                  -- a repeat with another body is a duplicate that differs
    class INTEGER NOT NULL,                     -- the class its deliveries start in
    routed INTEGER NOT NULL,                    -- 0: waits for its fan-out
    twins INTEGER NOT NULL DEFAULT 0            -- 1: another event has the same first half of the key
) STRICT;
CREATE UNIQUE INDEX outbox_event_key ON outbox_event(key);
-- An id that is the event_id as well is found by the key. (IS NOT, so that an event without event_id is in here.)
CREATE UNIQUE INDEX outbox_event_producer ON outbox_event(source, producer_id)
    WHERE producer_id IS NOT NULL AND producer_id IS NOT event_id;
CREATE INDEX outbox_event_unrouted ON outbox_event(id) WHERE routed = 0;

CREATE TABLE outbox_event_body(                 -- apart, so that bodies can be deleted by range before their records
    event INTEGER PRIMARY KEY,
    body BLOB NOT NULL                          -- EventRecord: canonical JSON, warnings, kept headers
) STRICT;

CREATE TABLE outbox_delivery(
    destination INTEGER NOT NULL,
    event INTEGER NOT NULL,
    state INTEGER NOT NULL,
    class INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    losses INTEGER NOT NULL DEFAULT 0,          -- owners that were gone while they held it open
    reason INTEGER,
    detail TEXT,                                -- the deciding step
    tiktok_event TEXT,
    sent_event_id TEXT,
    configuration INTEGER,
    attempt INTEGER,                            -- the newest one
    first_sent_at INTEGER,                      -- opening time of the first attempt that may have arrived
    first_opened_at INTEGER,                    -- opening time of the first attempt; retry.for counts from here
    paused_ms INTEGER NOT NULL DEFAULT 0,       -- the destination's paused_ms at that time
    even_if_counted_twice INTEGER NOT NULL DEFAULT 0,   -- 1: an operator said so at the last retry
    PRIMARY KEY(destination, event)
) STRICT, WITHOUT ROWID;
-- event and state are in it so that a claim walks over what is held without a look at the table.
CREATE INDEX outbox_delivery_due ON outbox_delivery(destination, class, due_at, event, state) WHERE state = 0;
CREATE INDEX outbox_delivery_failed ON outbox_delivery(destination, reason, event) WHERE state = 4;

CREATE TABLE outbox_attempt(
    id INTEGER PRIMARY KEY,
    destination INTEGER NOT NULL REFERENCES outbox_destination(id),
    epoch INTEGER NOT NULL,
    configuration INTEGER,
    opened_at INTEGER NOT NULL,
    stage INTEGER NOT NULL,                     -- 0: its members are yet to be decided, nothing leaves; 1: being sent
    events INTEGER NOT NULL,                    -- number of members
    retries INTEGER NOT NULL,                   -- how many of them are of class retry
    members BLOB NOT NULL,                      -- MemberList: event numbers in the order of their positions
    paused_ms INTEGER NOT NULL,                 -- the destination's paused_ms at the opening
    closed_at INTEGER,
    duration_ms INTEGER,
    http_status INTEGER,
    code INTEGER,
    message TEXT,
    request_id TEXT,
    request_sha256 BLOB,
    outcome INTEGER                             -- AttemptOutcome
) STRICT;
-- The members of what is open are "being sent"; this index finds them.
CREATE INDEX outbox_attempt_open ON outbox_attempt(destination, id) WHERE closed_at IS NULL;

CREATE TABLE outbox_attempt_body(               -- zlib level 1
    attempt INTEGER PRIMARY KEY REFERENCES outbox_attempt(id),
    request BLOB,
    response BLOB
) STRICT;

CREATE TABLE outbox_delivery_attempt(           -- written when the attempt is closed
    destination INTEGER NOT NULL,
    event INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    position INTEGER NOT NULL,                  -- from 0
    verdict INTEGER NOT NULL,
    detail TEXT,
    PRIMARY KEY(destination, event, attempt)
) STRICT, WITHOUT ROWID;

-- How many deliveries are in which state: every transaction that moves one writes the difference here.
--   queued (state 0):  class is the delivery's class, reason is 0
--   ended:             class is 0, reason is the delivery's reason, 0 where it has none
-- Rows with destination 0 count events: state 0 all that were accepted, 1 those that no destination listens to,
-- 2 those that wait for their fan-out; class and reason are 0.
CREATE TABLE outbox_count(
    source INTEGER NOT NULL,
    destination INTEGER NOT NULL,
    state INTEGER NOT NULL,
    class INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY(source, destination, state, class, reason)
) STRICT, WITHOUT ROWID;
