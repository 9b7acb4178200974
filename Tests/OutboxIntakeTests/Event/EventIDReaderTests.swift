import OutboxCore
import OutboxIntake
import Testing

@Suite("event_id and id")
struct EventIDReaderTests {
    private let subject = IntakeSubject()

    @Test(
        "numbers are printed as JavaScript prints them; what it would not print so is taken as written and warned of",
        arguments: [
            ("5", "5", false), ("5.0", "5", false), ("1e3", "1000", false), ("-0", "0", false), ("-7", "-7", false),
            ("9007199254740992", "9007199254740992", false), ("9007199254740993", "9007199254740993", true),
            ("1.50", "1.50", true), ("1e21", "1e21", true), ("0.1e1", "1", false),
        ])
    func numbers(_ written: String, _ printed: String, _ warns: Bool) throws {
        for member in ["event_id", "id"] {
            let other = member == "id" ? "event_id" : "id"
            let event = try subject.accepted(#"{"event_name":"a","\#(member)":\#(written),"\#(other)":"x"}"#)
            #expect((member == "id" ? event.new.producerID : event.new.eventID) == printed)
            #expect(event.warnings.map(\.path) == (warns ? [member] : []))
        }
    }

    @Test("a string is taken as it is", arguments: [" a ", "00017", "é", "e\u{301}", "a\\tb"])
    func strings(_ text: String) throws {
        let event = try subject.accepted(#"{"event_name":"a","event_id":"\#(text)"}"#)
        #expect(event.new.eventID.map { Array($0.utf8) } == Array(text.replacing("\\t", with: "\t").utf8))
    }

    @Test(
        "what a program prints where it has no id is none, and neither is a template that nobody filled in",
        arguments: [
            "undefined", "null", "NULL", "(null)", "<null>", "NaN", "None", "nil", "[object Object]", "{{event_id}}",
            "order-{{ id }}", "${event_id}", "order-${id}",
        ])
    func placeholders(_ text: String) {
        for member in ["event_id", "id"] {
            let other = member == "id" ? "event_id" : "id"
            let problems = subject.problems(#"{"event_name":"a","\#(member)":"\#(text)","\#(other)":"x"}"#)
            #expect(problems == [#"\#(member): a placeholder and no id: "\#(text)""#])
        }
    }

    @Test(
        "an id that only resembles a placeholder is one",
        arguments: ["undefined-17", "nullable", "none of these", "{17}", "$17", "{a}{b}", "n", "user[object Object]"])
    func resemblingPlaceholders(_ text: String) throws {
        #expect(try subject.accepted(#"{"event_name":"a","event_id":"\#(text)"}"#).new.eventID == text)
    }

    @Test("a number and the same digits as a string are the same id, and events of two names are two")
    func keys() throws {
        func key(_ event: String) throws -> EventKey { try subject.accepted(event).new.key }
        let number = try key(#"{"event_name":"a","event_id":12345}"#)
        #expect(try number == key(#"{"event_name":"a","event_id":"12345"}"#))
        let other = try key(#"{"event_name":"b","event_id":12345}"#)
        #expect(number != other && number.prefix == other.prefix)
    }

    @Test("no id longer than 4,096 bytes")
    func length() throws {
        let long = String(repeating: "x", count: 4096)
        #expect(try subject.accepted(#"{"event_name":"a","event_id":"\#(long)"}"#).new.eventID == long)
        #expect(subject.problems(#"{"event_name":"a","event_id":"\#(long)x"}"#) == ["event_id: longer than 4096 bytes"])
    }
}
