-- What deliveries were sent as and where to, also where nobody knows the outcome; and time that only the clock passed.

CREATE TABLE outbox_event_source(               -- what events were sent to
    id INTEGER PRIMARY KEY,
    event_source_id TEXT NOT NULL UNIQUE        -- the pixel code, app id or event set id
) STRICT;
ALTER TABLE outbox_delivery ADD COLUMN sent_to INTEGER;     -- where the first attempt that may have arrived went
ALTER TABLE outbox_attempt ADD COLUMN sent_as TEXT;         -- SendingList, while it is open
-- How far the wall clock jumped ahead while the lane was worked: such time does not count against retry.for.
ALTER TABLE outbox_destination ADD COLUMN skipped_ms INTEGER NOT NULL DEFAULT 0;
