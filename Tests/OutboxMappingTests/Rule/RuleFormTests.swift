import OutboxMapping
import Testing

@Suite("Object forms")
struct RuleFormTests {
    let subject = MappingSubject()
    static let event = #"""
        {"currency":"EUR","items":[{"id":7,"price":"29.90"},{"price":5},{"id":"b","price":true}],"tags":["x","y"],
        "user":{"country":"US"}}
        """#

    @Test("A constant is taken as it stands")
    func value() throws {
        #expect(try subject.plainValue("{value: a.b}") == #""a.b""#)
        #expect(try subject.plainValue(#"{value: [1.50, "2", {a: true, b: null}]}"#) == #"[1.50,"2",{"a":true}]"#)
    }

    @Test("Each element is mapped by its own names, $ is the event, . the element, and what is absent is left out")
    func each() throws {
        let yaml = "{each: items, map: {content_id: id | string, price: price | number, currency: $.currency}}"
        let (json, warnings) = try subject.value(yaml, of: Self.event)
        #expect(
            json == #"[{"content_id":"7","price":29.90,"currency":"EUR"},{"price":5,"currency":"EUR"},"#
                + #"{"content_id":"b","currency":"EUR"}]"#)
        #expect(warnings == ["items[2].price: `number`: not a number; left out"])
        #expect(try subject.plainValue("{each: items, map: id ?? 'none'}", of: Self.event) == #"[7,"none","b"]"#)
        #expect(try subject.plainValue("{each: tags, map: {tag: .}}", of: Self.event) == #"[{"tag":"x"},{"tag":"y"}]"#)
        #expect(try subject.plainValue("{each: tags, map: {tag: nothing}}", of: Self.event) == "[]")
        #expect(
            try subject.plainValue(
                "{each: items, map: {map: {each: $.tags, map: .}}}", of: #"{"items":[1],"tags":[2]}"#)
                == "[{\"each\":[2],\"map\":1}]")
    }

    @Test("Each needs a list")
    func eachOfNoList() throws {
        let (json, warnings) = try subject.value("{each: currency, map: .}", of: Self.event)
        #expect(json == nil)
        #expect(warnings == ["currency: `each` needs a list; left out"])
        #expect(try subject.plainValue("{each: nothing, map: .}", of: Self.event) == nil)
    }

    @Test("Loops in loops name the elements in warnings")
    func nested() throws {
        let yaml = "{each: a, map: {each: b, map: c | round(1)}}"
        let (json, warnings) = try subject.value(yaml, of: #"{"a":[{"b":[{"c":1.25}]},{"b":[{"c":2},{"c":"x"}]}]}"#)
        #expect(json == "[[1.3],[2]]")
        #expect(warnings == ["a[1].b[1].c: `round(1)`: not a number; left out"])
    }

    @Test("The long form of alternatives")
    func first() throws {
        #expect(try subject.plainValue("{first: [nothing, {value: ''}, currency]}", of: Self.event) == #""EUR""#)
    }

    @Test("A condition chooses; one that cannot be evaluated chooses nothing")
    func when() throws {
        let yaml = "{when: {user.country: US}, then: currency, else: 1}"
        #expect(try subject.plainValue(yaml, of: Self.event) == #""EUR""#)
        #expect(try subject.plainValue(yaml, of: "{}") == "1")
        #expect(try subject.plainValue("{when: {user.country: FR}, then: currency}", of: Self.event) == nil)
        let (json, warnings) = try subject.value("{when: {user.country: 5}, then: 1, else: 2}", of: Self.event)
        #expect(json == nil)
        #expect(
            warnings == ["user.country: the condition cannot be evaluated: a text cannot be compared with a number"])
        #expect(
            try subject.plainValue("{each: items, map: {when: {id: {exists: true}}, then: id}}", of: Self.event)
                == #"[7,"b"]"#)
    }

    @Test("A template is filled, or nothing")
    func template() throws {
        #expect(
            try subject.plainValue(#"{template: "{{currency}}-{{ tags | join('}}') }}!"}"#, of: Self.event)
                == #""EUR-x}}y!""#)
        #expect(try subject.plainValue(#"{template: "{{currency}}-{{nothing}}"}"#, of: Self.event) == nil)
        #expect(try subject.plainValue(#"{template: "a{{nothing ?? ''}}b"}"#, of: Self.event) == #""ab""#)
        #expect(try subject.plainValue("{template: plain}") == #""plain""#)
        #expect(try subject.value(#"{template: "{{items}}"}"#, of: Self.event).warnings.count == 1)
    }

    @Test("Lists and objects hold what is there")
    func collections() throws {
        #expect(try subject.plainValue("[currency, nothing, 5]", of: Self.event) == #"["EUR",5]"#)
        #expect(
            try subject.plainValue("{a: currency, b: nothing, c: {d: 1}}", of: Self.event)
                == #"{"a":"EUR","c":{"d":1}}"#)
        #expect(try subject.plainValue("{a: nothing}", of: Self.event) == nil)
        #expect(try subject.plainValue("{map: {value: currency}}", of: Self.event) == #"{"value":"EUR"}"#)
        #expect(try subject.plainValue("{value: currency, unit: 'km'}", of: Self.event) == #"{"value":"EUR"}"#)
    }

    @Test(
        "Forms that are not whole are explained",
        arguments: [
            ("{each: items}", "`each` without `map` ({each: properties.items, map: {…}})"),
            ("{each: items, mapp: {a: b}}", "unknown key \"mapp\" beside `each` (one of each, map)"),
            ("{first: a}", "`first` takes a list, not \"a\" ({first: [a, b]})"),
            ("{when: {a: 1}}", "`when` without `then` ({when: {user.country: US}, then: a, else: b})"),
            ("{when: a, then: b}", "a condition is a path with what it must be, not \"a\" (user.country: FR)"),
            (#"{template: "{{a"}"#, "`{{` without `}}`"),
            ("{template: [a]}", "`template` takes a text, not a list"),
            ("{map: a}", "`map` takes a mapping, not \"a\" ({map: {a: b}})"),
        ])
    func problems(yaml: String, expected: String) throws {
        #expect(try subject.problem(yaml) == expected)
    }

    @Test("A rule knows the paths it may read")
    func sources() throws {
        let yaml = """
            {each: items | compact, map: {a: id ?? $.user.id, b: {each: parts, map: x}, c: {when: {y: 1}, then: .}}}
            """
        let rule = try #require(try subject.rule(yaml).rule)
        #expect(
            rule.sources.map(\.description) == [
                "items", "items[*].id", "user.id", "items[*].parts", "items[*].parts[*].x", "items[*].y", "items[*]",
            ])
        let other = try #require(try subject.rule("headers.x ?? items | sum('price ?? list')").rule)
        #expect(other.sources.map(\.description) == ["headers.x", "items", "items[*].price", "items[*].list"])
    }

    @Test("A loop in a loop over a large event comes to an end")
    func budget() throws {
        let event = "{\"a\":[\(Array(repeating: "1", count: 4000).joined(separator: ","))]}"
        let (_, warnings) = try subject.value("{each: a, map: {each: $.a, map: {each: $.a, map: .}}}", of: event)
        #expect(warnings == ["the event is too large for its mapping: what was left over is left out"])
    }
}
