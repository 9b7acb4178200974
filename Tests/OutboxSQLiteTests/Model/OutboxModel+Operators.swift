import OutboxCore

// Bulk changes, by the words of the protocol.
extension OutboxModel {
    /// Makes a bulk change and gives what the store must answer, but for the sample.
    mutating func change(
        _ selection: DeliverySelection, _ change: BulkChange, now: Timestamp, isPreview: Bool
    ) -> (changed: [DeliveryID], left: Int, beingSent: Int, held: Int) {
        var changed: [DeliveryID] = []
        var (left, beingSent, held) = (0, 0, 0)
        for (id, delivery) in deliveries where isMeant(id, delivery, selection) {
            if !applies(change, delivery) {
                left += 1
            } else if delivery.openIn != nil {
                beingSent += 1
            } else if case .replay(evenIfCountedTwice: false, _, _) = change, wouldCountTwice(id, delivery, now: now) {
                held += 1
            } else {
                changed.append(id)
                if !isPreview { self.change(id, change, now: now) }
            }
        }
        return (changed.sorted(), left, beingSent, held)
    }

    private func isMeant(_ id: DeliveryID, _ delivery: Delivery, _ selection: DeliverySelection) -> Bool {
        guard let event = events[id.event] else { return false }
        if let numbers = selection.events, !numbers.contains(id.event) { return false }
        if let name = selection.destination, destinations[id.destination]?.name != name { return false }
        if !selection.states.isEmpty, !selection.states.contains(delivery.state) { return false }
        if !selection.reasons.isEmpty {
            guard let reason = delivery.reason, selection.reasons.contains(reason) else { return false }
        }
        if let name = selection.eventName, event.name != name { return false }
        if let since = selection.since, event.receivedAt < since { return false }
        return true
    }

    private func applies(_ change: BulkChange, _ delivery: Delivery) -> Bool {
        switch change {
        case .cancel: return delivery.state == .queued
        case .retry(let evenIfCountedTwice):
            if delivery.state == .cancelled { return true }
            return delivery.state == .failed && (evenIfCountedTwice || delivery.reason != .mayCountTwice)
        case .replay(let evenIfCountedTwice, _, _):
            return delivery.state != .queued && (evenIfCountedTwice || delivery.reason != .mayCountTwice)
        }
    }

    private mutating func change(_ id: DeliveryID, _ change: BulkChange, now: Timestamp) {
        guard var delivery = deliveries[id] else { return }
        switch change {
        case .cancel:
            delivery.state = .cancelled
            if let taken = taken[id] {
                (delivery.state, delivery.reason) = (.delivered, taken.reason)
                delivery.evenIfCountedTwice = false
                delivery.firstSentAt = delivery.firstSentAt ?? taken.countedAt
            }
        case .retry(let evenIfCountedTwice):
            delivery.queueAnew(.retry, keeping: evenIfCountedTwice ? nil : delivery.firstSentAt, now: now)
            delivery.evenIfCountedTwice = evenIfCountedTwice
        case .replay(let evenIfCountedTwice, _, _):
            if delivery.state == .delivered { replays[id, default: 0] += 1 }
            let isForgotten = evenIfCountedTwice || neverCounted(delivery)
            delivery.queueAnew(.bulk, keeping: isForgotten ? nil : delivery.firstSentAt, now: now)
            delivery.evenIfCountedTwice = evenIfCountedTwice
        }
        deliveries[id] = delivery
    }
}

extension OutboxModel.Delivery {
    fileprivate mutating func queueAnew(_ deliveryClass: DeliveryClass, keeping sent: Timestamp?, now: Timestamp) {
        let attempt = attempt
        self = Self(deliveryClass: deliveryClass, dueAt: now)
        self.attempt = attempt
        firstSentAt = sent
    }
}
