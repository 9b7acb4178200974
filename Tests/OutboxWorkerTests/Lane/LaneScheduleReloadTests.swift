import OutboxCore
import OutboxWorker
import Testing

/// What a schedule does when another configuration is taken up, or consent is withdrawn under its hands.
@Suite struct LaneScheduleReloadTests {
    private let settings: DeliverySettings = {
        var settings = DeliverySettings()
        (settings.batchMax, settings.concurrency, settings.batchWait) = (10, 2, .zero)
        return settings
    }()

    private func schedule(followsCrash: Bool = false) -> LaneSchedule {
        LaneSchedule(settings: settings, canary: Canary(isThrough: true), followsCrash: followsCrash)
    }

    private func admit(_ deliveries: [ClaimedDelivery], to schedule: inout LaneSchedule, as id: String? = nil) {
        let fresh = schedule.accept(deliveries).fresh
        let admissions = fresh.map { Admission.goes(DecidedDelivery($0, as: Sample.event(id: id ?? $0.eventID))) }
        _ = schedule.add(admissions, at: .at(0))
    }

    private func numbers(_ departure: LaneSchedule.Departure?) -> [Int64]? {
        if case .decided(let batch) = departure?.cargo { batch.members.map(\.number.rawValue) } else { nil }
    }

    @Test func whatIsDecidedIsReleasedAndWhatIsOnItsWayIsNot() {
        var schedule = schedule()
        admit((1...15).map { Sample.delivery($0) }, to: &schedule)
        #expect(numbers(schedule.depart(at: .at(0), isFlushing: false)) == Array(1...10))
        var next = settings
        next.batchMax = 3
        #expect(schedule.reconfigure(next) == (11...15).map { EventNumber($0) })
        #expect(schedule.inHand == 10)
        #expect(schedule.inFlight == 1)
        #expect(schedule.waitingCount == 0)
        #expect(schedule.capacity == 9)
    }

    @Test func aTwinThatWaitsIsReleasedToo() {
        var schedule = schedule()
        admit([Sample.delivery(1), Sample.delivery(2)], to: &schedule, as: "same")
        #expect(Set(schedule.reconfigure(settings)) == [EventNumber(1), EventNumber(2)])
        // Neither stands in the way of what comes again.
        admit([Sample.delivery(2)], to: &schedule, as: "same")
        #expect(numbers(schedule.depart(at: .at(0), isFlushing: false)) == [2])
    }

    @Test func whatIsUndecidedStaysInHand() {
        var schedule = schedule(followsCrash: true)
        admit([Sample.delivery(1), Sample.delivery(2, losses: 2)], to: &schedule)
        #expect(schedule.reconfigure(settings).isEmpty)
        #expect(schedule.waitingCount == 2)
    }

    @Test func itStartsCarefullyAgain() {
        var schedule = schedule()
        _ = schedule.reconfigure(settings)
        admit((1...15).map { Sample.delivery($0) }, to: &schedule)
        #expect(numbers(schedule.depart(at: .at(0), isFlushing: false)) == [1])
        #expect(schedule.depart(at: .at(0), isFlushing: false) == nil)
    }

    @Test func whoWithdrewLeavesTheAttemptAndTheHand() {
        var schedule = schedule(followsCrash: true)
        admit((1...3).map { Sample.delivery($0) }, to: &schedule)
        guard case .undecided(let deliveries)? = schedule.depart(at: .at(0), isFlushing: false)?.cargo else {
            Issue.record("nothing left undecided")
            return
        }
        let admissions = deliveries.map { Admission.goes(DecidedDelivery($0, as: Sample.event(id: $0.eventID))) }
        var sorted = schedule.sort(admissions, at: .at(0))
        schedule.withdraw([EventNumber(2): noon], from: &sorted, at: .at(0))
        #expect(sorted.batch.members.map(\.number.rawValue) == [1, 3])
        #expect(sorted.settled.map(\.key.event) == [EventNumber(2)])
        #expect(sorted.settled.map(\.next) == [.skipped(.consent)])
        schedule.settled(sorted.ended)
        #expect(schedule.inHand == 2)
    }
}
