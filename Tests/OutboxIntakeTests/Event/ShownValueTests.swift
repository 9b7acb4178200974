import OutboxCore
import OutboxIntake
import Testing

@Suite("Values in error messages")
struct ShownValueTests {
    private let subject = IntakeSubject()

    private func shown(_ value: String, at member: String = "properties", _ path: String = "value") -> String {
        let event = #"{"event_name":"a","event_id":"b","\#(member)":{"\#(path)":\#(value)}}"#
        return subject.problems(event).joined(separator: " | ")
    }

    @Test("are shown where they are short and nobody's")
    func shown() {
        #expect(shown(#""29,95""#) == #"properties.value: not a number: "29,95""#)
        #expect(shown(#""2 \u20ac""#) == #"properties.value: not a number: "2 €""#)
        #expect(shown("-3", at: "properties", "num_items").hasSuffix(": -3"))
        #expect(
            subject.problems(#"{"event_name":"a","event_id":"b","event_time":"2026-11-22 10:00"}"#)[0]
                .contains(#""2026-11-22 10:00""#))
    }

    @Test(
        "are told by their length where they may be an address or a telephone number",
        arguments: [
            #""ada@example.com""#, #""ada\u0040example.com""#, #""ada%40example.com""#, #""ada%2540example.com""#,
            #""mail ada@example.com""#, #""ada＠example.com""#, #""+4915123456789""#, #""＋4915123456789""#,
            #""0151 23456789""#, #""(0151) 234-567-89""#, #""https://x.example/?e=ada%40example.com""#,
        ])
    func hidden(_ value: String) {
        let text = shown(value)
        #expect(text.hasPrefix("properties.value: not a number: a text of "), "\(text)")
    }

    @Test("numbers that may be telephone numbers are told by their length")
    func numbers() {
        #expect(shown("447911123456", at: "properties", "currency").hasSuffix(": a number of 12 digits"))
        #expect(shown("978", at: "properties", "currency").hasSuffix(": 978"))
    }

    @Test("who the user is does not show where the user is no object", arguments: [#""1042""#, "1042", #"["Ada"]"#])
    func user(_ value: String) {
        let text = subject.problems(#"{"event_name":"a","event_id":"b","user":\#(value)}"#).joined()
        #expect(text.hasPrefix("user: not an object") && !text.contains("1042") && !text.contains("Ada"), "\(text)")
    }
}
