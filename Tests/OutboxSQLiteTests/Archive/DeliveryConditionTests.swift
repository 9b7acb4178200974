import OutboxCore
import Testing

@testable import OutboxSQLite

@Suite struct DeliveryConditionTests {
    @Test func emptyListsMeanEverything() {
        let conditions = DeliveryCondition.all(states: [], reasons: [])
        #expect(conditions.map(\.state) == DeliveryState.allCases)
        #expect(conditions.allSatisfy { $0.reasons == nil })
    }

    @Test func reasonsGoWithTheirOwnStateAlone() {
        #expect(
            DeliveryCondition.all(states: [], reasons: [.rejected, .filter, .invalid]) == [
                DeliveryCondition(state: .skipped, reasons: [.filter]),
                DeliveryCondition(state: .failed, reasons: [.rejected, .invalid]),
            ]
        )
        #expect(DeliveryCondition.all(states: [.queued], reasons: [.rejected]).isEmpty)
    }

    @Test func aRetryLeavesWhatMayCountTwiceUnlessAsked() {
        let all = DeliveryCondition.all(states: [.failed], reasons: [])
        let careful = BulkChange.retry(evenIfCountedTwice: false).split(all)
        #expect(careful.left == [DeliveryCondition(state: .failed, reasons: [.mayCountTwice])])
        #expect(careful.applying.first?.reasons?.contains(.rejected) == true)
        let asked = BulkChange.retry(evenIfCountedTwice: true).split(all)
        #expect(asked.left.isEmpty)
        #expect(asked.applying.first?.reasons?.contains(.mayCountTwice) == true)
    }

    @Test func aCancellationAppliesToTheQueuedAlone() {
        let (applying, left) = BulkChange.cancel.split(DeliveryCondition.all(states: [], reasons: []))
        #expect(applying.map(\.state) == [.queued])
        #expect(Set(left.map(\.state)) == [.delivered, .skipped, .cancelled, .failed])
    }

    @Test func theSelectionIsWrittenDownInTheWordsOfTheCommandLine() {
        #expect(DeliverySelection().words == "everything")
        let selection = DeliverySelection(
            events: [EventNumber(7), EventNumber(9)], destination: "main", states: [.failed], reasons: [.rejected],
            eventName: "purchase", since: Timestamp(milliseconds: 0)
        )
        #expect(
            selection.words == """
                #7 #9 --destination main --state failed --reason rejected --event-name purchase \
                --since 1970-01-01T00:00:00.000Z
                """
        )
        let many = DeliverySelection(events: (1...1000).map { EventNumber($0) })
        #expect(many.words.hasSuffix("#20 and 980 more"))
    }
}
