import Foundation
import Testing

@Suite("A result that stdout does not take")
struct LostResultTests {
    /// Runs a verb with its stdout redirected as a shell does it.
    private func outbox(_ line: String, _ redirection: String, in folder: OutboxFolder) async throws
        -> OutboxProcess.Result
    {
        try await OutboxProcess.run(
            line.split(separator: " ").map(String.init), in: folder.url, environment: OutboxFolder.environment,
            wrapper: ["bash", "-c", "exec \"$0\" \"$@\" \(redirection)"])
    }

    private func folder() async throws -> OutboxFolder {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", OutboxFolder.lines(0..<3).joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        return folder
    }

    @Test(
        "is said on stderr and ends with 4, by every verb",
        arguments: [
            "check", "check --json", "test in.ndjson", "test in.ndjson --json", "enqueue in.ndjson", "status",
            "status --json", "list --json", "show e0", "why e0", "map --defaults", "map", "schema configuration",
            "rejects", "consent list", "session list", "drain", "pause main", "--help", "--version",
            "help drain",
        ])
    func isReported(line: String) async throws {
        let result = try await outbox(line, "> /dev/full", in: try await folder())
        #expect(result.status == 4, "\(result.errors)")
        #expect(result.errors.contains("stdout cannot be written (No space left on device)"), "\(result.errors)")
    }

    @Test("is reported where stdout is closed, and no file of ours takes its place")
    func isReportedWhereStdoutIsClosed() async throws {
        let folder = try await folder()
        for line in ["status", "drain", "enqueue bad.ndjson --rejects kept.ndjson"] {
            try folder.write("bad.ndjson", "{}")
            let result = try await outbox(line, ">&-", in: folder)
            #expect(result.status == 4, "\(line): \(result.errors)")
            #expect(result.errors.contains("stdout cannot be written (Bad file descriptor)"), "\(result.errors)")
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            let text = String(decoding: try Data(contentsOf: folder.url.appendingPathComponent(name)), as: UTF8.self)
            #expect(!text.contains("accepted 0   "), "\(name)")
            #expect(!text.contains("DESTINATION"), "\(name)")
        }
    }

    @Test("keeps the exit code of a verb that failed for another reason")
    func keepsTheFailure() async throws {
        let result = try await outbox("why nope --json", "> /dev/full", in: try await folder())
        #expect(result.status == 1, "\(result.errors)")
        #expect(result.errors.contains("no event"), "\(result.errors)")
    }

    @Test("is nothing to speak of where the reader has enough")
    func aReaderThatWentAwayIsFine() async throws {
        let folder = try await folder()
        let result = try await OutboxProcess.shell(
            "outbox map --defaults | head -n 1; exit ${PIPESTATUS[0]}", in: folder.url,
            environment: OutboxFolder.environment)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty, "\(result.errors)")
    }
}
