import OutboxCore
import OutboxIntake
import Testing

@Suite("Intake")
struct IntakeTests {
    private let subject = IntakeSubject()
    private let generating = IntakeSubject { $0.eventID = .generate }

    private func file(rebase: TimeRebase? = nil) -> Arrival { .file(FileOccurrences(), rebase: rebase) }

    @Test("says what is wrong, and where", arguments: IntakeCase.all)
    func cases(_ row: IntakeCase) {
        switch subject.result(row.event) {
        case .accepted(_, let warnings):
            #expect(row.problem.isEmpty, "accepted")
            let texts = warnings.map { "\($0.path): \($0.problem)" }
            #expect(row.warning.isEmpty ? texts.isEmpty : texts.contains { $0.hasPrefix(row.warning) }, "\(texts)")
        case .rejected(let problems):
            let texts = problems.map { "\($0.path): \($0.problem)" }
            #expect(!row.problem.isEmpty && texts.contains { $0.hasPrefix(row.problem) }, "\(texts)")
        }
    }

    @Test("an event of one byte over the limit is rejected, one of the limit is taken")
    func size() throws {
        let event = #"{"event_name":"a","event_id":"b"}"#
        let limited = IntakeSubject { $0.maximumEventBytes = event.utf8.count }
        _ = try limited.accepted(event)
        #expect(limited.problems(event + " ") == ["34 bytes, more than 33, the source's `max_event`"])
    }

    @Test("a missing time is the time of receipt, and marked; in a file it is an error")
    func missingTime() throws {
        let event = #"{"event_name":"a","event_id":"b"}"#
        let accepted = try subject.accepted(event)
        #expect(accepted.new.eventTime == IntakeSubject.now)
        #expect(accepted.record.marks == [.receivedEventTime])
        #expect(accepted.string("event_time") == IntakeSubject.now.iso8601)
        #expect(
            subject.problems(event, arrival: file())
                == ["event_time: missing: a file must say when each event happened"])
    }

    @Test("a generated id is marked, differs by occurrence, and a repeated import makes the same ones")
    func generatedIDs() throws {
        let event = #"{"event_name":"a","event_time":"2026-11-22T10:00:00Z"}"#
        func runImport() throws -> [String?] {
            let arrival = file()
            return try (0..<2).map { _ in
                let accepted = try generating.accepted(event, arrival: arrival)
                #expect(accepted.record.marks == [.generatedEventID])
                #expect(accepted.string("event_id") == accepted.new.eventID && accepted.warnings.isEmpty)
                return accepted.new.eventID
            }
        }
        let first = try runImport()
        #expect(Set(first).count == 2)
        #expect(try runImport() == first)
    }

    @Test("an id generated for what was handed over is random, and warned of where nothing else tells a repeat")
    func randomIDs() throws {
        let event = #"{"event_name":"a"}"#
        let one = try generating.accepted(event, arrival: .handedOver(random: { [1] }))
        let two = try generating.accepted(event, arrival: .handedOver(random: { [2] }))
        #expect(one.new.eventID != two.new.eventID && one.new.bodySHA256 == two.new.bodySHA256)
        #expect(one.warnings.map(\.path) == ["event_id"])
        #expect(try generating.accepted(#"{"event_name":"a","id":"m1"}"#).warnings.isEmpty)
    }

    @Test("the order of members, white space and escapes do not make another event; a value does")
    func canonicalBody() throws {
        let one = try subject.accepted(#"{"event_name":"a","event_id":"b","properties":{"value":1,"x":"2"}}"#).new
        let two = try subject.accepted(
            #"{ "properties" : {"x":"\u0032","value":1}, "event_id":"b","event_name":"\u0061" }"#
        ).new
        let three = try subject.accepted(#"{"event_name":"a","event_id":"b","properties":{"value":1.0,"x":"2"}}"#).new
        #expect(one.bodySHA256 == two.bodySHA256 && one.key == two.key)
        #expect(one.bodySHA256 != three.bodySHA256 && one.key == three.key)
    }

    @Test("a repeat does not differ for what the outbox added to it")
    func additions() throws {
        let timeless = #"{"event_name":"a","event_id":"b"}"#
        let later = subject.intake.accept(
            Array(timeless.utf8), receivedAt: IntakeSubject.now + .seconds(60), arrival: .handedOver(random: { [] }))
        guard case .accepted(let repeated, _) = later else { throw IntakeSubject.Unexpected(description: "\(later)") }
        #expect(try subject.accepted(timeless).new.bodySHA256 == repeated.bodySHA256)
        let old = #"{"event_name":"a","event_id":"b","event_time":"1997-01-01T12:00:00Z"}"#
        #expect(
            try subject.accepted(old, arrival: file()).new.bodySHA256
                == subject.accepted(old, arrival: file(rebase: IntakeSubject.rebase)).new.bodySHA256)
    }

    @Test("numbers keep their digits and unknown members stay")
    func digits() throws {
        let event = try subject.accepted(with: #""properties":{"value":59.90,"mine":[1e400,{"x":null}]}"#)
        #expect(event.text.contains(#""properties":{"mine":[1e400,{"x":null}],"value":59.90}"#))
    }

    @Test("a rebased time is the event's time from then on, and marked")
    func rebase() throws {
        let old = try subject.accepted(
            #"{"event_name":"a","event_id":"b","event_time":"1997-01-01T12:00:00Z"}"#,
            arrival: file(rebase: IntakeSubject.rebase))
        #expect(old.new.eventTime == IntakeSubject.now - IntakeSubject.rebase.span)
        #expect(old.record.marks == [.rebasedEventTime])
        #expect(old.string("event_time") == old.new.eventTime.iso8601)
    }
}
