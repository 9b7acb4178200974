import Logging
import OutboxCore
import OutboxRouting
import OutboxSQLite
import OutboxTestSupport
import OutboxWorker
import Synchronization

/// Waits until something is so; looks every millisecond, and gives up with its task.
func eventually(_ isSo: () -> Bool) async throws {
    while !isSo() {
        // What is awaited is told to nobody: it is a count of the observed store.
        try await Task.sleep(for: .milliseconds(1))
    }
}

/// A store on a file of its own with the destinations `main` and `second`, and pools that work them.
struct WorkBench {
    let folder: TemporaryFolder
    let path: String
    let store: ObservedStore
    /// The store itself.
    let file: any OutboxStore
    let registry: Registry
    var settings = DeliverySettings()
    var eventSource = EventSource.web
    var pairing = Pairing.serverOnly
    var tokenDigest = "0123456789abcdef"
    var tokens: LaneTokens?
    /// In place of the registered one.
    var configuration: ConfigurationID?
    var clock = WorkerClock.system
    var jitter: @Sendable () -> Double = { 0.5 }
    var grace: Duration = .seconds(30)
    var decide: @Sendable (ClaimedDelivery, RoutingContext) -> Decision = WorkBench.sendAll

    static let registration = Registration(
        sources: [.init(name: "shop", dialect: "native"), .init(name: "backend", dialect: "native")],
        destinations: ["main", "second"], configurationSHA256: [UInt8](repeating: 7, count: 32),
        configurationText: "version: 1"
    )

    /// Every event leaves as its own `event_id`.
    static let sendAll: @Sendable (ClaimedDelivery, RoutingContext) -> Decision = { delivery, _ in
        .send(
            RenderedEvent(
                bytes: Array((delivery.eventID ?? "?").utf8), tiktokEvent: "CompletePayment",
                sentEventID: delivery.eventID
            )
        )
    }

    init() async throws {
        folder = try TemporaryFolder()
        path = folder.file("outbox.db")
        file = try SQLiteStore.open(path: path)
        store = ObservedStore(file)
        registry = try await file.register(Self.registration, at: WorkerClock.system.wall())
        settings.batchWait = .zero
        settings.rate = 1_000_000
        settings.retryMaxWait = .milliseconds(20)
    }

    var main: DestinationID { registry.destinations["main"] ?? DestinationID(0) }
    var second: DestinationID { registry.destinations["second"] ?? DestinationID(0) }
    var shop: SourceID { registry.sources["shop"] ?? SourceID(0) }
    var backend: SourceID { registry.sources["backend"] ?? SourceID(0) }

    /// Everything goes to `main`, or to both.
    func fanOut(toBoth: Bool = false) -> FanOut {
        let destinations = toBoth ? [main, second] : [main]
        return FanOut(destinations: [shop: destinations, backend: destinations])
    }

    /// The lane of a destination.
    func lane(_ receiver: Receiver, for name: String = "main") -> LaneConfiguration {
        LaneConfiguration(
            destination: registry.destinations[name] ?? DestinationID(0), name: name, settings: settings,
            eventSource: eventSource, pairing: pairing, configuration: configuration ?? registry.configuration,
            tokenDigest: tokenDigest, rateGroup: name, tokens: tokens, decide: decide, send: receiver.send
        )
    }

    /// A pool with a lane for each of these destinations.
    func pool(_ receiver: Receiver, for names: [String] = ["main"], on store: (any OutboxStore)? = nil) -> WorkerPool {
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        return WorkerPool(
            store: store ?? self.store, lanes: names.map { lane(receiver, for: $0) }, fanOut: fanOut(),
            owner: "host:1 test", clock: clock, grace: grace, jitter: jitter, logger: logger
        )
    }

    /// Drains, and gives the report of `main`.
    func drain(_ receiver: Receiver, within time: Duration = .seconds(60)) async throws -> LaneReport {
        let report = try await pool(receiver).run(until: .nothingMovable(within: time))
        return report.lanes[0]
    }

    /// Works until a body ends, and gives the report of `main`.
    func serve(
        _ receiver: Receiver, for names: [String] = ["main"],
        _ body: @Sendable (WorkerPool) async throws -> Void
    ) async throws -> LaneReport {
        let pool = pool(receiver, for: names)
        async let report = pool.run(until: .shutdown)
        do {
            try await body(pool)
        } catch {
            pool.stop()
            _ = try? await report
            throw error
        }
        pool.stop()
        return try await report.lanes[0]
    }

    /// Enqueues events with the ids `PREFIX-0`, `PREFIX-1` ..., and gives their numbers.
    @discardableResult
    func enqueue(
        _ count: Int, _ prefix: String = "e", from source: SourceID? = nil, in deliveryClass: DeliveryClass = .live,
        eventTime: Timestamp? = nil, fanOut: FanOut? = nil, isRouted: Bool = true, size: Int = 10,
        record: [UInt8]? = nil
    ) async throws -> [EventNumber] {
        let now = clock.wall()
        let source = source ?? shop
        let events = (0..<count).map { number in
            let id = "\(prefix)-\(number)"
            return NewEvent(
                source: source, eventName: "purchase", eventID: id, producerID: nil, eventTime: eventTime ?? now,
                receivedAt: now,
                key: EventKey(eventIDDigest: Self.digest(id), sourceAndNameDigest: Self.digest("\(source)")),
                bodySHA256: [], record: record ?? [UInt8](repeating: 0x78, count: size), deliveryClass: deliveryClass
            )
        }
        return try await file.enqueue(events, fanOut: isRouted ? fanOut ?? self.fanOut() : nil).map(\.number)
    }

    /// What still waits at `main`, claimed by a new owner as if it were due.
    func waiting() async throws -> [ClaimedDelivery] {
        let now = clock.wall()
        let takeOver = try await file.takeOver(
            TakeOverRequest(destination: main, owner: "test", now: now, mayResend: true)
        )
        let claim = try await file.claim(takeOver.lane, limit: 1_000_000, now: now + .seconds(1_000_000))
        try await file.giveBack(takeOver.lane, at: now)
        return claim.deliveries
    }

    /// Stands in for an owner that opens an attempt with these deliveries, of `main` unless another is named, and is
    /// killed: `isDecided` tells whether they were about to be sent.
    func crash(over count: Int, at destination: DestinationID? = nil, isDecided: Bool = true) async throws {
        let victim = try SQLiteStore.open(path: path)
        let now = clock.wall()
        let takeOver = try await victim.takeOver(
            TakeOverRequest(destination: destination ?? main, owner: "host:2 victim", now: now, mayResend: true)
        )
        let claim = try await victim.claim(takeOver.lane, limit: count, now: now + .seconds(3600))
        if !claim.deliveries.isEmpty {
            let opening = AttemptOpening(
                lane: takeOver.lane, configuration: nil, openedAt: now, members: claim.deliveries.map(\.key),
                sendings: isDecided ? claim.deliveries.compactMap { sending(of: $0, at: now) } : [],
                isBeforeDeciding: !isDecided
            )
            _ = try await victim.open(opening)
        }
        victim.close()
    }

    private func sending(of delivery: ClaimedDelivery, at now: Timestamp) -> Sending? {
        guard case .send(let event) = decide(delivery, RoutingContext(now: now)) else { return nil }
        return event.sending
    }

    /// 8 bytes that tell texts apart: FNV-1a.
    private static func digest(_ text: String) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return withUnsafeBytes(of: hash) { Array($0) }
    }
}
