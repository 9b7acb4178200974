-- Events that wait for their fan-out are found by their source: those of a source that no configuration in force has
-- wait for one that has it, and nobody has to look past them. Reads the table once (10 million events: seconds).

DROP INDEX outbox_event_unrouted;
CREATE INDEX outbox_event_waiting ON outbox_event(source, id) WHERE routed = 0;
