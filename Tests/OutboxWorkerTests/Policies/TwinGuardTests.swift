import OutboxCore
import OutboxWorker
import Testing

@Suite struct TwinGuardTests {
    private func twin(_ number: Int64, firstSentAt: Timestamp? = nil, id: String? = "shared") -> DecidedDelivery {
        DecidedDelivery(Sample.delivery(number, firstSentAt: firstSentAt), as: Sample.event(id: id))
    }

    @Test func differentIdsDoNotMeet() {
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1, id: "a")) == .goes)
        #expect(guardian.admit(twin(2, id: "b")) == .goes)
        #expect(guardian.admit(twin(3, id: nil)) == .goes)
        #expect(guardian.admit(twin(4, id: nil)) == .goes)
    }

    @Test func theSecondWaitsAndIsADuplicateOnceTheFirstMayHaveArrived() {
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1)) == .goes)
        #expect(guardian.admit(twin(2)) == .waits)
        #expect(guardian.admit(twin(3)) == .waits)
        #expect(guardian.waitingCount == 2)
        #expect(guardian.arrived(twin(1)).map(\.number.rawValue) == [2, 3])
        #expect(guardian.waitingCount == 0)
        #expect(guardian.admit(twin(4)) == .duplicate(of: EventNumber(1)))
    }

    @Test func theSecondGoesWhenTheFirstIsTakenBackOrRefused() {
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1)) == .goes)
        #expect(guardian.admit(twin(2)) == .waits)
        #expect(guardian.admit(twin(3)) == .waits)
        #expect(guardian.left(twin(1))?.number == EventNumber(2))
        #expect(guardian.left(twin(2))?.number == EventNumber(3))
        #expect(guardian.left(twin(3)) == nil)
        #expect(guardian.admit(twin(4)) == .goes)
    }

    @Test func oneThatMayHaveArrivedItselfIsNobodysDuplicate() {
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1)) == .goes)
        #expect(guardian.admit(twin(2, firstSentAt: noon)) == .goes)
        _ = guardian.arrived(twin(1))
        #expect(guardian.admit(twin(2, firstSentAt: noon)) == .goes)
        #expect(guardian.admit(twin(1)) == .goes)
    }

    @Test func whatGoesUnderATestCodeIsNoTwinOfWhatCounts() {
        func twin(_ number: Int64, code: String? = nil) -> DecidedDelivery {
            DecidedDelivery(Sample.delivery(number), as: Sample.event(id: "shared", testEventCode: code))
        }
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1, code: "T")) == .goes)
        #expect(guardian.admit(twin(2)) == .goes)
        #expect(guardian.arrived(twin(1, code: "T")) == [])
        #expect(guardian.arrived(twin(2)) == [])
        #expect(guardian.admit(twin(3, code: "U")) == .duplicate(of: EventNumber(1)))
        #expect(guardian.admit(twin(4)) == .duplicate(of: EventNumber(2)))
    }

    @Test func oneThatGoesElsewhereIsHeldOnceTheFirstMayHaveArrived() {
        func twin(_ number: Int64, to pixel: String) -> DecidedDelivery {
            var event = Sample.event(id: "shared")
            event.eventSourceID = pixel
            return DecidedDelivery(Sample.delivery(number), as: event)
        }
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1, to: "A")) == .goes)
        #expect(guardian.admit(twin(2, to: "B")) == .waits)
        let waiting = guardian.arrived(twin(1, to: "A"))
        let ends = waiting.map { Admission.ending($0, after: twin(1, to: "A")).next }
        #expect(ends == [.failed(.mayCountTwice)])
        #expect(guardian.admit(twin(3, to: "B")) == .held(.twinSentElsewhere(first: "A", now: "B")))
        #expect(guardian.admit(twin(4, to: "A")) == .duplicate(of: EventNumber(1)))
        var insisted = twin(5, to: "B")
        insisted.delivery.evenIfCountedTwice = true
        #expect(guardian.admit(insisted) == .goes)
    }

    @Test func whatWaitedForOneThatWasGivenUpComesBack() {
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1)) == .goes)
        #expect(guardian.admit(twin(2)) == .waits)
        #expect(guardian.gaveUp(twin(2)).isEmpty)
        #expect(guardian.gaveUp(twin(1)).map(\.number.rawValue) == [2])
        #expect(guardian.waitingCount == 0)
        #expect(guardian.admit(twin(2)) == .goes)
    }

    @Test func whatTheStoreKnowsByNowIsForgotten() {
        var guardian = TwinGuard()
        guardian.claimBegins()
        #expect(guardian.admit(twin(1)) == .goes)
        _ = guardian.arrived(twin(1))
        guardian.claimBegins()
        #expect(guardian.admit(twin(2)) == .duplicate(of: EventNumber(1)))
        guardian.claimBegins()
        #expect(guardian.admit(twin(3)) == .goes)
    }

    @Test func arrivedAgainItIsRememberedAsLong() {
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1)) == .goes)
        _ = guardian.arrived(twin(1))
        guardian.claimBegins()
        _ = guardian.arrived(twin(1))
        guardian.claimBegins()
        #expect(guardian.admit(twin(2)) == .duplicate(of: EventNumber(1)))
        guardian.claimBegins()
        #expect(guardian.admit(twin(2)) == .goes)
    }

    @Test func everythingThatWaitedComesBack() {
        var guardian = TwinGuard()
        #expect(guardian.admit(twin(1)) == .goes)
        #expect(guardian.admit(twin(2)) == .waits)
        #expect(guardian.removeWaiting().map(\.number.rawValue) == [2])
        #expect(guardian.removeWaiting().isEmpty)
        #expect(guardian.left(twin(1)) == nil)
        #expect(guardian.admit(twin(2)) == .goes)
    }
}
