import Foundation
import Testing

@Suite("outbox and kill -9")
struct CrashTests {
    @Test("an import that is killed at random moments and repeated ends with every row once")
    func killedImport() async throws {
        var random = Seed.generator("CrashTests.killedImport")
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", OutboxFolder.lines(0..<20_000).joined(separator: "\n"))
        var last = 0
        for _ in 0..<10 {
            try await run(
                ["enqueue", "in.ndjson"], in: folder, killAfterMicroseconds: .random(in: 1000...400_000, using: &random)
            )
            let events = try folder.events()
            #expect(events >= last, "acknowledged events are gone")
            last = events
        }
        let result = try await folder.outbox("enqueue", "in.ndjson", "--json")
        let counts = try result.object()
        #expect((counts["accepted"] as? Int ?? 0) + (counts["duplicates"] as? Int ?? 0) == 20_000)
        #expect(try folder.events() == 20_000)
        #expect(try folder.count("SELECT count(DISTINCT event_id) FROM outbox_event") == 20_000)
        #expect(try folder.count("SELECT n FROM outbox_count WHERE destination = 0 AND state = 0") == 20_000)
    }

    @Test("a migration that is killed leaves a database that the next start brings up to date")
    func killedMigration() async throws {
        var random = Seed.generator("CrashTests.killedMigration")
        for _ in 0..<20 {
            let folder = try OutboxFolder()
            try folder.write("in.ndjson", OutboxFolder.lines(0..<5).joined(separator: "\n"))
            try await run(
                ["enqueue", "in.ndjson"], in: folder, killAfterMicroseconds: .random(in: 5000...60_000, using: &random))
            let result = try await folder.outbox("enqueue", "in.ndjson")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try folder.events() == 5)
        }
    }

    @Test("50 imports at once, a reader beside them: no lost row and no locked database")
    func manyProcesses() async throws {
        let folder = try OutboxFolder()
        let processes = try (0..<50).map { index in
            try folder.write(
                "in\(index).ndjson", OutboxFolder.lines(index * 100..<index * 100 + 150).joined(separator: "\n"))
            let process = try OutboxProcess.make(
                ["enqueue", "in\(index).ndjson"], in: folder.url, environment: OutboxFolder.environment)
            let log = try folder.write("log\(index)", "")
            process.standardError = try FileHandle(forWritingTo: log)
            process.standardOutput = FileHandle.nullDevice
            return process
        }
        for process in processes { try process.run() }
        while processes.contains(where: \.isRunning) {
            let status = try await folder.outbox("status", "--json")
            #expect(status.status == 0 || status.output.contains("no_database"), "\(status.output)\(status.errors)")
        }
        for (index, process) in processes.enumerated() {
            process.waitUntilExit()
            let log = try String(contentsOf: folder.url.appendingPathComponent("log\(index)"), encoding: .utf8)
            #expect(process.terminationStatus == 0, "\(log)")
            #expect(!log.contains("locked"), "\(log)")
        }
        #expect(try folder.events() == 5050)
    }

    /// Runs the binary and kills it after a time, if it runs so long.
    private func run(_ arguments: [String], in folder: OutboxFolder, killAfterMicroseconds: UInt32) async throws {
        let process = try OutboxProcess.make(arguments, in: folder.url, environment: OutboxFolder.environment)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        async let end: Void = process.runToEnd()
        // The moment of the kill is what the test is about; there is no event to wait for.
        try await Task.sleep(for: .microseconds(killAfterMicroseconds))
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try await end
    }
}
