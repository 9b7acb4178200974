import OutboxCore
import OutboxIdentity
import OutboxMapping
import OutboxRouting
import Testing

@Suite("Explaining a decision")
struct RoutingTraceTests {
    @Test("every step says what it asked and saw, every field where its value came from")
    func sent() throws {
        let subject = try RoutingSubject { rules in
            try rules.filter("{event_name: purchase}", "{properties.currency: [eur, usd]}")
            try rules.lay("properties.value: properties.total ?? properties.value | number")
            rules.consent = ConsentRules(require: ["marketing"])
        }
        let event =
            #"{"event_name":"purchase","consent":["marketing"],"properties":{"value":"7","currency":"eur","items":["#
            + #"{"item_id":1,"quantity":2}]},"context":{"device":{"ip":"10.0.0.1"},"page":{"url":"u"}}}"#
        let trace = subject.trace(event)
        #expect(trace.decision == subject.decide(event))
        #expect(trace.steps.map(\.kind) == [.eventSource, .event, .filter, .filter, .consent, .required, .mode])
        #expect(!trace.steps.contains { !$0.holds })
        #expect(trace.steps[3].comparisons.first?.seen.contains("eur") == true, "\(trace.steps[3])")
        let fields = Dictionary(trace.fields.map { ($0.target, $0) }) { first, _ in first }
        let value = try #require(fields["properties.value"])
        #expect(value.value == Array("7".utf8) && value.origin == .configuration(line: 1))
        #expect(value.source.path == "properties.value" && value.source.functions == ["number"])
        #expect(fields["properties.currency"]?.value == Array(#""EUR""#.utf8))
        #expect(fields["properties.num_items"]?.isDerived == true)
        #expect(fields["user.ip"]?.value == nil && fields["user.ip"]?.problem?.contains("public") == true)
        #expect(fields["event_id"]?.value == Array(#""12345""#.utf8))
        if case .shipped = fields["page.url"]?.origin {} else { Issue.record("page.url is not shipped") }
    }

    @Test("it ends at the step that decided")
    func skipped() throws {
        let subject = try RoutingSubject { try $0.filter("{user.country: FR}", "{properties.value: 1}") }
        let trace = subject.trace(#"{"user":{"country":"DE"}}"#)
        #expect(trace.steps.map(\.holds) == [true, true, false] && trace.fields.isEmpty)
        #expect(trace.decision.reason == .filter)
        #expect(subject.trace("{}", name: "unknown").steps.last?.kind == .event)
    }

    @Test("what is sent is the same, explained or not", arguments: EventSource.allCases)
    func same(_ source: EventSource) {
        let subject = RoutingSubject(source)
        let event =
            #"{"properties":{"value":1,"currency":"UYU","items":[{"item_id":"a"}]},"context":{"app":{"app_id":"a"},"#
            + #""lead":{"lead_id":"l"},"device":{"ip":"x"}}}"#
        #expect(subject.trace(event).decision == subject.decide(event))
    }
}

@Suite("The effective map")
struct EffectiveMappingTests {
    @Test("shows each field once, with its rule, where it stands, and what is sent otherwise")
    func lines() throws {
        let subject = try RoutingSubject { rules in
            try rules.lay("properties.value: properties.total\nproperties.order_id: null\nproperties.own: properties.x")
            rules.events = ["purchase": [try rules.rule("CompletePayment", map: "event_id: properties.transaction_id")]]
        }
        let lines = EffectiveMapping(rules: subject.rules).lines(event: "purchase")
        let byTarget = Dictionary(lines.map { ($0.target, $0) }) { first, _ in first }
        #expect(byTarget.count == lines.count)
        #expect(byTarget["event_id"]?.rule == "properties.transaction_id" && byTarget["event_id"]?.isDefault == false)
        #expect(byTarget["properties.value"]?.line == 1 && byTarget["properties.value"]?.isDefault == false)
        #expect(byTarget["properties.order_id"].map { $0.rule == nil && $0.line == 2 } == true)
        #expect(byTarget["properties.own"]?.line == 3)
        #expect(byTarget["properties.num_items"]?.otherwise?.contains("quantities") == true)
        #expect(byTarget["user.email"]?.isDefault == true && byTarget["app.app_id"] == nil)
        let common = EffectiveMapping(rules: subject.rules).lines()
        #expect(common.first { $0.target == "event_id" }?.isDefault == true)
    }
}
