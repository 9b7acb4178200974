import OutboxCore

/// Destinations that another process works: it is asked to hurry, and its counts are followed to the end.
struct OwnedElsewhere {
    let archive: any OutboxArchive
    let names: [String]
    /// The sources of the configuration: the events of others wait for another one.
    let sources: Set<String>
    /// When it is given up, on a clock that is not set.
    let deadline: ContinuousClock.Instant

    /// Waits until the owner has nothing left that it could move before the deadline.
    ///
    /// - Parameter isStopped: whether a signal told the drain to end.
    func follow(isStopped: () -> Bool) async throws {
        guard !names.isEmpty else { return }
        try await archive.hurry(destinations: names, at: SystemClock.now)
        var lastDue = SystemClock.now + (deadline - .now)
        while ContinuousClock.now < deadline, !isStopped() {
            // The owner's queue keeps the furthest time that the wall clock has shown.
            lastDue = max(lastDue, SystemClock.now + (deadline - .now))
            let report = try await archive.status(destinations: names, now: SystemClock.now)
            let isMoving = report.destinations.contains { names.contains($0.name) && isMovable($0, until: lastDue) }
            if !isMoving && report.unfanned(of: sources) == 0 { return }
            // The owner commits in its own process; its counts are all there is to look at.
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func isMovable(_ destination: DestinationStatus, until lastDue: Timestamp) -> Bool {
        if destination.sending > 0 { return true }
        guard destination.pause == nil, destination.queued + destination.retrying > 0 else { return false }
        return destination.nextDueAt.map { $0 < lastDue } ?? false
    }
}
