import Foundation
import Testing

/// The way through a first set-up, as "Implementing TikTok Events API" walks it with a vendor's platform: the same
/// steps, with the real binary, against the sandbox.
@Suite("Implementing TikTok Events API")
struct SeedWalkthroughTests {
    private let folder: OutboxFolder
    private let sandbox: SandboxProcess

    init() async throws {
        folder = try OutboxFolder(configuration: nil)
        sandbox = try await SandboxProcess(in: folder)
    }

    private static let keys = ["GTM_KEY": "a-write-key-for-gtm", "BACKEND_KEY": "a-write-key-for-backend"]
    private var environment: [String: String] { OutboxFolder.environment.merging(Self.keys) { $1 } }

    private func outbox(_ arguments: String...) async throws -> OutboxProcess.Result {
        try await OutboxProcess.run(arguments, in: folder.url, environment: environment)
    }

    /// The configuration: two sources, the pixel's consent category, the events that may go, my own session.
    private func configuration(mode: String, filters: String) -> String {
        """
        version: 1
        sources:
          gtm:     {key: {env: GTM_KEY}, dialect: commandersact}
          backend: {key: {env: BACKEND_KEY}}
        destinations:
          main:
            event_source: web
            event_source_id: C4KTESTAAAA000000000   # Events Manager, ID at the top of the page
            access_token: {env: TIKTOK_ACCESS_TOKEN}
            endpoint: http://127.0.0.1:\(sandbox.port)/open_api/v1.3/event/track/
            \(mode)
            consent: {require: ["3"], pixel: "3"}    # the category that the pixel is managed by
            filters:
        \(filters)
            events:
              view_item: ViewContent                  # not page_view: TikTok means pages that matter
              purchase: CompletePayment
            map:
              properties.description: properties.page_type   # what the vendor calls Smart Mapping

        """
    }

    private static let testMode =
        "mode: test\n    test_event_code: TEST12345               # changes with every session"
    private static let eventFilter = "      - event_name: [view_item, purchase]"
    private static let sessionFilter = "      - user.id: \"1042\""

    /// An event as the vendor's container sends it.
    private func received(_ name: String, _ id: String, user: String, granted: String = "[1,3]") -> String {
        let milliseconds = Int(Date().timeIntervalSince1970 * 1000) - 60_000
        return #"{"event_name":"\#(name)","user":{"id":"\#(user)","consent_categories":\#(granted)},"#
            + #""context":{"event_id":"\#(id)","event_timestamp":"\#(milliseconds)","#
            + #""page":{"url":"https://shop.example/mug"}},"page_type":"product","currency":"EUR","value":29.95,"#
            + #""items":[{"id":"77120","quantity":1,"product":{"name":"Mug","price":29.95}}]}"#
    }

    private func step(_ heading: String, _ body: () async throws -> Void) async throws {
        do { try await body() } catch {
            Issue.record(error, "\(heading)")
            throw error
        }
    }

    private func text() throws -> String {
        try String(contentsOf: folder.url.appendingPathComponent("outbox.yml"), encoding: .utf8)
    }

    @Test("The whole walk, heading by heading")
    func walk() async throws {
        try await step("Client-Side Changes", clientSide)
        try await step("Server-Side Setup", serverSide)
        try await step("Testing Your Implementation", testing)
        try await step("Going live: the filter and the test event code are removed", goingLive)
        try await step("Verifying Post-Deployment", verifying)
        try await step("The forgotten test code", forgottenCode)
    }

    /// The pixel's event id, a number there, is the server event's id, a text here.
    private func clientSide() async throws {
        try folder.write(
            "outbox.yml",
            configuration(mode: Self.testMode, filters: Self.eventFilter + "\n" + Self.sessionFilter))
        try folder.write(
            "pixel.ndjson",
            #"{"event_name":"view_item","event_id":12345,"event_time":"\#(Shop.time)","consent":{"3":true},"#
                + #""user":{"id":"1042"}}"#)
        let result = try await outbox("test", "pixel.ndjson", "--source", "backend", "--json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains(#""event_id":"12345""#), "\(result.output)")
        try folder.write(
            "without.ndjson", #"{"event_name":"view_item","event_time":"\#(Shop.time)","user":{"id":"1042"}}"#)
        let without = try await outbox("test", "without.ndjson", "--source", "backend")
        #expect(without.status == 1)
        #expect(without.output.contains("send the id that the pixel shares"), "\(without.output)")
    }

    private func serverSide() async throws {
        let check = try await outbox("check")
        #expect(check.status == 0, "\(check.output)\(check.errors)")
        let probe = try await outbox("check", "--probe")
        #expect(probe.status == 0, "\(probe.output)\(probe.errors)")
        // The event name filter is on the client's name, not on TikTok's.
        try folder.write(
            "outbox.yml",
            configuration(mode: Self.testMode, filters: "      - event_name: [CompletePayment]"))
        let wrongName = try await outbox("check")
        #expect(wrongName.status == 3)
        #expect(wrongName.output.contains("purchase"), "\(wrongName.output)")
        // A page_view as ViewContent is what the vendor did by default.
        let base = configuration(
            mode: Self.testMode, filters: Self.eventFilter + "\n" + Self.sessionFilter)
        try folder.write("outbox.yml", base.replacingOccurrences(of: "view_item: V", with: "page_view: V"))
        #expect(try await outbox("check").output.contains("pages that matter"))
        try folder.write("outbox.yml", base)
    }

    private func testing() async throws {
        let events = [
            received("view_item", "v-mine", user: "1042"), received("view_item", "v-other", user: "7"),
            received("page_view", "p-mine", user: "1042"),
            received("view_item", "v-denied", user: "1042", granted: "[1]"),
        ]
        try folder.write("gtm.ndjson", events.joined(separator: "\n"))
        #expect(try await outbox("enqueue", "gtm.ndjson", "--source", "gtm").status == 0)
        let drain = try await outbox("drain")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        let tally = try await sandbox.tally()
        #expect(tally["distinct"] as? Int == 0, "nothing counts: \(tally)")
        let show = try await outbox("show", "v-mine", "--json")
        let history = try #require((try show.json() as? [[String: Any]])?.first, "\(show.output)\(show.errors)")
        let delivery = try #require((history["deliveries"] as? [[String: Any]])?.first)
        // Data in and data out: view_item was received, ViewContent was sent with the same id; the answer's body is OK.
        #expect((history["event"] as? [String: Any])?["event_name"] as? String == "view_item")
        let request = try #require(delivery["request"] as? [String: Any], "\(show.output)")
        let sent = try #require(request["event"] as? [String: Any])
        #expect(request["test_event_code"] as? String == "TEST12345")
        #expect(sent["event"] as? String == "ViewContent")
        #expect(sent["event_id"] as? String == "v-mine")
        #expect((sent["properties"] as? [String: Any])?["description"] as? String == "product")
        #expect((delivery["response"] as? [String: Any])?["code"] as? Int == 0)
        for (id, words) in [
            ("v-other", "user.id: expected"), ("p-mine", "no mapping names page_view"),
            ("v-denied", "consent.3: expected granted"),
        ] {
            let why = try await outbox("why", id)
            #expect(why.output.contains(words), "\(why.output)")
        }
    }

    private func goingLive() async throws {
        let before = try text()
        let refused = try await outbox("golive", "main", "--yes")
        #expect(refused.status == 1, "\(refused.output)\(refused.errors)")
        #expect(refused.output.contains("removes  test_event_code TEST12345"), "\(refused.output)")
        #expect(refused.output.contains("by hand  the filter user.id"), "\(refused.output)")
        #expect(try text() == before, "not a byte is changed")
        let without = before.replacingOccurrences(of: Self.sessionFilter + "\n", with: "")
        try folder.write("outbox.yml", without)
        let live = try await outbox("golive", "main", "--yes")
        #expect(live.status == 0, "\(live.output)\(live.errors)")
        let expected = without.replacingOccurrences(of: Self.testMode, with: "mode: live")
        #expect(try text() == expected)
    }

    private func verifying() async throws {
        try folder.write(
            "live.ndjson",
            [received("view_item", "v-1", user: "7"), received("purchase", "o-1", user: "8")].joined(separator: "\n"))
        #expect(try await outbox("enqueue", "live.ndjson", "--source", "gtm").status == 0)
        #expect(try await outbox("drain").status == 0)
        let tally = try await sandbox.tally()
        #expect(tally["by_event"] as? NSDictionary == ["ViewContent": 1, "CompletePayment": 1], "\(tally)")
        let status = try await outbox("status")
        #expect(status.output.contains("validated under a test code"), "\(status.output)")
    }

    private func forgottenCode() async throws {
        let forgotten = try text().replacingOccurrences(
            of: "mode: live", with: "mode: live\n    test_event_code: TEST12345")
        try folder.write("outbox.yml", forgotten)
        for arguments in [["check"], ["golive", "main", "--yes"], ["reload"], ["drain"]] {
            let result = try await OutboxProcess.run(arguments, in: folder.url, environment: environment)
            #expect(result.status == 3, "\(arguments): \(result.output)\(result.errors)")
            #expect((result.output + result.errors).contains("TikTok shows test events and drops them"))
            #expect(try text() == forgotten, "not a byte is changed")
        }
    }
}
