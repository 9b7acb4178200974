package import OutboxCore

extension OutboxStore {
    /// Says that an attempt is decided whose members name no other users than those of their events.
    package func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], sendings: [Sending], at now: Timestamp
    ) async throws -> [EventNumber: Timestamp] {
        try await send(attempt, of: lane, settled: settled, sendings: sendings, mappedUsers: [:], at: now)
    }

    /// The same, where it does not matter what the members leave as.
    package func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], at now: Timestamp
    ) async throws -> [EventNumber: Timestamp] {
        try await send(attempt, of: lane, settled: settled, sendings: [], at: now)
    }
}
