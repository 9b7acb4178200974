import OutboxCore
import Testing

@testable import OutboxTikTok

@Suite("The envelope")
struct RequestEnvelopeTests {
    @Test("puts the rendered events into TikTok's object as they are")
    func body() {
        let envelope = RequestEnvelope(eventSource: .web, eventSourceID: "C4K", testEventCode: "TEST1")
        let body = envelope.body([Array(#"{"event":"A", "v":1.50}"#.utf8), Array("{}".utf8)])
        let expected =
            #"{"event_source":"web","event_source_id":"C4K","test_event_code":"TEST1","#
            + #""data":[{"event":"A", "v":1.50},{}]}"#
        #expect(String(decoding: body, as: UTF8.self) == expected)
    }

    @Test("has no test code where there is none")
    func withoutTestCode() {
        for code in [nil, ""] {
            let envelope = RequestEnvelope(eventSource: .crm, eventSourceID: "7\"", testEventCode: code)
            #expect(
                String(decoding: envelope.body([]), as: UTF8.self)
                    == #"{"event_source":"crm","event_source_id":"7\"","data":[]}"#
            )
        }
    }

    @Test("knows the size of a request before it is made", arguments: [0, 1, 2, 1000])
    func size(count: Int) {
        let envelope = RequestEnvelope(eventSource: .offline, eventSourceID: "12345", testEventCode: "T")
        let events = (0..<count).map { Array("{\"n\":\($0)}".utf8) }
        let bytes = events.reduce(0) { $0 + $1.count }
        #expect(envelope.size(events: count, bytes: bytes) == envelope.body(events).count)
        #expect(envelope.envelopeBytes == envelope.body([]).count)
    }
}
