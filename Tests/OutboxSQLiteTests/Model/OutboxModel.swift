import OutboxCore

/// The outbox as plain values: what the tables must hold after each call.
///
/// Written from the promises, not from the SQL.
struct OutboxModel {
    struct Event: Equatable {
        var source: SourceID
        var name: String
        var eventID: String?
        var producerID: String?
        var bodySHA256: [UInt8]
        var deliveryClass: DeliveryClass
        var receivedAt: Timestamp
        var isFannedOut: Bool
    }

    struct Delivery: Equatable {
        var state = DeliveryState.queued
        var reason: DeliveryReason?
        var deliveryClass: DeliveryClass
        var dueAt: Timestamp
        var attempts = 0
        var losses = 0
        var firstSentAt: Timestamp?
        var firstOpenedAt: Timestamp?
        var pausedAtFirstOpening: Int64 = 0
        var evenIfCountedTwice = false
        /// The newest attempt that was answered, or is unknown.
        var attempt: AttemptID?
        /// The open attempt that it is a member of.
        var openIn: AttemptID?
    }

    struct DeliveryID: Hashable, Comparable {
        var destination: DestinationID
        var event: EventNumber

        static func < (left: Self, right: Self) -> Bool {
            (left.destination, left.event) < (right.destination, right.event)
        }
    }

    struct Attempt: Equatable {
        enum Ending: Equatable {
            case answered
            case unknown
            case notSent
        }

        var lane: Lane
        var members: [EventNumber]
        var openedAt: Timestamp
        /// The destination's paused time at the opening.
        var pausedMilliseconds: Int64
        var isSending: Bool
        var ending: Ending?
    }

    struct Destination: Equatable {
        var name: String
        var mayResend: Bool
        var epoch: Int64 = 0
        var isGivenBack = true
        var pause: Pause?
        var pausedMilliseconds: Int64 = 0
        var rate: Double?
        var tokenDigest: String?
        var hurryRequestedAt: Timestamp?

        /// The time spent paused up to now.
        func pausedMilliseconds(at now: Timestamp) -> Int64 {
            guard let pause else { return pausedMilliseconds }
            return pausedMilliseconds + max(0, now.milliseconds - pause.at.milliseconds)
        }
    }

    /// That TikTok took a delivery.
    struct Taken {
        var reason: DeliveryReason?
        /// When the newest request was opened that was taken and counted.
        var countedAt: Timestamp?
    }

    /// The columns of `outbox_count`.
    struct CountKey: Hashable {
        var source: SourceID
        var destination: Int64
        var state: Int
        var deliveryClass: Int
        var reason: Int
    }

    /// After this, sending again could count twice (TikTok: Event deduplication, 48 hours, less a margin).
    static let resendWindow: Duration = .seconds(47 * 3600)

    var sources: [String: SourceID] = [:]
    var destinations: [DestinationID: Destination] = [:]
    var events: [EventNumber: Event] = [:]
    var deliveries: [DeliveryID: Delivery] = [:]
    var attempts: [AttemptID: Attempt] = [:]
    /// Whose event it is.
    var users: [EventNumber: UserDigest] = [:]
    /// Who withdrew their consent, and when.
    var withdrawn: [UserDigest: Timestamp] = [:]
    var sessions: [TestSession] = []
    /// How often a delivery that had been delivered was sent again on purpose.
    var replays: [DeliveryID: Int] = [:]
    /// What TikTok took, and how the last time.
    var taken: [DeliveryID: Taken] = [:]

    // What follows from the rest

    func openAttempts(at destination: DestinationID) -> [AttemptID] {
        attempts.filter { $0.value.ending == nil && $0.value.lane.destination == destination }.keys.sorted()
    }

    /// The first event that a new one repeats, and whether it has another body.
    func repeated(by new: NewEvent) -> (number: EventNumber, differs: Bool)? {
        let same = events.filter { _, event in
            guard event.source == new.source else { return false }
            let isSameProducerID = new.producerID != nil && event.producerID == new.producerID
            let isSameEventID = new.eventID != nil && event.eventID == new.eventID && event.name == new.eventName
            return isSameProducerID || isSameEventID
        }
        guard let first = same.min(by: { $0.key < $1.key }) else { return nil }
        return (first.key, first.value.bodySHA256 != new.bodySHA256)
    }

    /// What `outbox_count` must say.
    var counts: [CountKey: Int] {
        var counts: [CountKey: Int] = [:]
        func add(_ source: SourceID, _ destination: Int64, _ state: Int, _ deliveryClass: Int = 0, _ reason: Int = 0) {
            let key = CountKey(
                source: source, destination: destination, state: state, deliveryClass: deliveryClass, reason: reason)
            counts[key, default: 0] += 1
        }
        let routed = Set(deliveries.keys.map(\.event))
        for (number, event) in events {
            add(event.source, 0, 0)
            if !event.isFannedOut {
                add(event.source, 0, 2)
            } else if !routed.contains(number) {
                add(event.source, 0, 1)
            }
        }
        for (id, delivery) in deliveries {
            guard let source = events[id.event]?.source else { continue }
            let isQueued = delivery.state == .queued
            add(
                source, id.destination.rawValue, delivery.state.rawValue,
                isQueued ? delivery.deliveryClass.rawValue : 0, delivery.reason?.rawValue ?? 0)
        }
        return counts
    }

    /// The columns of `outbox_unmapped_name`.
    struct NameKey: Hashable {
        var destination: Int64
        var source: Int64
        var eventName: String
    }

    /// What `outbox_unmapped_name` must say.
    var unmappedNames: [NameKey: Int] {
        var names: [NameKey: Int] = [:]
        for (id, delivery) in deliveries where delivery.reason == .unmapped {
            guard let event = events[id.event] else { continue }
            let key = NameKey(
                destination: id.destination.rawValue, source: event.source.rawValue, eventName: event.name)
            names[key, default: 0] += 1
        }
        return names
    }

    /// What `status` must say of a destination, without its owner.
    func status(of destination: DestinationID, now: Timestamp) -> DestinationStatus? {
        guard let known = destinations[destination] else { return nil }
        var status = DestinationStatus(name: known.name, state: known.pause == nil ? .running : .paused)
        status.pause = known.pause
        for (id, delivery) in deliveries where id.destination == destination {
            if delivery.state == .queued {
                status.nextDueAt = [status.nextDueAt, delivery.dueAt].compactMap { $0 }.min()
            }
            switch (delivery.state, delivery.reason) {
            case (.queued, _) where delivery.openIn != nil: status.sending += 1
            case (.queued, _) where delivery.deliveryClass == .retry: status.retrying += 1
            case (.queued, _): status.queued += 1
            case (.delivered, .warnings): status.deliveredWithWarnings += 1
            case (.delivered, .validated): status.validated += 1
            case (.delivered, _): status.delivered += 1
            case (.skipped, .dryRun): status.dryRun += 1
            case (.skipped, _): status.skipped += 1
            case (.failed, _): status.failed += 1
            case (.cancelled, _): status.cancelled += 1
            }
        }
        if let dueAt = status.nextDueAt, dueAt <= now {
            status.oldestDueSeconds = Double(now.milliseconds - dueAt.milliseconds) / 1000
        }
        if known.pause != nil { status.paused = status.queued + status.retrying }
        return status
    }
}

/// Something that the store did and must not do.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Ends the run unless the condition holds.
    static func unless(_ condition: Bool, _ words: @autoclosure () -> String) throws {
        guard condition else { throw Violation(words()) }
    }
}
