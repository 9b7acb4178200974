import OutboxCore
import OutboxMapping
import Testing

@Suite("Conditions")
struct MappingConditionTests {
    let subject = MappingSubject()
    static let event = #"""
        {"event_name":"purchase","user":{"id":"1042","country":"FR"},"properties":{"value":59.90,"test":false,"zero":0,
        "empty":"","none":null,"list":["a",1],"words":["42"],"e":"é","code":"007",
        "big":12345678901234567890123456789012345678901234567890},
        "context":{"page":{"url":"https://shop.example/thanks?utm=tt"},"cookie":"a=1; s=x"}}
        """#

    @Test(
        "Conditions that hold",
        arguments: [
            "event_name: purchase", "event_name: [view_item, purchase]", #"user.id: "1042""#, "properties.value: 59.9",
            "properties.value: {gt: 0}", "properties.value: {gte: 59.90, lt: 100}", "properties.value: {lte: 59.9}",
            "properties.test: false", "properties.zero: 0", #"properties.empty: """#, "properties.value: {ne: 60}",
            "event_name: {not_in: [a, b]}", "event_name: {contains: urch}", "properties.list: {contains: a}",
            "properties.list: {contains: 1.0}", "properties.list: {not_contains: b}", "event_name: {not_contains: x}",
            "event_name: {starts_with: pur, ends_with: ase}",
            #"context.page.url: {matches: '^https://shop\.example/'}"#,
            "context.page.url: {not_matches: staging}", "properties.value: {exists: true}",
            "properties.none: {exists: false}",
            "nothing: {exists: false}", "nothing: {empty: true}", "properties.empty: {empty: true}",
            "properties.zero: {empty: false}",
            "nothing: {ne: 1}", "nothing: {not_in: [1]}", "nothing: {not_matches: a}", "nothing: {not_contains: a}",
            "any: [{user.country: BE}, {user.country: FR}]", "not: {user.country: BE}", "not: {nothing: true}",
            "not: [{user.country: FR}, {event_name: other}]", "[{user.country: FR}, {event_name: purchase}]",
            "{user.country: FR, event_name: purchase}", "properties.code: \"007\"", "properties.list[1]: 1",
            "context.page.url | url_param('utm'): tt", "context.cookie | cookie('s'): x",
            "properties.list | count: {gt: 1}",
            "any: [{properties.value: cheap}, {user.country: FR}]", "headers.x-shop: de",
        ])
    func hold(yaml: String) throws {
        #expect(try subject.holds(yaml, for: Self.event, headers: #"{"x-shop":"de"}"#) == true)
    }

    @Test(
        "Conditions that do not hold",
        arguments: [
            "event_name: Purchase", "event_name: [view_item]", #"user.id: "104""#, "properties.value: {gt: 59.9}",
            "properties.value: {gte: 59.91}", "properties.value: {lt: 59.9}", "properties.test: true", "nothing: 1",
            "nothing: {gt: 0}", "nothing: {gte: 0}", "nothing: {lte: 0}", "nothing: {matches: a}",
            "nothing: {contains: a}",
            "properties.none: {exists: true}", "nothing: {empty: false}", "event_name: {ne: purchase}",
            "event_name: {starts_with: p, ends_with: x}", "any: [{user.country: BE}, {nothing: 1}]",
            "not: {user.country: FR}",
            "[{user.country: FR}, {event_name: other}]", "properties.e: \"e\\u0301\"",
            "[{properties.value: cheap}, {event_name: other}]",
        ])
    func fail(yaml: String) throws {
        #expect(try subject.holds(yaml, for: Self.event) == false)
        #expect(
            try subject.holds("not: {not: {\(yaml.hasPrefix("[") ? "not: {not: \(yaml)}" : yaml)}}", for: Self.event)
                == false)
    }

    @Test(
        "What cannot be compared neither holds nor fails, and neither does its negation",
        arguments: [
            "user.id: 1042", "properties.value: \"59.90\"", "properties.value: {starts_with: \"5\"}",
            "event_name: {gt: 1}",
            "properties.list: a", "properties.list: {ne: a}", "user: x", "properties.value: {matches: \"5\"}",
            "user.id: true",
            "properties.big: {gt: 1}", "properties.value: {contains: a}", "event_name: {not_in: [1]}",
            "event_name: {not_contains: 42}", "properties.words: {not_contains: 42}",
            "any: [{user.id: 1042}, {user.country: BE}]", "[{user.id: 1042}, {user.country: FR}]",
        ])
    func unevaluable(yaml: String) throws {
        #expect(try subject.holds(yaml, for: Self.event) == nil)
        let inner = yaml.hasPrefix("[") ? yaml : "{\(yaml)}"
        #expect(try subject.holds("not: \(inner)", for: Self.event) == nil)
    }

    @Test("What a function cannot work on is unknown to a condition, unless something stands in for it")
    func unknownSubjects() throws {
        #expect(try subject.holds("event_name | number: {ne: 5}", for: Self.event) == nil)
        #expect(try subject.holds("not: {event_name | count: {gt: 5}}", for: Self.event) == nil)
        #expect(try subject.holds("properties.list | number: {not_contains: 5}", for: Self.event) == nil)
        #expect(try subject.holds("not: {'event_name | number ?? nothing': {gt: 100}}", for: Self.event) == nil)
        #expect(try subject.holds("event_name | number | default(0): 0", for: Self.event) == true)
        #expect(try subject.holds("event_name | number ?? user.id: \"1042\"", for: Self.event) == true)
        guard case .fails(let finding) = try subject.result("event_name | number: 5", for: Self.event) else {
            return #expect(Bool(false))
        }
        #expect(finding.seen == "what its functions cannot work on")
        let event = "{\"a\":[\(Array(repeating: "1", count: 4000).joined(separator: ","))]}"
        #expect(try subject.holds("not: {a | each('$.a | each(''$.a'')'): {contains: 5}}", for: event) == nil)
    }

    @Test("What cannot be compared is a warning with its path")
    func warns() throws {
        let (condition, _) = try subject.condition("user.id: 1042")
        var evaluation = try subject.evaluation(Self.event)
        _ = condition?.evaluate(in: &evaluation)
        #expect(
            evaluation.warnings.map(\.description)
                == ["user.id: the condition cannot be evaluated: a text cannot be compared with a number"])
    }

    @Test("Many constants are looked up")
    func manyConstants() throws {
        let names = (0..<200).map { "name\($0)" }.joined(separator: ", ")
        #expect(try subject.holds("event_name: [\(names)]", for: #"{"event_name":"name150"}"#) == true)
        #expect(try subject.holds("event_name: [\(names)]", for: #"{"event_name":"name\u0031"}"#) == true)
        #expect(try subject.holds("event_name: [\(names)]", for: #"{"event_name":"name1500"}"#) == false)
    }

    @Test("A finding says what was looked at, what was expected, what was seen and in which line")
    func findings() throws {
        func finding(_ yaml: String) throws -> String {
            guard case .fails(let finding) = try subject.result(yaml, for: Self.event) else { return "holds" }
            return "\(finding.line ?? 0) \(finding.path): \(finding.expected); \(finding.seen)"
        }
        #expect(try finding("event_name: [a, b]") == #"1 event_name: one of "a", "b"; "purchase""#)
        #expect(
            try finding("- event_name: purchase\n- properties.value: {gt: 100}")
                == "2 properties.value: above 100; 59.90")
        #expect(try finding("nothing: {exists: true}") == "1 nothing: present; absent")
        #expect(try finding("not: {user.country: [FR, BE]}") == #"1 user.country: not one of "FR", "BE"; "FR""#)
        #expect(
            try finding("any: [{user.country: BE}, {properties.value: {gt: 100}}]")
                == #"1 user.country, properties.value: user.country "BE", or properties.value above 100; "#
                + #"user.country: "FR", properties.value: 59.90"#
        )
        #expect(try finding("any: [{user.country: BE}, {user.country: NL}]") == #"1 user.country: "BE", or "NL"; "FR""#)
        #expect(try finding("[{user.id: 1042}, {event_name: other}]") == #"1 event_name: "other"; "purchase""#)
        #expect(try finding("properties.list: a") == #"1 properties.list: "a"; a list of 2"#)
    }

    @Test("A trace shows every comparison")
    func trace() throws {
        let (condition, _) = try subject.condition("- event_name: other\n- any: [{user.country: FR}, {user.id: 1}]")
        var evaluation = try subject.evaluation(Self.event)
        let trace = try #require(condition).traced(in: &evaluation)
        #expect(trace.steps.map(\.path) == ["event_name", "user.country", "user.id"])
        #expect(trace.steps.map(\.holds) == [false, true, nil])
        #expect(trace.steps.map(\.seen) == [#""purchase""#, #""FR""#, #""1042""#])
        #expect(trace.result != .holds)
    }

    @Test("An identity is compared with all that means the same, of a list one is enough, and it is masked")
    func identities() throws {
        let subject = MappingSubject.withIdentities
        #expect(try subject.holds("user.email: A@b.example", for: #"{"user":{"email":"digest(a@b.example)"}}"#) == true)
        #expect(
            try subject.holds("user.email: a@b.example", for: #"{"user":{"email":["x","digest(a@b.example)"]}}"#)
                == true)
        #expect(
            try subject.holds(
                "user.email: {not_in: [a@b.example]}", for: #"{"user":{"email":["digest(a@b.example)"]}}"#) == false)
        #expect(try subject.holds("user.id: 1042", for: #"{"user":{"id":"digest(1042)"}}"#) == true)
        let digest = String(repeating: "0123456789abcdef", count: 4)
        guard
            case .fails(let finding) = try subject.result(
                "user.email: ada@shop.example", for: #"{"user":{"email":"\#(digest)"}}"#)
        else { return #expect(Bool(false)) }
        #expect(finding.seen == #""01234567…""#)
        #expect(finding.expected == #""a***""#)
        #expect(
            try subject.conditionProblem("user.email: {starts_with: a}")
                == "user.email is kept as a digest, of which `starts_with` cannot be asked "
                + "(a whole value, or {exists: true})"
        )
    }

    @Test("An identity is also looked for at its other path")
    func twins() throws {
        var subject = MappingSubject.withIdentities
        subject.grammar.twins = {
            $0.description == "user.email" ? [JSONPath([.key("user"), .key("email_sha256")])] : []
        }
        #expect(try subject.holds("user.email: a@b.c", for: #"{"user":{"email_sha256":"digest(a@b.c)"}}"#) == true)
        #expect(
            try subject.holds("not: {user.email: a@b.c}", for: #"{"user":{"email_sha256":"digest(a@b.c)"}}"#) == false)
    }

    @Test(
        "Conditions that are none are explained",
        arguments: [
            ("event_name: null", "compared with nothing ({exists: false})"),
            ("event_name: {eqq: a}", "no operator \"eqq\" (eq)"),
            ("event_name: {}", "an operator is expected ({gt: 0})"),
            ("event_name: []", "a list of nothing, of which nothing is one"),
            ("event_name: {in: a}", "`in` takes a list, not \"a\" ({in: [a]})"),
            ("event_name: {ne: [a]}", "`ne` takes one constant, not a list (not_in)"),
            ("value: {gt: \"5\"}", "`gt` compares numbers, not \"5\" (a number without quotes: {gt: 10})"),
            ("value: {starts_with: 5}", "`starts_with` compares texts, not \"5\" ({starts_with: \"5\"})"),
            ("value: {exists: yes}", "`exists` takes true or false, not \"yes\""),
            (
                "value: {matches: '(a'}",
                "the pattern at character 1: a `(` that is not closed; the character itself is written \\("
            ),
            (
                "any: {a: b}",
                "`any` takes a list of conditions, not a mapping (any: [{user.country: FR}, {user.country: BE}])"
            ),
            ("not: a", "a condition is a path with what it must be, not \"a\" (user.country: FR)"),
            ("[]", "a list of no conditions"), ("{}", "a condition of nothing (user.country: FR)"),
            ("a b: c", "no path: at character 3: `|`, `??` or the end is expected, not `b`"),
            (
                "properties.list | count: \"2\"",
                "properties.list | count is a number and is compared with a text (2 without quotes)"
            ),
            ("event_name: {gt: 5}", "event_name is a text and is compared with a number (\"5\" in quotes)"),
            ("event_name: 5", "event_name is a text and is compared with a number (\"5\" in quotes)"),
            ("event_name: [a, true]", "event_name is a text and is compared with true or false (\"true\" in quotes)"),
        ])
    func problems(yaml: String, expected: String) throws {
        var subject = subject
        subject.grammar.kind = { $0.description == "event_name" ? .text : nil }
        #expect(try subject.conditionProblem(yaml) == expected)
    }

    @Test("A condition lists its comparisons for those who check it")
    func comparisons() throws {
        let (condition, _) = try subject.condition("- user.id: \"1042\"\n- not: {a | count: {gt: 1}}")
        let comparisons = try #require(condition).comparisons
        #expect(comparisons.map(\.subject) == ["user.id", "a | count"])
        #expect(comparisons.map(\.path?.description) == ["user.id", nil])
        #expect(comparisons.map(\.comparison) == [.eq, .gt])
        #expect(comparisons.map(\.constants) == [["1042"], ["1"]])
        #expect(comparisons.map(\.isNegated) == [false, true])
        #expect(comparisons.map(\.line) == [1, 2])
        #expect(try subject.condition("user.id: \"1042\"").condition?.text == "user.id: \"1042\"")
    }
}
