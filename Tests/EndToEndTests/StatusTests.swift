import Foundation
import Testing

@Suite("outbox status")
struct StatusTests {
    @Test("Its columns add up on the screen: what was validated or only shown has one of its own")
    func addsUp() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        func file(_ mode: String) -> String { sandbox.configuration().replacing("mode: live", with: mode) }
        let modes = ["mode: dry_run", "mode: test\n    test_event_code: TEST1", "mode: live"]
        for (index, mode) in modes.enumerated() {
            try folder.write("outbox.yml", file(mode))
            let events = [Shop.event("purchase", "p\(index)"), Shop.event("quiz", "q\(index)")]
            try folder.write("in.ndjson", events.joined(separator: "\n"))
            #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
            #expect(try await folder.outbox("drain").status == 0)
        }
        try await folder.enqueue(3, named: "w")
        #expect(try await folder.outbox("cancel", "w0", "--yes").status == 0)
        let status = try await folder.outbox("status")
        #expect(status.status == 0, "\(status.output)\(status.errors)")
        let lines = status.output.split(separator: "\n").map { $0.split { $0 == " " }.map(String.init) }
        let headings = try #require(lines.first)
        let row = try #require(lines.first { $0.first == "main" })
        let cells = Dictionary(zip(headings, row)) { first, _ in first }
        #expect(cells["VALIDATED"] == "1" && cells["DRY-RUN"] == "1" && cells["SKIPPED"] == "3", "\(status.output)")
        // Between the state and the total stand the columns, each of them a number.
        let total = try #require(headings.firstIndex(of: "TOTAL"))
        #expect(row[2..<total].compactMap { Int($0) }.reduce(0, +) == Int(row[total]), "\(status.output)")
        #expect(row[total] == "9", "\(status.output)")
    }

    @Test("It says that nobody works a destination, and why the last request failed; why knows who works it")
    func nobodyWorks() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try await folder.enqueue(1)
        #expect(try await folder.status()["state"] as? String == "no_worker")
        #expect(try await folder.status()["last_failure"] is NSNull)
        try await sandbox.end()
        let drain = try await folder.outbox("drain", "--timeout", "6s")
        #expect(drain.status == 75, "\(drain.errors)")
        let failure = try #require(try await folder.status()["last_failure"] as? [String: Any])
        #expect((failure["message"] as? String)?.contains("no connection") == true, "\(failure)")
        let text = try await folder.outbox("status").output
        #expect(text.contains("no_worker") && text.contains("no connection"), "\(text)")
        #expect(text.contains("1 waits, and no process works main"), "\(text)")
        #expect(try await folder.outbox("why", "e0", "--json").object()["next"] as? String != nil)

        let serve = try await ServeProcess(in: folder)
        try await eventually("an owner") { try await folder.status()["state"] as? String == "running" }
        let why = try await folder.outbox("why", "e0", "--json").object()
        #expect(why["next"] is NSNull && (why["explanation"] as? String)?.contains("serve") == true, "\(why)")
        try await serve.wait(for: "request without an answer")
        #expect(serve.text.contains("no connection") && !serve.text.contains("request answered"), "\(serve.text)")
        let again = try await SandboxProcess(in: folder, port: sandbox.port)
        try await eventually("the delivery") { try await folder.status()["delivered"] as? Int == 1 }
        #expect(try await again.tally("distinct") == 1)
        #expect(try await folder.status()["last_failure"] is NSNull)
        try await serve.stop()
    }
}
