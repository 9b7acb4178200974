import OutboxCore
import Synchronization

/// Storage of its own for one claim, with names registered, a clock and short words for what claims do.
package final class StoreWorkbench: Sendable {
    /// The time that the claim rules.
    let clock = ManualClock()
    /// The first process.
    let store: any CompleteStore
    /// The numbers of the names below.
    let registry: Registry
    private let fixture: StoreFixture
    private let alive: Mutex<[any CompleteStore]>

    /// `shop` is listened to by `main`, `backend` by `main` and `second`, `orphan` by none.
    static let sources = ["shop", "backend", "orphan"]
    static let destinations = ["main", "second"]
    static let configurationSHA256 = [UInt8](repeating: 0xAB, count: 32)

    init(_ fixture: StoreFixture) async throws {
        self.fixture = fixture
        let store = try await fixture.open()
        self.store = store
        alive = Mutex([store])
        registry = try await store.register(Self.registration(), at: clock.now)
    }

    static func registration(
        destinations: [String] = destinations, sha256: [UInt8] = configurationSHA256
    ) -> Registration {
        Registration(
            sources: sources.map { Registration.Source(name: $0, dialect: "native") }, destinations: destinations,
            configurationSHA256: sha256, configurationText: "version: 1\n")
    }

    var fanOut: FanOut {
        get throws {
            FanOut(destinations: [
                try source("shop"): [try destination("main")],
                try source("backend"): [try destination("main"), try destination("second")],
            ])
        }
    }

    func source(_ name: String) throws -> SourceID { try require(registry.sources[name], "source \(name)") }

    func destination(_ name: String) throws -> DestinationID {
        try require(registry.destinations[name], "destination \(name)")
    }

    // Processes

    func anotherProcess() async throws -> any CompleteStore {
        let store = try await fixture.open()
        alive.withLock { $0.append(store) }
        return store
    }

    func close(_ store: any CompleteStore) async throws {
        forget(store)
        try await fixture.close(store)
    }

    func kill(_ store: any CompleteStore) async throws {
        forget(store)
        try await fixture.kill(store)
    }

    func end() async {
        for store in alive.withLock({ $0 }).reversed() { try? await fixture.close(store) }
    }

    private func forget(_ store: any CompleteStore) {
        alive.withLock { alive in alive.removeAll { ($0 as AnyObject) === (store as AnyObject) } }
    }

    /// A process that is still alive, for looking.
    func looking() async throws -> any CompleteStore {
        if let store = alive.withLock({ $0.last }) { return store }
        return try await anotherProcess()
    }
}

extension StoreWorkbench {
    // Events

    func event(
        _ eventID: String?, name: String = "purchase", from sourceName: String = "shop", producerID: String? = nil,
        body: String = "{}", deliveryClass: DeliveryClass = .live
    ) throws -> NewEvent {
        let source = try source(sourceName)
        let keyed = eventID ?? "no event_id: \(producerID ?? "") \(body)"
        return NewEvent(
            source: source, eventName: name, eventID: eventID, producerID: producerID,
            eventTime: clock.now - .seconds(60), receivedAt: clock.now,
            key: EventKey(
                eventIDDigest: TestDigest.sha256(keyed), sourceAndNameDigest: TestDigest.sha256("\(source) \(name)")),
            bodySHA256: TestDigest.sha256(body),
            record: Array(body.utf8), deliveryClass: deliveryClass)
    }

    /// Hands over so many events named by a prefix and their position, fanned out, and gives their numbers.
    @discardableResult
    func enqueue(
        _ count: Int, _ prefix: String = "e", name: String = "purchase", from source: String = "shop",
        deliveryClass: DeliveryClass = .live
    ) async throws -> [EventNumber] {
        let events = try (0..<count).map {
            try event("\(prefix)\($0)", name: name, from: source, deliveryClass: deliveryClass)
        }
        return try await store.enqueue(events, fanOut: fanOut).map(\.number)
    }

    // Lanes

    func takeOver(
        _ name: String = "main", by store: (any CompleteStore)? = nil, mayResend: Bool = true
    ) async throws -> TakeOver {
        try await (store ?? self.store).takeOver(
            TakeOverRequest(
                destination: destination(name), owner: "host:1 serve", now: clock.now, mayResend: mayResend))
    }

    func claim(_ lane: Lane, _ limit: Int = 1000, by store: (any CompleteStore)? = nil) async throws
        -> [ClaimedDelivery]
    {
        try await (store ?? self.store).claim(lane, limit: limit, now: clock.now).deliveries
    }

    /// What was sent as the same TikTok event before a delivery.
    func twins(
        of claimed: ClaimedDelivery, as eventID: String, named tiktokEvent: String = "CompletePayment",
        to eventSourceID: String? = nil, at lane: Lane
    ) async throws -> [ClaimedDelivery.Twin] {
        let question = TwinQuestion(
            event: claimed.key.event, tiktokEvent: tiktokEvent, sentEventID: eventID, eventSourceID: eventSourceID)
        return try await store.twins([question], of: lane)[claimed.key.event] ?? []
    }

    /// Opens an attempt, and ends the claim where that is not possible.
    func open(
        _ members: [DeliveryKey], of lane: Lane, by store: (any CompleteStore)? = nil, beforeDeciding: Bool = false
    ) async throws -> AttemptID {
        let result = try await tryToOpen(members, of: lane, by: store, beforeDeciding: beforeDeciding)
        guard case .opened(let attempt) = result else {
            throw ClaimFailure(
                "an attempt should open, found \(result)", fileID: #fileID, filePath: #filePath, line: #line,
                column: #column)
        }
        return attempt
    }

    func tryToOpen(
        _ members: [DeliveryKey], of lane: Lane, by store: (any CompleteStore)? = nil, beforeDeciding: Bool = false
    ) async throws -> OpeningResult {
        try await (store ?? self.store).open(
            AttemptOpening(
                lane: lane, configuration: registry.configuration, openedAt: clock.now, members: members,
                isBeforeDeciding: beforeDeciding))
    }

    func close(
        _ attempt: AttemptID, of lane: Lane, answer: Answer = Answer(.delivered), _ outcomes: [DeliveryOutcome],
        by store: (any CompleteStore)? = nil, pause: Pause? = nil
    ) async throws {
        try await (store ?? self.store).close(
            AttemptClosing(
                lane: lane, attempt: attempt, closedAt: clock.now, answer: answer, outcomes: outcomes, pause: pause))
    }

    /// Claims everything due, sends it in one attempt and records the same next step for all.
    @discardableResult
    func work(
        _ lane: Lane, _ next: DeliveryOutcome.Next = .delivered(nil), limit: Int = 1000,
        by store: (any CompleteStore)? = nil
    ) async throws -> [ClaimedDelivery] {
        let claimed = try await claim(lane, limit, by: store)
        guard !claimed.isEmpty else { return [] }
        let attempt = try await open(claimed.map(\.key), of: lane, by: store)
        try await close(attempt, of: lane, claimed.map { Self.outcome($0, next) }, by: store)
        return claimed
    }

    /// A plausible outcome for a next step.
    static func outcome(_ claimed: ClaimedDelivery, _ next: DeliveryOutcome.Next) -> DeliveryOutcome {
        var outcome = DeliveryOutcome(
            key: claimed.key, next: next, tiktokEvent: "CompletePayment", sentEventID: claimed.eventID)
        switch next {
        case .delivered(let reason):
            let words: [DeliveryReason?: Verdict] = [.warnings: .deliveredWithWarnings, .validated: .validated]
            outcome.verdict = words[reason] ?? .delivered
            outcome.mayHaveArrived = true
            outcome.spendsAttempt = true
        case .failed:
            outcome.verdict = .refused
            outcome.spendsAttempt = true
        case .queued:
            outcome.verdict = .tryLater
            outcome.mayHaveArrived = true
            outcome.spendsAttempt = true
        case .skipped:
            break
        }
        return outcome
    }
}
