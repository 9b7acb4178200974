import Foundation
import Testing

@Suite("outbox map and test")
struct MapTests {
    private static let destination = """
        mode: live
            events:
              view_item: ViewContent
              purchase:
                to: CompletePayment
                map: {event_id: properties.transaction_id}
            map:
              properties.currency: "properties.currency ?? 'EUR'"
              user.phone: null
            filters:
              - user.country: {in: [FR, BE]}
        """

    @Test("Each line is marked default or override, with its line in the file")
    func map() async throws {
        let folder = try OutboxFolder(configuration: OutboxFolder.configuration(destination: Self.destination))
        let result = try await folder.outbox("map", "--event", "purchase")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let lines = result.output.split(separator: "\n").map(String.init)
        func line(_ field: String) -> String { lines.first { $0.contains("  \(field) ") } ?? "" }
        #expect(line("event_id").contains("override, outbox.yml:17"), "\(result.output)")
        #expect(line("properties.currency").contains("override, outbox.yml:19"), "\(result.output)")
        #expect(line("user.email").contains("default, line "), "\(result.output)")
        #expect(line("user.phone").contains("(removed)"), "\(result.output)")
        #expect(line("purchase").contains("CompletePayment"), "\(result.output)")
        let json = try await folder.outbox("map", "--json")
        let views = try #require(try json.json() as? [[String: Any]])
        let fields = try #require(views[0]["fields"] as? [[String: Any]])
        let currency = try #require(fields.first { $0["field"] as? String == "properties.currency" })
        #expect(currency["default"] as? Bool == false)
        #expect(currency["line"] as? Int == 19)
        #expect(try await folder.outbox("map", "--event", "quiz").status == 1)
        #expect(try await folder.outbox("map", "--destination", "man").status == 3)
        #expect(try await folder.outbox("map", "--event", "x", "--defaults").status == 2)
    }

    @Test("--json holds every rule and condition whole, however long; for people they fit into a column")
    func whole() async throws {
        let countries = (0..<60).map { "COUNTRY_\($0)" }.joined(separator: ", ")
        let folder = try OutboxFolder(
            configuration: OutboxFolder.configuration(
                destination: """
                    mode: live
                        events:
                          purchase: [{to: CompletePayment, when: {user.country: {in: [\(countries)]}}}, {to: Contact}]
                        map:
                          properties.description: {when: {user.country: {in: [\(countries)]}}, then: user.country}
                    """))
        let json = try await folder.outbox("map", "--json")
        #expect(json.status == 0, "\(json.output)\(json.errors)")
        #expect(!json.output.contains("…"), "\(json.output)")
        #expect(json.output.components(separatedBy: "COUNTRY_59").count == 3, "\(json.output)")
        let text = try await folder.outbox("map", "--event", "purchase")
        #expect(text.output.split(separator: "\n").allSatisfy { $0.count < 200 }, "\(text.output)")
    }

    @Test("The shipped files are printed as they ship")
    func shipped() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let defaults = try await folder.outbox("map", "--defaults")
        #expect(defaults.status == 0)
        #expect(defaults.output.contains("purchase: CompletePayment"))
        #expect(defaults.output.contains("properties.value: properties.value"))
        let dialect = try await folder.outbox("map", "--dialect", "segment", "--json")
        let files = try #require(try dialect.json() as? [[String: Any]])
        #expect((files[0]["text"] as? String)?.contains("messageId") == true)
        #expect(try await folder.outbox("map", "--dialect", "sgment").status == 2)
    }

    @Test("An event that nobody mapped is listed with the lines that adopt it, and goes after they are written")
    func unmapped() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let events = (0..<3).map { Shop.event("quiz_done", "q\($0)") } + [Shop.event("view_cart", "c1")]
        try folder.write("in.ndjson", events.joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        let why = try await folder.outbox("why", "q1")
        #expect(why.output.contains("no mapping names quiz_done"), "\(why.output)")
        #expect(why.output.contains("2 others are alike (quiz_done, unmapped)"), "\(why.output)")
        #expect(why.output.contains("next: outbox map --unmapped --destination main"), "\(why.output)")
        let result = try await folder.outbox("map", "--unmapped", "--json")
        let document = try result.object()
        let names = try #require(document["unmapped"] as? [[String: Any]], "\(result.output)\(result.errors)")
        #expect(names.map { $0["event_name"] as? String } == ["quiz_done", "view_cart"])
        #expect(names.map { $0["count"] as? Int } == [3, 1])
        let snippet = try #require(document["snippet"] as? String)
        #expect(snippet.contains("quiz_done: QuizDone"), "\(snippet)")
        #expect(snippet.contains("purchase: CompletePayment"), "the shipped events stay: \(snippet)")
        let adopted = snippet.split(separator: "\n").dropFirst(2).joined(separator: "\n")
        try folder.write("outbox.yml", sandbox.configuration() + "\n" + adopted + "\n")
        #expect(try await folder.outbox("check").status == 0, "\(adopted)")
        let again = try await folder.outbox("why", "q1")
        #expect(again.output.contains("Today's configuration would send it as QuizDone"), "\(again.output)")
        let next = "outbox replay --destination main --reason unmapped --event-name quiz_done"
        #expect(again.output.contains("next: \(next)"), "\(again.output)")
        let replay = try await folder.outbox(
            "replay", "--destination", "main", "--reason", "unmapped", "--event-name", "quiz_done")
        #expect(replay.status == 2, "asks first: \(replay.output)\(replay.errors)")
        #expect(replay.errors.contains("3 would be replayed") && replay.errors.contains("q1"), "\(replay.errors)")
        let yes = try await folder.outbox(
            "replay", "--destination", "main", "--reason", "unmapped", "--event-name", "quiz_done", "--yes", "--json")
        #expect(try yes.object()["changed"] as? Int == 3, "\(yes.output)\(yes.errors)")
        #expect(try await folder.outbox("drain").status == 0)
        let byEvent = try #require(try await sandbox.tally()["by_event"] as? [String: Any])
        #expect(byEvent as NSDictionary == ["QuizDone": 3])
    }

    @Test("test prints what would be sent, and exit 1 says that something would not")
    func dryRun() async throws {
        let folder = try OutboxFolder(configuration: OutboxFolder.configuration(destination: Self.destination))
        let good = Shop.event(
            "purchase", "e1", #""properties":{"transaction_id":"ord-1","value":"59.90"}"#
        ).replacingOccurrences(of: #""id":"1042""#, with: #""id":"1042","country":"FR""#)
        try folder.write("good.ndjson", good)
        let fine = try await folder.outbox("test", "good.ndjson")
        #expect(fine.status == 0, "\(fine.output)\(fine.errors)")
        #expect(fine.output.contains("-> main: CompletePayment"), "\(fine.output)")
        #expect(fine.output.contains("event_id    ord-1"), "\(fine.output)")
        #expect(fine.output.contains("1 of 7: external_id; missing email phone ttclid ttp ip user_agent"))
        #expect(fine.output.contains("1 would be sent, 0 skipped, 0 failed, 0 refused; 1 request"), "\(fine.output)")
        let others = [good, Shop.event("purchase", "e2"), "{}", Shop.event("quiz", "e3"), good]
        try folder.write("mixed.ndjson", others.joined(separator: "\n"))
        let mixed = try await folder.outbox("test", "mixed.ndjson", "--json")
        #expect(mixed.status == 1)
        let document = try mixed.object()
        let events = try #require(document["events"] as? [[String: Any]])
        func delivery(_ index: Int) -> [String: Any] {
            (events[index]["deliveries"] as? [[String: Any]])?.first ?? [:]
        }
        #expect(delivery(0)["outcome"] as? String == "sent")
        #expect(delivery(1)["reason"] as? String == "filter")
        #expect((delivery(1)["detail"] as? String)?.contains("filters[0], line 2") == true, "\(delivery(1))")
        #expect((events[2]["problems"] as? [[String: Any]])?.isEmpty == false)
        #expect(delivery(3)["reason"] as? String == "unmapped")
        #expect(events[4]["repeat_of"] as? String == "mixed.ndjson:1")
        #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("outbox.db").path))
        #expect(try await folder.outbox("test", "missing.ndjson").status == 2)
        #expect(try await folder.outbox("test", "good.ndjson", "--source", "other").status == 3)
    }

    @Test("The bodies of test --json are byte by byte what is sent for the same events")
    func sameBytes() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration("map: {properties.currency: {value: EUR}}"))
        let events = (0..<20).map { index in
            Shop.event(
                index % 3 == 0 ? "view_item" : "purchase", "e\(index)",
                #""properties":{"value":\#(index).10,"items":[{"item_id":\#(index),"price":"1.0"}]}"#)
        }
        try folder.write("in.ndjson", events.joined(separator: "\n"))
        let dry = try await folder.outbox("test", "in.ndjson", "--json")
        #expect(dry.status == 0, "\(dry.output)\(dry.errors)")
        #expect(try await sandbox.tally()["requests"] as? Int == 0)
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        for index in 0..<20 {
            let show = try await folder.outbox("show", "e\(index)", "--json")
            let sent = try #require(Self.text(of: "event", in: show.output, after: #""request":"#))
            #expect(dry.output.contains(sent), "\(sent)")
        }
    }

    /// The text of an object that is a member, from its first brace to its last.
    private static func text(of member: String, in document: String, after start: String) -> String? {
        guard let request = document.range(of: start),
            let found = document.range(of: "\"\(member)\":", range: request.upperBound..<document.endIndex)
        else { return nil }
        var depth = 0
        for index in document[found.upperBound...].indices {
            if document[index] == "{" { depth += 1 }
            if document[index] == "}" { depth -= 1 }
            if depth == 0 { return String(document[found.upperBound...index]) }
        }
        return nil
    }

    private static let hasStrace = FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")

    @Test("test opens no socket and no database", .enabled(if: hasStrace, "needs strace"))
    func quiet() async throws {
        let folder = try OutboxFolder(configuration: OutboxFolder.configuration(destination: "mode: live"))
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        let trace = folder.url.appendingPathComponent("trace")
        let result = try await folder.outbox(
            "test", "in.ndjson",
            wrapper: ["/usr/bin/strace", "-f", "-o", trace.path, "-e", "trace=socket,connect,open,openat"])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let calls = try String(contentsOf: trace, encoding: .utf8)
        #expect(calls.contains("in.ndjson"))
        #expect(!calls.contains("socket("), "\(calls)")
        #expect(!calls.contains("outbox.db"), "\(calls)")
    }
}
