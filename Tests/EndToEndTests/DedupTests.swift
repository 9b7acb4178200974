import Foundation
import Testing

@Suite("outbox dedup, echo and snippet")
struct DedupTests {
    private static let echo =
        #"echo: {key: shop-web-2026, origins: ["https://shop.example"], url: "https://events.shop.example"}"#

    /// The counts of the only event, and the exit status.
    private func dedup(
        _ folder: OutboxFolder, _ arguments: String...
    ) async throws -> (status: Int32, counts: [String: Any]) {
        let result = try await OutboxProcess.run(
            ["dedup", "--json"] + arguments, in: folder.url, environment: OutboxFolder.environment)
        let destinations = try #require(try result.json() as? [[String: Any]], "\(result.output)\(result.errors)")
        let events = try #require(destinations.first?["events"] as? [[String: Any]])
        return (result.status, events.first ?? [:])
    }

    @Test("pairs what was delivered with what was handed over by hand, and tells the next step")
    func pairs() async throws {
        let folder = try OutboxFolder()
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let lines = (0..<10).map { Shop.event("purchase", "o\($0)") }
        try folder.write("in.ndjson", lines.joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)

        var (status, counts) = try await dedup(folder)
        #expect(status == 1 && counts["server"] as? Int == 10 && counts["echoes"] as? Int == 0)
        #expect((counts["verdict"] as? String)?.contains("destinations.main.echo") == true, "\(counts)")

        let rows = (0..<9).map { "CompletePayment,o\($0)" }
        try folder.write("echoes.csv", (["tiktok_event,event_id"] + rows).joined(separator: "\n"))
        let taken = try await folder.outbox("echo", "echoes.csv", "--json")
        #expect(try taken.object() as NSDictionary == ["accepted": 9, "duplicates": 0, "rejected": 0])
        let again = try await folder.outbox("echo", "echoes.csv", "--json")
        #expect(try again.object() as NSDictionary == ["accepted": 0, "duplicates": 9, "rejected": 0])

        (status, counts) = try await dedup(folder, "main", "--event", "purchase", "--since", "1h")
        #expect(status == 0, "\(counts)")
        #expect(counts["tiktok_event"] as? String == "CompletePayment")
        #expect(["paired", "server_only", "pixel_only"].map { counts[$0] as? Int } == [9, 1, 0])
        let lag = try #require(counts["lag"] as? [String: Any])
        #expect(lag["within_5_minutes"] as? Int == 9 && lag["server_first"] as? Int == 9, "\(lag)")

        try folder.write("other.ndjson", #"{"tiktok_event":"Purchase","event_id":"o9"}"# + "\n{\"email\":1}\n")
        let refused = try await folder.outbox("echo", "other.ndjson")
        #expect(refused.status == 1 && refused.errors.contains("other.ndjson:2: only"), "\(refused.errors)")
        let people = try await folder.outbox("dedup")
        #expect(people.status == 1)
        #expect(people.output.contains("purchase → CompletePayment"), "\(people.output)")
        #expect(people.output.contains("the pixel says Purchase where the server says CompletePayment"))
        #expect(try await folder.outbox("dedup", "--event", "nothing").status == 2)
        #expect(try await folder.outbox("dedup", "nowhere").status == 3)
    }

    @Test("names that only pages report are one line, whoever invents them; a name beside the right one is told")
    func otherNames() async throws {
        let folder = try OutboxFolder()
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", (0..<4).map { Shop.event("purchase", "o\($0)") }.joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        let right = (0..<4).map { "CompletePayment,o\($0)" }
        let invented = (0..<400).map { "Invented\($0),x\($0)" } + ["Invented7,y"]
        try folder.write("echoes.csv", (["tiktok_event,event_id"] + right + invented).joined(separator: "\n"))
        #expect(try await folder.outbox("echo", "echoes.csv").status == 0)
        let fine = try await folder.outbox("dedup")
        #expect(fine.status == 0, "\(fine.output)")
        let line = "  only pages report Invented7 2, Invented0 1, "
        #expect(fine.output.contains(line) && fine.output.contains(" and 390 more names: nothing"), "\(fine.output)")
        #expect(fine.output.split(separator: "\n").count <= 8, "\(fine.output)")
        #expect(fine.output.contains("server 4: paired 4   server only 0   other name 0"), "\(fine.output)")

        try folder.write("two.csv", "tiktok_event,event_id\nPurchase,o1\nPurchase,z\n")
        #expect(try await folder.outbox("echo", "two.csv").status == 0)
        let two = try await folder.outbox("dedup")
        #expect(two.status == 1)
        #expect(two.output.contains("the pixel says Purchase too where both say CompletePayment"), "\(two.output)")
        #expect(two.output.contains("echoes 2: paired 0   pixel only 1   other name 1"), "\(two.output)")
        let json = try await folder.outbox("dedup", "--json").json() as? [[String: Any]]
        let pages = try #require(json?.first?["pages_only"] as? [String: Any])
        #expect(pages["names"] as? Int == 400 && pages["echoes"] as? Int == 401, "\(pages)")
        #expect((pages["most"] as? [String: Any])?.count == 10)
        let events = try #require(json?.first?["events"] as? [[String: Any]])
        for event in events {
            let number = { (name: String) in event[name] as? Int ?? -1 }
            #expect(number("server") == number("paired") + number("server_only") + number("server_other_name"))
            #expect(number("echoes") == number("paired") + number("pixel_only") + number("pixel_other_name"))
        }
    }

    @Test("a mapped event_id pairs by what is sent, and while its events wait nothing is said against the page")
    func mappedEventID() async throws {
        let folder = try OutboxFolder()
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration() + "\n    map: {event_id: properties.transaction_id}")
        let lines = (0..<3).map { number in
            Shop.event(
                "purchase", "o\(number)",
                #""properties":{"value":1,"currency":"EUR","transaction_id":"TX\#(number)"}"#)
        }
        try folder.write("in.ndjson", lines.joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let rows = (0..<3).map { "CompletePayment,TX\($0)" }
        try folder.write("echoes.csv", (["tiktok_event,event_id"] + rows).joined(separator: "\n"))
        #expect(try await folder.outbox("echo", "echoes.csv").status == 0)
        let waiting = try await folder.outbox("dedup")
        #expect(waiting.status == 0, "\(waiting.output)")
        #expect(waiting.output.contains("3 events wait undecided"), "\(waiting.output)")
        #expect(try await folder.outbox("drain").status == 0)
        let (status, counts) = try await dedup(folder)
        #expect(status == 0 && counts["paired"] as? Int == 3, "\(counts)")
        #expect(counts["undecided"] as? Int == 0)
    }

    @Test("prints the page's script where the page may report, and says what is missing elsewhere")
    func snippet() async throws {
        let folder = try OutboxFolder()
        let missing = try await folder.outbox("snippet")
        #expect(
            missing.status == 3 && missing.errors.contains("destinations.main.echo is missing"), "\(missing.errors)")
        try folder.write("outbox.yml", OutboxFolder.configuration(destination: Self.echo))
        let script = try await folder.outbox("snippet", "main")
        #expect(script.status == 0 && script.output.contains("window.tiktokOutbox = {"), "\(script.errors)")
        #expect(script.output.contains(#""purchase": "CompletePayment""#))
        let document = try await folder.outbox("snippet", "--json").object()
        #expect(document["endpoint"] as? String == "https://events.shop.example/v1/echo")
        #expect((document["script"] as? String).map { $0 + "\n" } == script.output)
    }
}
