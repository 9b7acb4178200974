import OutboxCore
import OutboxRouting
import Testing

@Suite("The alternatives of an event")
struct AlternativeTests {
    private func subject(_ change: (inout DestinationRules) throws -> [String: [EventRule]]) rethrows -> RoutingSubject
    {
        try RoutingSubject { $0.events = try change(&$0) }
    }

    private static let page = #""context":{"page":{"url":"u"}}"#

    @Test("the first whose `when` holds is taken; none is a skip that says what it saw")
    func first() throws {
        let subject = try subject { rules in
            [
                "lead": [
                    try rules.rule("SubmitForm", when: "{properties.kind: quote}", line: 7),
                    try rules.rule("Contact", when: "{properties.kind: [call, chat]}", line: 8),
                ]
            ]
        }
        func sent(_ kind: String) throws -> String {
            try subject.sent(#"{"properties":{"kind":"\#(kind)"}}"#, name: "lead").rendered.tiktokEvent
        }
        #expect(try sent("quote") == "SubmitForm")
        #expect(try sent("chat") == "Contact")
        guard case .skip(.filter, let detail) = subject.decide(#"{"properties":{"kind":"spam"}}"#, name: "lead") else {
            Issue.record("went without an alternative")
            return
        }
        #expect(detail.hasPrefix("properties.kind: expected ") && detail.contains("spam"))
        #expect(detail.contains("destinations.main.events.lead[1].when"), "\(detail)")
    }

    @Test("one that cannot be judged lets none of the others be taken")
    func unevaluable() throws {
        let subject = try subject { rules in
            [
                "purchase": [
                    try rules.rule("Subscribe", when: "{properties.months: {gt: 1}}"), EventRule(to: "CompletePayment"),
                ]
            ]
        }
        guard case .skip(.filter, let detail) = subject.decide(#"{"properties":{"months":"many"}}"#) else {
            Issue.record("went although nobody can say as what")
            return
        }
        #expect(detail.hasPrefix("properties.months: cannot be compared"), "\(detail)")
        #expect(try subject.sent(#"{"properties":{"months":1}}"#).rendered.tiktokEvent == "CompletePayment")
    }

    @Test("`keep` sends under the incoming name; `*` is for what is not listed, not even in lower case")
    func keeping() throws {
        let subject = subject { _ in
            [
                "*": [EventRule(to: nil)], "quiz_done": [EventRule(to: nil)],
                "purchase": [EventRule(to: "CompletePayment")],
            ]
        }
        #expect(try subject.sent("{}", name: "quiz_done").rendered.tiktokEvent == "quiz_done")
        #expect(try subject.sent("{}", name: "Quiz_Other").rendered.tiktokEvent == "Quiz_Other")
        #expect(try subject.sent("{}", name: "PURCHASE").rendered.tiktokEvent == "CompletePayment")
        #expect(try subject.sent("{}", name: "Purchase").rendered.tiktokEvent == "CompletePayment")
        let misspelt = try subject.sent("{}", name: "add_to_cart")
        #expect(misspelt.rendered.tiktokEvent == "add_to_cart" && misspelt.warnings.joined().contains("AddToCart"))
        guard case .invalid(let detail) = subject.decide("{}", name: "Consult") else {
            Issue.record("a name that TikTok keeps for itself went")
            return
        }
        #expect(detail.contains("map Contact instead"))
    }

    @Test("an event says itself whether the pixel sends it too")
    func pairing() throws {
        let subject = subject { _ in
            var refund = EventRule(to: "Refunded")
            refund.pairing = .serverOnly
            return ["refund": [refund], "purchase": [EventRule(to: "CompletePayment")]]
        }
        let sent = try subject.sent("{\(Self.page)}", name: "refund", marks: [.generatedEventID])
        #expect(sent.rendered.pairing == .serverOnly && sent.warnings.isEmpty)
        #expect(try subject.sent("{}").rendered.pairing == nil)
        guard case .invalid = subject.decide("{}", marks: [.generatedEventID]) else {
            Issue.record("a paired event went without its producer's id")
            return
        }
    }
}
