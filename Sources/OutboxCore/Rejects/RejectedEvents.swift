/// Rejects of one source, summed up so that a flood of them costs one small write.
package struct RejectedEvents: Sendable, Hashable {
    /// How often problems of a kind were met, and when.
    package struct Count: Sendable, Hashable {
        /// Rejects with such a problem.
        package var count: Int
        /// When the first of them came.
        package var firstSeenAt: Timestamp
        /// When the last of them came.
        package var lastSeenAt: Timestamp

        /// Makes a count.
        package init(count: Int, firstSeenAt: Timestamp, lastSeenAt: Timestamp) {
            self.count = count
            self.firstSeenAt = firstSeenAt
            self.lastSeenAt = lastSeenAt
        }
    }

    /// The rejects that are kept of a source: the newest ones.
    package static let keptEvents = 1000

    /// The source that sent all of them.
    package let source: SourceID
    /// How many there are.
    package private(set) var count = 0
    /// How many of them are repeats of an event with another body.
    package private(set) var differing = 0
    /// How many have a problem of a kind; each counts once for each of its kinds.
    package private(set) var problems: [ProblemKind: Count] = [:]
    // A ring once it is full; `next` is the place of the oldest then.
    private var ring: [RejectedEvent] = []
    private var next = 0

    /// Makes an empty sum for a source.
    package init(source: SourceID) {
        self.source = source
    }

    /// The newest of them, at most 1,000, oldest first.
    package var newest: [RejectedEvent] { Array(ring[next...] + ring[..<next]) }

    /// When the last one came.
    package var lastRejectedAt: Timestamp? { newest.last?.rejectedAt }

    /// Adds a reject; of more than 1,000 the oldest is let go.
    package mutating func add(_ event: RejectedEvent) {
        count += 1
        if event.isDifferingRepeat { differing += 1 }
        for kind in Set(event.problems.map { ProblemKind($0) }) {
            add(Count(count: 1, firstSeenAt: event.rejectedAt, lastSeenAt: event.rejectedAt), of: kind)
        }
        if ring.count < Self.keptEvents {
            ring.append(event)
        } else {
            ring[next] = event
            next = (next + 1) % Self.keptEvents
        }
    }

    /// Adds the rejects of the same source that came after these.
    package mutating func add(_ later: RejectedEvents) {
        count += later.count
        differing += later.differing
        for (kind, count) in later.problems { add(count, of: kind) }
        ring = Array((newest + later.newest).suffix(Self.keptEvents))
        next = 0
    }

    private mutating func add(_ more: Count, of kind: ProblemKind) {
        let kind = problems[kind] == nil && problems.count >= ProblemKind.limit ? .other : kind
        guard let before = problems[kind] else {
            problems[kind] = more
            return
        }
        problems[kind] = Count(
            count: before.count + more.count, firstSeenAt: min(before.firstSeenAt, more.firstSeenAt),
            lastSeenAt: max(before.lastSeenAt, more.lastSeenAt))
    }
}
