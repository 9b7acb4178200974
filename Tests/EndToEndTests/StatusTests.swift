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
}
