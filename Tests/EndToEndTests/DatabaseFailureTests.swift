import Foundation
import GRDB
import Testing

@Suite("outbox and a database in trouble")
struct DatabaseFailureTests {
    /// Runs as a user who is not root, since root may write everywhere.
    private static let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    private static let isRoot = getuid() == 0

    @Test("a file that is no database is left alone: exit 4")
    func corrupt() async throws {
        let folder = try OutboxFolder()
        let garbage = Data(repeating: 0x41, count: 8192)
        try folder.write("outbox.db", garbage)
        try folder.write("in.ndjson", OutboxFolder.lines(0..<1)[0])
        for arguments in [["enqueue", "in.ndjson"], ["status"]] {
            let result = try await OutboxProcess.run(arguments, in: folder.url, environment: OutboxFolder.environment)
            #expect(result.status == 4, "\(result.errors)")
            #expect(result.errors.contains("not a sound database"), "\(result.errors)")
        }
        #expect(try Data(contentsOf: folder.url.appendingPathComponent("outbox.db")) == garbage)
    }

    @Test("a database of a newer version is not touched: exit 4")
    func newerVersion() async throws {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", OutboxFolder.lines(0..<3).joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        do {
            let queue = try DatabaseQueue(path: folder.url.appendingPathComponent("outbox.db").path)
            try await queue.write {
                try $0.execute(
                    sql: """
                        INSERT INTO outbox_migration(number, name, checksum, applied_at)
                        SELECT 999, 'v0999_future', checksum, applied_at FROM outbox_migration LIMIT 1
                        """)
            }
            try queue.close()
        }
        for verb in ["status", "enqueue"] {
            let arguments = verb == "status" ? [verb] : [verb, "in.ndjson"]
            let result = try await OutboxProcess.run(arguments, in: folder.url, environment: OutboxFolder.environment)
            #expect(result.status == 4, "\(verb): \(result.output)\(result.errors)")
            #expect(result.errors.contains("schema 999"), "\(result.errors)")
        }
        #expect(try folder.events() == 3)
    }

    @Test("no database yet: status says how one is made, exit 4")
    func missing() async throws {
        let result = try await OutboxFolder().outbox("status", "--json")
        #expect(result.status == 4)
        let error = try #require(try result.object()["error"] as? [String: Any])
        #expect(error["code"] as? String == "no_database")
    }

    @Test("a full disk loses nothing that was acknowledged: exit 4, and the same import goes on later")
    func fullDisk() async throws {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", OutboxFolder.lines(0..<20_000).joined(separator: "\n"))
        // No file may grow beyond 3 MB (in blocks of 1,024 bytes).
        let result = try await folder.outbox(
            "enqueue", "in.ndjson", wrapper: ["bash", "-c", "trap '' XFSZ; ulimit -f 3072; exec \"$0\" \"$@\""])
        #expect(result.status == 4, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("space"), "\(result.errors)")
        let kept = try folder.events()
        #expect(kept < 20_000)
        #expect(result.errors.contains("\(kept) accepted"), "\(kept): \(result.errors)")
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try folder.events() == 20_000)
    }

    @Test("a file or folder that cannot be written: exit 4", .enabled(if: isRoot, "needs root to become nobody"))
    func notWritable() async throws {
        for isFolder in [false, true] {
            let folder = try OutboxFolder()
            try folder.write("in.ndjson", OutboxFolder.lines(0..<1)[0])
            if !isFolder {
                #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
                try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
            } else {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
            }
            let result = try await folder.outbox("enqueue", "in.ndjson", wrapper: Self.nobody)
            #expect(result.status == 4, "\(result.output)\(result.errors)")
            #expect(result.errors.contains("cannot write"), "\(result.errors)")
        }
    }

    @Test("a clock set back an hour changes nothing for a repeated import", .enabled(if: hasFaketime, "needs faketime"))
    func clockSetBack() async throws {
        let folder = try OutboxFolder()
        let formatter = ISO8601DateFormatter()
        let time = formatter.string(from: Date().addingTimeInterval(-7200))
        let line = #"{"event_name":"purchase","event_id":"a","event_time":"\#(time)"}"#
        try folder.write("in.ndjson", line)
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let again = try await folder.outbox(
            "enqueue", "in.ndjson", "--json", wrapper: ["faketime", "-f", "-1h"])
        #expect(try again.object()["duplicates"] as? Int == 1, "\(again.errors)")
        let status = try await folder.outbox("status", "--json", wrapper: ["faketime", "-f", "-1h"])
        #expect(try status.object()["events"] as? Int == 1, "\(status.errors)")
    }

    private static let hasFaketime = FileManager.default.isExecutableFile(atPath: "/usr/bin/faketime")
}
