/// What the owner of a lane holds: claimed deliveries that are not closed, settled or released yet, and where the next
/// claim reads on.
///
/// Claims are not written to the database, so every claim has to pass over what is held. A cursor for each class spares
/// it the way over thousands of held rows; what is due before the cursor is found because the cursor goes back whenever
/// something is put there (`release`, `requeue`, `forget`) and every `claimsUntilRewind` claims, and because a pass
/// that comes up short begins at the start again.
///
/// While a claim reads, nothing leaves: it may be reading an older moment, in which a delivery that was closed
/// meanwhile still waits. What is let go of meanwhile leaves at its end.
package struct HeldClaims: Sendable {
    /// One held delivery.
    package struct Entry: Sendable, Hashable {
        /// The class it was claimed in.
        package var deliveryClass: DeliveryClass
        /// When it became due.
        package var dueAt: Timestamp
        /// The destination's revision that the claim saw.
        package var revision: Int64
        /// The event's id.
        package var eventID: String?
        /// Whether it is a member of an open attempt: then it is held until that is closed, whoever releases it.
        package var isOpen = false

        /// Makes an entry.
        package init(deliveryClass: DeliveryClass, dueAt: Timestamp, revision: Int64, eventID: String? = nil) {
            self.deliveryClass = deliveryClass
            self.dueAt = dueAt
            self.revision = revision
            self.eventID = eventID
        }
    }

    /// A place in the order of one class: claims read on behind it.
    package struct Cursor: Sendable, Hashable, Comparable {
        /// Before everything that can be due.
        package static let start = Cursor(dueAt: Timestamp(milliseconds: .min), event: EventNumber(.min))

        /// When the last delivery before it became due.
        package var dueAt: Timestamp
        /// The event of that delivery.
        package var event: EventNumber

        /// Makes a cursor.
        package init(dueAt: Timestamp, event: EventNumber) {
            self.dueAt = dueAt
            self.event = event
        }

        /// Orders by the due time, then by the event.
        package static func < (left: Cursor, right: Cursor) -> Bool {
            (left.dueAt, left.event) < (right.dueAt, right.event)
        }
    }

    /// After so many claims the cursors go back, whatever the claims found.
    package static let claimsUntilRewind = 32

    /// Everything that is held, by event.
    ///
    /// What was let go of during a claim is in here until the claim ends.
    package private(set) var entries: [EventNumber: Entry] = [:]
    private var cursors = [Cursor](repeating: .start, count: DeliveryClass.allCases.count)
    private var claims = 0
    private var isClaiming = false
    private var leaving: Set<EventNumber> = []
    private var lowered = [Cursor?](repeating: nil, count: DeliveryClass.allCases.count)

    /// Holds nothing and claims from the start.
    package init() {}

    /// How many deliveries are held.
    package var count: Int { entries.count - leaving.count }

    /// Whether a claim has to pass over an event.
    package func contains(_ event: EventNumber) -> Bool { entries[event] != nil }

    /// Where a claim reads on in a class.
    package func cursor(of deliveryClass: DeliveryClass) -> Cursor { cursors[deliveryClass.rawValue] }

    /// Begins a claim.
    ///
    /// Claims of a lane come one after the other.
    package mutating func beginClaim() {
        claims += 1
        if claims % Self.claimsUntilRewind == 0 { rewind() }
        isClaiming = true
    }

    /// Holds a delivery that the claim found, and moves the cursor of its class behind it.
    package mutating func hold(_ event: EventNumber, _ entry: Entry) {
        entries[event] = entry
        let cursor = Cursor(dueAt: entry.dueAt, event: event)
        let index = entry.deliveryClass.rawValue
        if cursor > cursors[index] { cursors[index] = cursor }
    }

    /// Ends a claim; what was let go of meanwhile leaves now.
    package mutating func endClaim() {
        isClaiming = false
        for event in leaving { entries[event] = nil }
        leaving.removeAll(keepingCapacity: true)
        for (index, cursor) in lowered.enumerated() {
            if let cursor { cursors[index] = min(cursors[index], cursor) }
            lowered[index] = nil
        }
    }

    /// Notes that deliveries are members of an open attempt now.
    package mutating func open(_ events: some Sequence<EventNumber>) {
        for event in events { entries[event]?.isOpen = true }
    }

    /// Lets go of deliveries that no longer wait.
    package mutating func drop(_ events: some Sequence<EventNumber>) {
        for event in events { remove(event) }
    }

    /// Lets go of deliveries that somebody changed: they may wait anywhere.
    package mutating func forget(_ events: some Sequence<EventNumber>) {
        for event in events { remove(event) }
        rewind()
    }

    /// Lets go of deliveries that wait as they did.
    ///
    /// What is open stays.
    package mutating func release(_ events: some Sequence<EventNumber>) {
        for event in events {
            guard let entry = entries[event], !entry.isOpen else { continue }
            remove(event)
            lower(entry.deliveryClass, before: Cursor(dueAt: entry.dueAt, event: event))
        }
    }

    /// Lets go of a delivery that waits in another place from now on.
    package mutating func requeue(_ event: EventNumber, as deliveryClass: DeliveryClass, dueAt: Timestamp) {
        remove(event)
        lower(deliveryClass, before: Cursor(dueAt: dueAt, event: event))
    }

    private mutating func remove(_ event: EventNumber) {
        guard entries[event] != nil else { return }
        if isClaiming { leaving.insert(event) } else { entries[event] = nil }
    }

    /// Sends all cursors back to the start.
    private mutating func rewind() {
        for index in cursors.indices { lower(index, to: .start) }
    }

    private mutating func lower(_ deliveryClass: DeliveryClass, before cursor: Cursor) {
        let before = Cursor(dueAt: cursor.dueAt, event: EventNumber(cursor.event.rawValue &- 1))
        lower(deliveryClass.rawValue, to: before)
    }

    private mutating func lower(_ index: Int, to cursor: Cursor) {
        if isClaiming {
            lowered[index] = min(lowered[index] ?? cursor, cursor)
        } else {
            cursors[index] = min(cursors[index], cursor)
        }
    }
}
