import OutboxCore
import OutboxIntake
import OutboxTestSupport
import Testing

@Suite("Hostile events")
struct HostileEventTests {
    private let subject = IntakeSubject()

    /// Fills an event up to the limit of 32 KB.
    private func filled(_ head: String, _ tail: String, _ piece: (Int) -> String) -> String {
        var text = #"{"event_name":"a","event_id":"b","event_time":1795300000"# + head
        var number = 0
        while text.utf8.count + tail.utf8.count < 32_700 {
            text += (number == 0 ? "" : ",") + piece(number)
            number += 1
        }
        return text + tail + "}"
    }

    /// What looks at everything again for each finding is slower by a factor of hundreds.
    @Test("with thousands of findings take no longer than others of their size, within reason")
    func findings() throws {
        let harmless = filled(#","properties":{"list":["#, "]}") { "\"harmless\($0)\"" }
        let hostile = [
            filled(#","properties":{"list":["#, "]}") { _ in #""a@b.co""# },
            filled(#","user":{"email":["#, "]}") { _ in #""a""# },
            filled(#","user":{"email":["#, #"]},"context":{"x":"a@b.co"}"#) { _ in #""a@b.co""# },
            filled(#","user":{"email_sha256":["#, #"],"email":"a@b.co"}"#) { _ in #""a""# },
            filled(#","properties":{"items":["#, "]}") { _ in #"{"price":""}"# },
            filled(",", "") { "\"prop\($0)\":1" },
            filled(#","properties":{"#, "}") { "\"a\($0)@b.co\":1" },
        ]
        let usual = fastest(harmless)
        for event in hostile {
            let time = fastest(event)
            #expect(time < usual * 250, "\(time) instead of \(usual): \(event.prefix(90))")
        }
    }

    /// The shortest of some runs in the thread's own time, which a busy machine disturbs least.
    private func fastest(_ event: String) -> Duration {
        let times = (0..<5).map { _ in ProcessorTime.of { _ = subject.result(event) } }
        return times.min() ?? .zero
    }

    @Test("of the greatest depth can be read again")
    func depth() throws {
        let nested = String(repeating: "[", count: 62) + String(repeating: "]", count: 62)
        let event = try subject.accepted(with: #""properties":{"deep":\#(nested)}"#)
        #expect(event.event["properties"]?["deep"]?.kind == .array)
        #expect(subject.problems(#"{"event_name":"a","event_id":"b","properties":{"deep":[\#(nested)]}}"#).count == 1)
    }

    @Test("a name of one character and ten thousand accents is too long")
    func accents() {
        let name = "e" + String(repeating: "\u{301}", count: 10_000)
        #expect(
            subject.problems(#"{"event_name":"\#(name)","event_id":"b"}"#) == [
                "event_name: 10001 characters, not 1 to 100"
            ])
    }

    @Test("an id with a NUL, where databases end a text, is rejected", arguments: ["id", "event_id"])
    func endOfText(_ member: String) {
        let problems = subject.problems(
            #"{"event_name":"a","event_id":"b","id":"c"}"#
                .replacing(#""\#(member)":""#, with: #""\#(member)":"x\u0000"#))
        #expect(problems.count == 1 && problems[0].hasPrefix("\(member): "), "\(problems)")
    }

    @Test("names that mean something elsewhere are members like others")
    func reservedNames() throws {
        let event = try subject.accepted(with: #""__proto__":{"x":1},"properties":{"constructor":null,"":{"":0}}"#)
        #expect(event.event["__proto__"]?["x"]?.integer == 1)
    }
}
