import Foundation
import Testing

@Suite("Events named by # and digits, which an event_id may be as well")
struct NamingTests {
    /// Events with these ids; the numbers are 1, 2 and so on.
    private func folder(_ ids: String...) async throws -> OutboxFolder {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", ids.map { Shop.event("purchase", $0) }.joined(separator: "\n"))
        let result = try await folder.outbox("enqueue", "in.ndjson")
        try #require(result.status == 0, "\(result.output)\(result.errors)")
        return folder
    }

    private func states(_ folder: OutboxFolder) async throws -> [String: String] {
        let list = try await folder.outbox("list", "--json")
        let rows = try #require(try list.json() as? [[String: Any]], "\(list.output)")
        let pairs = rows.map { ($0["event_id"] as? String ?? "", $0["state"] as? String ?? "") }
        return Dictionary(pairs) { first, _ in first }
    }

    @Test("an order's name such as #1001 is found")
    func orderName() async throws {
        let folder = try await folder("#1001")
        for verb in ["show", "why"] {
            let result = try await folder.outbox(verb, "#1001")
            #expect(result.status == 0 && result.output.contains("#1001"), "\(verb): \(result.output)\(result.errors)")
        }
        let cancel = try await folder.outbox("cancel", "#1001", "--yes")
        #expect(cancel.status == 0 && cancel.output.contains("1 cancelled"), "\(cancel.output)\(cancel.errors)")
    }

    @Test(
        "what is one event's id and another's number is refused, and says how to name each",
        arguments: ["show", "why", "cancel", "retry", "replay"])
    func ambiguous(_ verb: String) async throws {
        let folder = try await folder("#2", "innocent")
        let changes = ["cancel", "retry", "replay"].contains(verb)
        let result = try await folder.outbox([verb, "#2"] + (changes ? ["--yes"] : []))
        #expect(result.status == 2, "\(result.output)\(result.errors)")
        #expect(result.output.isEmpty)
        for words in ["event 1 (purchase, event_id #2)", "event 2 (purchase, event_id innocent)"] {
            #expect(result.errors.contains(words), "\(result.errors)")
        }
        #expect(result.errors.contains("--by id") && result.errors.contains("--by number"), "\(result.errors)")
        #expect(try await states(folder) == ["#2": "queued", "innocent": "queued"])
    }

    @Test("--by says which is meant")
    func explicit() async throws {
        let folder = try await folder("#2", "innocent", "3")
        #expect(try await folder.outbox("cancel", "#2", "--by", "id", "--yes").status == 0)
        #expect(try await states(folder)["#2"] == "cancelled")
        #expect(try await states(folder)["innocent"] == "queued")
        #expect(try await folder.outbox("cancel", "#2", "--by", "number", "--yes").status == 0)
        #expect(try await states(folder)["innocent"] == "cancelled")
        let show = try await folder.outbox("show", "2", "--by", "number", "--json")
        let shown = try #require(try show.json() as? [[String: Any]], "\(show.output)\(show.errors)")
        #expect(shown.map { ($0["event"] as? [String: Any])?["event_id"] as? String } == ["innocent"], "\(show.output)")
        #expect(try await folder.outbox("why", "innocent", "--by", "number").status == 2)
        #expect(try await folder.outbox("show", "innocent", "--by", "number").status == 2)
        #expect(try await folder.outbox("show", "#9", "--by", "id").status == 1)
    }

    @Test("an event whose id is its own number needs no word more")
    func same() async throws {
        let folder = try await folder("#1", "other")
        let cancel = try await folder.outbox("cancel", "#1", "--yes")
        #expect(cancel.status == 0, "\(cancel.output)\(cancel.errors)")
        #expect(try await states(folder) == ["#1": "cancelled", "other": "queued"])
    }
}
