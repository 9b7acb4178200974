import OutboxCore
import Testing

@testable import OutboxSandbox

@Suite("The tally")
struct TallyTests {
    private func taken(_ events: [String], source: String = "web", extra: String = "") throws -> TakenEvents {
        try RequestCheck().check(
            token: "t", contentType: "application/json", body: Requests.body(events, source: source, extra: extra)
        )
    }

    @Test("is empty at first, in the form that is documented")
    func empty() {
        #expect(
            String(decoding: Tally().json, as: UTF8.self) == """
                {"requests":0,"refused_requests":0,"events":0,"distinct":0,"repeated":0,"test_events":0,"max_batch":0,\
                "without_page":0,"value":{},"num_items":0,"by_event":{}}
                """
        )
    }

    @Test("adds up exactly, by currency and by name")
    func sums() throws {
        var tally = Tally()
        let properties = [
            #"{"value":0.1,"currency":"USD","num_items":3}"#, #"{"value":0.2,"currency":"USD","num_items":4}"#,
        ]
        let events = properties.enumerated().map {
            Requests.event(#""properties":\#($0.element)"#, id: "e\($0.offset)", without: ["properties"])
        }
        try tally.take(taken(events))
        try tally.take(
            taken([Requests.event(#""properties":{"value":5,"currency":"EUR"}"#, id: "e3", without: ["properties"])]))
        let json = try JSONDocument(tally.json).root
        #expect(json["value"]?.raw.elementsEqual(#"{"EUR":5,"USD":0.3}"#.utf8) == true)
        #expect(json["num_items"]?.integer == 7)
        #expect(json["by_event"]?["CompletePayment"]?.integer == 3)
        #expect(json["max_batch"]?.integer == 2)
    }

    @Test("counts what comes again as repeated and nothing else, by source, name and event_id")
    func repeated() throws {
        var tally = Tally()
        let other = Requests.event(#""event":"ViewContent""#, without: ["event"])
        try tally.take(taken([Requests.event(), other, Requests.event()]))
        try tally.take(taken([Requests.event()], source: "offline"))
        let json = try JSONDocument(tally.json).root
        #expect(json["events"]?.integer == 4)
        #expect(json["distinct"]?.integer == 2)
        #expect(json["repeated"]?.integer == 2)
        #expect(json["value"]?["USD"]?.double == 25)
        #expect(json["by_event"]?["CompletePayment"]?.integer == 1)
    }

    @Test("takes events without event_id for new ones")
    func withoutID() throws {
        var tally = Tally()
        let event = Requests.event(without: ["event_id"])
        try tally.take(taken([event, event]))
        #expect(try JSONDocument(tally.json).root["distinct"]?.integer == 2)
    }

    @Test("counts test events as such and nowhere else")
    func tests() throws {
        var tally = Tally()
        try tally.take(taken([Requests.event()], extra: #""test_event_code":"T1","#))
        let json = try JSONDocument(tally.json).root
        #expect(json["events"]?.integer == 1)
        #expect(json["test_events"]?.integer == 1)
        #expect(json["distinct"]?.integer == 0)
        #expect(json["value"]?.count == 0)
        #expect(json["by_event"]?.count == 0)
        // And the event is still new afterwards.
        try tally.take(taken([Requests.event()]))
        #expect(try JSONDocument(tally.json).root["distinct"]?.integer == 1)
    }

    @Test("counts web events without a page, of other sources none")
    func withoutPage() throws {
        var tally = Tally()
        try tally.take(
            taken([
                Requests.event(id: "a", without: ["page"]), Requests.event(#""page":{}"#, id: "b", without: ["page"]),
            ]))
        try tally.take(taken([Requests.event(id: "c", without: ["page"])], source: "offline"))
        #expect(try JSONDocument(tally.json).root["without_page"]?.integer == 2)
    }
}
