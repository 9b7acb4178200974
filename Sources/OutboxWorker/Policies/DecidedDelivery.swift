package import OutboxCore

/// A claimed delivery that goes, with the bytes it goes as.
package struct DecidedDelivery: Sendable, Hashable {
    /// The delivery as it was claimed; its record is let go to spare the memory.
    package var delivery: ClaimedDelivery
    /// What leaves for the destination.
    package var event: RenderedEvent

    /// Makes a decided delivery.
    package init(_ delivery: ClaimedDelivery, as event: RenderedEvent) {
        self.delivery = delivery
        self.delivery.record = nil
        self.event = event
    }

    /// Its event's number.
    package var number: EventNumber { delivery.key.event }
    /// How large a batch it may travel in.
    package var portion: BatchPortion { BatchPortion(attempts: delivery.attempts) }
}
