package import OutboxCore

/// A claimed delivery that goes, with the bytes it goes as.
package struct DecidedDelivery: Sendable, Hashable {
    /// The delivery as it was claimed; its record is let go to spare the memory.
    package var delivery: ClaimedDelivery
    /// What leaves for the destination; its bytes without the room that they were given to grow in.
    package var event: RenderedEvent

    /// Makes a decided delivery.
    package init(_ delivery: ClaimedDelivery, as event: RenderedEvent) {
        self.delivery = delivery
        self.delivery.record = nil
        self.event = event
        let bytes = event.bytes
        if bytes.capacity - bytes.count > Self.spareBytes {
            self.event.bytes = [UInt8](unsafeUninitializedCapacity: bytes.count) { room, count in
                count = room.initialize(fromContentsOf: bytes)
            }
        }
    }

    /// Room that is not worth a copy.
    private static let spareBytes = 128

    /// Its event's number.
    package var number: EventNumber { delivery.key.event }
    /// How large a batch it may travel in.
    package var portion: BatchPortion { BatchPortion(attempts: delivery.attempts) }
}
