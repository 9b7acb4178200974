import OutboxCore
import OutboxIntake
import Synchronization
import Testing

@Suite("Documents that hold several events")
struct EventListTests {
    private func results(_ dialect: DialectName, _ text: String, generating: Bool = false) -> [IntakeResult] {
        let subject = IntakeSubject { rules in
            rules.dialect = dialect
            if generating { rules.eventID = .generate }
        }
        let drawn = Mutex<UInt8>(0)
        let arrival = Arrival.handedOver {
            drawn.withLock { drawn in
                drawn += 1
                return [drawn]
            }
        }
        return subject.intake.acceptAll(Array(text.utf8), receivedAt: IntakeSubject.now, arrival: arrival)
    }

    private func accepted(_ results: [IntakeResult]) -> [NewEvent] {
        results.compactMap { if case .accepted(let event, _) = $0 { event } else { nil } }
    }

    private func problems(_ results: [IntakeResult]) -> [String] {
        results.flatMap { result -> [String] in
            if case .rejected(let problems) = result { problems.map(\.description) } else { [] }
        }
    }

    @Test("at most so many events are judged, and of a document with more none")
    func limit() {
        let batch = #"{"type":"track","event":"a","messageId":"1","userId":"1"}"#
        let intake = IntakeSubject { $0.dialect = .segment }.intake
        func count(_ text: String, limit: Int) -> Int? {
            let arrival = Arrival.handedOver(random: { [1] })
            return intake.acceptAll(
                Array(text.utf8), limit: limit, receivedAt: IntakeSubject.now, arrival: arrival)?.count
        }
        #expect(count("{\"batch\":[\(batch),\(batch)]}", limit: 2) == 2)
        #expect(count("{\"batch\":[\(batch),\(batch)]}", limit: 1) == nil)
        #expect(count(batch, limit: 1) == 1 && count(batch, limit: 0) == nil)
    }

    @Test("an event that is no JSON takes no other of its document with it, however the document is written")
    func brokenEvent() {
        let good = #"{"type":"track","event":"a","messageId":"1","userId":"1"}"#
        let bad = #"{"type":"track","event":"a]}\",[{","note":"\ud83c"}"#
        let results = results(
            .segment, "\r\n{ \"context\" :\n{\"locale\":\"en\"} ,\n\"b\\u0061tch\"\n:\n[\n\(good) , \(bad),7 ]\n}\n")
        #expect(accepted(results).count == 1)
        #expect(
            problems(results) == [
                #"batch[1]: not JSON: column 44: half of a surrogate pair; \ud800 to \udfff are written in pairs"#,
                "batch[2]: not an object: a number",
            ])
    }

    @Test(
        "of a document that is cut off nothing is taken: what stood beside the list may have been a denial",
        arguments: ["", "]", #"],"context":{"a":1}"#, #"],"context":{"a":1"#, #"],context:1}"#, #"],"batch":1}"#])
    func cutOff(_ end: String) {
        let call = #"{"type":"track","event":"a","messageId":"1","userId":"1"}"#
        let results = results(.segment, #"{"sentAt":"2026-11-22T11:00:00Z","batch":[\#(call),\#(call)\#(end)"#)
        #expect(accepted(results).isEmpty && !results.isEmpty)
    }

    @Test("Segment's batch: each event is answered on its own, and has the batch's context where it has none")
    func segment() throws {
        let results = results(
            .segment,
            #"""
            {"batch":[
              {"type":"track","event":"Order Completed","messageId":"1","userId":"1"},
              {"type":"track","event":"Order Completed","messageId":"2","userId":"1",
               "properties":{"products":[{"price":"x"}]}},
              7,
              {"type":"track","event":"Product Added","messageId":"3","userId":"1","context":{"locale":"en"}}],
             "context":{"ip":"8.8.8.8"},"sentAt":"2026-11-22T11:00:00Z","writeKey":"secret"}
            """#)
        #expect(results.count == 4)
        #expect(accepted(results).map(\.eventName) == ["purchase", "add_to_cart"])
        #expect(
            problems(results) == [
                #"batch[1].properties.products[0].price: not a number: "x""#, "batch[2]: not an object: a number",
            ])
        let records = try accepted(results).map { try EventRecord($0.record) }
        #expect(records[0].event["context"]?["device"]?["ip"]?.string == "8.8.8.8")
        #expect(records[1].event["context"]?["device"]?["ip"] == nil)
        #expect(records.allSatisfy { $0.received?["writeKey"] == nil && $0.received?["messageId"] != nil })
    }

    @Test("a request of the Measurement Protocol: every event has the members beside the list")
    func measurementProtocol() throws {
        let results = results(
            .ga4,
            #"""
            {"client_id":"1.2","user_id":"1042","timestamp_micros":"1795345200000000",
             "user_data":{"sha256_email_address":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
             "events":[{"name":"view_item","params":{"event_id":"1"}},
               {"name":"purchase","params":{"event_id":"2","items":[{"price":"x"}]},
                "timestamp_micros":1795345300000000},
               {"name":"purchase","params":{"event_id":"2"},"timestamp_micros":1795345300000000}]}
            """#)
        let events = accepted(results)
        #expect(events.map(\.eventTime.seconds) == [1_795_345_200, 1_795_345_300])
        #expect(problems(results) == [#"events[1].params.items[0].price: not a number: "x""#])
        for event in events {
            #expect(try EventRecord(event.record).event["user"]?["email_sha256"]?.string?.first == "a")
        }
    }

    @Test("a request to TikTok")
    func tiktok() {
        let results = results(
            .tiktok,
            #"""
            {"event_source":"web","data":[
              {"event":"Purchase","event_id":"1","event_time":1795345200},
              {"event":"ViewContent","event_id":"2","event_time":1795345200}]}
            """#)
        #expect(accepted(results).map(\.eventName) == ["purchase", "view_item"])
    }

    @Test("a test of TikTok's API never counts, wherever its code stands")
    func testCode() {
        let refusal =
            "test_event_code: an event of a test, which would count here: take the code away, or test with a "
            + "destination's own"
        let event = #""event_id":"1","event":"Purchase","event_time":1795345200"#
        #expect(problems(results(.tiktok, #"{\#(event),"test_event_code":"T1"}"#)) == [refusal])
        let request = results(.tiktok, #"{"test_event_code":"T1","data":[{\#(event)},{\#(event)}]}"#)
        #expect(problems(request) == [refusal, refusal])
        let one = results(.tiktok, #"{"data":[{\#(event)},{\#(event),"test_event_code":7}]}"#)
        #expect(accepted(one).count == 1 && problems(one) == ["data[1]." + refusal])
        for none in [#""""#, "null"] {
            #expect(accepted(results(.tiktok, #"{\#(event),"test_event_code":\#(none)}"#)).count == 1)
        }
    }

    @Test("a warning says that the producer's pixel is not used")
    func eventSourceID() {
        let request = #"{"event_source_id":"P","data":[{"event_id":"1","event":"Purchase","event_time":1795345200}]}"#
        let warnings = results(.tiktok, request).flatMap { result in
            if case .accepted(_, let warnings) = result { warnings.map(\.description) } else { [String]() }
        }
        #expect(warnings == ["event_source_id: not used, each destination has its own"])
    }

    @Test("events of one document get ids of their own")
    func generatedIDs() {
        let events = accepted(
            results(
                .ga4, #"{"client_id":"1","events":[{"name":"a","params":{}},{"name":"a","params":{}}]}"#,
                generating: true))
        #expect(events.count == 2 && Set(events.compactMap(\.eventID)).count == 2)
    }

    @Test("an empty list, and a list in an envelope that has one id, are refused")
    func refused() {
        #expect(problems(results(.segment, #"{"batch":[]}"#)) == ["batch: an empty list: there is no event in it"])
        let envelope = #"{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"batch":[{"type":"track"}]}}"#
        #expect(
            problems(results(.segment, envelope)) == [
                "data.batch: a list of events in an envelope: send an envelope for each event"
            ])
    }

    @Test("one event and a native one are judged as ever")
    func one() {
        #expect(accepted(results(.native, #"{"event_name":"a","event_id":"1"}"#)).map(\.eventID) == ["1"])
        #expect(
            accepted(results(.segment, #"{"type":"track","event":"a","messageId":"1","userId":"2"}"#)).map(\.eventID)
                == ["1"])
    }
}
