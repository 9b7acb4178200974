import OutboxCore
import OutboxWorker
import Testing

@Suite struct RetryLimitTests {
    private let limit = RetryLimit(.seconds(3600))

    private func isSpent(_ delivery: ClaimedDelivery, paused: Int64 = 0, after seconds: Int) -> Bool {
        limit.isSpent(delivery, pausedMilliseconds: paused, at: noon + .seconds(seconds))
    }

    @Test func itCountsFromTheFirstAttempt() {
        let delivery = Sample.delivery(eventTime: noon - .seconds(86_400), firstOpenedAt: noon)
        #expect(!isSpent(delivery, after: 3599))
        #expect(isSpent(delivery, after: 3600))
    }

    @Test func aFirstAttemptNeverSpendsIt() {
        #expect(!isSpent(Sample.delivery(eventTime: noon - .seconds(86_400)), after: 86_400))
        #expect(RetryLimit(.zero).isSpent(Sample.delivery(), pausedMilliseconds: 0, at: noon))
    }

    @Test func timeSpentPausedDoesNotCount() {
        let delivery = Sample.delivery(firstOpenedAt: noon, pausedMillisecondsAtFirstOpening: 1_000_000)
        #expect(!isSpent(delivery, paused: 3_000_000, after: 5599))
        #expect(isSpent(delivery, paused: 3_000_000, after: 5600))
    }

    @Test func aWallClockThatWasSetBackDoesNotSpendIt() {
        #expect(!isSpent(Sample.delivery(firstOpenedAt: noon), after: -3600))
    }
}
