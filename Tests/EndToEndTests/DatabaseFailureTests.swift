import Foundation
import GRDB
import Testing

@Suite("outbox and a database in trouble")
struct DatabaseFailureTests {
    @Test("no database yet: status says how one is made, exit 4")
    func missing() async throws {
        let result = try await OutboxFolder().outbox("status", "--json")
        #expect(result.status == 4)
        let error = try #require(try result.object()["error"] as? [String: Any])
        #expect(error["code"] as? String == "no_database")
    }

    @Test("another process holds the lock: a drain ends at its time limit, exit 4", .timeLimit(.minutes(1)))
    func locked() async throws {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", OutboxFolder.lines(0..<3).joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(
            path: folder.url.appendingPathComponent("outbox.db").path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        let start = ContinuousClock.now
        let result = try await folder.outbox("drain", "--timeout", "1s")
        // Without the limit a lock is waited for half a minute.
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(result.status == 4, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("stayed locked by another process"), "\(result.errors)")
        try await other.writeWithoutTransaction { try $0.rollback() }
        #expect(try await folder.outbox("drain").status == 0)
    }

    @Test("a file that is no database, and one of a newer version: exit 4")
    func unusable() async throws {
        let garbage = try OutboxFolder()
        try garbage.write("outbox.db", Data(repeating: 0x41, count: 8192))
        let newer = try OutboxFolder()
        try newer.write("in.ndjson", OutboxFolder.lines(0..<3).joined(separator: "\n"))
        #expect(try await newer.outbox("enqueue", "in.ndjson").status == 0)
        try await newer.execute(
            """
            INSERT INTO outbox_migration(number, name, checksum, applied_at)
            SELECT 999, 'v0999_future', checksum, applied_at FROM outbox_migration LIMIT 1
            """)
        for (folder, words) in [(garbage, "not a sound database"), (newer, "schema 999")] {
            for arguments in [["status"], ["list"], ["show", "e0"]] {
                let result = try await OutboxProcess.run(
                    arguments, in: folder.url, environment: OutboxFolder.environment)
                #expect(result.status == 4, "\(arguments): \(result.output)\(result.errors)")
                #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
            }
        }
    }
}
