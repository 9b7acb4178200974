-- What producers send and the outbox does not take, and the ids that browser pixels report.

-- How many events of the source were rejected, ever, and when the last one was.
ALTER TABLE outbox_source ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_source ADD COLUMN rejected_at INTEGER;

CREATE TABLE outbox_reject(                     -- the last 1,000 of each source
    source INTEGER NOT NULL,
    slot INTEGER NOT NULL,                      -- number modulo 1,000: each takes the place of the one 1,000 before it
    number INTEGER NOT NULL,                    -- counts the rejects of its source, from 1
    rejected_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,                     -- the size of what came
    problems TEXT NOT NULL,                     -- JSON: [{"path": "", "problem": ""}]
    excerpt TEXT NOT NULL,                      -- what came, masked before it got here
    PRIMARY KEY(source, slot)
) STRICT;

CREATE TABLE outbox_reject_problem(             -- cumulative; at most 200 of a source, the rest is counted as one
    source INTEGER NOT NULL,
    path TEXT NOT NULL,                         -- without the indexes of lists
    problem TEXT NOT NULL,                      -- without the value
    n INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY(source, path, problem)
) STRICT, WITHOUT ROWID;

-- What a pixel sent to TikTok, as the page reports it: ids alone. In the order of their coming, so that the oldest are
-- forgotten first.
CREATE TABLE outbox_pixel_echo(
    id INTEGER PRIMARY KEY,
    pixel_code TEXT NOT NULL,
    event_id TEXT NOT NULL,
    tiktok_event TEXT NOT NULL,
    seen_at INTEGER NOT NULL                    -- the first time
) STRICT;
CREATE UNIQUE INDEX outbox_pixel_echo_key ON outbox_pixel_echo(pixel_code, event_id, tiktok_event);
CREATE INDEX outbox_pixel_echo_seen ON outbox_pixel_echo(pixel_code, seen_at);
