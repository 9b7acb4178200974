import OutboxCore

// Who withdrew their consent, and what a replay may not send.
extension OutboxModel {
    /// The user in the record of an event that `ModelRun` made.
    static func user(in record: [UInt8]) -> UserDigest? {
        guard let text = try? EventRecord(record).event["user"]?["id"]?.string else { return nil }
        let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
        return UserDigest(bytes: stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    /// Whether nothing of an event may be sent.
    func isWithdrawn(_ event: EventNumber) -> Bool {
        users[event].map { withdrawn[$0] != nil } ?? false
    }

    /// Whether a delivery arrived under a test code alone.
    func neverCounted(_ delivery: Delivery) -> Bool {
        guard delivery.state == .delivered, delivery.reason == .validated, let attempt = delivery.attempt else {
            return false
        }
        return delivery.firstSentAt == attempts[attempt]?.openedAt
    }

    /// Whether TikTok would count a replay a second time.
    func wouldCountTwice(_ id: DeliveryID, _ delivery: Delivery, now: Timestamp) -> Bool {
        guard let firstSentAt = delivery.firstSentAt, !neverCounted(delivery) else { return false }
        if now - firstSentAt > Self.resendWindow { return true }
        return destinations[id.destination]?.mayResend == false || events[id.event]?.eventID == nil
    }

    /// Makes the deliveries of older events at a destination, and gives how many.
    mutating func replay(
        _ selection: EventSelection, to destination: DestinationID, now: Timestamp, isPreview: Bool
    ) -> (changed: Int, left: Int, moved: [DeliveryID]) {
        var (changed, left) = (0, 0)
        var moved: [DeliveryID] = []
        for (number, event) in events {
            if let numbers = selection.events, !numbers.contains(number) { continue }
            if let names = selection.sources, !names.contains(where: { sources[$0] == event.source }) { continue }
            if let name = selection.eventName, name != event.name { continue }
            if let since = selection.since, event.receivedAt < since { continue }
            let id = DeliveryID(destination: destination, event: number)
            guard event.isFannedOut, deliveries[id] == nil else {
                left += 1
                continue
            }
            changed += 1
            guard !isPreview else { continue }
            deliveries[id] = Delivery(deliveryClass: .bulk, dueAt: now)
            // What waits elsewhere is to learn of this one.
            for (other, delivery) in deliveries
            where other.event == number && delivery.state == .queued && delivery.deliveryClass == .live
                && delivery.openIn == nil
            {
                deliveries[other]?.deliveryClass = .bulk
                moved.append(other)
            }
        }
        return (changed, left, moved)
    }
}
