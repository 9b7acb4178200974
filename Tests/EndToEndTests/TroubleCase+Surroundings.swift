import Foundation
import GRDB
import Testing

// What is wrong with everything but the file.
extension TroubleCase {
    static let aboutSurroundings: [TroubleCase] = aboutConfiguration + aboutDatabase + aboutProcesses

    // MARK: Files and the configuration

    private static let aboutConfiguration: [TroubleCase] = [
        TroubleCase("a missing file, after a good one", 2, ["missing.ndjson", "No such file"], events: 0) { row in
            row.arguments = ["enqueue", "events.ndjson", "missing.ndjson"]
        },
        TroubleCase("a folder, after a good file", 2, ["directory"], events: 0) { row in
            row.arguments = ["enqueue", "events.ndjson", ".", "--format", "ndjson"]
        },
        TroubleCase("an unknown source", 3, ["no source \"shopp\"", "there is shop"], events: 0) { row in
            row.arguments = ["enqueue", "events.ndjson", "--source", "shopp"]
        },
        TroubleCase(
            "a typo in the configuration", 3,
            [
                "outbox: outbox.yml:9: destinations.main.event_sorce: unknown key \"event_sorce\"",
                "try: event_source)",
            ], events: 0
        ) { row in
            row.configuration = row.configuration.replacingOccurrences(of: "event_source:", with: "event_sorce:")
        },
        TroubleCase(
            "a missing secret", 3, ["destinations.main.access_token", "TIKTOK_ACCESS_TOKEN is not set"], events: 3
        ) { row in
            row.arguments = ["drain"]
            row.environment = [:]
            row.before = enqueue
            row.after = { folder, _ in
                let queued = try await folder.status()["queued"] as? Int
                #expect(queued == 3)
            }
        },
    ]

    // MARK: The database

    /// Runs as a user who is not root, since root may write everywhere.
    private static let nobody = getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    private static let garbage = Data(repeating: 0x41, count: 8192)

    private static let aboutDatabase: [TroubleCase] = [
        TroubleCase("a read-only database file", 4, ["cannot write"], events: 3) { row in
            row.wrapper = nobody
            row.before = { folder in
                try await enqueue(folder)
                try folder.setMode(0o444, of: "outbox.db")
                try folder.setMode(0o777)
            }
        },
        TroubleCase("a folder without the right to write", 4, ["cannot write"], events: 0) { row in
            row.wrapper = nobody
            row.before = { folder in try folder.setMode(0o555) }
        },
        TroubleCase("a file that is no database", 4, ["not a sound database"], events: nil) { row in
            row.before = { folder in try folder.write("outbox.db", garbage) }
            row.after = { folder, _ in
                let bytes = try Data(contentsOf: folder.url.appendingPathComponent("outbox.db"))
                #expect(bytes == garbage)
            }
        },
        TroubleCase("a database of a newer version", 4, ["schema 999"], events: 3) { row in
            row.before = { folder in
                try await enqueue(folder)
                try await folder.execute(
                    """
                    INSERT INTO outbox_migration(number, name, checksum, applied_at)
                    SELECT 999, 'v0999_future', checksum, applied_at FROM outbox_migration LIMIT 1
                    """)
            }
        },
        TroubleCase("a full disk", 4, ["space"], events: nil) { row in
            row.input = Data(OutboxFolder.lines(0..<20_000).joined(separator: "\n").utf8)
            // No file may grow beyond 3 MB (in blocks of 1,024 bytes).
            row.wrapper = ["bash", "-c", "ulimit -f 3072; exec \"$0\" \"$@\""]
            row.after = { folder, result in
                let kept = try folder.events()
                #expect(kept > 0 && kept < 20_000)
                #expect(result.errors.contains("\(kept) accepted"), "\(kept): \(result.errors)")
                let again = try await folder.outbox("enqueue", "events.ndjson")
                #expect(again.status == 0, "\(again.errors)")
                let events = try folder.events()
                #expect(events == 20_000)
            }
        },
    ]

    // MARK: Other processes, and time

    private static let aboutProcesses: [TroubleCase] = [
        TroubleCase("kill -9 during a migration", 0, ["rejected 0"], events: 3) { row in
            row.before = { folder in
                let run = try RunningOutbox("enqueue", "events.ndjson", in: folder)
                let database = folder.url.appendingPathComponent("outbox.db").path
                // The file comes into being a moment before its tables do.
                while run.isRunning, !FileManager.default.fileExists(atPath: database) { await Task.yield() }
                await run.end(SIGKILL)
            }
        },
        TroubleCase("a clock set back an hour", 0, ["accepted 0", "duplicates 3"], events: 3) { row in
            row.before = { folder in
                try await enqueue(folder)
                try await folder.shiftRecordedTimes(byMilliseconds: 3_600_000)
            }
            row.after = { folder, _ in
                let drain = try await folder.outbox("drain", "--json")
                let tried = try drain.object()["dry_run"] as? Int
                #expect(tried == 3, "\(drain.output)\(drain.errors)")
            }
        },
        TroubleCase("two imports at once", 0, ["accepted", "rejected 0"], events: 6000) { row in
            row.input = Data(OutboxFolder.lines(0..<4000).joined(separator: "\n").utf8)
            row.before = { folder in
                try folder.write("other.ndjson", OutboxFolder.lines(2000..<6000).joined(separator: "\n"))
            }
            row.wrapper = [
                "bash", "-c", "\"$0\" \"$@\" & \"$0\" enqueue other.ndjson || exit; wait $!",
            ]
            row.after = { _, result in #expect(!result.errors.contains("locked"), "\(result.errors)") }
        },
    ]

    @Sendable private static func enqueue(_ folder: OutboxFolder) async throws {
        let result = try await folder.outbox("enqueue", "events.ndjson")
        try #require(result.status == 0, "\(result.output)\(result.errors)")
    }
}
