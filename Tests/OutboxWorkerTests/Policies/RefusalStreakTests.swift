import Testing

@testable import OutboxWorker

@Suite struct RefusalStreakTests {
    private func refuse(
        _ streak: inout RefusalStreak, code: Int = 40002, message: String = "no", index: Int? = 0
    ) -> Bool {
        streak.refused(code: code, message: message, index: index)
    }

    @Test func twentyAlikeInARowStopTheDestination() {
        var streak = RefusalStreak()
        for number in 1..<20 {
            #expect(!refuse(&streak, message: "Invalid value for data. 0 .value: \(number)"))
        }
        #expect(refuse(&streak, message: "Invalid value for data. 0 .value: 99", index: nil))
        #expect(streak.count == 0)
    }

    @Test func aDeliveryEndsTheRow() {
        var streak = RefusalStreak()
        for _ in 0..<10 {
            for _ in 0..<19 { #expect(!refuse(&streak)) }
            streak.delivered()
        }
    }

    @Test func anotherFingerprintStartsAnew() {
        var streak = RefusalStreak()
        for round in 0..<10 {
            for _ in 0..<19 {
                #expect(!refuse(&streak, code: round % 2 == 0 ? 40002 : 40000))
            }
        }
    }

    @Test func aLaterPositionSaysThatTheFirstEventsAreFine() {
        var streak = RefusalStreak()
        for _ in 0..<15 { _ = refuse(&streak) }
        for index in 1...50 { #expect(!refuse(&streak, index: index)) }
        #expect(streak.count == 15)
    }

    @Test(arguments: [
        (
            "Invalid value for data. 1 .event_id: not a valid string.",
            "Invalid value for data. 734 .event_id: not a valid string."
        ),
        ("Invalid value for data.0.event_id", "Invalid value for data.12.event_id"),
        ("pixel C4KEXAMPLE0000 unknown", "pixel C9 unknown"),
        ("bad 'anna@example.com' here", "bad 'b' here"),
        ("bad \"x y\"", "bad \"\""),
        ("cut \"x y", "cut \""),
    ])
    func positionsAndValuesDoNotMatter(left: String, right: String) {
        #expect(
            RefusalStreak.fingerprint(code: 40002, message: left)
                == RefusalStreak.fingerprint(code: 40002, message: right)
        )
    }

    @Test(arguments: [
        ("Invalid value for data.0.event_id", "Invalid value for data.0.value"),
        ("bad 'x' here", "bad x here"),
        ("", "no"),
    ])
    func wordsMatter(left: String, right: String) {
        #expect(
            RefusalStreak.fingerprint(code: 40002, message: left)
                != RefusalStreak.fingerprint(code: 40002, message: right)
        )
    }

    @Test func codesMatter() {
        #expect(
            RefusalStreak.fingerprint(code: 40002, message: nil) != RefusalStreak.fingerprint(code: 40000, message: nil)
        )
        #expect(
            RefusalStreak.fingerprint(code: nil, message: nil) != RefusalStreak.fingerprint(code: 40000, message: nil))
    }
}
