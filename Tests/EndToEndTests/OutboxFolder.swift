import Foundation
import GRDB
import Testing

/// A private folder with a configuration, as a user has it.
final class OutboxFolder {
    let url: URL

    /// The token that the configuration reads from the environment.
    static let environment = ["TIKTOK_ACCESS_TOKEN": "0123456789abcdef0123456789abcdef"]

    /// Makes the folder with a configuration of one source and one web destination.
    init(configuration: String? = OutboxFolder.configuration()) throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("outbox-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        if let configuration { try write("outbox.yml", configuration) }
    }

    deinit {
        // A test may have taken the right to write away.
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: url.path)
        try? FileManager.default.removeItem(at: url)
    }

    /// A sound configuration; the lines of `source` and `destination` are added to theirs.
    static func configuration(source: String = "", destination: String = "mode: dry_run") -> String {
        """
        version: 1
        database: outbox.db
        sources:
          shop:
            dialect: native
            \(source)
        destinations:
          main:
            event_source: web
            event_source_id: C4KTESTAAAA000000000
            access_token: {env: TIKTOK_ACCESS_TOKEN}
            \(destination)
        """
    }

    /// Writes a file into the folder.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> URL {
        try write(name, Data(text.utf8))
    }

    /// Writes a file into the folder.
    @discardableResult
    func write(_ name: String, _ data: Data) throws -> URL {
        let file = url.appendingPathComponent(name)
        try data.write(to: file)
        return file
    }

    /// Runs the binary in the folder.
    func outbox(
        _ arguments: String..., environment: [String: String] = OutboxFolder.environment, wrapper: [String] = [],
        input: Data? = nil
    ) async throws -> OutboxProcess.Result {
        try await OutboxProcess.run(arguments, in: url, environment: environment, wrapper: wrapper, input: input)
    }

    /// Runs the binary in the folder.
    func outbox(_ arguments: [String]) async throws -> OutboxProcess.Result {
        try await OutboxProcess.run(arguments, in: url, environment: Self.environment)
    }

    /// The first column of a query on the database file; 0 where there is no file, or no table in it yet.
    func count(_ sql: String, in database: String = "outbox.db") throws -> Int {
        let path = url.appendingPathComponent(database).path
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        let queue = try DatabaseQueue(path: path)
        return try queue.read { database in
            let tables = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM sqlite_master WHERE name = 'outbox_event'")
            return tables == 0 ? 0 : try Int.fetchOne(database, sql: sql) ?? 0
        }
    }

    /// Changes the database file behind the binary's back.
    func execute(_ statements: String) async throws {
        let queue = try DatabaseQueue(path: url.appendingPathComponent("outbox.db").path)
        try await queue.write { try $0.execute(sql: statements) }
        try queue.close()
    }

    /// Moves every time on record but those of the events themselves: what a clock leaves behind that ran ahead.
    func shiftRecordedTimes(byMilliseconds milliseconds: Int) async throws {
        try await execute(
            """
            UPDATE outbox_event SET received_at = received_at + \(milliseconds);
            UPDATE outbox_delivery
            SET due_at = due_at + \(milliseconds), first_sent_at = first_sent_at + \(milliseconds);
            UPDATE outbox_attempt
            SET opened_at = opened_at + \(milliseconds), closed_at = closed_at + \(milliseconds);
            """)
    }

    /// Sets who may do what with a file of the folder, or with the folder itself.
    func setMode(_ mode: Int, of name: String = "") throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: url.appendingPathComponent(name).path)
    }

    /// Events in the database.
    func events() throws -> Int { try count("SELECT count(*) FROM outbox_event") }

    /// Writes a file of events of the last minute and enqueues it.
    func enqueue(_ count: Int, named name: String = "e", context: String? = nil) async throws {
        let time = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-60))
        let more = context.map { #","context":\#($0)"# } ?? ""
        let lines = (0..<count).map {
            #"{"event_name":"purchase","event_id":"\#(name)\#($0)","event_time":"\#(time)"\#(more)}"#
        }
        try write("\(name).ndjson", lines.joined(separator: "\n"))
        let result = try await outbox("enqueue", "\(name).ndjson")
        try #require(result.status == 0, "\(result.output)\(result.errors)")
    }

    /// The numbers of `outbox status` for one destination.
    func status(of destination: String = "main") async throws -> [String: Any] {
        let result = try await outbox("status", "--json")
        let destinations = try #require(try result.object()["destinations"] as? [[String: Any]])
        return try #require(destinations.first { $0["name"] as? String == destination })
    }

    /// The attempts of an event's only delivery, oldest first.
    func attempts(of event: String) async throws -> [[String: Any]] {
        let delivery = try await delivery(of: event)
        return try #require(delivery["attempts"] as? [[String: Any]])
    }

    /// An event's only delivery, as `outbox show` has it.
    func delivery(of event: String) async throws -> [String: Any] {
        let show = try await outbox("show", event, "--json")
        let history = try #require(try show.json() as? [[String: Any]])
        return try #require((history.first?["deliveries"] as? [[String: Any]])?.first, "\(show.output)")
    }

    /// Lines of events, in the native form.
    static func lines(_ range: Range<Int>) -> [String] {
        range.map {
            #"{"event_name":"purchase","event_id":"e\#($0)","event_time":"2026-11-22T10:00:00Z","#
                + #""properties":{"value":\#($0).50,"currency":"EUR"}}"#
        }
    }
}
