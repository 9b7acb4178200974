import OutboxCore
import OutboxRouting
import Testing

@Suite("The names that the pixel must send")
struct PixelNamesTests {
    private func names(_ events: [String: [EventRule]]?, at eventSource: EventSource = .web) -> PixelNames {
        var rules = DestinationRules(name: "main", eventSource: eventSource, eventSourceID: "C4K")
        rules.events = events
        return PixelNames(rules: rules)
    }

    private func rule(_ to: String?, _ pairing: Pairing? = nil) -> EventRule {
        var rule = EventRule(to: to)
        rule.pairing = pairing
        return rule
    }

    @Test("are the server's, without what the server alone sends")
    func pixel() {
        let found = names([
            "purchase": [rule("CompletePayment")], "quiz_done": [rule(nil)], "refund": [rule("Refund", .serverOnly)],
            "sign_up": [rule("CompleteRegistration"), rule("CompleteRegistration")],
        ])
        #expect(
            found.names == [
                "purchase": "CompletePayment", "quiz_done": "quiz_done", "sign_up": "CompleteRegistration",
            ])
        #expect(found.serverOnly == ["refund"] && found.undecided.isEmpty && found.other == nil)
        #expect(found.tiktokEvents == ["CompletePayment", "quiz_done", "Refund", "CompleteRegistration"])
    }

    @Test("leave out what a `when` decides")
    func undecided() {
        let found = names([
            "purchase": [rule("CompletePayment"), rule("Subscribe")],
            "lead": [rule("SubmitForm"), rule("SubmitForm", .serverOnly)],
        ])
        #expect(found.names.isEmpty && found.undecided == ["purchase", "lead"])
    }

    @Test("say what becomes of all others, where something does")
    func catchAll() {
        #expect(names(["*": [rule(nil)]]).other == "")
        #expect(names(["*": [rule("ViewContent")]]).other == "ViewContent")
        #expect(names(["*": [rule(nil, .serverOnly)]]).other == nil)
    }

    @Test("are the shipped ones where the file lists none, and none where there is no pixel")
    func shipped() {
        #expect(names(nil).names["purchase"] == "CompletePayment")
        #expect(names(nil, at: .offline).names.isEmpty)
    }

    @Test("are found by the incoming name and by TikTok's")
    func asked() {
        var rules = DestinationRules(name: "main", eventSource: .web, eventSourceID: "C4K")
        rules.events = ["purchase": [rule("CompletePayment"), rule("Subscribe")], "keep": [rule(nil)]]
        let found = PixelNames(rules: rules)
        #expect(found.tiktokEvents(of: "purchase", rules: rules) == ["CompletePayment", "Subscribe"])
        #expect(found.tiktokEvents(of: "Subscribe", rules: rules) == ["Subscribe"])
        #expect(found.tiktokEvents(of: "keep", rules: rules) == ["keep"])
        #expect(found.tiktokEvents(of: "nothing", rules: rules) == nil)
    }
}
