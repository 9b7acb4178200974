import OutboxCore
import OutboxIntake
import Testing

@Suite("event_time")
struct EventTimeReaderTests {
    private func time(_ written: String) throws -> Timestamp {
        try IntakeSubject().accepted(#"{"event_name":"a","event_id":"b","event_time":\#(written)}"#).new.eventTime
    }

    @Test(
        "epochs are told apart by their size",
        arguments: [
            ("99999", 99_999_000), ("1795300000", 1_795_300_000_000), ("1795300000.0", 1_795_300_000_000),
            ("1795300000000", 1_795_300_000_000), ("1795300000000000", 1_795_300_000_000),
            (#""1795300000""#, 1_795_300_000_000), ("1.7953e9", 1_795_300_000_000), ("0", 0),
            (#""2026-11-21T22:26:40Z""#, 1_795_300_000_000), (#""2026-11-21T23:26:40+01:00""#, 1_795_300_000_000),
            (#""2026-11-21T22:26:40.482999Z""#, 1_795_300_000_482),
        ])
    func sizes(_ written: String, _ milliseconds: Int64) throws {
        #expect(try time(written) == Timestamp(milliseconds: milliseconds))
    }

    @Test("every millisecond of a second survives as a fraction of seconds, as milliseconds and as microseconds")
    func fractions() throws {
        for millisecond in 0..<1000 {
            let digits = String(1000 + millisecond).dropFirst()
            let expected = Timestamp(milliseconds: 1_795_300_000_000 + Int64(millisecond))
            #expect(try time("1795300000.\(digits)") == expected)
            #expect(try time("1795300000\(digits)") == expected)
            #expect(try time("1795300000\(digits)999") == expected)
        }
    }

    @Test(
        "what is no time is rejected",
        arguments: [
            "-1", "1e400", "9223372036854775808", #""""#, #""yesterday""#, #""2026-11-21T22:26:40""#, #""1e400""#,
            "true", "[]",
            #""2026-02-30T00:00:00Z""#, #"" 1795300000""#,
        ])
    func noTime(_ written: String) {
        let problems = IntakeSubject().problems(#"{"event_name":"a","event_id":"b","event_time":\#(written)}"#)
        #expect(problems.count == 1 && problems[0].hasPrefix("event_time: not a time: "), "\(problems)")
    }

    @Test("five minutes ahead are taken, a moment more is not")
    func ahead() throws {
        let limit = IntakeSubject.now + .seconds(300)
        #expect(try time(String(limit.milliseconds)) == limit)
        let problems = IntakeSubject().problems(
            #"{"event_name":"a","event_id":"b","event_time":\#(limit.milliseconds + 1)}"#)
        #expect(problems.first?.hasPrefix("event_time: more than 5 minutes ahead") == true)
    }
}
