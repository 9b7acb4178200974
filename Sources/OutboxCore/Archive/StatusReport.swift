/// The whole queue in numbers, all of one moment, read from the counters.
package struct StatusReport: Sendable, Hashable {
    /// The destinations in the file's order, then the removed ones.
    package var destinations: [DestinationStatus]
    /// The sources that the database knows, in the order in which they became known.
    package var sources: [SourceStatus] = []
    /// Events accepted, ever.
    package var events: Int
    /// Events that no destination listens to.
    package var unrouted: Int
    /// Events accepted that still wait to be fanned out to their destinations, those among them whose source no
    /// configuration has.
    package var unfanned: Int
    /// The sources that had rejects, with their number.
    package var rejects: [RejectReport.Source]
    /// Size of the database with its write-ahead log.
    package var databaseBytes: Int

    /// Of these sources alone.
    package func unfanned(of names: Set<String>) -> Int {
        sources.reduce(0) { names.contains($1.name) ? $0 + $1.unfanned : $0 }
    }

    /// Makes a report.
    package init(
        destinations: [DestinationStatus], events: Int, unrouted: Int, unfanned: Int,
        rejects: [RejectReport.Source] = [], databaseBytes: Int
    ) {
        self.destinations = destinations
        self.events = events
        self.unrouted = unrouted
        self.unfanned = unfanned
        self.rejects = rejects
        self.databaseBytes = databaseBytes
    }
}
