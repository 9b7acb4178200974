import Foundation
import Testing

/// What `deploy/soak` runs, shorter.
@Suite("the outbox is killed at work, and everything adds up", .timeLimit(.minutes(5)))
struct SoakTests {
    @Test("Drains: 3,000 rows through faults and kills")
    func drains() async throws {
        let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy/sample/purchases.csv")
        try await soak(
            "drain", "--file", sample.path, "--rows", "3000", "--kills", "3", "--limit", "200",
            "--fault", "rate-limit=0.1", "--fault", "server-error=0.1", "--fault", "reset-after=0.05")
    }

    @Test("HTTP: what a server acknowledged before each of 3 kills under load is there once, here and at the sandbox")
    func http() async throws {
        let text = try await soak("http", "--rounds", "3", "--limit", "200")
        #expect(text.contains("each is there exactly once"), "\(text)")
    }

    /// Runs it to its end, which must be a good one; gives what it printed, which begins with its seed.
    @discardableResult
    private func soak(_ kind: String, _ arguments: String...) async throws -> String {
        let binary = try OutboxProcess.binary
        let soak = Process()
        soak.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        soak.arguments =
            [
                "--default-signal", "--", binary.deletingLastPathComponent().appendingPathComponent("OutboxSoak").path,
                kind, "--outbox", binary.path,
            ] + arguments
        let folder = try OutboxFolder(configuration: nil)
        let log = try folder.write("soak.log", "")
        soak.standardOutput = try FileHandle(forWritingTo: log)
        soak.standardError = soak.standardOutput
        try await soak.runToEnd()
        let text = try String(contentsOf: log, encoding: .utf8)
        #expect(soak.terminationStatus == 0, "\(text)")
        return text
    }
}
