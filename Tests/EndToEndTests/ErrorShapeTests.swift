import Foundation
import Testing

@Suite("The one shape of errors")
struct ErrorShapeTests {
    /// A command line that cannot do what it is asked.
    struct Row: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let status: Int32
        let code: String
        var path: String?

        init(_ line: String, _ status: Int32, _ code: String, path: String? = nil) {
            arguments = line.split(separator: " ").map(String.init)
            (self.status, self.code, self.path) = (status, code, path)
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let rows: [Row] = [
        Row("retry --destination nope --yes", 3, "unknown_destination", path: "destinations.nope"),
        Row("replay --destination nope --yes", 3, "unknown_destination", path: "destinations.nope"),
        Row("replay --to nope --yes", 3, "unknown_destination", path: "destinations.nope"),
        Row("cancel --destination nope --yes", 3, "unknown_destination", path: "destinations.nope"),
        Row("session stop --destination nope", 3, "unknown_destination", path: "destinations.nope"),
        Row("pause nope", 3, "unknown_destination", path: "destinations.nope"),
        Row("resume nope", 3, "unknown_destination", path: "destinations.nope"),
        Row("golive nope", 3, "unknown_destination", path: "destinations.nope"),
        Row("drain --destination nope", 3, "unknown_destination", path: "destinations.nope"),
        Row("map --destination nope", 3, "unknown_destination", path: "destinations.nope"),
        Row("test in.ndjson --source nope", 3, "unknown_source", path: "sources.nope"),
        Row("enqueue nofile.ndjson", 2, "unreadable_file", path: "nofile.ndjson"),
        Row("why nope", 1, "unknown_event"),
        Row("retry nope --yes", 1, "unknown_event"),
        Row("cancel nope --yes", 1, "unknown_event"),
        Row("session stop 99", 1, "unknown_session"),
        Row("retry", 2, "nothing_picked"),
        Row("retry e1", 2, "not_confirmed"),
        Row("consent withdraw", 2, "nothing_picked"),
        Row("diff zzzz", 2, "unknown_revision"),
        Row("drain --timeout never", 2, "usage"),
        Row("sandbox --port 65536", 2, "usage"),
        Row("sandbox --fault nonsense", 2, "sandbox"),
        Row("init", 2, "file_exists", path: "outbox.yml"),
        Row("init --output new.yml", 2, "missing_answer", path: "--event-source-id"),
        Row("frobnicate", 2, "usage"),
    ]

    private static func check(_ row: Row, _ result: OutboxProcess.Result) throws {
        #expect(result.status == row.status, "\(row): \(result.output)\(result.errors)")
        let object = try result.object()
        let error = try #require(object["error"] as? [String: Any], "\(row): \(result.output)")
        #expect(Set(object.keys) == ["error"] && Set(error.keys) == ["code", "message", "path", "line"], "\(error)")
        #expect(error["code"] as? String == row.code, "\(row): \(error)")
        #expect(error["path"] as? String == row.path, "\(row): \(error)")
        #expect((error["message"] as? String)?.isEmpty == false)
    }

    @Test("What was asked for wrongly is said in one shape, with the exit code of the README")
    func wrongInput() async throws {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        for row in Self.rows where row.testDescription != "retry e1" {
            try Self.check(row, try await folder.outbox(row.arguments + ["--json"]))
        }
        // Only what was taken back or has failed is asked about.
        #expect(try await folder.outbox("cancel", "e1", "--yes").status == 0)
        let asked = try #require(Self.rows.first { $0.testDescription == "retry e1" })
        try Self.check(asked, try await folder.outbox(asked.arguments + ["--json"]))
    }

    /// Every verb that opens the database.
    static let verbs = [
        "status", "list", "show e1", "why e1", "drain", "map --unmapped", "diff --list", "pause main", "resume main",
        "retry e1 --yes", "replay e1 --yes", "cancel e1 --yes", "session list", "session stop", "consent list",
        "consent withdraw 1042", "golive main --yes", "reload",
    ]

    @Test("A database that is not there, too new or no database: exit 4, and the path of the file")
    func database() async throws {
        let folder = try OutboxFolder()
        let path = folder.url.appendingPathComponent("outbox.db").path
        // These would make it; they may.
        let makers: Set = ["pause main", "resume main", "consent withdraw 1042", "golive main --yes"]
        for verb in Self.verbs where !makers.contains(verb) {
            let row = Row("\(verb) --json", 4, "no_database", path: path)
            try Self.check(row, try await folder.outbox(row.arguments))
        }
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        try await folder.execute("INSERT INTO outbox_migration VALUES (99, 'later', '', 0)")
        for verb in Self.verbs + ["enqueue in.ndjson"] {
            let row = Row("\(verb) --json", 4, "schema", path: path)
            try Self.check(row, try await folder.outbox(row.arguments))
        }
        for file in ["outbox.db-wal", "outbox.db-shm"] {
            try? FileManager.default.removeItem(at: folder.url.appendingPathComponent(file))
        }
        try folder.write("outbox.db", String(repeating: "no database ", count: 1000))
        for verb in Self.verbs {
            let row = Row("\(verb) --json", 4, "corrupt", path: path)
            try Self.check(row, try await folder.outbox(row.arguments))
        }
    }

    @Test("No file: exit 3 for every verb, and `outbox init` is named once")
    func noFile() async throws {
        let folder = try OutboxFolder(configuration: nil)
        for verb in Self.verbs {
            let row = Row("\(verb) --json", 3, "configuration", path: "outbox.yml")
            let result = try await folder.outbox(row.arguments)
            try Self.check(row, result)
            #expect(result.errors.components(separatedBy: "outbox init").count == 2, "\(result.errors)")
        }
    }
}
