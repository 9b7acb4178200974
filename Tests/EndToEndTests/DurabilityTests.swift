import Foundation
import GRDB
import Testing

@Suite("What is acknowledged is on disk", .timeLimit(.minutes(5)))
struct DurabilityTests {
    /// Whether there is strace and it may trace.
    static let canTrace: Bool = {
        let strace = Process()
        strace.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        strace.arguments = ["strace", "-o", "/dev/null", "true"]
        strace.standardError = FileHandle.nullDevice
        guard (try? strace.run()) != nil else { return false }
        strace.waitUntilExit()
        return strace.terminationStatus == 0
    }()

    @Test(
        "every commit's log is synced before the result is printed: 20 files in one call, 20 syncs",
        .enabled(if: canTrace, "needs strace, which `deploy/test --all` installs, and the right to trace"))
    func synced() async throws {
        let folder = try OutboxFolder()
        try folder.write("first.ndjson", OutboxFolder.lines(0..<1)[0])
        #expect(try await folder.outbox("enqueue", "first.ndjson").status == 0)
        // Another connection is open, so that closing the database neither checkpoints nor removes the log.
        let other = try DatabaseQueue(path: folder.url.appendingPathComponent("outbox.db").path)
        defer { try? other.close() }
        #expect(try await other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox_event") } == 1)

        let files = try (1...20).map { number in
            let name = "in\(number).ndjson"
            try folder.write(name, OutboxFolder.lines(number..<number + 1)[0])
            return name
        }
        let trace = folder.url.appendingPathComponent("trace")
        let result = try await OutboxProcess.run(
            ["enqueue", "--json"] + files, in: folder.url, environment: OutboxFolder.environment,
            wrapper: ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write,writev", "-o", trace.path])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(try result.object()["accepted"] as? Int == 20)

        let lines = try String(contentsOf: trace, encoding: .utf8).split(separator: "\n")
        let printed = try #require(
            lines.firstIndex { $0.contains("write") && $0.contains("accepted") }, "the result was not printed")
        let synced = Self.syncsOfTheLog(lines[..<printed])
        #expect(synced >= 20, "\(synced) syncs of the log before the result:\n\(lines.joined(separator: "\n"))")
    }

    /// How many syncs of the write-ahead log have returned with success.
    static func syncsOfTheLog(_ lines: ArraySlice<Substring>) -> Int {
        var begun: Set<Substring> = []
        return lines.count(where: { line in
            guard line.contains("fsync") || line.contains("fdatasync") else { return false }
            let thread = line.prefix { $0 != " " }
            if line.hasSuffix("<unfinished ...>") {
                if line.contains("-wal>") { begun.insert(thread) }
                return false
            }
            let isOfTheLog = line.contains("resumed>") ? begun.remove(thread) != nil : line.contains("-wal>")
            return isOfTheLog && line.hasSuffix("= 0")
        })
    }
}
