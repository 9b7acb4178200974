import OutboxCore
import Testing

@testable import OutboxSandbox

@Suite("The check of a request")
struct RequestCheckTests {
    @Test("takes a good one of each event source")
    func good() {
        #expect(Requests.refusal(of: Requests.event()) == nil)
        #expect(Requests.refusal(of: Requests.event(without: ["page"])) == nil)
        #expect(Requests.refusal(of: Requests.event(#""app":{"app_id":"1"}"#), source: "app") == nil)
        #expect(Requests.refusal(of: Requests.event(#""lead":{"lead_id":"1"}"#), source: "crm") == nil)
        #expect(Requests.refusal(of: Requests.event(), source: "offline") == nil)
        #expect(Requests.refusal(Requests.body([Requests.event()], extra: #""test_event_code":"T1","#)) == nil)
    }

    @Test("wants a token, the right one, and JSON")
    func headers() {
        let check = RequestCheck(token: "right")
        let body = Requests.body([Requests.event()])
        func code(_ token: String?, _ type: String? = "application/json") -> Int? {
            do throws(RequestCheck.Refusal) {
                _ = try check.check(token: token, contentType: type, body: body)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(nil) == 40104)
        #expect(code("") == 40104)
        #expect(code("wrong") == 40105)
        #expect(code("right") == nil)
        #expect(code("right", "Application/JSON; charset=utf-8") == nil)
        #expect(code("right", "text/plain") == 40000)
        #expect(code("right", nil) == 40000)
    }

    @Test(
        "looks at the envelope",
        arguments: [
            ("", 40000, "Invalid JSON"), ("[]", 40000, "Invalid JSON"), (#"{"a":1,"a":2}"#, 40000, "Invalid JSON"),
            ("{}", 40002, "for event_source:"),
            (#"{"event_source":"tv","event_source_id":"C4K","data":[{}]}"#, 40002, "for event_source:"),
            (#"{"event_source":"web","data":[{}]}"#, 40002, "for event_source_id:"),
            (#"{"event_source":"web","event_source_id":7,"data":[{}]}"#, 40002, "for event_source_id:"),
            (#"{"event_source":"web","event_source_id":"","data":[{}]}"#, 40002, "for event_source_id:"),
            (
                #"{"event_source":"web","event_source_id":"C4K","test_event_code":1,"data":[{}]}"#, 40002,
                "test_event_code:"
            ),
            (#"{"event_source":"web","event_source_id":"C4K"}"#, 40002, "for data:"),
            (#"{"event_source":"web","event_source_id":"C4K","data":{}}"#, 40002, "for data:"),
            (#"{"event_source":"web","event_source_id":"C4K","data":[]}"#, 40002, "for data:"),
        ]
    )
    func envelope(body: String, code: Int, words: String) {
        let refusal = Requests.refusal(Array(body.utf8))
        #expect(refusal?.code == code)
        #expect(refusal?.message.contains(words) == true)
    }

    @Test("knows one event source id if it is told to")
    func pixel() {
        let check = RequestCheck(eventSourceID: "OTHER")
        let refusal = Requests.refusal(Requests.body([Requests.event()]), check: check)
        #expect(refusal?.code == 40001)
        #expect(refusal?.message.hasPrefix("No permission to operate pixel code: C4K.") == true)
    }

    @Test("takes 1,000 events and not one more")
    func count() {
        let event = Requests.event()
        #expect(Requests.refusal(Requests.body(Array(repeating: event, count: 1000))) == nil)
        #expect(Requests.refusal(Requests.body(Array(repeating: event, count: 1001)))?.code == 40061)
    }

    @Test("names the first event that is wrong, from zero, and refuses the whole request")
    func position() {
        let bad = Requests.event(#""event_id":12345"#, without: ["event_id"])
        let body = Requests.body([Requests.event(), bad, Requests.event(), bad])
        #expect(
            Requests.refusal(body)
                == .init(code: 40002, message: "Invalid value for data. 1 .event_id: not a valid string.")
        )
        #expect(
            Requests.refusal(body, check: RequestCheck(namesIndex: false))
                == .init(code: 40002, message: "Invalid value for event_id: not a valid string.")
        )
    }

    @Test("refuses events by their id if it is told to")
    func refusedIDs() {
        let body = Requests.body([Requests.event(id: "a"), Requests.event(id: "b")])
        #expect(
            Requests.refusal(body, check: RequestCheck(refusedEventIDs: ["b"]))
                == .init(code: 40002, message: "Invalid value for data. 1 .properties: not accepted.")
        )
    }
}
