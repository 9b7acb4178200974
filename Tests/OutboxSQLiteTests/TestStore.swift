import GRDB
import OutboxCore
import OutboxTestSupport

@testable import OutboxSQLite

/// A store on a file of its own, with the sources `shop` and `backend` and the destinations `main` and `second`.
struct TestStore {
    let folder: TemporaryFolder
    let path: String
    let store: SQLiteStore
    let registry: Registry
    let clock = ManualClock(Timestamp(milliseconds: 1_790_000_000_000))

    static let registration = Registration(
        sources: [.init(name: "shop", dialect: "native"), .init(name: "backend", dialect: "native")],
        destinations: ["main", "second"], configurationSHA256: [UInt8](repeating: 7, count: 32),
        configurationText: "version: 1"
    )

    init() async throws {
        folder = try TemporaryFolder()
        path = folder.file("outbox.db")
        store = try SQLiteStore.open(path: path)
        registry = try await store.register(Self.registration, at: clock.now)
    }

    /// Another process on the same file, as far as locks and commits go.
    func anotherProcess() throws -> SQLiteStore {
        try SQLiteStore.open(path: path)
    }

    var shop: SourceID { registry.sources["shop"] ?? SourceID(0) }
    var backend: SourceID { registry.sources["backend"] ?? SourceID(0) }
    var main: DestinationID { registry.destinations["main"] ?? DestinationID(0) }
    var second: DestinationID { registry.destinations["second"] ?? DestinationID(0) }

    /// Everything goes to `main`.
    var toMain: FanOut { FanOut(destinations: [shop: [main], backend: [main]]) }

    /// An event with a key as intake makes it.
    func event(
        _ eventID: String?, producerID: String? = nil, name: String = "purchase", from source: SourceID? = nil,
        body: String = "{}", in deliveryClass: DeliveryClass = .live
    ) -> NewEvent {
        let source = source ?? shop
        let identity = eventID ?? producerID ?? "none"
        return NewEvent(
            source: source, eventName: name, eventID: eventID, producerID: producerID, eventTime: clock.now,
            receivedAt: clock.now,
            key: EventKey(
                eventIDDigest: KeyPrefix.of(eventID: identity),
                sourceAndNameDigest: KeyPrefix.of(eventID: "\(source) \(name)")
            ),
            bodySHA256: Array(body.utf8), record: Array(body.utf8), deliveryClass: deliveryClass
        )
    }

    /// Enqueues events that go to `main`, and gives their numbers.
    @discardableResult
    func enqueue(_ count: Int, _ prefix: String = "e", in deliveryClass: DeliveryClass = .live) async throws
        -> [EventNumber]
    {
        let events = (0..<count).map { event("\(prefix)-\($0)", in: deliveryClass) }
        return try await store.enqueue(events, fanOut: toMain).map(\.number)
    }

    func takeOver(by store: SQLiteStore? = nil, mayResend: Bool = true) async throws -> TakeOver {
        try await (store ?? self.store).takeOver(
            TakeOverRequest(destination: main, owner: "host:1 serve", now: clock.now, mayResend: mayResend)
        )
    }

    func opening(_ claimed: some Sequence<ClaimedDelivery>, of lane: Lane) -> AttemptOpening {
        AttemptOpening(
            lane: lane, configuration: registry.configuration, openedAt: clock.now, members: claimed.map(\.key)
        )
    }

    /// One number out of the file, as another connection reads it.
    func number(_ sql: String) throws -> Int {
        try number(sql, of: path)
    }

    func number(_ sql: String, of path: String) throws -> Int {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: sql) ?? -1 }
    }

    /// The counters as `(source, destination, state, class, reason): n`, without what is zero.
    func counters() throws -> [String: Int] {
        try rows("SELECT source, destination, state, class, reason, n FROM outbox_count WHERE n <> 0")
    }

    /// The same, counted from the rows.
    func truth() throws -> [String: Int] {
        try rows(
            """
            SELECT e.source, d.destination, d.state, CASE d.state WHEN 0 THEN d.class ELSE 0 END,
                   coalesce(d.reason, 0), count(*)
            FROM outbox_delivery d JOIN outbox_event e ON e.id = d.event
            GROUP BY 1, 2, 3, 4, 5
            UNION ALL SELECT source, 0, 0, 0, 0, count(*) FROM outbox_event GROUP BY source
            UNION ALL SELECT source, 0, 2, 0, 0, count(*) FROM outbox_event WHERE routed = 0 GROUP BY source
            UNION ALL SELECT source, 0, 1, 0, 0, count(*) FROM outbox_event
                WHERE routed = 1 AND id NOT IN (SELECT event FROM outbox_delivery) GROUP BY source
            """
        )
    }

    private func rows(_ sql: String) throws -> [String: Int] {
        try DatabaseQueue(path: path).read { database in
            let rows = try Row.fetchAll(database, sql: sql)
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    ((0..<5).map { "\(row[$0] as Int)" }.joined(separator: " "), row[5] as Int)
                }
            )
        }
    }
}
