import OutboxCore
import OutboxMapping
import Testing

@Suite("Functions")
struct FunctionTests {
    let subject = MappingSubject.withIdentities

    /// What an expression over `{"v": …}` gives: nil is absent; a warning is written behind `!`.
    private func check(_ function: String, _ value: String, _ expected: String?) throws {
        // A string of JSON is one of YAML too.
        var yaml = JSONWriter()
        yaml.string("v | \(function)")
        let (json, warnings) = try subject.value(
            String(decoding: yaml.bytes, as: UTF8.self), of: "{\"v\":\(value)}")
        if let expected, expected.hasPrefix("!") {
            #expect(json == nil, "\(function) of \(value)")
            #expect(warnings == ["v: `\(function)`: \(expected.dropFirst()); left out"], "\(function) of \(value)")
        } else {
            #expect(json == expected, "\(function) of \(value)")
            #expect(warnings == [], "\(function) of \(value)")
        }
    }

    @Test(
        "Texts",
        arguments: [
            ("trim", #""\u00a0 a b\n""#, #""a b""#), ("trim", #""  ""#, #""""#), ("trim", "5", #""5""#),
            ("trim", "true", "!not a text"), ("trim", "{}", "!not a text"),
            ("lower", #""ÄÖ I""#, #""äö i""#), ("upper", #""straße""#, #""STRASSE""#),
            ("string", "5.0", #""5""#), ("string", "5.50", #""5.50""#), ("string", "1e2", #""100""#),
            ("string", "true", #""true""#), ("string", #""x""#, #""x""#),
            ("string", "{}", "!neither a text, a number, true nor false"),
            ("replace('a', 'bb')", #""banana""#, #""bbbnbbnbb""#), ("replace('.', '')", "1.5", #""15""#),
            ("replace('é', 'e')", #""café é""#, #""cafe e""#),
            ("split(', ')", #""a, b,c""#, #"["a","b,c"]"#), ("split(',', 1)", #""a,b,c""#, #""b""#),
            ("split(',', -1)", #""a,b,c""#, #""c""#), ("split('/')", "[]", "[]"),
            ("slice(1)", #""héé😀""#, #""éé😀""#), ("slice(0, 2)", #""abc""#, #""ab""#),
            ("slice(-2)", #""abc""#, #""bc""#), ("slice(0, -1)", #""abc""#, #""ab""#),
            ("slice(5, 9)", #""abc""#, #""""#),
            ("slice(2, 1)", #""abc""#, #""""#), ("slice(1)", "[1,2,3]", "[2,3]"),
            ("slice(1)", "true", "!neither a text nor a list"),
            ("concat('-x')", #""a""#, #""a-x""#), ("concat(1, true)", "5", #""51true""#),
            ("concat('x')", "[1,{}]", nil),
        ] as [(String, String, String?)])
    func texts(function: String, value: String, expected: String?) throws {
        guard function != "concat('x')" else {
            let (json, warnings) = try subject.value("v | concat('x')", of: #"{"v":[1,{}]}"#)
            #expect(json == #"["1x"]"#)
            #expect(warnings == ["v[1]: `concat('x')`: not a text; left out"])
            return
        }
        try check(function, value, expected)
    }

    @Test(
        "Patterns",
        arguments: [
            (#"regex('\d+')"#, #""ab12cd34""#, #""12""#), (#"regex('(\w)(\d+)', 2)"#, #""ab12""#, #""12""#),
            (#"regex('(\w)(\d+)')"#, #""ab12""#, #""b""#), (#"regex('(\w)(\d+)', 0)"#, #""ab12""#, #""b12""#),
            (#"regex('x')"#, #""ab""#, nil), (#"regex('(a)|b', 1)"#, #""b""#, nil),
            (#"regex('1')"#, "true", "!not a text"),
        ] as [(String, String, String?)])
    func patterns(function: String, value: String, expected: String?) throws {
        try check(function, value, expected)
    }

    @Test(
        "Numbers keep their digits",
        arguments: [
            ("number", "29.90", "29.90"), ("number", #"" 29.90 ""#, "29.90"), ("number", "1e2", "1e2"),
            ("number", #""29,90""#, "!not a number"), ("number", "true", "!not a number"),
            ("number", #""""#, "!not a number"),
            ("number", "123456789012345678901234567890123456789012.5", "123456789012345678901234567890123456789012.5"),
            ("integer", "5.0", "5"), ("integer", #""12""#, "12"), ("integer", "-3e2", "-300"),
            ("integer", "5.5", "!not a whole number"), ("integer", "1e999", "!a number with too many digits"),
            ("round(2)", "2.345", "2.35"), ("round(2)", "2.344", "2.34"), ("round(2)", "2.30", "2.30"),
            ("round(2)", "2.3000", "2.3000"), ("round", "0.5", "1"), ("round", "-0.5", "-1"), ("round", "-0.4", "0"),
            ("round(2)", "9.999", "10.00"),
            ("round(1)", "-9.96", "-10.0"), ("round(0)", "99.5", "100"), ("round(2)", #""1.005""#, "1.01"),
            ("round(2)", "1e-3", "0.00"), ("round(2)", "[]", "[]"),
            ("abs", "-5.50", "5.50"), ("abs", "5", "5"), ("abs", #""-1""#, "1"), ("abs", "-0", "0"),
        ] as [(String, String, String?)])
    func numbers(function: String, value: String, expected: String?) throws {
        try check(function, value, expected)
    }

    @Test(
        "Lists",
        arguments: [
            ("join('-')", #"["a",1,true]"#, #""a-1-true""#), ("join(',')", "[]", #""""#),
            ("join(',')", "5", "!not a list"),
            ("join(',')", "[{}]", "!an element is neither a text, a number, true nor false"),
            ("first", "[1,2]", "1"), ("last", "[1,2]", "2"), ("first", "[]", nil), ("first", "5", "5"),
            ("last", "{}", "{}"),
            ("count", "[1,null,2]", "2"), ("count", "[]", "0"), ("count", #""x""#, "!not a list"),
            ("sum", "[0.1,0.2,\"3\"]", "3.3"), ("sum", "[]", nil), ("sum", "[1,\"x\"]", "!an element is not a number"),
            ("sum", "5", "!not a list"), ("sum", "[1e300,1e-300]", "!a number with too many digits"),
            ("sum('q')", #"[{"q":2},{},{"q":"3"}]"#, "5"), ("sum('q ?? 1')", #"[{"q":2},{},{"q":"3"}]"#, "6"),
            ("min", "[3.0,1.50,2]", "1.50"), ("max", "[3.0,1.50,2]", "3.0"),
            ("max('p')", #"[{"p":1},{"p":10},{"p":9}]"#, "10"),
            ("each('a.b')", #"[{"a":{"b":1}},{},{"a":{"b":"x"}}]"#, #"[1,"x"]"#), ("each('a')", "{}", "!not a list"),
            ("each('id | string')", #"[{"id":1},{"id":"x"}]"#, #"["1","x"]"#), ("each('.')", "[1,2]", "[1,2]"),
            ("unique", #"[1,"1",1,1.0,{"a":1,"b":2},{"b":2,"a":1}]"#, #"[1,"1",1.0,{"a":1,"b":2}]"#),
            ("compact", #"["",[],{},null,0,false,"x"]"#, #"[0,false,"x"]"#), ("unique", "5", "!not a list"),
        ] as [(String, String, String?)])
    func lists(function: String, value: String, expected: String?) throws {
        try check(function, value, expected)
    }

    @Test(
        "Tables and defaults",
        arguments: [
            ("map_values({'a': 'b', c: 1, '5': true})", #""a""#, #""b""#), ("map_values({c: 1})", #""c""#, "1"),
            ("map_values({5: true})", "5", "true"), ("map_values({true: 'yes'})", "true", #""yes""#),
            ("map_values({c: 1})", #""d""#, nil), ("map_values({c: 1, '*': 2})", #""d""#, "2"),
            ("map_values({c: 1})", #"["c","d"]"#, "[1]"),
            ("map_values({c: 1})", "{}", "!neither a text, a number, true nor false"),
            ("default('x')", "null", #""x""#), ("default('x')", #""""#, #""x""#), ("default('x')", "0", "0"),
        ] as [(String, String, String?)])
    func tables(function: String, value: String, expected: String?) throws {
        try check(function, value, expected)
    }

    @Test("A default also stands in for what a function could not do, and the warning stays")
    func defaultAfterProblem() throws {
        let (json, warnings) = try subject.value("v | number | default(0)", of: #"{"v":"x"}"#)
        #expect(json == "0")
        #expect(warnings == ["v: `number`: not a number; left out"])
    }

    @Test(
        "Times",
        arguments: [
            ("date('%Y%m%d')", #""2026-11-22T23:30:00-02:00""#, #""20261123""#),
            ("date", "1763818201", #""2025-11-22""#),
            ("date('%F %T.%L %% %s')", #""2026-11-22T14:03:21.482Z""#, #""2026-11-22 14:03:21.482 % 1795356201""#),
            ("date", #""2026-11-22""#, #""2026-11-22""#),
            ("date", #""yesterday""#, "!not a time (ISO 8601 with a zone, a date, or an epoch)"),
            ("epoch_s", #""2026-11-22T14:03:21.482Z""#, "1795356201"),
            ("epoch_ms", #""2026-11-22T14:03:21.482Z""#, "1795356201482"),
            ("epoch_s", "1795356201482", "1795356201"), ("epoch_ms", "1795356201.482", "1795356201482"),
            ("epoch_ms", "1795356201482000", "1795356201482"), ("epoch_ms", #""1795356201""#, "1795356201000"),
            ("date", #""9999-12-31T23:59:00-23:59""#, "!not a time (ISO 8601 with a zone, a date, or an epoch)"),
            ("date", #""0000-01-01T00:00:00+01:00""#, "!not a time (ISO 8601 with a zone, a date, or an epoch)"),
            ("epoch_s", "-5", "!not a time (ISO 8601 with a zone, a date, or an epoch)"),
            ("epoch_s", "1e30", "!not a time (ISO 8601 with a zone, a date, or an epoch)"),
            ("epoch_s", "true", "!not a time (ISO 8601 with a zone, a date, or an epoch)"),
        ] as [(String, String, String?)])
    func times(function: String, value: String, expected: String?) throws {
        try check(function, value, expected)
    }

    @Test(
        "Identities, places and the web",
        arguments: [
            ("email", #""A@B.C""#, #""a@b.c""#), ("email", #""x""#, "!not an e-mail address, dropped"),
            ("email", #""""#, nil),
            ("sha256", #""a""#, #""digest(a)""#), ("sha256", "5", #""digest(5)""#), ("sha256", #""""#, nil),
            ("sha256", #"["a","b"]"#, #"["digest(a)","digest(b)"]"#), ("sha256", "true", "!not a text"),
            ("phone('FR')", #""06""#, #""FR:06""#), ("phone", #""06""#, #""-:06""#),
            ("country", #"" FR ""#, #""fr""#), ("country", #""France""#, "!not a country's two letters"),
            ("currency", #""eur ""#, #""EUR""#), ("currency", #""€""#, "!not a currency's three letters"),
            ("url_param('ttclid')", #""https://shop.example/?a=1&ttclid=E.C%2520P#x""#, #""E.C%20P""#),
            ("url_param('x')", #""https://shop.example/?a=1""#, nil), ("url_param('x')", "{}", "!not a text"),
            ("cookie('_ttp')", #""a=1; _ttp=abc""#, #""abc""#), ("cookie('x')", #""a=1""#, nil),
            ("json", #"{"a":[1, "x"]}"#, #""{\"a\":[1, \"x\"]}""#),
        ] as [(String, String, String?)])
    func web(function: String, value: String, expected: String?) throws {
        try check(function, value, expected)
    }

    @Test("Texts that would grow too long are left out")
    func limits() throws {
        let long = String(repeating: "ab", count: 30_000)
        let (json, warnings) = try subject.value("v | replace('a', 'xxxxxxxxxxxx')", of: #"{"v":"\#(long)"}"#)
        #expect(json == nil)
        #expect(warnings == ["v: `replace('a', 'xxxxxxxxxxxx')`: a text of more than 64 KB; left out"])
        let (group, more) = try subject.value("v | regex('a')", of: #"{"v":"\#(long)"}"#)
        #expect(group == nil)
        #expect(more == ["v: `regex('a')`: a text of more than 32 KB; left out"])
    }

    @Test("A thousand faults are fifty warnings")
    func manyFaults() throws {
        let event = #"{"v":[\#(Array(repeating: "true", count: 1000).joined(separator: ","))]}"#
        let (json, warnings) = try subject.value("v | number", of: event)
        #expect(json == "[]")
        #expect(warnings.count == 50)
        #expect(warnings.last == "more values could not be mapped; they are not listed")
    }

    @Test("Warnings never hold the value")
    func noValues() throws {
        for function in ["number", "country", "currency", "date", "email", "count", "sum"] {
            let (_, warnings) = try subject.value("v | \(function)", of: #"{"v":"secret value"}"#)
            #expect(warnings.count == 1, "\(function)")
            #expect(warnings.allSatisfy { !$0.contains("secret") })
        }
    }
}
