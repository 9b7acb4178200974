import OutboxCore
import OutboxIntake
import OutboxMapping
import Testing

@Suite("Dialects")
struct DialectTests {
    @Test("every dialect is there, and its file has no fault", arguments: DialectName.allCases)
    func shipped(_ name: DialectName) throws {
        let dialect = try #require(Dialect.shipped[name])
        let problems = dialect.problems.map { "\($0.line ?? 0): \($0.path): \($0.problem) \($0.suggestion ?? "")" }
        #expect(problems.isEmpty, "\(problems)")
        #expect(dialect.text.hasPrefix("# ") && dialect.name == name)
    }

    @Test("a document becomes the native event that it means", arguments: DialectCase.all)
    func translations(_ row: DialectCase) throws {
        try row.check()
    }

    @Test("a native event in a dialect's shape is the same event", arguments: DialectCase.all)
    func repeats(_ row: DialectCase) throws {
        let first = try row.subject.accepted(row.received)
        let again = try row.subject.accepted(" " + row.received)
        #expect(first.new.key == again.new.key && first.new.bodySHA256 == again.new.bodySHA256)
    }

    @Test("problems are named by the path in the document as it came", arguments: problemRows)
    func problems(_ row: Row) {
        let subject = IntakeSubject { $0.dialect = row.dialect }
        #expect(subject.problems(row.received) == row.problems, "\(row.received)")
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let dialect: DialectName
        let received: String
        let problems: [String]

        init(_ dialect: DialectName, _ received: String, _ problems: String...) {
            (self.dialect, self.received, self.problems) = (dialect, received, problems)
        }

        var testDescription: String { "\(dialect.rawValue): \(problems.joined(separator: "; "))" }
    }

    private static let noID = "missing: send the id that the pixel shares, or set `event_id: generate` for the source"

    static let problemRows: [Row] = [
        Row(
            .segment,
            #"""
            {"type":"track","event":"Order Completed","messageId":"m","userId":"1",
             "properties":{"currency":978,"products":[{"price":1},{"price":"29,95","quantity":-1}]}}
            """#,
            #"properties.currency: not a currency code such as "EUR": 978"#,
            #"properties.products[1].price: not a number: "29,95""#, "properties.products[1].quantity: negative: -1"),
        Row(.segment, #"{"type":"track","messageId":"m","userId":"1"}"#, "event: missing"),
        Row(.segment, #"{"type":"track","event":7,"messageId":"m","userId":"1"}"#, "event: not a string: 7"),
        Row(
            .segment, #"{"type":"track","event":"a","messageId":"m","userId":"1","timestamp":"yesterday"}"#,
            #"timestamp: not a time: "yesterday"; ISO 8601 with a zone such as 2026-11-22T14:03:21Z, or an epoch"#),
        Row(.segment, #"{"type":"track","event":"a","userId":"1","anonymousId":"2"}"#, "properties.event_id: \(noID)"),
        Row(
            .segment,
            #"""
            {"type":"track","event":"a","messageId":"m","userId":"1","properties":{"limited_data_use":"yes"}}
            """#,
            #"properties.limited_data_use: not true or false: "yes""#),
        Row(.ga4, #"{"client_id":"1","name":"purchase","params":{}}"#, "params.event_id: \(noID)"),
        Row(
            .ga4, #"{"client_id":"1","name":"purchase","params":{"event_id":"e","value":"a lot"}}"#,
            #"params.value: not a number: "a lot""#),
        Row(
            .commandersact,
            #"""
            {"event_name":"purchase","id":"o","user":{"consent_categories":[1]},"context":{"event_id":"c"},
             "items":[{"id":"1","product":{"price":"x"}}]}
            """#,
            #"items[0].product.price: not a number: "x""#),
        Row(
            .walkeros, #"{"name":"order complete","entity":"order","id":"w","data":{"total":"x"}}"#,
            #"data.total: not a number: "x""#),
        Row(
            .tiktok, #"{"event":"Purchase","event_id":"e","event_time":1795345200,"properties":{"contents":"x"}}"#),
    ]

    @Test("what is left out is warned of by the path in the document as it came")
    func warnings() throws {
        let subject = IntakeSubject { $0.dialect = .segment }
        let accepted = try subject.accepted(
            #"""
            {"type":"track","event":"a","messageId":"m","context":{"traits":{"email":"nobody"}},
             "properties":{"note":"ada@example.com","phone":"0791"}}
            """#)
        #expect(
            accepted.warningTexts == [
                "context.traits.email: left out: not an e-mail address, dropped",
                "properties.phone: left out: no country code, dropped; send it with a plus and its country code, "
                    + "or set identity.phone_region",
                "properties.note: held a clear e-mail address, replaced by its digest",
            ])
    }

    @Test("of a document with a time that cannot be, the times of a file are read all the same")
    func eventTimes() {
        let subject = IntakeSubject { $0.dialect = .segment }
        let batch = #"{"batch":[{"timestamp":"2026-11-22T11:00:00Z"},{"timestamp":"x"},{"timestamp":1795345100}]}"#
        let times = subject.intake.eventTimes(of: Array(batch.utf8), receivedAt: IntakeSubject.now)
        #expect(times.map(\.seconds) == [1_795_345_200, 1_795_345_100])
        let native = IntakeSubject().intake.eventTimes(
            of: Array(#"{"event_time":1795345200}"#.utf8), receivedAt: IntakeSubject.now)
        #expect(native.map(\.seconds) == [1_795_345_200])
    }
}
