import OutboxCore
import OutboxWorker
import Testing

@Suite struct AnswerResolutionTests {
    private var rules = DeliveryRules(settings: DeliverySettings(), eventSource: .web, pairing: .serverOnly)

    private func resolve(
        _ answer: Answer, _ members: [DecidedDelivery] = Sample.decided(1...3), refusals: Int = 0,
        rules: DeliveryRules? = nil, paused: Int64 = 0, at time: LaneTime = .at(60)
    ) -> AnswerResolution {
        var streak = RefusalStreak()
        return AnswerResolution(
            answer, to: BatchGroup(members, refusals: refusals), rules: rules ?? self.rules, pausedMilliseconds: paused,
            at: time, streak: &streak, jitter: 0.5
        )
    }

    private func refused(_ answerClass: AnswerClass, code: Int? = 40002) -> Answer {
        Answer(answerClass, mayHaveArrived: false, httpStatus: 200, code: code, message: "no")
    }

    @Test func aTakenBatchIsDelivered() {
        let result = resolve(Answer(.delivered, httpStatus: 200, code: 0))
        #expect(result.signal == .delivered)
        #expect(result.outcomes.map(\.key.event.rawValue) == [1, 2, 3])
        #expect(
            result.outcomes.allSatisfy {
                $0.next == .delivered(nil) && $0.verdict == .delivered && $0.spendsAttempt && $0.detail == nil
            })
        #expect(result.groups.isEmpty && result.pause == nil)
    }

    @Test func warningsAreKept() {
        var member = Sample.decided(1)
        member.event.warnings = [EventProblem(path: "page.url", problem: "missing")]
        let result = resolve(Answer(.deliveredWithWarnings, code: 20001, message: "partial"), [member])
        #expect(result.outcomes[0].next == .delivered(.warnings))
        #expect(result.outcomes[0].verdict == .deliveredWithWarnings)
        #expect(result.outcomes[0].detail == "partial; page.url: missing")
    }

    @Test func underATestCodeItIsValidatedAndNothingCounts() {
        let members = Sample.decided(1...2, testEventCode: "TEST1")
        let result = resolve(Answer(.delivered, code: 0), members)
        #expect(result.outcomes.allSatisfy { $0.next == .delivered(.validated) && $0.verdict == .validated })
        #expect(resolve(Answer(.tryLater(after: .zero)), members).outcomes.allSatisfy { !$0.mayHaveArrived })
    }

    @Test func aRefusedEventEndsAndTheOthersGoAgainAtOnceAsTheyAre() {
        let result = resolve(refused(.eventRefused(index: 1)))
        #expect(
            result.outcomes.map(\.next) == [
                .queued(.live, dueAt: noon), .failed(.rejected), .queued(.live, dueAt: noon),
            ])
        #expect(result.outcomes.map(\.verdict) == [.notTaken, .refused, .notTaken])
        #expect(result.outcomes.map(\.spendsAttempt) == [false, true, false])
        #expect(result.outcomes.map(\.detail) == [nil, "no", nil])
        #expect(result.outcomes.allSatisfy { !$0.mayHaveArrived })
        #expect(result.groups == [BatchGroup([Sample.decided(1), Sample.decided(3)], refusals: 1)])
        #expect(result.signal == .refused)
    }

    @Test func theThirdRefusalOfABatchHalvesIt() {
        let result = resolve(refused(.eventRefused(index: 0)), Sample.decided(1...5), refusals: 2)
        #expect(result.groups.map { $0.members.map(\.number.rawValue) } == [[2, 3], [4, 5]])
        #expect(result.groups.allSatisfy { $0.refusals == 0 })
    }

    @Test(arguments: [AnswerClass.someoneRefused, .eventRefused(index: nil), .eventRefused(index: 9), .tooBig])
    func aBatchWithoutAClearCulpritIsHalved(answerClass: AnswerClass) {
        let result = resolve(refused(answerClass))
        #expect(result.groups.map { $0.members.map(\.number.rawValue) } == [[1, 2], [3]])
        #expect(result.outcomes.allSatisfy { $0.verdict == .notTaken && !$0.spendsAttempt })
    }

    @Test(arguments: [AnswerClass.someoneRefused, .eventRefused(index: nil), .eventRefused(index: 9), .tooBig])
    func aloneItIsRejected(answerClass: AnswerClass) {
        let result = resolve(refused(answerClass), [Sample.decided(1)])
        #expect(result.outcomes.map(\.next) == [.failed(.rejected)])
        #expect(result.groups.isEmpty)
    }

    @Test(arguments: [
        (AnswerClass.configuration, Pause.Cause.configuration, Verdict.configuration),
        (.credentials, .credentials, .credentials),
    ])
    func aFaultOfTheSetUpPausesAndSpendsNothing(answerClass: AnswerClass, cause: Pause.Cause, verdict: Verdict) {
        let result = resolve(refused(answerClass, code: 40105))
        #expect(result.pause == Pause(cause: cause, by: "outbox", why: "40105 no", at: noon + .seconds(60)))
        #expect(
            result.outcomes.allSatisfy {
                $0.next == .queued(.live, dueAt: noon) && $0.verdict == verdict && !$0.spendsAttempt
            })
        #expect(result.groups.isEmpty)
    }

    @Test func withoutACodeThePauseNamesTheStatus() {
        #expect(resolve(Answer(.configuration, httpStatus: 404)).pause?.why == "HTTP 404")
    }

    @Test func aRateLimitSpendsNothingAndKeepsTheBatch() {
        let answer = Answer(.rateLimited, mayHaveArrived: false, code: 40100, retryAfter: .seconds(7))
        let result = resolve(answer, refusals: 2)
        #expect(result.signal == .rateLimited(retryAfter: .seconds(7)))
        #expect(result.outcomes.allSatisfy { $0.verdict == .rateLimited && !$0.spendsAttempt })
        #expect(result.groups == [BatchGroup(Sample.decided(1...3), refusals: 2)])
    }

    @Test func tryLaterBacksOffOnceForTheBatch() {
        let members = [Sample.decided(1), Sample.decided(2, attempts: 3), Sample.decided(3, class: .bulk)]
        let result = resolve(Answer(.tryLater(after: .zero), message: "reset"), members)
        let due = { (seconds: Double) in DeliveryOutcome.Next.queued(.retry, dueAt: noon + .seconds(60 + seconds)) }
        #expect(result.outcomes.map(\.next) == [due(0.5), due(4), due(0.5)])
        #expect(result.outcomes.allSatisfy { $0.spendsAttempt && $0.mayHaveArrived && $0.verdict == .tryLater })
        #expect(result.outcomes.allSatisfy { $0.detail == "reset" })
        #expect(result.groups.isEmpty)
        #expect(!result.isParsed)
    }

    @Test func theMinimumOfACodeIsObeyedUpToTheLongestWait() {
        let result = resolve(Answer(.tryLater(after: .seconds(300)), code: 50000))
        #expect(result.outcomes[0].next == .queued(.retry, dueAt: noon + .seconds(360.5)))
        #expect(result.isParsed)
        var settings = DeliverySettings()
        settings.retryMaxWait = .seconds(2)
        let short = DeliveryRules(settings: settings, eventSource: .web, pairing: .serverOnly)
        let bounded = resolve(Answer(.tryLater(after: .seconds(300)), code: 50000), rules: short)
        #expect(bounded.outcomes[0].next == .queued(.retry, dueAt: noon + .seconds(62)))
    }

    @Test func dueTimesFollowTheQueuesTime() {
        let setBack = LaneTime(wall: noon - .seconds(3600), queue: noon + .seconds(60), moment: .at(60))
        let result = resolve(Answer(.tryLater(after: .zero)), at: setBack)
        #expect(result.outcomes[0].next == .queued(.retry, dueAt: noon + .seconds(60.5)))
    }

    @Test func theTimeForRetriesEnds() {
        let member = Sample.decided(1, attempts: 5, firstOpenedAt: noon - .seconds(86_400))
        let result = resolve(Answer(.tryLater(after: .zero), message: "reset"), [member, Sample.decided(2)])
        #expect(result.outcomes[0].next == .failed(.expired))
        #expect(result.outcomes[0].mayHaveArrived)
        #expect(result.outcomes[1].next == .queued(.retry, dueAt: noon + .seconds(60.5)))
        let paused = resolve(Answer(.tryLater(after: .zero)), [member], paused: 120_000)
        #expect(paused.outcomes[0].next != .failed(.expired))
    }

    @Test(arguments: [AnswerClass.tryLater(after: .zero), .configuration, .credentials, .rateLimited, .someoneRefused])
    func anUnknownOutcomeIsHeldWhereNothingIsDeduplicated(answerClass: AnswerClass) {
        let app = DeliveryRules(settings: DeliverySettings(), eventSource: .app, pairing: .serverOnly)
        let result = resolve(Answer(answerClass), rules: app)
        #expect(result.outcomes.allSatisfy { $0.next == .failed(.mayCountTwice) && $0.mayHaveArrived })
        #expect(result.groups.isEmpty)
        let surelyNot = resolve(Answer(answerClass, mayHaveArrived: false), rules: app)
        #expect(surelyNot.outcomes.allSatisfy { if case .queued = $0.next { true } else { false } })
    }

    @Test func withoutAnEventIdAnUnknownOutcomeIsHeldToo() {
        let anonymous = DecidedDelivery(Sample.delivery(1), as: Sample.event(id: nil))
        let result = resolve(Answer(.tryLater(after: .zero)), [anonymous, Sample.decided(2)])
        #expect(result.outcomes[0].next == .failed(.mayCountTwice))
        #expect(result.outcomes[1].next != .failed(.mayCountTwice))
    }

    @Test func twentyRefusalsInARowPauseTheDestination() {
        var streak = RefusalStreak()
        var pause: Pause?
        var requests = 0
        var groups = [BatchGroup(Sample.decided(1...1000))]
        var rejected = 0
        while pause == nil, let group = groups.first {
            requests += 1
            let result = AnswerResolution(
                refused(.eventRefused(index: 0)), to: group, rules: rules, pausedMilliseconds: 0, at: .at(60),
                streak: &streak, jitter: 0
            )
            rejected += result.outcomes.count { $0.next == .failed(.rejected) }
            pause = result.pause
            groups = result.groups + groups.dropFirst()
        }
        #expect(pause?.cause == .configuration)
        #expect(pause?.why == "20 refusals in a row: 40002 no")
        #expect(requests == 20)
        #expect(rejected == 20)
    }

    @Test func manyBatchesWithABadEventEachDoNotPauseTheDestination() {
        var streak = RefusalStreak()
        for _ in 0..<100 {
            let result = AnswerResolution(
                refused(.eventRefused(index: 17)), to: BatchGroup(Sample.decided(1...50)), rules: rules,
                pausedMilliseconds: 0, at: .at(60), streak: &streak, jitter: 0
            )
            #expect(result.pause == nil)
        }
    }
}
