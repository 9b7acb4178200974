import Foundation
import Testing

@Suite("outbox check --probe and schema")
struct ProbeTests {
    private func configuration(_ sandbox: SandboxProcess, code: String? = "TEST12345") -> String {
        OutboxFolder.configuration(
            destination: """
                endpoint: http://127.0.0.1:\(sandbox.port)/open_api/v1.3/event/track/
                    mode: test
                    \(code.map { "test_event_code: \($0)" } ?? "")
                """)
    }

    private func probes(_ result: OutboxProcess.Result) throws -> [[String: Any]] {
        try #require(try result.object()["probes"] as? [[String: Any]], "\(result.output)\(result.errors)")
    }

    @Test("A good destination: one event under the test code, exit 0; check alone sends nothing")
    func good() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", configuration(sandbox))
        #expect(try await folder.outbox("check").status == 0)
        #expect(try await sandbox.tally()["requests"] as? Int == 0)
        let result = try await folder.outbox("check", "--probe")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("token, id and permission are good"), "\(result.output)")
        let tally = try await sandbox.tally()
        #expect(tally["requests"] as? Int == 1)
        #expect(tally["test_events"] as? Int == 1, "\(tally)")
        #expect(try folder.events() == 0)
    }

    @Test("A wrong token and a pixel without permission are refused in words, exit 5")
    func refused() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", configuration(sandbox))
        let wrong = try await folder.outbox(
            "check", "--probe", "--json", environment: ["TIKTOK_ACCESS_TOKEN": "fedcba9876543210fedcba9876543210"])
        #expect(wrong.status == 5, "\(wrong.output)\(wrong.errors)")
        #expect(try probes(wrong)[0]["code"] as? Int == 40105)
        #expect((try probes(wrong)[0]["meaning"] as? String)?.contains("wrong or was revoked") == true)
        #expect(!wrong.output.contains("fedcba9876543210"))
        try folder.write(
            "outbox.yml", configuration(sandbox).replacingOccurrences(of: "C4KTESTAAAA", with: "C4KTESTBBBB"))
        let other = try await folder.outbox("check", "--probe")
        #expect(other.status == 5, "\(other.output)\(other.errors)")
        #expect(other.output.contains("no permission for C4KTESTBBBB000000000"), "\(other.output)")
        #expect(other.output.contains("admin or operator"), "\(other.output)")
    }

    @Test("Without a test code nothing is sent, exit 1; one on the command line will do")
    func withoutCode() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", configuration(sandbox, code: nil))
        let result = try await folder.outbox("check", "--probe", "--json")
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        #expect(try probes(result)[0]["outcome"] as? String == "not_sent")
        #expect(try await sandbox.tally()["requests"] as? Int == 0)
        let given = try await folder.outbox("check", "--probe", "--test-code", "TEST7", "--destination", "main")
        #expect(given.status == 0, "\(given.output)\(given.errors)")
        #expect(try await folder.outbox("check", "--test-code", "TEST7").status == 2)
        #expect(try await folder.outbox("check", "--probe", "--destination", "man").status == 3)
    }

    @Test("Nobody there is exit 4, trouble at TikTok exit 75")
    func outOfReach() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--fault", "server-error=1")
        try folder.write("outbox.yml", configuration(sandbox))
        let trouble = try await folder.outbox("check", "--probe")
        #expect(trouble.status == 75, "\(trouble.output)\(trouble.errors)")
        try folder.write(
            "outbox.yml", configuration(sandbox).replacingOccurrences(of: ":\(sandbox.port)/", with: ":1/"))
        let silence = try await folder.outbox("check", "--probe")
        #expect(silence.status == 4, "\(silence.output)\(silence.errors)")
        #expect(silence.output.contains("no answer"), "\(silence.output)")
    }

    @Test("schema prints one document for each subject", arguments: ["event", "configuration"])
    func schema(_ subject: String) async throws {
        let result = try await OutboxFolder(configuration: nil).outbox("schema", subject)
        #expect(result.status == 0)
        #expect(try result.object()["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test("schema of something else is exit 2")
    func unknownSchema() async throws {
        #expect(try await OutboxFolder(configuration: nil).outbox("schema", "evnt").status == 2)
    }
}
