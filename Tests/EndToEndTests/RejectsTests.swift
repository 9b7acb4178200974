import Foundation
import OutboxTestSupport
import Testing

@Suite("outbox rejects")
struct RejectsTests {
    private static let bad = [
        #"{"event_name":"purchase","event_id":"b1","event_time":"2026-11-22T10:00:00Z","#
            + #""user":{"email":"ada.lovelace@example.com"},"properties":{"value":"Ada Lovelace"}}"#,
        #"{"event_name":"purchase","event_time":"2026-11-22T10:00:00Z","note":"+447911123456"}"#,
        #"{"event_name":"purchase","event_id":"b3","user":{"name":"Lovelace"#,
    ]

    @Test("counts what an import rejects, keeps masked excerpts, and is told by status")
    func rejects() async throws {
        let folder = try OutboxFolder()
        #expect(try await folder.outbox("rejects").status == 4, "there is no database yet")
        try folder.write("in.ndjson", (OutboxFolder.lines(0..<2) + Self.bad).joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 1)
        let rejects = try await folder.outbox("rejects", "--json").object()
        let sources = try #require(rejects["sources"] as? [[String: Any]])
        #expect(sources.map { $0["source"] as? String } == ["shop"])
        #expect(sources.map { $0["rejected"] as? Int } == [3])
        let problems = try #require(rejects["problems"] as? [[String: Any]])
        #expect(
            Set(problems.map { "\($0["path"] ?? ""): \($0["problem"] ?? "")" }) == [
                "properties.value: not a number", "event_id: missing", ": not JSON",
            ])
        let newest = try #require(rejects["newest"] as? [[String: Any]])
        #expect(newest.map { $0["number"] as? Int } == [3, 2, 1])
        let status = try await folder.outbox("status", "--json").object()
        let told = try #require(status["rejects"] as? [[String: Any]])
        #expect(told.first?["rejected"] as? Int == 3)
        let lines = try await folder.outbox("status").output
        #expect(lines.contains("shop: 3 events rejected, the last one"), "\(lines)")
        let one = try await folder.outbox("rejects", "--problem", "event_id", "--source", "shop")
        #expect(one.output.contains("event_id: missing") && !one.output.contains("not JSON"), "\(one.output)")
        #expect(try await folder.outbox("rejects", "--source", "nowhere").status == 3)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        where name.hasPrefix("outbox.db") {
            let bytes = try Data(contentsOf: folder.url.appendingPathComponent(name))
            for clear in ["ovelace", "447911123456"] { #expect(bytes.range(of: Data(clear.utf8)) == nil, "\(name)") }
        }
    }

    @Test("keeps the last 1,000 of a file of nothing else, and counts all")
    func flood() async throws {
        let folder = try OutboxFolder()
        let line = #"{"event_name":"purchase","event_id":"x","event_time":"soon"}"#
        try folder.write("in.ndjson", String(repeating: line + "\n", count: 5500))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 1)
        #expect(try folder.count("SELECT count(*) FROM outbox_reject") == 1000)
        #expect(try folder.count("SELECT max(number) FROM outbox_reject") == 5500)
        #expect(try folder.count("SELECT rejected FROM outbox_source") == 5500)
        #expect(try folder.count("SELECT n FROM outbox_reject_problem") == 5500)
    }

    @Test("are all written when serve ends in good order, those of the last moment too")
    func atTheEnd() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let outbox = try await HTTPOutbox(in: folder, OutboxFolder.configuration(source: "key: {env: SHOP_KEY}"))
        let bad = #"{"event_name":"purchase","event_id":"x","event_time":"soon"}"#
        for round in 1...3 {
            for _ in 0..<20 {
                #expect(try await outbox.exchange("POST", "/v1/events", "\(bad)\n\(bad)").status == 400)
            }
            #expect(await outbox.process.end() == 0, "\(outbox.process.text)")
            #expect(try folder.count("SELECT rejected FROM outbox_source") == round * 40)
            if round < 3 { try await outbox.restart() }
        }
    }
}
