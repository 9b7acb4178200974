import OutboxCore
import OutboxIntake
import OutboxRouting
import OutboxTestSupport
import Testing

/// Every event of `segment.jsonl` through intake and routing, beside what Segment's own destinations for TikTok
/// send of it (segmentio/action-destinations, MIT; their unit tests).
@Suite("Segment's events")
struct SegmentVectorsTests {
    /// Why a value comes out otherwise, by its path, and for which event sources.
    private struct Difference {
        let path: String
        var eventSources = Set(EventSource.allCases)
        let reason: String
    }

    private static let differences: [Difference] =
        ["first_name", "last_name", "city", "state", "country", "zip_code"].map {
            Difference(path: "user.\($0)", reason: "an empty text is nobody's name; TikTok takes the field as optional")
        }
        + ["ttclid", "ip", "user_agent", "locale"].map {
            Difference(
                path: "user.\($0)", eventSources: [.crm, .offline], reason: "TikTok lists it for web and app alone")
        }
        + ["email", "phone"].map {
            Difference(path: "user.\($0)[0]", reason: "TikTok takes a text or an array; one goes as a text")
        }
        + [
            Difference(
                path: "user.external_id[0]", eventSources: [.web, .crm],
                reason: "TikTok takes a text or an array; one goes as a text"),
            Difference(
                path: "user.external_id[0]", eventSources: [.offline], reason: "TikTok lists it for web and crm alone"),
            Difference(path: "user.ip", eventSources: [.web], reason: "0.0.0.0 is no public address, as TikTok asks"),
            Difference(path: "user.lead_id", reason: "TikTok lists lead_id in lead alone, for crm"),
            Difference(path: "test_event_code", reason: "TikTok has it beside data, not in the event"),
            Difference(path: "page", eventSources: [.crm, .offline], reason: "TikTok lists page for web alone"),
            Difference(path: "limited_data_use", reason: "optional; false says nothing"),
            Difference(path: "properties.query", reason: "TikTok's name is search_string; query is of its first API"),
            Difference(
                path: "properties.content_type", reason: "it says what the content ids are, and there are none"),
        ]

    private static let additions: [Difference] = [
        Difference(path: "user.email", reason: "see user.email[0]"),
        Difference(path: "user.phone", reason: "see user.phone[0]"),
        Difference(path: "user.external_id", eventSources: [.web, .crm], reason: "see user.external_id[0]"),
        Difference(path: "properties.search_string", reason: "see properties.query"),
        Difference(path: "properties.content_ids", reason: "TikTok's Video Shopping Ads need the ids here"),
        Difference(path: "properties.num_items", reason: "the quantity of items, as TikTok describes it"),
        Difference(path: "properties.drivetrain", reason: "TikTok's name; Segment looks for drive_train"),
    ]

    @Test("are all here")
    func complete() {
        #expect(SegmentVector.all.count == 15)
    }

    @Test("come out as Segment's own, but for what TikTok's document says otherwise")
    func vectors() throws {
        var used: Set<String> = []
        for vector in SegmentVector.all {
            let (name, body) = ("\(vector)", vector.body)
            let expected = try #require(body["data"]?[0])
            let eventSource = try #require(EventSource(rawValue: body["event_source"]?.string ?? ""))
            let sent = try Self.sent(vector, eventSource)
            #expect(sent.rendered.testEventCode == (body["test_event_code"] ?? expected["test_event_code"])?.string)
            let wanted = leaves(of: expected)
            let found = leaves(of: sent.document.root)
            for path in wanted.keys where found[path] != wanted[path] {
                let reason = Self.reason(for: path, eventSource, in: Self.differences)
                #expect(reason != nil, "\(name): \(path) is \(found[path] ?? "-"), not \(wanted[path] ?? "-")")
                used.insert(reason ?? "")
            }
            for path in found.keys where wanted[path] == nil {
                let reason = Self.reason(for: path, eventSource, in: Self.additions)
                #expect(reason != nil, "\(name): \(path) is \(found[path] ?? "-")")
                used.insert(reason ?? "")
            }
        }
        let reasons = Set((Self.differences + Self.additions).map { "\($0.path): \($0.reason)" })
        #expect(reasons == used, "\(reasons.symmetricDifference(used))")
    }

    private static func reason(
        for path: String, _ eventSource: EventSource, in differences: [Difference]
    ) -> String? {
        differences.first { difference in
            difference.eventSources.contains(eventSource)
                && (path == difference.path || path.hasPrefix(difference.path + ".")
                    || path.hasPrefix(difference.path + "[") && !difference.path.hasPrefix("user."))
        }.map { "\($0.path): \($0.reason)" }
    }

    private static func sent(_ vector: SegmentVector, _ eventSource: EventSource) throws -> SentEvent {
        var rules = IntakeRules(source: "segment")
        rules.dialect = .segment
        // As Segment does.
        rules.lowercasesExternalID = true
        let intake = Intake(rules: rules, source: SourceID(1), deliveryClass: .live)
        let result = intake.accept(
            vector.input, receivedAt: Timestamp(seconds: 1_704_722_000), arrival: .handedOver(random: { [1] }))
        guard case .accepted(let event, _) = result else { throw SentEvent.NotSent(description: "\(result)") }
        let to = try #require(vector.tiktokEvent)
        let code = (vector.body["test_event_code"] ?? vector.body["data"]?[0]?["test_event_code"])?.string
        let subject = RoutingSubject(eventSource) { rules in
            rules.events = [event.eventName: [EventRule(to: to)]]
            if let code { (rules.mode, rules.testEventCode) = (.test, code) }
        }
        return try SentEvent(subject.decide(record: event.record, event.eventName, event.eventID, event.eventTime))
    }
}
