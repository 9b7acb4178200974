import Foundation
import OutboxTestSupport
import Testing

@Suite("outbox reload under load", .timeLimit(.minutes(5)))
struct ReloadUnderLoadTests {
    private static let bursts = 40
    private static let eventsInBurst = 100

    /// One of two configurations that differ in the name and in a mapped field.
    private static func configuration(_ sandbox: SandboxProcess, isFirst: Bool) -> String {
        sandbox.configuration(
            "events: {purchase: \(isFirst ? "CompletePayment" : "Subscribe")}\n"
                + "    map: {properties.currency: \"'\(isFirst ? "EUR" : "USD")'\"}"
        ).replacingOccurrences(of: "dialect: native", with: "key: {env: SHOP_KEY}")
    }

    @Test("Thousand events a second while the file changes again and again: none is lost, none leaves under a mixture")
    func mixture() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        let outbox = try await HTTPOutbox(in: folder, Self.configuration(sandbox, isFirst: true))
        let start = ContinuousClock.now
        let port = outbox.port
        async let posts: Void = Self.post(to: port, since: start)
        var taken = 0
        while ContinuousClock.now < start + .milliseconds(100 * Self.bursts) {
            let text = Self.configuration(sandbox, isFirst: taken % 2 == 1)
            try folder.write("outbox.yml", "\(text)\nlisten: 127.0.0.1:\(port)\n")
            let reload = try await folder.outbox("reload", environment: HTTPOutbox.environment)
            #expect(reload.status == 0, "\(reload.output)\(reload.errors)")
            taken += 1
        }
        try await posts
        let count = Self.bursts * Self.eventsInBurst
        print("\(count) events in \(ContinuousClock.now - start), \(taken) reloads")
        #expect(taken >= 2)
        try await eventually("all events at the sandbox") { try await sandbox.tally("distinct") == count }
        try await eventually("all answers on record") { try folder.count(Self.delivered) == count }
        let tally = try await sandbox.tally()
        #expect(tally["repeated"] as? Int == 0)
        let names = try #require(tally["by_event"] as? [String: Int])
        let values = try #require(tally["value"] as? [String: Any])
        #expect(names.values.reduce(0, +) == count)
        for (name, currency) in [("CompletePayment", "EUR"), ("Subscribe", "USD")] {
            #expect("\(values[currency] ?? 0)" == "\(names[name] ?? 0)", "\(tally)")
            #expect(try folder.count("\(Self.delivered) AND tiktok_event = '\(name)'") == names[name] ?? 0)
            let ofConfiguration =
                "SELECT count(*) FROM outbox_delivery d JOIN outbox_configuration c ON c.id = d.configuration "
                + "WHERE c.text LIKE '%purchase: \(name)%'"
            #expect(try folder.count(ofConfiguration) == names[name] ?? 0)
        }
        #expect(await outbox.process.end() == 0, "\(outbox.process.text)")
    }

    /// Hands events over in bursts of a tenth of a second.
    private static func post(to port: Int, since start: ContinuousClock.Instant) async throws {
        for burst in 0..<bursts {
            let lines = (0..<eventsInBurst).map {
                Shop.event("purchase", "e\(burst)-\($0)", #""properties":{"value":1}"#)
            }
            let answer = try await HTTPOutbox.exchange(port, "POST", "/v1/events", lines.joined(separator: "\n"))
            #expect(answer.status == 200, "\(answer.body.prefix(500))")
            // The pace of the load, not a wait for something.
            try await Task.sleep(until: start + .milliseconds(100 * (burst + 1)))
        }
    }

    private static let delivered = "SELECT count(*) FROM outbox_delivery WHERE state = 1"
}
