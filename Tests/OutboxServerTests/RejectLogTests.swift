import Logging
import OutboxCore
import OutboxTestSupport
import ServiceLifecycle
import Testing

@testable import OutboxSQLite
@testable import OutboxServer

@Suite("Writing down what was rejected", .timeLimit(.minutes(1)))
struct RejectLogTests {
    /// Tells of every line, by the count in it.
    private struct Listener: LogHandler {
        let lines: AsyncStream<String>.Continuation
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.yield(event.metadata?["count"]?.description ?? "") }
    }

    @Test("Requests that are to come again are told of once a minute, with how many there were")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("outbox.db"))
        defer { store.close() }
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let log = RejectLog(store: store, logger: Logger(label: "test") { _ in Listener(lines: line) })
        let start = Timestamp(seconds: 1_790_000_000)
        for seconds in [0, 1, 59, 60, 61, 200] {
            log.note(RequestFailure(.busy, "come again"), at: start + .seconds(seconds))
        }
        line.finish()
        #expect(await lines.reduce(into: []) { $0.append($1) } == ["1", "3", "2"])
    }

    @Test("Rejects that could not be written in passing are written the next time")
    func passingFailure() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("outbox.db"))
        defer { store.close() }
        let now = Timestamp(seconds: 1_790_000_000)
        let registration = Registration(
            sources: [.init(name: "shop", dialect: "native")], destinations: [],
            configurationSHA256: [UInt8](repeating: 7, count: 32), configurationText: "x")
        let source = try #require(try await store.register(registration, at: now).sources["shop"])
        func rename(_ table: String, to name: String) async throws {
            _ = try await store.commit(rows: 1) {
                try PreparedStatement($0, "ALTER TABLE \(table) RENAME TO \(name)").run()
            }
        }
        let (warnings, warning) = AsyncStream.makeStream(of: String.self)
        let log = RejectLog(store: store, logger: Logger(label: "test") { _ in Listener(lines: warning) })
        let group = ServiceGroup(services: [log], logger: RunningServer.logger)
        try await rename("outbox_reject", to: "elsewhere")
        async let running: Void = group.run()
        log.add(
            [
                RejectedEvent(
                    rejectedAt: now, problems: [EventProblem(path: "event_id", problem: "missing")], bytes: 2,
                    excerpt: "{}")
            ], of: source)
        for await _ in warnings { break }
        try await rename("elsewhere", to: "outbox_reject")
        await group.triggerGracefulShutdown()
        try await running
        #expect(try await store.rejects(source: nil, problem: nil, limit: 1).sources.map(\.count) == [1])
    }
}
