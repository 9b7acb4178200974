import Foundation
import GRDB
import Testing
import TikTokOutbox

@Suite("The library beside a worker", .timeLimit(.minutes(5)))
struct LibraryTests {
    private let folder: OutboxFolder
    private let path: String

    init() throws {
        folder = try OutboxFolder(configuration: nil)
        path = folder.url.appendingPathComponent("outbox.db").path
    }

    /// A service's own pool on the file that the worker delivers from.
    private func openPool() throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try pool.write { database in
            try Outbox.prepare(database)
            try database.execute(sql: "CREATE TABLE IF NOT EXISTS orders(id TEXT PRIMARY KEY)")
        }
        return pool
    }

    private static func purchase(_ id: String) -> ConversionEvent {
        .purchase(orderID: id, value: "59.90", currency: "EUR")
    }

    @Test("a commit in the service wakes the worker in its own process, and the event is delivered")
    func wakes() async throws {
        let sandbox = try await SandboxProcess(in: folder)
        let delivery = "batch: {max: 50, wait: 0s}, retry: {for: 1h, max_wait: 1s}"
        try folder.write("outbox.yml", sandbox.configuration(delivery: delivery))
        let pool = try openPool()
        let source = try OutboxSource("shop")
        let serve = try await ServeProcess(in: folder)
        var latencies: [Int] = []
        for number in 0..<20 {
            let committed = try await pool.write { database in
                try database.execute(sql: "INSERT INTO orders VALUES (?)", arguments: ["ord-\(number)"])
                try Outbox.enqueue(Self.purchase("ord-\(number)"), from: source, in: database)
                return Date()
            }
            let sql = "SELECT max(opened_at) FROM outbox_attempt WHERE closed_at IS NOT NULL"
            try await eventually("delivery \(number)") {
                let delivered = "SELECT count(*) FROM outbox_delivery WHERE state = 1"
                return try await pool.read { try Int.fetchOne($0, sql: delivered) } == number + 1
            }
            let opened = try await pool.read { try Int.fetchOne($0, sql: sql) } ?? 0
            latencies.append(opened - Int(committed.timeIntervalSince1970 * 1000))
        }
        #expect(try await sandbox.tally("distinct") == 20)
        #expect(try await sandbox.tally("repeated") == 0)
        latencies.sort()
        print("commit to opened request, in ms: p50 \(latencies[10]), longest \(latencies[19])")
        #expect(latencies[10] < 5000, "\(latencies)")
        try await serve.stop()
    }

    @Test("a source that outbox.yml does not name loses none: status, check and drain say it, and it goes once named")
    func unknownSource() async throws {
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let outbox = try Outbox(path: path, source: "warehouse")
        try await outbox.enqueue([Self.purchase("ord-1"), Self.purchase("ord-2")])
        outbox.close()
        let sentence = "2 events of the source \"warehouse\" have no destination"

        let waiting = try await folder.outbox("check")
        #expect(waiting.status == 0 && waiting.output.contains(sentence), "\(waiting.output)\(waiting.errors)")
        let drain = try await folder.outbox("drain")
        #expect(drain.status == 0 && drain.errors.contains(sentence), "\(drain.output)\(drain.errors)")
        #expect(try await sandbox.tally("distinct") == 0)
        let status = try await folder.outbox("status")
        #expect(status.output.contains(sentence) && status.output.contains("0 unrouted"), "\(status.output)")
        let sources = try await folder.outbox("status", "--json").object()["sources"] as? [[String: Any]]
        let warehouse = try #require(sources?.first { $0["name"] as? String == "warehouse" })
        #expect(warehouse["waiting_for_routing"] as? Int == 2 && warehouse["is_unknown"] as? Bool == true)
        let check = try await folder.outbox("check", "--json").object()
        let warnings = try #require(check["warnings"] as? [[String: Any]])
        #expect(warnings.contains { ($0["problem"] as? String)?.hasPrefix(sentence) == true }, "\(check)")

        try folder.write(
            "outbox.yml",
            sandbox.configuration().replacingOccurrences(of: "sources:\n", with: "sources:\n  warehouse: {}\n"))
        let second = try await folder.outbox("drain")
        #expect(second.status == 0 && !second.errors.contains("warehouse"), "\(second.output)\(second.errors)")
        #expect(try await sandbox.tally("distinct") == 2)
        #expect(!(try await folder.outbox("check").output.contains("warehouse\"")))
    }

    @Test("a running worker routes what waited for its source when it takes up a file that names it")
    func unknownSourceReloaded() async throws {
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let serve = try await ServeProcess(in: folder)
        let (stranger, known) = try (Outbox(path: path, source: "warehouse"), Outbox(path: path, source: "shop"))
        try await stranger.enqueue((0..<3000).map { Self.purchase("w\($0)") })
        try await known.enqueue(Self.purchase("s1"))
        stranger.close()
        known.close()
        // What nobody knows is in nobody's way.
        try await eventually("the event of the known source") { try await sandbox.tally("distinct") == 1 }
        #expect(try folder.count("SELECT count(*) FROM outbox_event WHERE routed = 0") == 3000)
        try folder.write(
            "outbox.yml",
            sandbox.configuration().replacingOccurrences(of: "sources:\n", with: "sources:\n  warehouse: {}\n"))
        serve.hangUp()
        try await eventually("all events") { try await sandbox.tally("distinct") == 3001 }
        try await serve.stop()
    }

    @Test(
        "a service's commit with an event is synced before the order is answered: every time",
        .enabled(
            if: DurabilityTests.canTrace, "needs strace, which `deploy/test --all` installs, and the right to trace"))
    func synced() async throws {
        #expect(await (try ServiceProcess(in: folder, name: "first", orders: 1)).status() == 0)
        let trace = folder.url.appendingPathComponent("trace")
        let service = try ServiceProcess(
            in: folder, name: "traced", orders: 20,
            wrapper: ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", trace.path])
        #expect(await service.status() == 0)
        #expect(try service.taken.count == 20)
        let lines = try String(contentsOf: trace, encoding: .utf8).split(separator: "\n")
        var start = lines.startIndex
        var synced: [Int] = []
        for index in lines.indices where lines[index].contains("write(") && lines[index].contains("taken traced-") {
            synced.append(DurabilityTests.syncsOfTheLog(lines[start..<index]))
            start = index
        }
        #expect(synced.count == 20 && synced.allSatisfy { $0 > 0 }, "syncs before each answer: \(synced)")
    }

    @Test("a service killed at random keeps every order that it answered, each with its event, and no event without")
    func killed() async throws {
        var random = Seed.generator("LibraryTests.killed")
        // The first one makes the tables.
        #expect(await (try ServiceProcess(in: folder, name: "first", orders: 1)).status() == 0)
        var answered: Set<String> = []
        for round in 0..<6 {
            let services = try ["a", "b"].map { try ServiceProcess(in: folder, name: "\(round)\($0)", orders: 5000) }
            let delay = Int.random(in: 30...250, using: &random)
            try await eventually("an answer of both") { try services.allSatisfy { try !$0.taken.isEmpty } }
            // The kill comes at a random time while both are at work.
            try await Task.sleep(for: .milliseconds(delay))
            for service in services { await service.kill9() }
            for service in services { answered.formUnion(try service.taken) }
        }
        let pool = try openPool()
        let (orders, events, counted) = try await pool.read { database in
            (
                try Set(String.fetchAll(database, sql: "SELECT id FROM customer_order")),
                try String.fetchAll(database, sql: "SELECT event_id FROM outbox_event"),
                try Int.fetchOne(database, sql: "SELECT n FROM outbox_count WHERE destination = 0 AND state = 0")
            )
        }
        #expect(answered.count > 12, "hardly anything was answered: the kills came too early")
        #expect(answered.subtracting(orders).isEmpty, "answered orders are gone")
        #expect(Set(events) == orders, "an order without its event, or an event without its order")
        #expect(events.count == orders.count && counted == events.count)
        #expect(try await pool.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        print("answered \(answered.count), kept \(orders.count)")
    }
}
