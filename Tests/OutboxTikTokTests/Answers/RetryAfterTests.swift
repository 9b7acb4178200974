import OutboxCore
import Testing

@testable import OutboxTikTok

@Suite("Retry-After")
struct RetryAfterTests {
    private func wait(_ value: String, date: String? = nil) -> Duration? {
        var headers = [HTTPAnswer.Header("retry-after", value)]
        if let date { headers.append(.init("Date", date)) }
        // 1994-11-06T08:49:37Z
        return RetryAfter.duration(
            in: HTTPAnswer(status: 429, headers: headers), now: Timestamp(seconds: 784_111_777)
        )
    }

    @Test(
        "is read as seconds",
        arguments: [("7", 7), (" 0 ", 0), ("3600", 3600), ("99999999999999999999", 999_999_999)]
    )
    func seconds(text: String, expected: Int64) {
        #expect(wait(text) == .seconds(expected))
    }

    @Test(
        "is read as a date in each form of HTTP",
        arguments: ["Sun, 06 Nov 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994"]
    )
    func date(text: String) {
        #expect(wait(text) == .seconds(60))
        // Counted from the answer's own date: a wrong clock here does no harm.
        #expect(wait(text, date: "Sun, 06 Nov 1994 08:50:27 GMT") == .seconds(10))
        #expect(wait(text, date: "Sun, 06 Nov 1994 09:00:00 GMT") == .zero)
    }

    @Test(
        "is ignored where it is neither",
        arguments: ["", "soon", "-1", "1.5", "Sun, 31 Feb 1994 08:50:37 GMT", "Sun, 06 Nov 1994 25:50:37 GMT", "6 Nov"]
    )
    func neither(text: String) {
        #expect(wait(text) == nil)
    }

    @Test("may be missing")
    func missing() {
        #expect(RetryAfter.duration(in: HTTPAnswer(status: 429), now: Timestamp(seconds: 0)) == nil)
    }
}
