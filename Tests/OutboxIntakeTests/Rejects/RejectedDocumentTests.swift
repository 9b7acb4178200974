import OutboxCore
import OutboxIntake
import OutboxTestSupport
import Testing

@Suite("What is kept of a rejected event")
struct RejectedDocumentTests {
    private func excerpt(_ text: String, dialect: DialectName = .native, at index: Int = 0) -> String {
        let subject = IntakeSubject { $0.dialect = dialect }
        let document = RejectedDocument(Array(text.utf8), of: subject.intake)
        return document.event(at: index, problems: [], rejectedAt: IntakeSubject.now).excerpt
    }

    @Test("Names, numbers and the words of the producer are shown, of everything else the length")
    func shown() {
        let event =
            #"{"event_name":"purchase","event_time":"2026-11-22T11:00:00Z","event_id":"ord-10421","#
            + #""user":{"id":1042,"email":"ada@example.com","city":"London"},"consent":{"marketing":true},"#
            + #""properties":{"value":"29,95","currency":"EUR","note":"call Ada","items":[{"price":5,"unit":"x"}]}}"#
        #expect(
            excerpt(event)
                == #"{"event_name":"purchase","event_time":"2026-11-22T11:00:00Z","event_id":"*** 9 characters","#
                + #""user":{"id":"*** a number of 4 digits","email":"*** 15 characters","city":"*** 6 characters"},"#
                + #""consent":{"marketing":true},"properties":{"value":"29,95","currency":"EUR","#
                + #""note":"*** 8 characters","items":[{"price":5,"unit":"*** 1 characters"}]}}"#)
    }

    @Test(
        "Nobody is found by it, wherever a malformed event has its identities",
        arguments: [
            #"{"event_name":"Ada Lovelace-Byron 0151 2345678"}"#, #"{"name":"Lovelace"}"#, #"{"Lovelace":1}"#,
            #"{"ada@lovelace.example":1}"#, #"["Lovelace",["x","Lovelace"]]"#, #"{"a":{"b":{"c":"Lovelace"}}}"#,
            #"{"properties":{"Customer Name":"Lovelace"}}"#, #"{"event_id":"Lovelace"}"#, #"{"event_time":"Lovelace"}"#,
            #"{"currency":"ada@lovelace.example"}"#, #"{"type":"+4915123456789"}"#, #"{"x":15123456789}"#,
            #"{"x":"0151-23456789"}"#, #"{"url":"https://shop.example/?m=ada%40lovelace.example"}"#,
            #"{"user":["Lovelace"]}"#, #"{"user":"Lovelace"}"#, #"{"user_id":1512345}"#, #"{"customer":{"no":15123}}"#,
            #"{"user":{"email":"ada@lovelace.example""#, "Lovelace,ada@lovelace.example,15123456789",
            "\u{FEFF}Lovelace", "{\"name\":\"L\u{00F6}velace", #"{"a":"\u004covelace"}"#,
            "not JSON: Lovelace 15123456789",
        ])
    func masked(event: String) {
        let shown = excerpt(event).lowercased()
        for clear in ["lovelace", "velace", "ada@", "15123", "2345678"] {
            #expect(!shown.contains(clear), "\(shown)")
        }
        #expect(!shown.isEmpty)
    }

    @Test("No clear identity is in the excerpt of any event; INTAKE_SEED=… runs a failure again")
    func property() {
        var random = SeededRandom(printingSeedAs: "INTAKE_SEED")
        for _ in 0..<1000 {
            let event = RandomEvent(beforeSeconds: IntakeSubject.now.seconds, using: &random)
            let cut = random.oneIn(3) ? String(event.text.prefix(event.text.count / 2)) : event.text
            let dialect = random.oneIn(3) ? DialectName.segment : .native
            let shown = SearchedText(excerpt(cut, dialect: dialect))
            for identity in event.identities {
                #expect(!identity.isFound(in: shown), "\(random): \(identity) of \(cut) is in \(shown.text)")
            }
        }
    }

    @Test("It is short, whatever came, and is made in a time that grows with its length alone")
    func bounded() {
        let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        let wide = #"{"properties":{"list":["# + (0..<6000).map { "\($0 % 100)" }.joined(separator: ",") + "]}}"
        let long = #"{"x":""# + String(repeating: "a", count: 30_000) + "\"}"
        for text in [deep, wide, long, String(repeating: "{", count: 100_000), String(repeating: "a ", count: 50_000)] {
            #expect(excerpt(text).utf8.count <= 1010, "\(excerpt(text).count)")
        }
        #expect(excerpt(wide).hasSuffix("…"))
    }

    @Test("Of a list the event is shown that was rejected")
    func list() {
        let batch =
            #"{"writeKey":"secret","batch":[{"type":"track","event":"Order Completed"},"#
            + #"{"type":"track","event":7,"userId":"ada","traits":{"firstName":"Ada"}},"x"]}"#
        #expect(
            excerpt(batch, dialect: .segment, at: 1)
                == #"{"type":"track","event":7,"userId":"*** 3 characters","traits":{"firstName":"*** 3 characters"}}"#)
        #expect(excerpt(batch, dialect: .segment, at: 2) == #""*** 1 characters""#)
        #expect(!excerpt(batch, dialect: .segment, at: 9).contains("secret"))
    }

    @Test("What is no JSON is shown by its form")
    func form() {
        #expect(
            excerpt(#"{"user":{"email":"ada@example.com","n":12,}"#) == #"{"xxxx":{"xxxxx":"xxx@xxxxxxx.xxx","x":00,}"#)
        #expect(excerpt("averyveryverylongword\n1") == "xxxxxxxx 0")
        #expect(excerpt("") == "")
    }

    @Test("Problems lose the values that they show")
    func problems() {
        let document = RejectedDocument(Array("{}".utf8), of: IntakeSubject().intake)
        let problem = EventProblem(path: "properties.value", problem: #"not a number: "Ada Lovelace""#)
        let event = document.event(at: 0, problems: [problem], rejectedAt: IntakeSubject.now)
        #expect(event.problems == [EventProblem(path: "properties.value", problem: "not a number")])
        #expect(event.bytes == 2 && event.rejectedAt == IntakeSubject.now)
    }
}
