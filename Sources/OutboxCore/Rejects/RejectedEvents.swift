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
        for kind in Set(event.problems.map { ProblemKind($0) }) { add(kind, at: event.rejectedAt) }
        if ring.count < Self.keptEvents {
            ring.append(event)
        } else {
            ring[next] = event
            next = (next + 1) % Self.keptEvents
        }
    }

    private mutating func add(_ kind: ProblemKind, at time: Timestamp) {
        let kind = problems[kind] == nil && problems.count >= ProblemKind.limit ? .other : kind
        let before = problems[kind] ?? Count(count: 0, firstSeenAt: time, lastSeenAt: time)
        problems[kind] = Count(
            count: before.count + 1, firstSeenAt: min(before.firstSeenAt, time),
            lastSeenAt: max(before.lastSeenAt, time))
    }
}
