import Foundation
import Testing

@Suite("What may have arrived, and what `why`, `show` and `diff` say of it")
struct ResendTests {
    private func why(_ folder: OutboxFolder, _ id: String) async throws -> String {
        let result = try await folder.outbox("why", id)
        return result.output + result.errors
    }

    @Test("After a time-out another pixel holds what may have arrived, and why and diff say so")
    func anotherPixel() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--fault", "server-error=1")
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain", "--timeout", "6s").status == 75)
        let moved = sandbox.configuration().replacingOccurrences(of: "C4KTESTAAAA", with: "C4KTESTBBBB")
        try folder.write("outbox.yml", moved)
        let diff = try await folder.outbox("diff")
        #expect(diff.output.contains("does not go to C4KTESTBBBB000000000 by itself"), "\(diff.output)\(diff.errors)")
        try await sandbox.setFaults(#"{"server-error":0}"#)
        let requests = try await sandbox.tally("requests")
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 1)
        #expect(try await sandbox.tally("requests") == requests)
        let text = try await why(folder, "e1")
        #expect(text.contains("may have arrived at C4KTESTAAAA000000000"), "\(text)")
        #expect(text.contains("this one would go to C4KTESTBBBB000000000"), "\(text)")
    }

    @Test("An event_id that is an e-mail address: warned of, found by itself, and not sent where a pixel sends it too")
    func hiddenID() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Shop.event("purchase", "Ada@example.com"))
        let enqueue = try await folder.outbox("enqueue", "in.ndjson")
        let warning = "event_id of 1 event holds a clear e-mail address or phone number"
        #expect(enqueue.errors.contains(warning), "\(enqueue.output)\(enqueue.errors)")
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 1)
        let text = try await why(folder, "ada@example.com")
        #expect(text.contains("event_id: an e-mail address or phone number"), "\(text)")
        let show = try await folder.outbox("show", "Ada@example.com")
        #expect(show.status == 0 && show.output.contains("a digest is kept and sent"), "\(show.output)")
        #expect(!show.output.contains("example.com\""), "\(show.output)")
        try folder.write("outbox.yml", sandbox.configuration("pairing: server_only"))
        #expect(try await folder.outbox("retry", "ada@example.com", "--yes").status == 0)
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
    }

    @Test("A cancelled replay is delivered as before, in every count and in words")
    func cancelledReplay() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
        #expect(try await folder.outbox("replay", "e1", "--yes").status == 0)
        #expect(try await why(folder, "e1").contains("TikTok had taken it before: code 0"))
        #expect(try await folder.outbox("cancel", "e1", "--yes").status == 0)
        let status = try await folder.status()
        #expect(status["delivered"] as? Int == 1 && status["cancelled"] as? Int == 0, "\(status)")
        let text = try await why(folder, "e1")
        #expect(text.contains("TikTok took it for main as CompletePayment: code 0"), "\(text)")
        #expect(text.contains("a replay was cancelled by"), "\(text)")
    }

    @Test("why tells of every destination, and of no configuration where age or a twin decided")
    func everyDestination() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        let second = """

              second:
                like: main
                events: {other: CompletePayment}
            """
        let old = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-9 * 86_400))
        try folder.write("outbox.yml", sandbox.configuration() + second)
        let check = try await folder.outbox("check")
        try #require(check.status == 0, "\(check.output)\(check.errors)")
        let aged = #"{"event_name":"purchase","event_id":"old","event_time":"\#(old)","user":{"id":"1"}}"#
        try folder.write("in.ndjson", Shop.event("purchase", "e1") + "\n" + aged)
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain", "--timeout", "20s").status == 0)
        let text = try await why(folder, "e1")
        #expect(text.contains("It was deliberately not sent to second"), "\(text)")
        #expect(text.contains("also: TikTok took it for main as CompletePayment"), "\(text)")
        let json = try await folder.outbox("why", "e1", "--json")
        let others = try #require(try json.object()["others"] as? [[String: Any]])
        #expect(others.map { $0["destination"] as? String } == ["main"])
        let words = try await why(folder, "old")
        #expect(words.contains("it is older than the destination takes"), "\(words)")
        #expect(!words.contains("Today's configuration would send it"), "\(words)")
    }
}
