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

    /// The first column of a query on the database file; 0 where there is no file, or no table in it yet.
    func count(_ sql: String) throws -> Int {
        let path = url.appendingPathComponent("outbox.db").path
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        let queue = try DatabaseQueue(path: path)
        return try queue.read { database in
            let tables = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM sqlite_master WHERE name = 'outbox_event'")
            return tables == 0 ? 0 : try Int.fetchOne(database, sql: sql) ?? 0
        }
    }

    /// Events in the database.
    func events() throws -> Int { try count("SELECT count(*) FROM outbox_event") }

    /// Lines of events, in the native form.
    static func lines(_ range: Range<Int>) -> [String] {
        range.map {
            #"{"event_name":"purchase","event_id":"e\#($0)","event_time":"2026-11-22T10:00:00Z","#
                + #""properties":{"value":\#($0).50,"currency":"EUR"}}"#
        }
    }
}
