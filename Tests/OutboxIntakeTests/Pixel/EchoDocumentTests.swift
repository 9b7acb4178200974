import OutboxCore
import OutboxIntake
import Testing

@Suite("The report of a page")
struct EchoDocumentTests {
    private let now = Timestamp(seconds: 1_795_348_800)

    private func read(_ text: String, members: Set<String> = ["key"], scrubs: Bool = true) throws(EventProblem)
        -> EchoDocument
    {
        try EchoDocument.read(Array(text.utf8), members: members, scrubs: scrubs, receivedAt: now)
    }

    @Test("is a key, a name and an id")
    func good() throws {
        let document = try read(#"{"key":"shop-web-2026","tiktok_event":"CompletePayment","event_id":"ord-1"}"#)
        #expect(document.key == "shop-web-2026" && document.seenAt == nil)
        let echo = try document.echo(pixelCode: "C4K", receivedAt: now)
        #expect(echo == PixelEcho(pixelCode: "C4K", tiktokEvent: "CompletePayment", eventID: "ord-1", seenAt: now))
    }

    @Test("has its id as intake would have it: a number in JavaScript's form, a clear identity as its digest")
    func ids() throws {
        #expect(try read(#"{"tiktok_event":"Purchase","event_id":5.0}"#).eventID == "5")
        let clear = #"{"tiktok_event":"Purchase","event_id":"ada@example.com"}"#
        let digest = try read(clear).eventID
        #expect(digest.count == 64)
        let event = IntakeSubject().result(
            #"{"event_name":"purchase","event_id":"ada@example.com","event_time":"2026-11-22T11:00:00Z"}"#)
        guard case .accepted(let accepted, _) = event else {
            Issue.record("\(event)")
            return
        }
        #expect(accepted.eventID == digest)
        #expect(try read(clear, scrubs: false).eventID == "ada@example.com")
    }

    @Test("of a file may say when it was, but not later than now")
    func time() throws {
        let early = #"{"tiktok_event":"Purchase","event_id":"1","seen_at":"2026-11-22T11:00:00Z"}"#
        let document = try read(early, members: ["seen_at"])
        #expect(try document.echo(pixelCode: "C4K", receivedAt: now).seenAt == now - .seconds(3600))
        #expect(throws: EventProblem.self) { try read(early) }
    }

    @Test(
        "is refused where there is more than ids, or less, and nothing of it is repeated",
        arguments: [
            (#"{"tiktok_event":"Purchase","event_id":"1","email":"lovelace"}"#, ""),
            (#"{"tiktok_event":"Purchase","event_id":"1","lovelace":1}"#, ""),
            (#"{"tiktok_event":"Purchase"}"#, "event_id"), (#"{"event_id":"1"}"#, "tiktok_event"),
            (#"{"tiktok_event":"","event_id":"1"}"#, "tiktok_event"),
            (#"{"tiktok_event":"Purchase","event_id":""}"#, "event_id"),
            (#"{"tiktok_event":"Purchase","event_id":["lovelace"]}"#, "event_id"),
            (#"{"tiktok_event":"Purchase","event_id":"1","event_id":"2"}"#, ""),
            (#"{"key":5,"tiktok_event":"Purchase","event_id":"1"}"#, "key"),
            ("lovelace", ""), ("[]", ""), ("", ""), ("{", ""),
        ])
    func refused(text: String, path: String) {
        do {
            let document = try read(text)
            Issue.record("taken: \(document)")
        } catch {
            #expect(error.path == path, "\(error)")
            #expect(!error.description.contains("lovelace"), "\(error)")
        }
    }

    @Test("is small, and its parts are")
    func sizes() throws {
        let long = String(repeating: "x", count: 257)
        #expect(throws: EventProblem.self) { try read(#"{"tiktok_event":"P","event_id":"\#(long)"}"#) }
        #expect(throws: EventProblem.self) { try read(#"{"tiktok_event":"\#(long)","event_id":"1"}"#) }
        let spaces = String(repeating: " ", count: 1024)
        #expect(throws: EventProblem.self) { try read(#"{"tiktok_event":"P","event_id":"1"}"# + spaces) }
        let control = try read(#"{"tiktok_event":"P","event_id":"a\nb"}"#)
        #expect(throws: EventProblem.self) { try control.echo(pixelCode: "C4K", receivedAt: now) }
    }
}
