import Logging
import NIOHTTP1
import OutboxCore
import OutboxIdentity
import OutboxIntake
import OutboxTestSupport
import ServiceLifecycle
import Testing

@testable import OutboxSQLite
@testable import OutboxServer

/// A real server on a real database, which listens while a test talks to it.
///
/// Sources: `shop` (native), `calls` (segment), `rudder` (rudderstack), `other` (native); each has the key
/// `NAME-key-0123456789`. All go to the destination `main`.
struct RunningServer {
    let port: Int
    let api: ProducerAPI
    let store: SQLiteStore
    let clock: ManualClock
    let group: ServiceGroup
    private let rejectLog: RejectLog

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// What a test changes of the surroundings.
    struct Options: Sendable {
        var limits = HTTPLimits()
        var maximumBacklog = 1_000_000
        var minimumFreeBytes = 0
        var freeBytes: Int? = 1 << 40
        var keptHeaders: [String] = []
        var trustedProxies: [AddressRange] = []
        var takesConnectionAddress = false
        var pixels: [ServedPixel] = []
    }

    /// Runs a server while `body` uses it, then ends it in good order.
    static func with<Result: Sendable>(
        _ options: Options = Options(), _ body: @Sendable (RunningServer) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("outbox.db"))
        defer { store.close() }
        let clock = ManualClock()
        let names = ["shop": "native", "calls": "segment", "rudder": "rudderstack", "other": "native"]
        let registration = Registration(
            sources: names.sorted { $0.key < $1.key }.map { .init(name: $0.key, dialect: $0.value) },
            destinations: ["main"], configurationSHA256: [UInt8](repeating: 7, count: 32), configurationText: "x")
        let registry = try await store.register(registration, at: clock.now)
        let rejects = RejectLog(store: store, logger: logger)
        let api = ProducerAPI(
            store: store, archive: store, rejects: rejects, configuration: configuration(options, registry),
            surroundings: Surroundings(
                now: { clock.now }, random: RandomBytes.sixteen,
                freeBytes: { options.freeBytes }, schemaVersion: 2, worksLanes: false))
        let server = try await HTTPServer(
            host: "127.0.0.1", port: 0, limits: { api.limits }, admit: { api.admission(of: $0) },
            note: { api.note($0, head: $1) }, respond: { await api.respond(to: $0) })
        let group = ServiceGroup(services: [rejects, server], logger: logger)
        let running = RunningServer(
            port: server.port, api: api, store: store, clock: clock, group: group,
            rejectLog: rejects)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(running)) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            withExtendedLifetime(folder) {}
            return try result.get()
        }
    }

    static func configuration(_ options: Options, _ registry: Registry) -> ServedConfiguration {
        let sources = registry.sources.keys.sorted().compactMap { name -> ServedSource? in
            guard let id = registry.sources[name] else { return nil }
            let rules = rules(of: name)
            return ServedSource(
                name: name, id: id, dialect: rules.dialect,
                intake: Intake(rules: rules, source: id, deliveryClass: .live),
                keys: [SHA256Digest(of: key(name))], takesConnectionAddress: options.takesConnectionAddress,
                preview: { documents, now in
                    // Of another source's number, as the product's own.
                    let intake = Intake(rules: rules, source: SourceID(99), deliveryClass: .bulk)
                    return documents.map { bytes in
                        let result = intake.accept(bytes, receivedAt: now, arrival: .handedOver(random: { [] }))
                        guard case .accepted(let event, let warnings) = result else {
                            return PreviewedEvent(
                                event: nil, isRepeat: false, warnings: [], problems: [], deliveries: [])
                        }
                        return PreviewedEvent(
                            event: event, isRepeat: false, warnings: warnings, problems: [],
                            deliveries: Array(#"[{"destination":"main"}]"#.utf8))
                    }
                })
        }
        let main = registry.destinations["main"].map { [$0] } ?? []
        var served = ServedConfiguration(
            sources: sources,
            fanOut: FanOut(destinations: Dictionary(uniqueKeysWithValues: registry.sources.values.map { ($0, main) })),
            destinations: ["main"], limits: options.limits, maximumBacklog: options.maximumBacklog,
            minimumFreeBytes: options.minimumFreeBytes, keptHeaders: options.keptHeaders,
            trustedProxies: options.trustedProxies)
        served.pixels = options.pixels
        return served
    }

    private static func rules(of source: String) -> IntakeRules {
        var rules = IntakeRules(source: source)
        rules.dialect = source == "calls" ? .segment : source == "rudder" ? .rudderstack : .native
        return rules
    }

    static func key(_ source: String) -> String { "\(source)-key-0123456789" }

    /// Changes the limits from now on: for what a busy machine must not run into before.
    func limit(_ change: (inout HTTPLimits) -> Void) {
        var configuration = api.configuration
        change(&configuration.limits)
        api.take(configuration)
    }

    /// Events on disk.
    var events: Int {
        get async throws { try await store.status(destinations: ["main"], now: clock.now).events }
    }

    /// What was rejected so far.
    func rejects() async throws -> RejectReport {
        await rejectLog.flush()
        return try await store.rejects(source: nil, problem: nil, limit: 100)
    }

    /// Changes the database as nobody else does.
    func execute(_ sql: String) async throws {
        _ = try await store.commit(rows: 1) { try PreparedStatement($0, sql).run() }
    }

    /// Sends one request on a connection of its own, and gives the answer.
    func exchange(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> RawResponse {
        let client = try await RawClient.connect(port: port)
        defer { client.close() }
        try await client.send(Self.head(method, path, headers, length: body.count))
        if !body.isEmpty { try? await client.send(body) }
        return try #require(await client.response(), "\(method) \(path): no answer")
    }

    /// Hands over a body of events in the name of a source.
    func post(
        _ body: String, as source: String = "shop", type: String = "application/json", query: String = "",
        _ more: [String: String] = [:]
    ) async throws -> RawResponse {
        var headers = ["Authorization": "Bearer \(Self.key(source))", "Content-Type": type]
        for (name, value) in more { headers[name] = value }
        return try await exchange("POST", "/v1/events\(query)", headers, body: Array(body.utf8))
    }

    /// The head of a request.
    static func head(_ method: String, _ path: String, _ headers: [String: String], length: Int?) -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: outbox"]
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { lines.append("\(name): \(value)") }
        if let length { lines.append("Content-Length: \(length)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// A native event of a moment ago.
    static func event(_ id: String, name: String = "purchase", _ more: String = "") -> String {
        #"{"event_name":"\#(name)","event_id":"\#(id)","event_time":"2026-03-01T11:59:00Z"\#(more)}"#
    }
}

extension RawResponse {
    /// The body as JSON.
    var json: JSONValue? { (try? JSONDocument(Array(body.utf8)))?.root }

    /// The code of the one shape of errors; nil where it is not that shape exactly.
    var errorCode: String? {
        guard let json, json.count == 1, let error = json["error"], error.count == 3, error["message"]?.string != nil,
            error["path"] != nil
        else { return nil }
        return error["code"]?.string
    }
}
