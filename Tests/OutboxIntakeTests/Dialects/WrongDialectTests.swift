import OutboxCore
import OutboxIntake
import Testing

@Suite("Wrong dialects")
struct WrongDialectTests {
    @Test("a document in another dialect is refused with that one's name", arguments: DialectCase.all)
    func toNative(_ row: DialectCase) {
        guard row.dialect != .rudderstack else { return }
        let subject = IntakeSubject { $0.eventID = .generate }
        guard case .rejected(let problems) = subject.result(row.received) else {
            Issue.record("accepted as native")
            return
        }
        let isNamed = problems.contains { $0.problem.hasPrefix("this looks like \(row.dialect.rawValue) (") }
        // A document with a single mark of its dialect is one without the members of a native event.
        #expect(isNamed || problems.contains { $0.description == "event_name: missing" }, "\(problems)")
    }

    @Test("the message says by what, and what the source says")
    func words() {
        let event = #"{"type":"track","event":"a","messageId":"1","anonymousId":"2"}"#
        #expect(
            IntakeSubject().problems(event) == [
                "this looks like segment (type, messageId, anonymousId); the source says native"
            ])
        let native = #"{"event_name":"purchase","event_id":"1","event_time":"2026-11-22T11:00:00Z"}"#
        for dialect in DialectName.allCases where dialect != .native {
            let problems = IntakeSubject { $0.dialect = dialect }.problems(native)
            #expect(
                problems == [
                    "this looks like native (event_name, event_id, event_time); the source says \(dialect.rawValue)"
                ], "\(problems)")
        }
    }

    @Test(
        "RudderStack's and Segment's documents are alike, and taken by both",
        arguments: [
            DialectName.segment, .rudderstack,
        ])
    func alike(_ dialect: DialectName) throws {
        for row in DialectCase.segment + DialectCase.rudderstack {
            _ = try IntakeSubject { $0.dialect = dialect }.accepted(row.received)
        }
    }

    @Test("what a dialect reads itself is no mark of another beside one of its own")
    func dataLayer() throws {
        let subject = IntakeSubject { $0.dialect = .ga4 }
        let accepted = try subject.accepted(
            #"""
            {"event":"purchase","event_id":"e5","event_time":"2026-11-22T11:00:00Z",
             "ecommerce":{"value":5,"currency":"EUR","items":[{"item_id":"1"}]}}
            """#)
        #expect(accepted.new.eventName == "purchase" && accepted.new.eventID == "e5")
        #expect(accepted.new.eventTime.seconds == 1_795_345_200)
        // A member that GA4 has not: a native event, whatever else stands in it.
        let native =
            #"{"event_name":"a","event_id":"e","event_time":"2026-11-22T11:00:00Z","properties":{"items":[]},"#
            + #""ecommerce":{}}"#
        #expect(subject.problems(native).first?.hasPrefix("this looks like native") == true)
    }

    @Test("what belongs to a native event is no mark of another")
    func native() throws {
        let accepted = try IntakeSubject().accepted(
            with: #""type":"order","items":[],"context":{"event_id":"x"},"properties":{"items":[],"contents":[]}"#)
        #expect(accepted.new.eventName == "purchase")
    }
}
