import Foundation
import Testing

@Suite("outbox drain and serve")
struct DeliveryTests {
    private static func recentLines(_ count: Int) -> String {
        let time = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-60))
        return (0..<count).map { #"{"event_name":"purchase","event_id":"e\#($0)","event_time":"\#(time)"}"# }
            .joined(separator: "\n")
    }

    @Test("everything arrives once, and the document of the run says so")
    func everything() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Self.recentLines(2500))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let drain = try await folder.outbox("drain", "--json")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try drain.object()["delivered"] as? Int == 2500)
        #expect(try drain.object()["remaining"] as? Int == 0)
        let tally = try await sandbox.tally()
        #expect(tally["distinct"] as? Int == 2500)
        #expect(tally["repeated"] as? Int == 0)
        let show = try await folder.outbox("show", "e7", "--json")
        let history = try #require(try show.json() as? [[String: Any]])
        let delivery = try #require((history.first?["deliveries"] as? [[String: Any]])?.first)
        #expect(delivery["state"] as? String == "delivered")
        let sent = try #require((delivery["request"] as? [String: Any])?["event"] as? [String: Any])
        #expect(sent["event_id"] as? String == "e7")
        #expect(!show.output.contains("0123456789abcdef0123456789abcdef"), "the token is shown")
    }

    @Test("two events that only TikTok refuses cost themselves alone")
    func twoRefused() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try await sandbox.setFaults(#"{"refuse_event_ids":["e3","e700"]}"#)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Self.recentLines(1000))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let drain = try await folder.outbox("drain", "--json")
        #expect(drain.status == 1, "\(drain.output)\(drain.errors)")
        let document = try drain.object()
        #expect(document["delivered"] as? Int == 998)
        #expect(document["failed"] as? Int == 2)
        #expect(document["requests"] as? Int ?? 99 <= 12)
        #expect(try await sandbox.tally("requests") == document["requests"] as? Int)
        #expect(try await sandbox.tally("repeated") == 0)
        let list = try await folder.outbox("list", "--state", "failed", "--reason", "rejected", "--json")
        let failed = try #require(try list.json() as? [[String: Any]])
        #expect(Set(failed.compactMap { $0["event_id"] as? String }) == ["e3", "e700"])
        for id in ["e3", "e700"] {
            let last = try #require(try await folder.attempts(of: id).last)
            #expect(last["verdict"] as? String == "refused")
            #expect(last["code"] as? Int == 40002)
            let position = try #require(last["position"] as? Int)
            #expect(last["message"] as? String == "Invalid value for data. \(position) .properties: not accepted.")
        }
    }

    @Test("of two tokens in rotation the other one is tried, and every request is on record")
    func twoTokens() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        let rotating = sandbox.configuration().replacingOccurrences(
            of: "access_token: {env: TIKTOK_ACCESS_TOKEN}",
            with: "access_tokens: [{env: OLD_TOKEN}, {env: TIKTOK_ACCESS_TOKEN}]")
        try folder.write("outbox.yml", rotating)
        try folder.write("in.ndjson", Self.recentLines(100))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let environment = OutboxFolder.environment.merging(["OLD_TOKEN": "revoked"]) { $1 }
        let drain = try await folder.outbox("drain", "--json", environment: environment)
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try drain.object()["delivered"] as? Int == 100)
        #expect(drain.errors.contains("TikTok refused the access token"), "\(drain.errors)")
        #expect(!drain.errors.contains("revoked"), "the token is shown")
        #expect(try folder.count("SELECT count(*) FROM outbox_attempt WHERE code <> 0") == 1)
        let both = ["TIKTOK_ACCESS_TOKEN": "wrong", "OLD_TOKEN": "revoked"]
        try folder.write("more.ndjson", Self.recentLines(101))
        #expect(try await folder.outbox("enqueue", "more.ndjson").status == 0)
        let refused = try await folder.outbox("drain", "--json", environment: both)
        #expect(refused.status == 5, "\(refused.output)\(refused.errors)")
    }

    @Test("a wrong token ends the drain with 5; nothing is lost or failed, and a right token goes on")
    func wrongToken() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Self.recentLines(100))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let wrong = try await folder.outbox("drain", "--json", environment: ["TIKTOK_ACCESS_TOKEN": "wrong"])
        #expect(wrong.status == 5, "\(wrong.output)\(wrong.errors)")
        let document = try wrong.object()
        #expect(document["remaining"] as? Int == 100)
        #expect(document["paused"] as? Int == 100)
        #expect(document["failed"] as? Int == 0)
        #expect(document["requests"] as? Int == 1, "it asked again: \(wrong.output)")
        #expect(try await folder.status()["state"] as? String == "paused")
        let again = try await folder.outbox("drain", "--json", environment: ["TIKTOK_ACCESS_TOKEN": "wrong"])
        #expect(again.status == 5, "\(again.output)\(again.errors)")
        #expect(try again.object()["requests"] as? Int == 0, "the same token was tried again: \(again.output)")
        let right = try await folder.outbox("drain", "--json")
        #expect(right.status == 0, "\(right.output)\(right.errors)")
        #expect(try await sandbox.tally()["distinct"] as? Int == 100)
    }

    @Test("everything refused pauses the destination after few requests")
    func allRefused() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        let ids = (0..<1000).map { "\"e\($0)\"" }.joined(separator: ",")
        try await sandbox.setFaults("{\"refuse_event_ids\":[\(ids)]}")
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Self.recentLines(1000))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let drain = try await folder.outbox("drain", "--json")
        #expect(drain.status == 5, "\(drain.output)\(drain.errors)")
        let document = try drain.object()
        #expect(document["requests"] as? Int ?? 999 <= 30, "\(drain.output)")
        let failed = try #require(document["failed"] as? Int)
        #expect(failed <= 30, "\(drain.output)")
        #expect(document["remaining"] as? Int == 1000 - failed)
        let status = try await folder.status()
        #expect(status["state"] as? String == "paused")
        #expect(try folder.count("SELECT count(*) FROM outbox_destination WHERE pause_cause = 3") == 1)
    }
}
