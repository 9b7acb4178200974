import OutboxCore
import OutboxWorker
import Testing

@Suite struct AdmissionTests {
    private let rules = DeliveryRules(settings: DeliverySettings(), eventSource: .web, pairing: .pixel)

    private func admit(_ delivery: ClaimedDelivery, _ decision: Decision) -> Admission {
        Admission(delivery, decided: decision, rules: rules, at: noon)
    }

    private func next(_ admission: Admission) -> DeliveryOutcome.Next? {
        if case .ends(let outcome) = admission { outcome.next } else { nil }
    }

    private func twin(hoursAgo: Double, name: String = "CompletePayment", id: String = "id") -> ClaimedDelivery.Twin {
        ClaimedDelivery.Twin(
            event: EventNumber(9), tiktokEvent: name, sentEventID: id, openedAt: noon - .seconds(hoursAgo * 3600)
        )
    }

    @Test func whatIsDecidedToGoGoesWithoutItsRecord() {
        let admission = admit(Sample.delivery(), .send(Sample.event()))
        guard case .goes(let decided) = admission else {
            Issue.record("it ended: \(admission)")
            return
        }
        #expect(decided.delivery.record == nil)
        #expect(decided.event == Sample.event())
    }

    @Test func skipsAndInvalidEventsEndWithTheirDetail() {
        let skipped = admit(Sample.delivery(), .skip(.unmapped, detail: "event_name: no mapping"))
        #expect(
            skipped
                == .ends(
                    DeliveryOutcome(
                        key: Sample.delivery().key, next: .skipped(.unmapped), detail: "event_name: no mapping"
                    )
                )
        )
        #expect(next(admit(Sample.delivery(), .invalid(detail: "x"))) == .failed(.invalid))
    }

    @Test func tooOldIsSkipped() {
        let old = Sample.delivery(eventTime: noon - .seconds(8 * 86_400))
        #expect(next(admit(old, .send(Sample.event()))) == .skipped(.tooOld))
    }

    @Test func whatCouldCountTwiceIsHeld() {
        let late = Sample.delivery(eventTime: noon - .seconds(48 * 3600))
        #expect(next(admit(late, .send(Sample.event()))) == .failed(.mayCountTwice))
    }

    @Test func anOpenedTwinMakesADuplicate() {
        let delivery = Sample.delivery(hasTwins: true, twins: [twin(hoursAgo: 47.9)])
        let admission = admit(delivery, .send(Sample.event()))
        #expect(next(admission) == .skipped(.duplicate))
        if case .ends(let outcome) = admission {
            #expect(outcome.detail?.contains("#9") == true)
            #expect(outcome.sentEventID == "id")
        }
    }

    @Test func anotherNameOrAnotherIdIsNoTwin() {
        for twin in [twin(hoursAgo: 1, name: "AddToCart"), twin(hoursAgo: 1, id: "ID")] {
            #expect(next(admit(Sample.delivery(hasTwins: true, twins: [twin]), .send(Sample.event()))) == nil)
        }
    }

    @Test func aTwinThatTikTokHasForgottenWouldCountTwice() {
        let delivery = Sample.delivery(hasTwins: true, twins: [twin(hoursAgo: 48.1)])
        #expect(next(admit(delivery, .send(Sample.event()))) == .failed(.mayCountTwice))
        var insisted = delivery
        insisted.evenIfCountedTwice = true
        #expect(next(admit(insisted, .send(Sample.event()))) == nil)
        var test = Sample.event()
        test.testEventCode = "TEST1"
        #expect(next(admit(delivery, .send(test))) == nil)
    }

    @Test func aTwinThatWasGivenUpHoldsNothingWhereTikTokCountsTheTwoOnce() {
        func next(
            hoursAgo: Double, _ source: EventSource = .web, to pixel: String? = nil, insists: Bool = false
        ) -> DeliveryOutcome.Next? {
            var twin = twin(hoursAgo: hoursAgo)
            (twin.isGivenUp, twin.eventSourceID) = (true, pixel)
            var delivery = Sample.delivery(hasTwins: true, twins: [twin])
            delivery.evenIfCountedTwice = insists
            var event = Sample.event()
            event.eventSourceID = pixel.map { _ in "A" }
            let rules = DeliveryRules(settings: DeliverySettings(), eventSource: source, pairing: .serverOnly)
            return self.next(Admission(delivery, decided: .send(event), rules: rules, at: noon))
        }
        #expect(next(hoursAgo: 46.9) == nil)
        for hours in [47.1, 47.9, 48.1] {
            #expect(next(hoursAgo: hours) == .failed(.mayCountTwice))
            #expect(next(hoursAgo: hours, insists: true) == nil)
        }
        #expect(next(hoursAgo: 1, to: "A") == nil)
        #expect(next(hoursAgo: 1, to: "B") == .failed(.mayCountTwice))
        // TikTok counts app events as often as they come, and the one that was given up is there to be decided.
        #expect(next(hoursAgo: 1, .app) == .skipped(.duplicate))
        #expect(next(hoursAgo: 48.1, .app) == .failed(.mayCountTwice))
    }

    @Test func aTwinThatWasGivenUpHoldsARetryThatTikTokWouldCountAfterIt() {
        for (hours, held) in [(46.9, nil), (47.1, DeliveryOutcome.Next.failed(.mayCountTwice))] {
            var twin = twin(hoursAgo: hours)
            twin.isGivenUp = true
            let retry = Sample.delivery(
                class: .retry, firstSentAt: noon - .seconds(3600), hasTwins: true, twins: [twin])
            #expect(next(admit(retry, .send(Sample.event()))) == held)
        }
    }

    @Test func aTwinThatWasGivenUpDoesNotHideAnother() {
        var givenUp = twin(hoursAgo: 1)
        givenUp.isGivenUp = true
        for twins in [[givenUp, twin(hoursAgo: 2)], [twin(hoursAgo: 2), givenUp]] {
            let delivery = Sample.delivery(hasTwins: true, twins: twins)
            #expect(next(admit(delivery, .send(Sample.event()))) == .skipped(.duplicate))
        }
        var old = givenUp
        old.openedAt = noon - .seconds(48 * 3600)
        let delivery = Sample.delivery(hasTwins: true, twins: [old, twin(hoursAgo: 2)])
        #expect(next(admit(delivery, .send(Sample.event()))) == .skipped(.duplicate))
    }

    @Test func aTwinAtAnotherEventSourceIsNoDuplicateAndHolds() {
        var twin = twin(hoursAgo: 1)
        twin.eventSourceID = "A"
        var delivery = Sample.delivery(hasTwins: true, twins: [twin])
        var event = Sample.event()
        event.eventSourceID = "B"
        #expect(next(admit(delivery, .send(event))) == .failed(.mayCountTwice))
        delivery.evenIfCountedTwice = true
        #expect(next(admit(delivery, .send(event))) == nil)
        event.eventSourceID = "A"
        #expect(next(admit(delivery, .send(event))) == .skipped(.duplicate))
    }

    @Test func whatWentToTheSameEventSourceForAnotherDestinationIsHeldWhereItWouldCountAgain() {
        let app = DeliveryRules(settings: DeliverySettings(), eventSource: .app, pairing: .serverOnly)
        let web = DeliveryRules(settings: DeliverySettings(), eventSource: .web, pairing: .serverOnly)
        func next(
            _ sent: ClaimedDelivery.Twin, to pixel: String? = "A", _ rules: DeliveryRules, insists: Bool = false,
            code: String? = nil
        ) -> DeliveryOutcome.Next? {
            var sent = sent
            sent.eventSourceID = pixel
            var delivery = Sample.delivery()
            (delivery.elsewhere, delivery.evenIfCountedTwice) = ([sent], insists)
            var event = Sample.event(testEventCode: code)
            event.eventSourceID = "A"
            return self.next(Admission(delivery, decided: .send(event), rules: rules, at: noon))
        }
        #expect(next(twin(hoursAgo: 1), web) == nil)
        #expect(next(twin(hoursAgo: 1), app) == .failed(.mayCountTwice))
        #expect(next(twin(hoursAgo: 48), web) == .failed(.mayCountTwice))
        #expect(next(twin(hoursAgo: 1, id: "other"), web) == .failed(.mayCountTwice))
        #expect(next(twin(hoursAgo: 48, name: "Subscribe"), web) == nil)
        for pixel in ["B", nil] { #expect(next(twin(hoursAgo: 48), to: pixel, app) == nil) }
        #expect(next(twin(hoursAgo: 48), app, insists: true) == nil)
        #expect(next(twin(hoursAgo: 48), app, code: "TEST1") == nil)
    }

    @Test func twoThatMayBothHaveArrivedDoNotGiveWayToEachOther() {
        let delivery = Sample.delivery(firstSentAt: noon, hasTwins: true, twins: [twin(hoursAgo: 1)])
        #expect(next(admit(delivery, .send(Sample.event()))) == nil)
    }
}
