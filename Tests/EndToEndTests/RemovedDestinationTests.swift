import Foundation
import Testing

@Suite("A destination that left the file")
struct RemovedDestinationTests {
    private static let second = """

          second:
            event_source: web
            event_source_id: C4KTESTAAAA000000001
            access_token: {env: TIKTOK_ACCESS_TOKEN}
            mode: live
        """

    /// A folder with three deliveries that wait at `second`, which the file names no longer.
    private func folder() async throws -> OutboxFolder {
        let both = OutboxFolder.configuration(destination: "mode: live") + Self.second
        let folder = try OutboxFolder(configuration: both)
        try await folder.enqueue(3)
        #expect(try await folder.outbox("cancel", "--destination", "main", "--yes").status == 0)
        try folder.write("outbox.yml", OutboxFolder.configuration(destination: "mode: live"))
        return folder
    }

    @Test("is warned of by check, diff and reload, with what waits there")
    func warnings() async throws {
        let folder = try await folder()
        let words = "second is not in the configuration any more, and 3 deliveries wait there"
        let check = try await folder.outbox("check")
        #expect(check.status == 0 && check.output.contains(words), "\(check.output)\(check.errors)")
        let warnings = try #require(
            try await folder.outbox("check", "--json").object()["warnings"] as? [[String: Any]])
        #expect(warnings.contains { $0["path"] as? String == "destinations.second" }, "\(warnings)")
        let reload = try await folder.outbox("reload")
        #expect(reload.errors.contains(words), "\(reload.output)\(reload.errors)")
        try await folder.execute("UPDATE outbox_configuration SET in_force_at = 1, in_force_by = 'test'")
        let diff = try await folder.outbox("diff")
        #expect(diff.errors.contains(words), "\(diff.output)\(diff.errors)")
        try folder.write("outbox.yml", OutboxFolder.configuration(destination: "mode: live") + Self.second)
        #expect(try await !folder.outbox("check").output.contains("not in the configuration any more"))
    }

    @Test("is no destination to drain: why says what can be done")
    func why() async throws {
        let folder = try await folder()
        let why = try await folder.outbox("why", "e0", "--json")
        let explanations = try why.object()
        #expect(explanations["destination"] as? String == "second", "\(why.output)")
        let text = try #require(explanations["explanation"] as? String)
        #expect(text.contains("second is not in the configuration any more"), "\(why.output)")
        #expect(!text.contains("drain") && text.contains("`outbox cancel '#1' --destination second`"), "\(text)")
        #expect(explanations["next"] is NSNull, "\(why.output)")
        #expect(try await folder.outbox("list", "--destination", "second").status == 0)
        let cancel = try await folder.outbox("cancel", "#1", "--destination", "second", "--yes")
        #expect(cancel.status == 0 && cancel.output.contains("1 cancelled"), "\(cancel.output)\(cancel.errors)")
    }
}
