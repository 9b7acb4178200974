-- Repeats and twins are found by exact keys, however many events share an event_id or are sent under one.

-- Deliveries whose sent_event_id is not their event's alone: another event has it as its event_id too (twins), or the
-- mapping made it. What another event is sent as is looked for among these.
ALTER TABLE outbox_delivery ADD COLUMN twin INTEGER NOT NULL DEFAULT 0;
UPDATE outbox_delivery SET twin = 1
WHERE sent_event_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM outbox_event AS e
    WHERE e.id = outbox_delivery.event AND (e.twins = 1 OR e.event_id IS NOT outbox_delivery.sent_event_id));
CREATE INDEX outbox_delivery_twin ON outbox_delivery(sent_event_id, tiktok_event) WHERE twin = 1;

-- A producer's id that is the event_id as well, where the key's first half does not lead to one event alone.
CREATE INDEX outbox_event_twin ON outbox_event(source, producer_id)
    WHERE twins = 1 AND producer_id IS NOT NULL AND producer_id IS event_id;

-- How many of `rejected` are repeats with another body than the event that was kept.
ALTER TABLE outbox_source ADD COLUMN differing INTEGER NOT NULL DEFAULT 0;
