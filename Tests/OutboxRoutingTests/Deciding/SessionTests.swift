import OutboxCore
import OutboxIdentity
import OutboxRouting
import Testing

@Suite("Test sessions")
struct SessionTests {
    private static let start = RoutingSubject.time
    private let tester = #"{"user":{"id":"\#(SHA256Digest.hexadecimal(of: "1042"))"}}"#

    private func subject(
        _ mode: DestinationMode, match: String = "user.id: '1042'", now: Duration = .seconds(60),
        starts: Duration = .zero, stopped: Duration? = nil, code: String? = nil
    ) -> RoutingSubject {
        var subject = RoutingSubject { ($0.mode, $0.testEventCode) = (mode, code) }
        subject.context = RoutingContext(
            now: Self.start + now,
            sessions: [
                TestSession(
                    id: TestSessionID(7), destination: "main", match: match, code: "TEST7",
                    startedAt: Self.start + starts, endsAt: Self.start + .seconds(3600),
                    stoppedAt: stopped.map { Self.start + $0 }, startedBy: "ada")
            ])
        return subject
    }

    @Test("an event that matches carries the session's code, whatever the mode and the file's code")
    func members() throws {
        #expect(try subject(.test).sent(tester).rendered.testEventCode == "TEST7")
        #expect(try subject(.test, code: "TEST1").sent(tester).rendered.testEventCode == "TEST7")
        #expect(try subject(.live).sent(tester).rendered.testEventCode == "TEST7")
        #expect(subject(.dryRun).decide(tester).reason == .dryRun)
    }

    @Test("while one runs, the rest is left out in test mode and untouched in live mode")
    func others() throws {
        guard case .skip(.sessionOnly, let detail) = subject(.test, code: "TEST1").decide("{}") else {
            Issue.record("another user's event went")
            return
        }
        #expect(detail.hasPrefix("user.id: expected ") && detail.contains("test session #7"), "\(detail)")
        #expect(try subject(.live).sent("{}").rendered.testEventCode == nil)
    }

    @Test("events from before its start are not part of it")
    func earlier() throws {
        let later = subject(.test, starts: .seconds(30))
        guard case .skip(.sessionOnly, let detail) = later.decide(tester) else {
            Issue.record("an earlier event went")
            return
        }
        #expect(detail.contains("received before it began"))
        #expect(try subject(.live, starts: .seconds(30)).sent(tester).rendered.testEventCode == nil)
    }

    @Test("when it is over the mode holds again, but what came during it stays the tester's")
    func afterwards() throws {
        let over = subject(.test, now: .seconds(4000), code: "TEST1")
        #expect(try over.sent("{}").rendered.testEventCode == "TEST1")
        #expect(try over.sent(tester).rendered.testEventCode == "TEST7")
        #expect(try subject(.live, now: .seconds(4000)).sent(tester).rendered.testEventCode == "TEST7")
        let stopped = subject(.live, starts: .seconds(-9), stopped: .seconds(-1))
        #expect(try stopped.sent(tester).rendered.testEventCode == nil)
    }

    @Test("it may match on anything: a token in the page's query, a cookie, a list of conditions")
    func matching() throws {
        let event =
            #"{"user":{},"context":{"page":{"url":"https://x/?outbox_test=abc"},"device":{"cookie":"a=1; t=me"}}}"#
        for match in [
            "context.page.url | url_param('outbox_test'): abc", "context.device.cookie | cookie('t'): me",
            "any: [{user.id: '9'}, {context.page.url: {contains: 'outbox_test=abc'}}]",
        ] {
            #expect(try subject(.test, match: match).sent(event).rendered.testEventCode == "TEST7", "\(match)")
        }
        for match in ["{", "", "user.id: {gt: x}", "5"] {
            #expect(subject(.test, match: match).decide(event).reason == .sessionOnly, "\(match)")
        }
    }
}
