import OutboxTestSupport
import OutboxWorker
import Testing

@Suite struct TokenBucketTests {
    /// Requests that leave from one moment to another when as many leave as may.
    private func requests(_ bucket: inout TokenBucket, from start: Double, to end: Double) -> Int {
        var now = Moment.at(start)
        var count = 0
        while now < .at(end) {
            if let next = bucket.take(at: now) {
                #expect(next > now)
                now = next
            } else {
                count += 1
            }
        }
        return count
    }

    @Test(arguments: [0.1, 1, 2.5, 10, 100, 5000])
    func noMoreThanTheRateLeaves(rate: Double) {
        var bucket = TokenBucket(rate: rate, at: .at(0))
        _ = requests(&bucket, from: 0, to: 10)
        let count = Double(requests(&bucket, from: 10, to: 110))
        #expect(abs(count - rate * 100) <= 2)
    }

    @Test func whatWasSavedUpIsATenthOfASecond() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        let together = (0..<20).count { _ in bucket.take(at: .at(50)) == nil }
        #expect(together == 10)
        var slow = TokenBucket(rate: 2, at: .at(0))
        let slowTogether = (0..<20).count { _ in slow.take(at: .at(50)) == nil }
        #expect(slowTogether == 1)
    }

    @Test func itSaysExactlyWhenToAskAgain() {
        var bucket = TokenBucket(rate: 4, at: .at(0))
        #expect(bucket.take(at: .at(0)) == nil)
        let next = bucket.take(at: .at(0)) ?? .at(99)
        #expect(abs((next - .at(0.25)).inSeconds) < 0.001)
        #expect(bucket.take(at: next) == nil)
    }

    @Test func aRateLimitAnswerHalvesAtMostOnceASecond() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        for _ in 0..<8 { bucket.slowDown(retryAfter: nil, at: .at(5)) }
        #expect(bucket.rate(at: .at(5)) == 50)
        bucket.slowDown(retryAfter: nil, at: .at(5.9))
        #expect(bucket.rate(at: .at(5.9)) == 50)
        bucket.slowDown(retryAfter: nil, at: .at(6))
        #expect(bucket.rate(at: .at(6)) == 25)
    }

    @Test func itNeverFallsBelowOneARequestASecond() {
        var bucket = TokenBucket(rate: 4, at: .at(0))
        for second in 1...20 { bucket.slowDown(retryAfter: nil, at: .at(Double(second))) }
        #expect(bucket.rate(at: .at(20)) == 1)
    }

    @Test func aSlowerConfiguredRateIsItsOwnFloor() {
        var bucket = TokenBucket(rate: 0.1, at: .at(0))
        bucket.slowDown(retryAfter: nil, at: .at(1))
        #expect(bucket.rate(at: .at(1)) == 0.1)
    }

    @Test func itRecoversByATenthOfTheConfiguredRateASecond() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        bucket.slowDown(retryAfter: nil, at: .at(0))
        bucket.answered(at: .at(1))
        #expect(bucket.rate(at: .at(1)) == 50)
        #expect(bucket.rate(at: .at(3)) == 70)
        #expect(bucket.rateToKeep(at: .at(4)) == 80)
        #expect(bucket.rate(at: .at(60)) == 100)
        #expect(bucket.rateToKeep(at: .at(60)) == nil)
    }

    @Test(arguments: [0.01, 0.2, 0.97, 5])
    func underNothingButRateLimitAnswersItFallsToOneARequestASecondAndStays(latency: Double) {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        var now = Moment.at(0)
        var sent: [Moment] = []
        while now < .at(60) {
            if let next = bucket.take(at: now) {
                now = next
                continue
            }
            sent.append(now)
            // One event waits, so the next request leaves no earlier than the answer.
            now = now + .seconds(latency)
            bucket.slowDown(retryAfter: nil, at: now)
        }
        #expect(sent.count { $0 < .at(20) } <= 130)
        #expect(sent.count { $0 >= .at(20) } <= 41)
        #expect(bucket.rate(at: now) == 1)
    }

    @Test func itDoesNotRecoverBeforeAnotherAnswerASecondOrMoreAfterTheLastOne() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        bucket.slowDown(retryAfter: nil, at: .at(0))
        #expect(bucket.rate(at: .at(60)) == 50)
        bucket.slowDown(retryAfter: nil, at: .at(60))
        // The answer to a request that left before.
        bucket.answered(at: .at(60.9))
        #expect(bucket.rate(at: .at(70)) == 25)
        bucket.answered(at: .at(70))
        bucket.slowDown(retryAfter: nil, at: .at(71))
        #expect(abs(bucket.rate(at: .at(80)) - 17.5) < 0.001)
    }

    @Test func aKeptRateStaysUntilAnAnswerIsNotAboutTheRate() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        bucket.restore(30)
        #expect(bucket.rate(at: .at(60)) == 30)
        bucket.answered(at: .at(60))
        #expect(bucket.rate(at: .at(62)) == 50)
    }

    @Test func retryAfterIsObeyed() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        bucket.slowDown(retryAfter: .seconds(7), at: .at(1))
        #expect(bucket.blocked(at: .at(2)) == .at(8))
        #expect(bucket.take(at: .at(7.9)) == .at(8))
        #expect(bucket.take(at: .at(8)) == nil)
        #expect(bucket.blocked(at: .at(8)) == nil)
    }

    @Test func retryAfterIsObeyedForAnHourAtMostAndNeverShortened() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        bucket.slowDown(retryAfter: .seconds(86_400), at: .at(0))
        #expect(bucket.blocked(at: .at(0)) == .at(3600))
        bucket.slowDown(retryAfter: .seconds(5), at: .at(1))
        #expect(bucket.blocked(at: .at(1)) == .at(3600))
    }

    @Test func aKeptRateIsTakenUpWithinItsBounds() {
        for (kept, rate) in [(30.0, 30.0), (500, 100), (0.001, 1), (-5, 1)] {
            var bucket = TokenBucket(rate: 100, at: .at(0))
            bucket.restore(kept)
            #expect(bucket.rate(at: .at(0)) == rate)
        }
    }

    @Test func aRequestThatDidNotLeaveIsGivenBack() {
        var bucket = TokenBucket(rate: 1, at: .at(0))
        #expect(bucket.take(at: .at(0)) == nil)
        bucket.giveBack()
        #expect(bucket.take(at: .at(0)) == nil)
        #expect(bucket.take(at: .at(0)) != nil)
    }

    @Test func theMomentGoingBackChangesNothing() {
        var bucket = TokenBucket(rate: 1, at: .at(100))
        #expect(bucket.take(at: .at(100)) == nil)
        #expect(bucket.take(at: .at(50)) != nil)
        #expect(bucket.take(at: .at(101)) == nil)
    }

    @Test func whateverIsAnsweredTheRateStaysWithinItsBounds() {
        var random = SeededRandom(printingSeedAs: "TOKEN_BUCKET_SEED")
        var bucket = TokenBucket(rate: 50, at: .at(0))
        var now = 0.0
        for _ in 0..<5000 {
            now += Double.random(in: 0...0.5, using: &random)
            if random.oneIn(4) { bucket.slowDown(retryAfter: nil, at: .at(now)) } else { bucket.answered(at: .at(now)) }
            _ = bucket.take(at: .at(now))
            #expect((1...50).contains(bucket.rate(at: .at(now))))
        }
    }

    @Test func anotherConfiguredRateHoldsAtOnceAndASlowedDownOneStaysSlow() {
        var bucket = TokenBucket(rate: 100, at: .at(0))
        bucket.configure(rate: 10, at: .at(1))
        #expect(bucket.rate(at: .at(1)) == 10)
        bucket.configure(rate: 40, at: .at(2))
        #expect(bucket.rate(at: .at(2)) == 40)
        bucket.slowDown(retryAfter: nil, at: .at(2))
        bucket.configure(rate: 100, at: .at(2))
        #expect(bucket.rate(at: .at(2)) == 20)
        #expect(bucket.rateToKeep(at: .at(2)) == 20)
        bucket.answered(at: .at(3))
        #expect(abs(bucket.rate(at: .at(4)) - 30) < 0.001)
        bucket.configure(rate: 5, at: .at(4))
        #expect(bucket.rate(at: .at(4)) == 5)
    }
}
