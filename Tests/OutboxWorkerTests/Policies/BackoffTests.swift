import OutboxTestSupport
import OutboxWorker
import Testing

@Suite struct BackoffTests {
    private let backoff = Backoff(longestWait: .seconds(900))

    @Test(arguments: [(1, 1), (2, 2), (3, 4), (10, 512), (11, 900), (12, 900), (100, 900), (Int.max, 900)])
    func theCeilingDoublesUpToTheLongestWait(attempts: Int, seconds: Int) {
        #expect(backoff.ceiling(afterAttempts: attempts) == .seconds(seconds))
    }

    @Test func strangeCountsOfAttemptsDoNotTrap() {
        for attempts in [Int.min, -1, 0] {
            #expect(backoff.ceiling(afterAttempts: attempts) == .seconds(1))
        }
    }

    @Test func theJitterIsFull() {
        #expect(backoff.wait(afterAttempts: 4, jitter: 0) == .zero)
        #expect(backoff.wait(afterAttempts: 4, jitter: 0.5) == .seconds(4))
        #expect(backoff.wait(afterAttempts: 4, jitter: 1) == .seconds(8))
    }

    @Test func theMinimumOfACodeComesFirst() {
        #expect(backoff.wait(afterAttempts: 1, jitter: 0, atLeast: .seconds(300)) == .seconds(300))
        #expect(backoff.wait(afterAttempts: 3, jitter: 1, atLeast: .seconds(300)) == .seconds(304))
    }

    @Test func noWaitIsAboveTheLongest() {
        let short = Backoff(longestWait: .seconds(2))
        #expect(short.wait(afterAttempts: 1, jitter: 0, atLeast: .seconds(300)) == .seconds(2))
        var random = SeededRandom(printingSeedAs: "BACKOFF_SEED")
        for _ in 0..<1000 {
            let wait = backoff.wait(
                afterAttempts: Int.random(in: -5...5000, using: &random),
                jitter: Double.random(in: 0...1, using: &random),
                atLeast: .seconds(Int.random(in: -10...2000, using: &random))
            )
            #expect(.zero <= wait && wait <= .seconds(900))
        }
    }
}
