import OutboxCore
import OutboxIntake
import Testing

@Suite("Clocks of senders that are ahead")
struct ClockSkewTests {
    /// A call whose clock shows so many seconds more than the receipt's when it is made and when it is sent.
    private func call(_ made: Int64, sent: Int64?, _ members: String = "") -> String {
        let sentAt = sent.map { #","sentAt":"\#((IntakeSubject.now + .seconds($0)).iso8601)""# } ?? ""
        return #"{"type":"track","event":"Order Completed","messageId":"m","userId":"1","timestamp":""#
            + (IntakeSubject.now + .seconds(made)).iso8601 + #""\#(sentAt)\#(members)}"#
    }

    @Test("sentAt tells how far, and the time is that much less", arguments: [DialectName.segment, .rudderstack])
    func corrected(_ dialect: DialectName) throws {
        let accepted = try IntakeSubject { $0.dialect = dialect }.accepted(call(600, sent: 660))
        let time = IntakeSubject.now - .seconds(60)
        #expect(accepted.new.eventTime == time && accepted.string("event_time") == time.iso8601)
        #expect(accepted.record.marks.map(\.rawValue) == ["event_time_corrected"])
        #expect(
            accepted.warningTexts == [
                "timestamp: ahead of the receipt, as sentAt is: the sender's clock is wrong, so the time is corrected "
                    + "by it to \(time.iso8601)"
            ])
    }

    @Test("a batch's sentAt does for the events in it")
    func batch() throws {
        let batch = #"{"batch":[\#(call(600, sent: nil))],"sentAt":"\#((IntakeSubject.now + .seconds(600)).iso8601)"}"#
        let results = IntakeSubject { $0.dialect = .segment }.intake.acceptAll(
            Array(batch.utf8), receivedAt: IntakeSubject.now, arrival: .handedOver(random: { [1] }))
        guard case .accepted(let event, let warnings)? = results.first else {
            Issue.record("\(results)")
            return
        }
        #expect(event.eventTime == IntakeSubject.now)
        #expect(warnings.first?.path == "batch[0].timestamp")
    }

    @Test("a repeat that is sent later is the same event")
    func repeated() throws {
        let subject = IntakeSubject { $0.dialect = .segment }
        let first = try subject.accepted(call(600, sent: 600))
        let again = try subject.accepted(call(600, sent: 630))
        #expect(first.new.key == again.new.key && first.new.bodySHA256 == again.new.bodySHA256)
    }

    @Test(
        "without a sentAt that is ahead too the time is refused, and so it is in a file",
        arguments: [(600, nil), (600, 0), (600, -60), (1_200, 600)])
    func refused(_ made: Int64, _ sent: Int64?) {
        let subject = IntakeSubject { $0.dialect = .segment }
        #expect(subject.problems(call(made, sent: sent)).first?.contains("more than 5 minutes ahead") == true)
        let file = Arrival.file(FileOccurrences(), rebase: nil)
        #expect(subject.problems(call(600, sent: 600), arrival: file).count == 1)
    }

    @Test("a time that can be, and one in the past, are left alone")
    func alone() throws {
        let subject = IntakeSubject { $0.dialect = .segment }
        for (made, sent) in [(Int64(240), Int64(240)), (-86_400, -86_400), (-60, 0)] {
            let accepted = try subject.accepted(call(made, sent: sent))
            #expect(accepted.new.eventTime == IntakeSubject.now + .seconds(made))
            #expect(accepted.record.marks.isEmpty && accepted.warnings.isEmpty)
        }
    }
}
