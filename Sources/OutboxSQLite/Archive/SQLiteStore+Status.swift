import GRDB
import Glibc
package import OutboxCore

extension SQLiteStore {
    /// The whole queue in numbers.
    ///
    /// One read transaction over the counters, the open attempts and one end of an index for each class: the cost does
    /// not grow with the number of events. What is being sent still counts as due since it became due.
    package func status(destinations names: [String], now: Timestamp) async throws -> StatusReport {
        let (rows, counts, rejects) = try await read { database in
            (
                try KnownDestination.all(in: database), try StatusCounts(database, now: now),
                try RejectReader.sources(nil, database)
            )
        }
        var report = StatusReport(
            destinations: [], events: counts.events, unrouted: counts.unrouted, unfanned: counts.unfanned,
            rejects: rejects, databaseBytes: fileSize(path) + fileSize(path + "-wal")
        )
        report.sources = counts.sources
        let known = Dictionary(rows.map { ($0.name, $0) }) { first, _ in first }
        for name in names {
            let found = known[name].map { status(of: $0, counts) }
            report.destinations.append(found ?? DestinationStatus(name: name, state: .running))
        }
        for row in rows where !names.contains(row.name) {
            var removed = status(of: row, counts)
            removed.state = .removed
            report.destinations.append(removed)
        }
        return report
    }

    private func status(of row: KnownDestination, _ counts: StatusCounts) -> DestinationStatus {
        var status = counts.status(of: row)
        if let owner = row.workingOwner, LaneLock.isHeld(database: path, destination: DestinationID(row.id)) {
            status.owner = owner
        }
        return status
    }
}

/// The size of a file in bytes, 0 where there is none.
private func fileSize(_ path: String) -> Int {
    var information = stat()
    return stat(path, &information) == 0 ? Int(information.st_size) : 0
}
