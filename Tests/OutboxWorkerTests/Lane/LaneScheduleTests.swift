import OutboxCore
import OutboxWorker
import Testing

@Suite struct LaneScheduleTests {
    private let settings: DeliverySettings = {
        var settings = DeliverySettings()
        settings.batchMax = 10
        settings.concurrency = 2
        settings.batchWait = .zero
        return settings
    }()
    private let rules = DeliveryRules(settings: DeliverySettings(), eventSource: .web, pairing: .serverOnly)

    /// A warm lane that holds these deliveries, decided.
    private func warm(_ numbers: ClosedRange<Int64>, canary: Canary = Canary(isThrough: true)) -> LaneSchedule {
        var schedule = LaneSchedule(settings: settings, canary: canary)
        admit(numbers, to: &schedule)
        return schedule
    }

    private func admit(_ numbers: ClosedRange<Int64>, bytes: Int = 10, to schedule: inout LaneSchedule) {
        let decide = schedule.accept(numbers.map { Sample.delivery($0) }).fresh
        let admissions = decide.map {
            Admission.goes(DecidedDelivery($0, as: Sample.event(id: $0.eventID, size: bytes)))
        }
        _ = schedule.add(admissions, at: .at(0))
    }

    private func depart(_ schedule: inout LaneSchedule, at now: Double = 0) -> LaneSchedule.Departure? {
        schedule.depart(at: .at(now), isFlushing: false)
    }

    private func batch(_ departure: LaneSchedule.Departure?) -> BatchGroup {
        if case .decided(let batch) = departure?.cargo { batch } else { BatchGroup([]) }
    }

    private func numbers(_ departure: LaneSchedule.Departure?) -> [Int64]? {
        switch departure?.cargo {
        case .decided(let batch): batch.members.map(\.number.rawValue)
        case .undecided(let deliveries): deliveries.map(\.key.event.rawValue)
        case nil: nil
        }
    }

    /// Answers a departure and puts the outcomes on record.
    @discardableResult
    private func answer(
        _ departure: LaneSchedule.Departure?, _ answer: Answer, in schedule: inout LaneSchedule, at now: Double = 0
    ) -> LaneSchedule.Followers {
        var streak = RefusalStreak()
        let batch = batch(departure)
        let resolution = AnswerResolution(
            answer, to: batch, rules: rules, pausedMilliseconds: 0, at: .at(now), streak: &streak, jitter: 0
        )
        schedule.answered(resolution, isProbe: departure?.isProbe ?? false, at: .at(now))
        return schedule.finish(batch, resolution, at: .at(now))
    }

    private func refusal(_ index: Int) -> Answer {
        Answer(.eventRefused(index: index), mayHaveArrived: false, code: 40002, message: "no")
    }

    @Test func noMoreRequestsLeaveThanTheConcurrencyAllows() {
        var schedule = warm(1...30)
        let first = depart(&schedule)
        #expect(numbers(first) == Array(1...10))
        #expect(numbers(depart(&schedule)) == Array(11...20))
        #expect(depart(&schedule) == nil)
        answer(first, Answer(.delivered, code: 0), in: &schedule)
        #expect(numbers(depart(&schedule)) == Array(21...30))
    }

    @Test func itClaimsWhatMayBeOnItsWayAndOneBatchAhead() {
        var schedule = warm(1...5)
        #expect(schedule.claimLimit == 25)
        admit(6...21, to: &schedule)
        #expect(schedule.claimLimit == 0)
        let first = depart(&schedule)
        #expect(schedule.claimLimit == 0)
        answer(first, Answer(.delivered, code: 0), in: &schedule)
        #expect(schedule.claimLimit == 19)
        #expect(schedule.inHand == 11)
    }

    @Test func oneClaimNeverBringsMoreThanTheLargestBatch() {
        var settings = DeliverySettings()
        (settings.batchMax, settings.concurrency) = (1000, 8)
        let schedule = LaneSchedule(settings: settings)
        #expect(schedule.capacity == 9000)
        #expect(schedule.claimLimit == 1000)
    }

    @Test func ofLargeEventsItClaimsWhatTheRequestsCanCarry() {
        var settings = DeliverySettings()
        (settings.batchMax, settings.concurrency) = (1000, 2)
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true))
        admit(1...1000, bytes: 32_000, to: &schedule)
        // 32 MB wait, and three requests carry 1 MB each.
        #expect(schedule.claimLimit == 0)
        var carried = 0
        while schedule.claimLimit == 0, let departure = depart(&schedule) {
            carried += batch(departure).members.count
            answer(departure, Answer(.delivered, code: 0), in: &schedule)
        }
        #expect((1...31).contains(schedule.claimLimit))
        #expect(1000 - carried + schedule.claimLimit <= 3 * BatchFormer.byteLimit / 32_000)
    }

    @Test func anEventThatFillsARequestAloneDoesNotEndTheClaims() {
        var settings = DeliverySettings()
        (settings.batchMax, settings.concurrency) = (1, 1)
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true))
        admit(1...1, bytes: 3 * BatchFormer.byteLimit, to: &schedule)
        #expect(schedule.claimLimit == 0)
        answer(depart(&schedule), Answer(.delivered, code: 0), in: &schedule)
        #expect(schedule.claimLimit == 1)
    }

    @Test func theCanaryGoesAlone() {
        var schedule = warm(1...30, canary: Canary())
        let first = depart(&schedule)
        #expect(numbers(first) == [1])
        #expect(depart(&schedule) == nil)
        answer(first, Answer(.delivered, code: 0), in: &schedule)
        let second = depart(&schedule)
        #expect(numbers(second) == Array(2...11))
        #expect(depart(&schedule) == nil)
        answer(second, Answer(.delivered, code: 0), in: &schedule)
        #expect(depart(&schedule) != nil)
        #expect(depart(&schedule) != nil)
    }

    @Test func whatWasNotTakenGoesAgainBeforeAnythingElse() {
        var schedule = warm(1...20)
        answer(depart(&schedule), refusal(3), in: &schedule)
        #expect(schedule.inHand == 19)
        #expect(numbers(depart(&schedule)) == [1, 2, 3, 5, 6, 7, 8, 9, 10])
        #expect(numbers(depart(&schedule)) == Array(11...20))
    }

    @Test func whatIsKeptIsNotTakenFromAClaimASecondTime() {
        var schedule = warm(1...10)
        let first = depart(&schedule)
        answer(first, refusal(0), in: &schedule)
        #expect(
            schedule.accept([Sample.delivery(1), Sample.delivery(2), Sample.delivery(11)]).fresh
                .map(\.key.event.rawValue) == [1, 11]
        )
        let again = depart(&schedule)
        // On its way again it is still kept.
        #expect(schedule.accept([Sample.delivery(3)]).fresh.isEmpty)
        answer(again, Answer(.delivered, code: 0), in: &schedule)
        #expect(schedule.accept([Sample.delivery(3)]).fresh.count == 1)
    }

    @Test func aClaimThatReadWhileAKeptDeliveryLeftIsStale() {
        var schedule = warm(1...3)
        answer(depart(&schedule), refusal(0), in: &schedule)
        schedule.claimBegins()
        answer(depart(&schedule), Answer(.delivered, code: 0), in: &schedule)
        let (fresh, stale) = schedule.accept([Sample.delivery(2), Sample.delivery(3), Sample.delivery(4)])
        #expect(stale.map(\.rawValue) == [2, 3])
        #expect(fresh.map(\.key.event.rawValue) == [4])
        schedule.claimBegins()
        #expect(schedule.accept([Sample.delivery(2)]).fresh.count == 1)
    }

    @Test func aRequestThatDidNotLeaveIsTheFirstToLeaveAgain() throws {
        var schedule = warm(1...20)
        let first = try #require(depart(&schedule))
        schedule.comeBack(first, at: .at(0))
        #expect(schedule.inFlight == 0)
        #expect(numbers(depart(&schedule)) == Array(1...10))
    }

    @Test func suspectsTravelAloneAndUndecided() throws {
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true))
        let fresh = schedule.accept([
            Sample.delivery(1, losses: 2), Sample.delivery(2, losses: 1), Sample.delivery(3, losses: 5),
        ]).fresh
        #expect(fresh.isEmpty)
        let first = try #require(depart(&schedule))
        #expect(first.cargo == .undecided([Sample.delivery(1, losses: 2)]))
        schedule.comeBack(first, at: .at(0))
        #expect(numbers(depart(&schedule)) == [1])
        #expect(numbers(depart(&schedule)) == [3])
        #expect(schedule.inHand == 3)
    }

    @Test func suspectsThatWereAloneAtFewerLossesGoFirstAndNobodyIsDecidedBesideThem() {
        var settings = settings
        settings.concurrency = 10
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true))
        let fresh = schedule.accept([
            Sample.delivery(1, losses: 3), Sample.delivery(2, losses: 2), Sample.delivery(3),
            Sample.delivery(4, losses: 2),
        ]).fresh
        #expect(fresh.isEmpty)
        for expected: [Int64] in [[2], [4], [1], [3]] { #expect(numbers(depart(&schedule)) == expected) }
    }

    @Test func whatWasLostInCompanyOnceTravelsInSmallerCompany() {
        var settings = settings
        (settings.batchMax, settings.concurrency) = (32, 10)
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true), followsCrash: true)
        _ = schedule.accept(
            (1...40).map { Sample.delivery($0, losses: (5...8).contains($0) ? 1 : 0) }
                + [Sample.delivery(41, losses: 1, firstSentAt: noon)])
        let batches = (0..<5).map { _ in numbers(depart(&schedule)) }
        #expect(batches == [Array(1...4), [5, 6], [7, 8], Array(9...40), [41]])
    }

    @Test func afterACrashTheFirstClaimsAreOpenedUndecided() {
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true), followsCrash: true)
        // Twice what an owner may have in hand.
        #expect(schedule.accept((1...60).map { Sample.delivery($0) }).fresh.isEmpty)
        #expect(schedule.accept([Sample.delivery(61)]).fresh.count == 1)
        #expect(numbers(depart(&schedule)) == Array(1...10))
    }

    @Test func sortingLetsOneTestCodeLeaveAndKeepsTheOthers() {
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true), followsCrash: true)
        _ = schedule.accept((1...4).map { Sample.delivery($0) })
        _ = depart(&schedule)
        let codes = ["A", "A", "B"]
        var admissions = (0..<3).map { index in
            let delivery = Sample.delivery(Int64(index + 1))
            return Admission.goes(
                DecidedDelivery(delivery, as: Sample.event(id: delivery.eventID, testEventCode: codes[index]))
            )
        }
        admissions.append(.ends(DeliveryOutcome(key: Sample.delivery(4).key, next: .skipped(.filter))))
        let sorted = schedule.sort(admissions, at: .at(0))
        #expect(sorted.batch.members.map(\.number.rawValue) == [1, 2])
        #expect(sorted.settled.map(\.next) == [.queued(.live, dueAt: noon), .skipped(.filter)])
        #expect(sorted.ended == 1)
        schedule.settled(sorted.ended)
        #expect(schedule.inHand == 3)
        #expect(numbers(depart(&schedule)) == [3])
    }

    @Test func afterFiveFailuresOneLiveEventProbes() {
        var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true))
        for _ in 0..<5 {
            admit(1...10, to: &schedule)
            answer(depart(&schedule), Answer(.tryLater(after: .zero)), in: &schedule)
        }
        #expect(schedule.isBroken)
        admit(1...10, to: &schedule)
        #expect(depart(&schedule) == nil)
        #expect(schedule.deadline(at: .at(0)) == .at(1))
        let probe = depart(&schedule, at: 1)
        #expect(probe?.isProbe == true)
        #expect(numbers(probe) == [1])
        #expect(depart(&schedule, at: 1) == nil)
        answer(probe, Answer(.delivered, code: 0), in: &schedule, at: 1)
        #expect(numbers(depart(&schedule, at: 1)) == Array(2...10))
    }

    @Test func twinsWaitForTheFirstAndAreDuplicatesOrGoInItsPlace() {
        for arrives in [true, false] {
            var schedule = LaneSchedule(settings: settings, canary: Canary(isThrough: true))
            let twins = schedule.accept([Sample.delivery(1), Sample.delivery(2)]).fresh
            let outcomes = schedule.add(twins.map { .goes(DecidedDelivery($0, as: Sample.event())) }, at: .at(0))
            #expect(outcomes.isEmpty)
            let first = depart(&schedule)
            #expect(numbers(first) == [1])
            let answer = arrives ? Answer(.delivered, code: 0) : refusal(0)
            let duplicates = self.answer(first, answer, in: &schedule).duplicates
            if arrives {
                #expect(duplicates.map(\.next) == [.skipped(.duplicate)])
                schedule.settled(1)
                #expect(schedule.inHand == 0)
            } else {
                #expect(duplicates.isEmpty)
                #expect(numbers(depart(&schedule)) == [2])
            }
        }
    }

    @Test func everythingThatIsNotOnItsWayIsReleased() {
        var schedule = warm(1...25)
        let first = depart(&schedule)
        _ = depart(&schedule)
        answer(first, refusal(0), in: &schedule)
        _ = schedule.accept([Sample.delivery(30, losses: 2)])
        #expect(schedule.releaseAll().map(\.rawValue).sorted() == Array(2...10) + Array(21...25) + [30])
        #expect(schedule.inHand == 10)
        #expect(schedule.waitingCount == 0)
        // Released, it may be claimed again.
        #expect(schedule.accept([Sample.delivery(2)]).fresh.count == 1)
    }

    @Test func whatTheStoreNoLongerHasQueuedIsDropped() throws {
        var schedule = warm(1...10)
        let first = try #require(depart(&schedule))
        schedule.drop(Array(batch(first).members.prefix(4)), at: .at(0))
        #expect(schedule.inHand == 6)
        schedule.comeBack(
            .init(cargo: .decided(BatchGroup(Array(batch(first).members.dropFirst(4)))), isProbe: false), at: .at(0))
        #expect(numbers(depart(&schedule)) == Array(5...10))
    }
}
