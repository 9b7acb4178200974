import GRDB
import OutboxCore
import OutboxSQLite
import OutboxTestSupport

/// A way to break a promise.
enum Sabotage: String, CaseIterable, Sendable {
    case losesAnEvent
    case countsWrongly
    case forgetsTheEpoch
    case forgetsWhatMayHaveArrived
    case resendsWhatIsHeld
    case sendsTheDeliveredAgain
    case opensWhilePaused
    case leavesAttemptsOpenAtTakeOver
    case acceptsRepeats
    case claimsTwice
    case opensForTheWithdrawn
    case forgetsMappedUsers
    case forgetsUnmappedNames
}

/// A real store with one fault.
final class SabotagedStore: CompleteStore, Abandonable {
    let base: SQLiteStore
    private let sabotage: Sabotage

    init(_ base: SQLiteStore, _ sabotage: Sabotage) {
        self.base = base
        self.sabotage = sabotage
    }

    func abandon() {
        base.abandon()
    }

    /// Does to the tables what a faulty store would have done.
    private func tamper(_ wanted: Sabotage, _ sql: String) async throws {
        guard sabotage == wanted else { return }
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        let database = try DatabaseQueue(path: base.path, configuration: configuration)
        try await database.write { try $0.execute(sql: sql) }
        try database.close()
    }

    // What is broken

    func enqueue(_ events: [NewEvent], fanOut: FanOut?) async throws -> [EnqueueOutcome] {
        let outcomes = try await base.enqueue(events, fanOut: fanOut)
        if case .accepted(let number)? = outcomes.last, number.rawValue.isMultiple(of: 5) {
            try await tamper(
                .losesAnEvent,
                """
                DELETE FROM outbox_event WHERE id = \(number); DELETE FROM outbox_delivery WHERE event = \(number);
                DELETE FROM outbox_event_body WHERE event = \(number)
                """)
        }
        guard sabotage == .acceptsRepeats else { return outcomes }
        return outcomes.map { .accepted($0.number) }
    }

    func checkWriting() async throws { try await base.checkWriting() }
    func takeOver(_ request: TakeOverRequest) async throws -> TakeOver {
        // As if the open attempts were not looked for.
        try await tamper(
            .leavesAttemptsOpenAtTakeOver,
            "UPDATE outbox_attempt SET closed_at = 0, outcome = 0 WHERE destination = \(request.destination)")
        let takeOver = try await base.takeOver(request)
        try await tamper(.resendsWhatIsHeld, Self.requeue(4, reason: 23))
        return takeOver
    }

    func claim(_ lane: Lane, limit: Int, now: Timestamp) async throws -> Claim {
        let claim = try await base.claim(lane, limit: limit, now: now)
        if sabotage == .claimsTwice { await base.release(claim.deliveries.map(\.key.event), of: lane) }
        return claim
    }

    func open(_ opening: AttemptOpening) async throws -> OpeningResult {
        try await tamper(
            .opensWhilePaused,
            "UPDATE outbox_destination SET pause_cause = NULL WHERE id = \(opening.lane.destination)")
        try await tamper(.opensForTheWithdrawn, "DELETE FROM outbox_consent_withdrawal")
        var opening = opening
        if sabotage == .forgetsMappedUsers { opening.mappedUsers = [:] }
        return try await base.open(opening)
    }

    func close(_ closing: AttemptClosing) async throws {
        do {
            try await base.close(closing)
        } catch StoreError.laneLost where sabotage == .forgetsTheEpoch {
            return
        }
        try await tamper(.forgetsWhatMayHaveArrived, "UPDATE outbox_delivery SET first_sent_at = NULL")
        try await tamper(.sendsTheDeliveredAgain, Self.requeue(1, reason: 0))
    }

    func settle(_ outcomes: [DeliveryOutcome], of lane: Lane, at now: Timestamp) async throws {
        try await base.settle(outcomes, of: lane, at: now)
        try await tamper(.countsWrongly, "UPDATE outbox_count SET n = n + 1 WHERE state = 2")
        try await tamper(.forgetsUnmappedNames, "UPDATE outbox_unmapped_name SET n = n - 1")
    }

    /// Puts ended deliveries back into the queue, with counters that agree.
    private static func requeue(_ state: Int, reason: Int) -> String {
        """
        UPDATE outbox_delivery SET state = 0, class = 1, reason = NULL, due_at = 0
            WHERE state = \(state) AND coalesce(reason, 0) = \(reason);
        INSERT INTO outbox_count SELECT source, destination, 0, 1, 0, n FROM outbox_count
            WHERE destination > 0 AND state = \(state) AND reason = \(reason)
            ON CONFLICT DO UPDATE SET n = n + excluded.n;
        UPDATE outbox_count SET n = 0 WHERE destination > 0 AND state = \(state) AND reason = \(reason)
        """
    }

    // What is not

    func register(_ registration: Registration, at now: Timestamp) async throws -> Registry {
        try await base.register(registration, at: now)
    }

    func fanOut(_ fanOut: FanOut, limit: Int, now: Timestamp) async throws -> Int {
        try await base.fanOut(fanOut, limit: limit, now: now)
    }

    func giveBack(_ lane: Lane, at now: Timestamp) async throws {
        try await base.giveBack(lane, at: now)
    }

    func release(_ events: [EventNumber], of lane: Lane) async {
        await base.release(events, of: lane)
    }

    func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], sendings: [Sending],
        mappedUsers: [EventNumber: [UserDigest]], at now: Timestamp
    ) async throws -> [EventNumber: Timestamp] {
        try await base.send(
            attempt, of: lane, settled: settled, sendings: sendings, mappedUsers: mappedUsers, at: now)
    }

    func keep(skippedMilliseconds: Int64, of lane: Lane) async throws {
        try await base.keep(skippedMilliseconds: skippedMilliseconds, of: lane)
    }

    func keep(rate: Double?, tokenDigest: String?, of lane: Lane) async throws {
        try await base.keep(rate: rate, tokenDigest: tokenDigest, of: lane)
    }

    func setPause(_ pause: Pause?, of lane: Lane, at now: Timestamp) async throws {
        try await base.setPause(pause, of: lane, at: now)
    }

    func changes() -> AsyncStream<Void> {
        base.changes()
    }

    func status(destinations: [String], now: Timestamp) async throws -> StatusReport {
        try await base.status(destinations: destinations, now: now)
    }

    func list(_ selection: DeliverySelection, limit: Int) async throws -> [DeliverySummary] {
        try await base.list(selection, limit: limit)
    }

    func histories(of identifier: EventIdentifier) async throws -> [EventHistory] {
        try await base.histories(of: identifier)
    }

    func pause(destination: String, pause: Pause) async throws -> Bool {
        try await base.pause(destination: destination, pause: pause)
    }

    func resume(destination: String, by: String, why: String, at now: Timestamp) async throws -> Bool {
        try await base.resume(destination: destination, by: by, why: why, at: now)
    }

    func change(
        _ selection: DeliverySelection, _ change: BulkChange, isPreview: Bool, by: String, why: String, now: Timestamp
    ) async throws -> BulkResult {
        try await base.change(selection, change, isPreview: isPreview, by: by, why: why, now: now)
    }

    func closeAbandoned(
        except destinations: Set<DestinationID>, by owner: String, at now: Timestamp
    ) async throws -> Int {
        try await base.closeAbandoned(except: destinations, by: owner, at: now)
    }

    func hurry(destinations: [String], at now: Timestamp) async throws {
        try await base.hurry(destinations: destinations, at: now)
    }
}
