import Foundation
import Testing

@Suite("outbox reload and a drain that is running")
struct DrainReloadTests {
    @Test("A long drain takes a changed file up like serve does, and a broken one changes nothing")
    func drain() async throws {
        let folder = try OutboxFolder(configuration: nil)
        // Every answer is late, so that the drain is long.
        let sandbox = try await SandboxProcess(in: folder, "--delay", "300ms")
        let delivery = "concurrency: 1, batch: {max: 1, wait: 0s}"
        func file(_ name: String) -> String {
            sandbox.configuration("events: {purchase: \(name)}", delivery: delivery)
        }
        try folder.write("outbox.yml", file("CompletePayment"))
        try await folder.enqueue(60)
        let drain = try RunningOutbox(
            "drain", in: folder, environment: OutboxFolder.environment.merging(["OUTBOX_LOG_LEVEL": "info"]) { $1 })
        try await eventually("something sent") { try await sandbox.tally("events") > 0 }
        try folder.write("outbox.yml", file("Subscribe"))
        let reload = try await folder.outbox("reload")
        #expect(reload.status == 0, "\(reload.output)\(reload.errors)\(drain.text)")
        #expect(reload.output.contains("outbox drain: works by the file now"), "\(reload.output)")
        try folder.write(
            "outbox.yml", file("Contact").replacingOccurrences(of: "TIKTOK_ACCESS_TOKEN", with: "ANOTHER_TOKEN"))
        let refused = try await folder.outbox("reload", environment: ["ANOTHER_TOKEN": "0123456789abcdef"])
        #expect(refused.status == 3, "\(refused.output)\(refused.errors)\(drain.text)")
        #expect(await drain.status() == 0, "\(drain.text)")
        let names = try #require(try await sandbox.tally()["by_event"] as? [String: Int])
        #expect(Set(names.keys) == ["CompletePayment", "Subscribe"], "\(names)")
        #expect(names.values.reduce(0, +) == 60, "\(names)")
        #expect(try folder.count("SELECT count(DISTINCT configuration) FROM outbox_delivery WHERE state = 1") >= 1)
    }
}
