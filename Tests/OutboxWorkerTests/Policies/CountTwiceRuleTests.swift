import OutboxCore
import OutboxWorker
import Testing

@Suite struct CountTwiceRuleTests {
    private static let hour: Int = 3600
    private let paired = CountTwiceRule(eventSource: .web, pairing: .pixel)
    private let alone = CountTwiceRule(eventSource: .web, pairing: .serverOnly)
    private let app = CountTwiceRule(eventSource: .app, pairing: .serverOnly)

    private func hoursAgo(_ hours: Double) -> Timestamp { noon - .seconds(hours * 3600) }

    @Test(arguments: [(46.99, CountTwiceRule.Cause?.none), (47.01, .pixelTooLongAgo)])
    func aFirstSendOfAPairedEventHas47HoursFromItsTime(hours: Double, cause: CountTwiceRule.Cause?) {
        let delivery = Sample.delivery(eventTime: hoursAgo(hours))
        #expect(paired.cause(toHold: delivery, as: Sample.event(), at: noon) == cause)
        #expect(alone.cause(toHold: delivery, as: Sample.event(), at: noon) == nil)
    }

    @Test(arguments: [(46.99, CountTwiceRule.Cause?.none), (47.01, .resendTooLate)])
    func aResendHas47HoursFromTheFirstThatMayHaveArrived(hours: Double, cause: CountTwiceRule.Cause?) {
        let delivery = Sample.delivery(eventTime: hoursAgo(100), firstSentAt: hoursAgo(hours))
        #expect(alone.cause(toHold: delivery, as: Sample.event(), at: noon) == cause)
    }

    @Test func aResendOfAPairedEventCannotRelyOnTheAttemptThatMayNotHaveArrived() {
        let delivery = Sample.delivery(eventTime: hoursAgo(48), firstSentAt: hoursAgo(2))
        #expect(paired.cause(toHold: delivery, as: Sample.event(), at: noon) == .pixelTooLongAgo)
    }

    @Test func anOperatorsWordLetsAPairedEventGoLate() {
        var delivery = Sample.delivery(eventTime: hoursAgo(100))
        delivery.evenIfCountedTwice = true
        #expect(paired.cause(toHold: delivery, as: Sample.event(), at: noon) == nil)
        delivery.firstSentAt = hoursAgo(48)
        #expect(paired.cause(toHold: delivery, as: Sample.event(), at: noon) == .resendTooLate)
    }

    @Test func anUnknownOutcomeIsHeldWhereNothingIsDeduplicated() {
        let delivery = Sample.delivery(firstSentAt: hoursAgo(0.1))
        #expect(app.cause(toHold: delivery, as: Sample.event(), at: noon) == .unknownOutcome)
        #expect(alone.cause(toHold: delivery, as: Sample.event(id: nil), at: noon) == .unknownOutcome)
        #expect(alone.cause(toHold: delivery, as: Sample.event(), at: noon) == nil)
    }

    @Test func aResendUnderAnotherNameOrIDIsHeld() {
        var delivery = Sample.delivery(firstSentAt: hoursAgo(0.1))
        let event = Sample.event()
        for (name, id) in [("Purchase", "id"), ("CompletePayment", "other"), ("CompletePayment", nil)] {
            delivery.sentAs = Sending(tiktokEvent: name, sentEventID: id)
            #expect(alone.cause(toHold: delivery, as: event, at: noon) == .sentAsAnother)
        }
        delivery.sentAs = Sending(tiktokEvent: "CompletePayment", sentEventID: "id")
        #expect(alone.cause(toHold: delivery, as: event, at: noon) == nil)
        delivery.firstSentAt = nil
        delivery.sentAs = Sending(tiktokEvent: "Purchase", sentEventID: "id")
        #expect(alone.cause(toHold: delivery, as: event, at: noon) == nil)
    }

    @Test func aResendToAnotherEventSourceIsHeldWhereBothAreKnown() {
        var delivery = Sample.delivery(firstSentAt: hoursAgo(0.1))
        var event = Sample.event()
        for (first, now) in [(String?.none, String?("B")), ("A", nil), ("A", "A"), ("A", "B")] {
            delivery.sentAs = Sending(eventSourceID: first, tiktokEvent: "CompletePayment", sentEventID: "id")
            event.eventSourceID = now
            let cause = CountTwiceRule.Cause.sentElsewhere(first: "A", now: "B")
            let expected = first == "A" && now == "B" ? cause : nil
            #expect(alone.cause(toHold: delivery, as: event, at: noon) == expected)
        }
        event.testEventCode = "TEST1"
        #expect(alone.cause(toHold: delivery, as: event, at: noon) == nil)
    }

    @Test func aFirstSendOfSuchAnEventGoes() {
        #expect(app.cause(toHold: Sample.delivery(), as: Sample.event(), at: noon) == nil)
        #expect(alone.cause(toHold: Sample.delivery(), as: Sample.event(id: nil), at: noon) == nil)
    }

    @Test func underATestCodeNothingCounts() {
        let event = Sample.event(testEventCode: "TEST1")
        #expect(paired.cause(toHold: Sample.delivery(eventTime: hoursAgo(100)), as: event, at: noon) == nil)
        #expect(app.cause(toHold: Sample.delivery(firstSentAt: hoursAgo(100)), as: event, at: noon) == nil)
    }

    @Test func aWallClockThatWasSetBackHoldsNothing() {
        let delivery = Sample.delivery(eventTime: hoursAgo(-24), firstSentAt: hoursAgo(-24))
        #expect(paired.cause(toHold: delivery, as: Sample.event(), at: noon) == nil)
    }
}
