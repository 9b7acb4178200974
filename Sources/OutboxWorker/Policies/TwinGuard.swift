package import OutboxCore

/// Lets only one of several deliveries with the same TikTok event and `event_id` leave a lane; the others are
/// duplicates.
///
/// The store tells which may have arrived before a claim; this guard knows those that are in this process's hands. One
/// that comes while the first is still in hand waits: the first may yet be taken back, or be refused.
package struct TwinGuard: Sendable {
    /// What TikTok deduplicates on, within one destination.
    package struct Key: Sendable, Hashable {
        /// The TikTok event's name.
        package var tiktokEvent: String
        /// The id it leaves with.
        package var sentEventID: String
        /// Whether it goes under a test code, where nothing counts: such a one takes no other's place.
        package var isTest: Bool

        /// The key of an event; nil where it has no id.
        package init?(_ event: RenderedEvent) {
            guard let sentEventID = event.sentEventID else { return nil }
            tiktokEvent = event.tiktokEvent
            self.sentEventID = sentEventID
            isTest = event.testEventCode != nil
        }
    }

    /// What becomes of a delivery that comes.
    package enum Admission: Sendable, Hashable {
        /// It is the first one, and goes.
        case goes
        /// It waits until the first one has arrived or left.
        case waits
        /// Another event may have arrived already.
        case duplicate(of: EventNumber)
        /// Another event may have arrived at another event source already.
        case held(CountTwiceRule.Cause)
    }

    private struct Entry: Sendable {
        var first: EventNumber
        /// Where that one goes.
        var eventSourceID: String?
        /// The claim during which it may have arrived; nil while it is in hand.
        var arrivedDuring: Int?
        var waiting: [DecidedDelivery] = []
    }

    private var entries: [Key: Entry] = [:]
    private var arrivals: [(claim: Int, key: Key)] = []
    private var claim = 0

    /// Deliveries that wait for their twin.
    package private(set) var waitingCount = 0

    /// Makes an empty guard.
    package init() {}

    /// Takes a delivery in.
    package mutating func admit(_ delivery: DecidedDelivery) -> Admission {
        guard let key = Key(delivery.event) else { return .goes }
        guard var entry = entries[key] else {
            entries[key] = Entry(first: delivery.number, eventSourceID: delivery.event.eventSourceID)
            return .goes
        }
        // Two that may both have arrived must not give way to each other.
        if entry.first == delivery.number || delivery.delivery.firstSentAt != nil { return .goes }
        if entry.arrivedDuring != nil {
            guard let cause = CountTwiceRule.Cause.twin(sentTo: entry.eventSourceID, before: delivery.event) else {
                return .duplicate(of: entry.first)
            }
            let mayGo = delivery.event.testEventCode != nil || delivery.delivery.evenIfCountedTwice
            return mayGo ? .goes : .held(cause)
        }
        entry.waiting.append(delivery)
        entries[key] = entry
        waitingCount += 1
        return .waits
    }

    /// Notes that a delivery may have arrived; gives those that waited for it, which must not follow it.
    package mutating func arrived(_ delivery: DecidedDelivery) -> [DecidedDelivery] {
        guard let key = Key(delivery.event), var entry = entries[key], entry.first == delivery.number else { return [] }
        let waiting = entry.waiting
        waitingCount -= waiting.count
        entry.waiting = []
        entry.arrivedDuring = claim
        entry.eventSourceID = delivery.event.eventSourceID
        arrivals.append((claim, key))
        entries[key] = entry
        return waiting
    }

    /// Notes that a delivery was given up although it may have arrived; gives those that waited for it, which are to be
    /// decided by what the store knows of it.
    package mutating func gaveUp(_ delivery: DecidedDelivery) -> [DecidedDelivery] {
        guard let key = Key(delivery.event), let entry = entries[key], entry.first == delivery.number else { return [] }
        waitingCount -= entry.waiting.count
        entries[key] = nil
        return entry.waiting
    }

    /// Notes that a delivery left this process's hands and surely did not arrive; gives one that waited for it, which
    /// goes in its place.
    package mutating func left(_ delivery: DecidedDelivery) -> DecidedDelivery? {
        guard let key = Key(delivery.event), var entry = entries[key], entry.first == delivery.number,
            entry.arrivedDuring == nil
        else { return nil }
        guard !entry.waiting.isEmpty else {
            entries[key] = nil
            return nil
        }
        let next = entry.waiting.removeFirst()
        waitingCount -= 1
        entry.first = next.number
        entry.eventSourceID = next.event.eventSourceID
        entries[key] = entry
        return next
    }

    /// Notes that a claim begins: what arrived before the one before it, the store tells itself.
    package mutating func claimBegins() {
        claim += 1
        let old = arrivals.prefix { $0.claim < claim - 1 }
        for (claim, key) in old where entries[key]?.arrivedDuring == claim { entries[key] = nil }
        arrivals.removeFirst(old.count)
    }

    /// Gives back what waits for its twin.
    package mutating func removeWaiting() -> [DecidedDelivery] {
        guard waitingCount > 0 else { return [] }
        var waiting: [DecidedDelivery] = []
        for key in entries.keys {
            waiting += entries[key]?.waiting ?? []
            entries[key]?.waiting = []
        }
        waitingCount = 0
        return waiting
    }
}
