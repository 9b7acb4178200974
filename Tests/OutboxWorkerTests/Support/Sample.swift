import OutboxCore
import OutboxWorker

/// 2026-03-01T12:00:00Z, where the tests' wall clocks stand.
let noon = Timestamp(seconds: 1_772_366_400)

/// Values that tests need in bulk.
enum Sample {
    /// A claimed delivery of an event that happened at noon.
    static func delivery(
        _ number: Int64 = 1, class deliveryClass: DeliveryClass = .live, eventTime: Timestamp = noon,
        attempts: Int = 0, losses: Int = 0, firstSentAt: Timestamp? = nil, firstOpenedAt: Timestamp? = nil,
        pausedMillisecondsAtFirstOpening: Int64 = 0, hasTwins: Bool = false, twins: [ClaimedDelivery.Twin] = []
    ) -> ClaimedDelivery {
        ClaimedDelivery(
            key: DeliveryKey(event: EventNumber(number), source: SourceID(1), deliveryClass: deliveryClass),
            eventName: "purchase", eventID: "id-\(number)", eventTime: eventTime, receivedAt: noon, dueAt: noon,
            attempts: attempts, losses: losses, firstSentAt: firstSentAt, firstOpenedAt: firstOpenedAt,
            pausedMillisecondsAtFirstOpening: pausedMillisecondsAtFirstOpening, hasTwins: hasTwins, twins: twins,
            record: Array("record".utf8)
        )
    }

    /// What an event is rendered as; `id` nil means without `event_id`.
    static func event(id: String? = "id", size: Int = 10, testEventCode: String? = nil) -> RenderedEvent {
        RenderedEvent(
            bytes: [UInt8](repeating: 0x78, count: size), tiktokEvent: "CompletePayment", sentEventID: id,
            testEventCode: testEventCode
        )
    }

    /// A decided delivery.
    static func decided(
        _ number: Int64 = 1, class deliveryClass: DeliveryClass = .live, attempts: Int = 0, size: Int = 10,
        testEventCode: String? = nil, firstOpenedAt: Timestamp? = nil
    ) -> DecidedDelivery {
        DecidedDelivery(
            delivery(number, class: deliveryClass, attempts: attempts, firstOpenedAt: firstOpenedAt),
            as: event(id: "id-\(number)", size: size, testEventCode: testEventCode)
        )
    }

    /// Decided deliveries with the numbers of a range.
    static func decided(_ numbers: ClosedRange<Int64>, testEventCode: String? = nil) -> [DecidedDelivery] {
        numbers.map { decided($0, testEventCode: testEventCode) }
    }
}

extension Moment {
    /// So many seconds after the clock's start.
    static func at(_ seconds: Double) -> Moment { Moment(.seconds(seconds)) }
}

extension LaneTime {
    /// Noon and so many seconds, on all clocks.
    static func at(_ seconds: Double) -> LaneTime {
        let wall = noon + .seconds(seconds)
        return LaneTime(wall: wall, queue: wall, moment: .at(seconds))
    }
}
