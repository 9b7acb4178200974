import Foundation
import Testing

@Suite("outbox with several destinations, and several verbs at once", .timeLimit(.minutes(5)))
struct TwoLanesTests {
    private func configuration(_ destinations: [(name: String, sandbox: SandboxProcess)]) -> String {
        let blocks = destinations.map { name, sandbox in
            """
              \(name):
                event_source: web
                event_source_id: C4KTESTAAAA000000000
                access_token: {env: TIKTOK_ACCESS_TOKEN}
                endpoint: \(sandbox.endpoint)
                mode: live
                delivery:
                  {rate: 1000/s, batch: {max: 50, wait: 50ms}, retry: {for: 1h, max_wait: 1s}, timeout: {request: 5m}}
            """
        }
        return """
            version: 1
            database: outbox.db
            sources:
              shop: {dialect: native}
            destinations:
            \(blocks.joined(separator: "\n"))
            """
    }

    @Test("of two destinations one hangs: the other drains as if it were alone")
    func oneHangs() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let (good, bad) = (try await SandboxProcess(in: folder), try await SandboxProcess(in: folder))
        try folder.write("outbox.yml", configuration([("good", good), ("bad", bad)]))
        try await folder.enqueue(3000, named: "a")
        let alone = try await folder.outbox("drain", "--destination", "good", "--json")
        #expect(alone.status == 0, "\(alone.output)\(alone.errors)")
        let aloneSeconds = try #require(try alone.object()["seconds"] as? Double)

        // A request is given up after 5 minutes: whatever happens before, happens while the other hangs.
        try await bad.setFaults(#"{"hang":1}"#)
        try await folder.enqueue(3000, named: "b")
        let serve = try RunningOutbox("serve", in: folder)
        try await eventually("the hanging destination's request") { try await bad.tally("requests") > 0 }
        let start = Date()
        try await eventually("the other's events") { try await good.tally("distinct") == 6000 }
        let seconds = Date().timeIntervalSince(start)
        #expect(try await bad.tally("requests") == 1, "it did not hang any more")
        #expect(seconds < 5 * aloneSeconds + 5, "\(seconds) s beside a destination that hangs, \(aloneSeconds) s alone")
        #expect(try await folder.status(of: "bad")["delivered"] as? Int == 0)
        await serve.end(SIGKILL)

        try await bad.setFaults(#"{"hang":0}"#)
        let rest = try await folder.outbox("drain", "--json")
        #expect(rest.status == 0, "\(rest.output)\(rest.errors)")
        #expect(try await bad.tally("distinct") == 6000)
        #expect(try await good.tally("repeated") == 0)
    }

    @Test("drain beside serve: serve sends at once instead of waiting for full batches, and drain reports its counts")
    func drainBesideServe() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration(delivery: "batch: {max: 1000, wait: 10m}"))
        let serve = try RunningOutbox("serve", in: folder)
        try await serve.says("ready")
        try await folder.enqueue(300)
        let drain = try await folder.outbox("drain", "--json", "--timeout", "60s")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        let document = try drain.object()
        // What serve sent before drain looked, the first careful requests, is none of this run's.
        #expect((document["delivered"] as? Int ?? 0) >= 300 - 11, "\(drain.output)")
        #expect(document["remaining"] as? Int == 0)
        #expect(try await folder.status()["delivered"] as? Int == 300)
        let destination = try #require((document["destinations"] as? [[String: Any]])?.first)
        #expect((destination["owner"] as? String)?.contains("serve") == true, "\(drain.output)")
        #expect(try await sandbox.tally("distinct") == 300)
        #expect(try await sandbox.tally("repeated") == 0)
        #expect(await serve.end() == 0, "\(serve.text)")
        let after = try await folder.outbox("drain", "--json")
        #expect(after.status == 0)
        #expect(try after.object()["delivered"] as? Int == 0)
    }
}
