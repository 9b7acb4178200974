/// What was rejected: counts of all times, and the newest of what is kept.
package struct RejectReport: Sendable, Hashable {
    /// How many events of a source were rejected.
    package struct Source: Sendable, Hashable {
        /// The source's name.
        package var name: String
        /// How many of its events were rejected, ever.
        package var count: Int
        /// How many repeats of its events had another body than the event that is kept, ever; what they said is lost.
        package var differing: Int
        /// When the last one of either came.
        package var lastRejectedAt: Timestamp?

        /// Makes a count.
        package init(name: String, count: Int, differing: Int = 0, lastRejectedAt: Timestamp?) {
            self.name = name
            self.count = count
            self.differing = differing
            self.lastRejectedAt = lastRejectedAt
        }
    }

    /// How often problems of a kind were met at a source.
    package struct Problem: Sendable, Hashable {
        /// The source's name.
        package var source: String
        /// Where and what.
        package var kind: ProblemKind
        /// How often and when, of all times.
        package var count: RejectedEvents.Count

        /// Makes a count.
        package init(source: String, kind: ProblemKind, count: RejectedEvents.Count) {
            self.source = source
            self.kind = kind
            self.count = count
        }
    }

    /// One reject that is kept.
    package struct Event: Sendable, Hashable {
        /// The source's name.
        package var source: String
        /// Counts the rejects of the source, from 1.
        package var number: Int
        /// What is kept of the event, masked.
        package var event: RejectedEvent

        /// Makes one of a source's rejects.
        package init(source: String, number: Int, event: RejectedEvent) {
            self.source = source
            self.number = number
            self.event = event
        }
    }

    /// The sources that had rejects, in the order in which they became known.
    package var sources: [Source]
    /// The problems, the most frequent first.
    package var problems: [Problem]
    /// The newest rejects, the newest first.
    package var newest: [Event]

    /// Makes a report.
    package init(sources: [Source], problems: [Problem], newest: [Event]) {
        self.sources = sources
        self.problems = problems
        self.newest = newest
    }
}
