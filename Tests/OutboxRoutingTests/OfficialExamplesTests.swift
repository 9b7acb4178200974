import OutboxCore
import OutboxIntake
import OutboxRouting
import Testing

/// Each request of TikTok's document, made of a native event by the very path that sends; nothing is left out.
@Suite("TikTok's own examples")
struct OfficialExamplesTests {
    private static let requests: [JSONValue] = PackageResources.official_examples_jsonl
        .split(separator: UInt8(ascii: "\n"))
        .compactMap { try? JSONDocument(Array($0)).root }
        .filter { $0["expected"]?["kind"]?.isString("request") == true }

    @Test("are all here")
    func complete() {
        #expect(Self.requests.compactMap { $0["name"]?.string } == OfficialExample.all.map(\.name))
    }

    @Test("come out field by field, but for what is listed with its reason", arguments: OfficialExample.all)
    func examples(_ example: OfficialExample) throws {
        let request = try #require(Self.requests.first { $0["name"]?.isString(example.name) == true })
        let body = try #require(request["expected"]?["body"])
        #expect(body["event_source"]?.string == example.eventSource.rawValue)
        var expected = leaves(of: try #require(body["data"]?[0]))
        for (path, value) in example.placeholders {
            #expect(expected[path]?.hasPrefix("\"{{") == true, "\(path) is no placeholder")
            expected[path] = "\"\(value)\""
        }
        let sent = leaves(of: try rendered(example).document.root)
        let differing = expected.filter { sent[$0.key] != $0.value }
        let added = sent.filter { expected[$0.key] == nil }
        #expect(Set(differing.keys) == Set(example.differences.keys), "\(differing)")
        #expect(Set(added.keys) == Set(example.additions.keys), "\(added)")
    }

    private func rendered(_ example: OfficialExample) throws -> SentEvent {
        let intake = Intake(rules: IntakeRules(source: "shop"), source: SourceID(1), deliveryClass: .live)
        let result = intake.accept(
            Array(example.native.utf8), receivedAt: RoutingSubject.time, arrival: .handedOver(random: { [1] }))
        guard case .accepted(let event, _) = result else { throw SentEvent.NotSent(description: "\(result)") }
        let subject = RoutingSubject(example.eventSource) { rules in
            rules.names = .current
            rules.events = example.events?.mapValues { [EventRule(to: $0)] }
        }
        return try SentEvent(subject.decide(record: event.record, event.eventName, event.eventID, event.eventTime))
    }
}
