import OutboxWorker
import Testing

@Suite struct BreakerTests {
    private func opened(longestWait: Duration = .seconds(900)) -> Breaker {
        var breaker = Breaker(longestWait: longestWait)
        for _ in 0..<Breaker.threshold { fail(&breaker, at: 0) }
        return breaker
    }

    private func fail(_ breaker: inout Breaker, wasProbe: Bool = false, isParsed: Bool = false, at now: Double) {
        breaker.answered(isTryLater: true, isParsed: isParsed, wasProbe: wasProbe, at: .at(now))
    }

    private func succeed(_ breaker: inout Breaker, wasProbe: Bool = false, at now: Double) {
        breaker.answered(isTryLater: false, isParsed: true, wasProbe: wasProbe, at: .at(now))
    }

    @Test func fiveFailuresInARowOpenIt() {
        var breaker = Breaker(longestWait: .seconds(900))
        for _ in 0..<4 { fail(&breaker, at: 0) }
        #expect(breaker.permission(at: .at(0)) == .free)
        fail(&breaker, at: 0)
        #expect(breaker.permission(at: .at(0)) == .nothing(until: .at(1)))
    }

    @Test func anyOtherAnswerEndsTheRow() {
        var breaker = Breaker(longestWait: .seconds(900))
        for _ in 0..<20 {
            for _ in 0..<4 { fail(&breaker, at: 0) }
            succeed(&breaker, at: 0)
        }
        #expect(!breaker.isOpen)
    }

    @Test func afterASecondOneProbeMayLeave() {
        var breaker = opened()
        #expect(breaker.permission(at: .at(0.999)) == .nothing(until: .at(1)))
        #expect(breaker.permission(at: .at(1)) == .probe)
        breaker.probeLeaves()
        #expect(breaker.permission(at: .at(50)) == .nothing(until: nil))
    }

    @Test func theWaitForTheNextProbeDoublesUpToTheLongestWait() {
        var breaker = opened(longestWait: .seconds(10))
        var now = 0.0
        for wait in [1.0, 2, 4, 8, 10, 10] {
            #expect(breaker.permission(at: .at(now)) == .nothing(until: .at(now + wait)))
            now += wait
            breaker.probeLeaves()
            fail(&breaker, wasProbe: true, at: now)
        }
    }

    @Test func aLongestWaitBelowASecondHolds() {
        #expect(opened(longestWait: .milliseconds(200)).permission(at: .at(0)) == .nothing(until: .at(0.2)))
    }

    @Test func aProbeThatSucceedsClosesIt() {
        var breaker = opened()
        breaker.probeLeaves()
        succeed(&breaker, wasProbe: true, at: 1)
        #expect(breaker.permission(at: .at(1)) == .free)
    }

    @Test func aLateAnswerOfAnotherRequestClosesItToo() {
        var breaker = opened()
        succeed(&breaker, at: 0.5)
        #expect(breaker.permission(at: .at(0.5)) == .free)
    }

    @Test func lateFailuresOfOtherRequestsDoNotLengthenTheWait() {
        var breaker = opened()
        for _ in 0..<7 { fail(&breaker, at: 0.5) }
        #expect(breaker.permission(at: .at(1)) == .probe)
    }

    @Test func aProbeAnsweredWithACodeClosesItButTheWaitsGoOnGrowing() {
        var breaker = opened()
        breaker.probeLeaves()
        fail(&breaker, wasProbe: true, isParsed: true, at: 1)
        #expect(breaker.permission(at: .at(1)) == .free)
        for _ in 0..<5 { fail(&breaker, isParsed: true, at: 2) }
        #expect(breaker.permission(at: .at(2)) == .nothing(until: .at(4)))
        succeed(&breaker, at: 3)
        for _ in 0..<5 { fail(&breaker, at: 5) }
        #expect(breaker.permission(at: .at(5)) == .nothing(until: .at(6)))
    }

    @Test func aProbeThatDidNotLeaveMayBeTriedAgainAtOnce() {
        var breaker = opened()
        breaker.probeLeaves()
        breaker.probeStays(at: .at(1))
        #expect(breaker.permission(at: .at(1)) == .probe)
    }
}
