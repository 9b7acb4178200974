import Testing

@testable import OutboxMapping

@Suite("Expressions")
struct ExpressionTests {
    let subject = MappingSubject()
    static let event = #"""
        {"a":{"b":[1.50,{"x-y":"odd"}],"empty":"","zero":0,"no":false,"nil":null},"text":"it's","größe":3,"3":"three"}
        """#

    @Test(
        "Paths lead to members, elements and oddly named members",
        arguments: [
            ("a.b[0]", "1.50"), (#"'a.b[1]."x-y"'"#, #""odd""#), ("a.b[1].x-y", #""odd""#), ("größe", "3"),
            (#"'"3"'"#, #""three""#), ("$.text", #""it's""#), ("a.zero", "0"), ("a.no", "false"), ("a.empty", #""""#),
        ])
    func paths(yaml: String, expected: String) throws {
        #expect(try subject.plainValue(yaml, of: Self.event) == expected)
    }

    @Test("What is absent or null is nothing", arguments: ["a.c", "a.nil", "a.b[7]", "text.deeper", "a.b.x", "null"])
    func absent(yaml: String) throws {
        #expect(try subject.plainValue(yaml, of: Self.event) == nil)
    }

    @Test(
        "Literals keep their digits and their quotes",
        arguments: [
            ("12.50", "12.50"), ("0", "0"), ("true", "true"), ("-1e3", "-1e3"), (#""'EUR'""#, #""EUR""#),
            (#""'it''s'""#, #""it's""#), (#""'a\\d'""#, #""a\\d""#), (#""12.50""#, "12.50"), (#""false""#, "false"),
            (#""''""#, #""""#),
        ])
    func literals(yaml: String, expected: String) throws {
        #expect(try subject.plainValue(yaml) == expected)
    }

    @Test(
        "The first alternative that is present and not empty is taken; | binds tighter than ??",
        arguments: [
            ("a.c ?? text", #""it's""#), ("a.empty ?? 'x'", #""x""#), ("a.zero ?? 5", "0"), ("a.no ?? true", "false"),
            ("a.c ?? text | upper ?? 'x'", #""IT'S""#), ("a.c | upper ?? text", #""it's""#),
            ("a.c ?? ''", #""""#), ("a.nil ?? a.c ?? 1", "1"),
        ])
    func alternatives(yaml: String, expected: String) throws {
        #expect(try subject.plainValue(yaml, of: Self.event) == expected)
    }

    @Test("An empty text is no last resort for an alternative that is absent")
    func emptyFirst() throws {
        #expect(try subject.plainValue("a.empty ?? a.c", of: Self.event) == nil)
    }

    @Test("Headers are looked up in lower case")
    func headers() throws {
        let (json, _) = try subject.value(
            "headers.User-Agent", of: #"{"headers":{"user-agent":"no"}}"#, headers: #"{"user-agent":"Mozilla"}"#)
        #expect(json == #""Mozilla""#)
        #expect(try subject.value("headers.x ?? 'none'", of: "{}").json == #""none""#)
    }

    @Test(
        "What is no expression is explained with its place",
        arguments: [
            ("value | uper", #"at character 9: no function "uper" (upper)"#),
            (
                "value | round('2')",
                "at character 9: argument 1 of round(n) must be a whole number, not a text (round(n))"
            ),
            ("value | trim(1)", "at character 9: trim takes no arguments, not 1 (trim)"),
            (
                "value ?? 'EUR",
                "at character 10: a quote that is not closed (end it with '; a quote inside a text is written '')"
            ),
            (
                "a.3",
                #"at character 3: a name is expected, not 3 (a list's element is [3], a member with that name "3")"#
            ),
            (
                "upper(a)",
                "at character 1: `upper(` where a value is expected "
                    + "(functions follow their value: properties.value | upper(…))"
            ),
            ("a ? b", "at character 3: a single `?` (`??` stands between alternatives)"),
            ("a || b", "at character 3: `||` has no meaning here (`??` stands between alternatives)"),
            (
                "a ??",
                "at character 5: a path such as properties.value or a text such as 'EUR' is expected, not the end"
            ),
            ("a b", "at character 3: `|`, `??` or the end is expected, not `b`"),
            (
                "a | phone('XX')",
                #"at character 5: no region "XX" (two letters of ISO 3166 in capitals, such as 'GB')"#
            ),
            (
                "a | regex('(x', 1)",
                #"at character 5: the pattern "(x": at character 1: a `(` that is not closed; "#
                    + #"the character itself is written \("#
            ),
            (
                "a | regex('x', 1)",
                "at character 5: the pattern has 0 groups, so there is no group 1 (0 for the whole match)"
            ),
            (
                "a | each('b |')",
                #"at character 5: the field "b |": at character 4: the name of a function is expected, not the end"#
            ),
        ])
    func problems(yaml: String, expected: String) throws {
        var subject = subject
        subject.grammar.functions.isPhoneRegion = { $0 == "FR" }
        #expect(try subject.problem(yaml) == "in \"\(yaml)\" \(expected)")
    }

    @Test("A problem carries its path and its line")
    func place() throws {
        let problems = try subject.rule("\n  each: items\n  map:\n    price: price | nmber").problems
        #expect(problems.map(\.path) == ["rule.map.price"])
        #expect(problems.map(\.line) == [4])
        #expect(problems.map(\.suggestion) == ["number"])
    }

    @Test("A text without quotes is found out where the members of an event are known")
    func roots() throws {
        var subject = subject
        var root = EventShape.Member()
        root.isClosed = true
        root.members = ["properties": EventShape.Member(), "user": EventShape.Member()]
        subject.grammar.shape = EventShape(root: root)
        #expect(
            try subject.problem("EUR")
                == #"in "EUR" at character 1: no event has a member "EUR" "#
                + "(properties.EUR; a text is written 'EUR')")
        #expect(
            try subject.problem("propertis.value")
                == #"in "propertis.value" at character 1: no event has a member "propertis" (properties.value)"#)
        #expect(try subject.rule("headers.x ?? properties.y").problems == [])
    }
}
