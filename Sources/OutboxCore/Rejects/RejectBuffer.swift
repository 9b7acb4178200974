/// Collects rejects between two writes, in bounded memory: of each source counts, and the last 1,000.
///
/// A request that is rejected never waits for the disk, and a flood of them costs one transaction a write: write what
/// `take` gives about once a second, and at the end. What was not written when the process is killed is not counted.
package struct RejectBuffer: Sendable {
    private var sources: [SourceID: RejectedEvents] = [:]

    /// An empty buffer.
    package init() {}

    /// Whether there is nothing to write.
    package var isEmpty: Bool { sources.isEmpty }

    /// Adds a reject of a source, at the cost of some words in memory.
    package mutating func add(_ event: RejectedEvent, of source: SourceID) {
        sources[source, default: RejectedEvents(source: source)].add(event)
    }

    /// Gives everything, and is empty.
    package mutating func take() -> [RejectedEvents] {
        defer { sources.removeAll() }
        return sources.values.sorted { $0.source < $1.source }
    }

    /// Takes back what `take` gave and could not be written, as older than what was added since.
    package mutating func putBack(_ rejects: [RejectedEvents]) {
        for var older in rejects {
            if let later = sources[older.source] { older.add(later) }
            sources[older.source] = older
        }
    }
}
