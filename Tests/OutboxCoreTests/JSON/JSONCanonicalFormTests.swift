import OutboxCore
import OutboxFuzz
import Testing

@Suite("The canonical form of JSON")
struct JSONCanonicalFormTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try JSONDocument(Array(text.utf8)).root.canonicalBytes(), as: UTF8.self)
    }

    @Test(
        "One text for all ways to write the same",
        arguments: [
            (" 1 ", "1"), ("[ 1 , 2 ]", "[1,2]"), ("{ }", "{}"), ("[\n]", "[]"),
            (#"{ "a" : { } , "b" : [ ] }"#, #"{"a":{},"b":[]}"#),
            (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#),
            (#"[{"b":1,"a":{"d":1,"c":2}},3]"#, #"[{"a":{"c":2,"d":1},"b":1},3]"#),
            (#""\u0041\u00e9\u4e2d\ud83d\ude00""#, #""Aé中😀""#), (#""\/""#, #""/""#),
            (#""\u000a\u0008\u0022\u005c""#, #""\n\b\"\\""#),
            (#""\u001F\u0000""#, #""\u001f\u0000""#), (#""\u007f""#, "\"\u{7f}\""), (#""\u2028""#, "\"\u{2028}\""),
            (#"{"\u0062":1,"a":2}"#, #"{"a":2,"b":1}"#), (#"{"a\nb":1}"#, #"{"a\nb":1}"#),
            (#"{"a\u000ab":1}"#, #"{"a\nb":1}"#),
            (#"[true,false,null]"#, "[true,false,null]"),
        ])
    func forms(_ text: String, _ expected: String) throws {
        #expect(try canonical(text) == expected)
        #expect(try canonical(expected) == expected)
    }

    @Test("Numbers stay digit for digit, so 1 and 1.0 differ")
    func numbers() throws {
        #expect(
            try canonical("[1.0,1,1e2,1E+02,-0,0.10,100000000000000000000000000000.5]")
                == "[1.0,1,1e2,1E+02,-0,0.10,100000000000000000000000000000.5]")
    }

    @Test("Members stand in the order of their keys' bytes")
    func order() throws {
        let keys = [
            "", "\u{0}", "!", "0", "10", "2", "A", "Z", "_", "a", "a\u{0}", "aa", "abcdefg", "abcdefgh",
            "abcdefgh\u{0}",
            "abcdefgha", "abcdefghb", "abcdefgi", "b", "\u{7f}", "\u{80}", "é", "\u{7ff}", "\u{800}", "中", "\u{e000}",
            "\u{ffff}",
            "\u{10000}", "😀", "\u{10ffff}",
        ]
        #expect(keys.map { Array($0.utf8) } == keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
        var random = SeededGenerator(seed: 7)
        for size in [keys.count, 5, 12, 24] {
            for _ in 0..<40 {
                let chosen = Array(keys.enumerated().shuffled(using: &random).prefix(size))
                let members = chosen.map { "\(spelling(of: $0.element, using: &random)):\($0.offset)" }
                let written = try JSONDocument(Array(canonical("{\(members.joined(separator: ","))}").utf8)).root
                #expect(written.members.map(\.value.integer) == chosen.map { Int64($0.offset) }.sorted())
                #expect(written.members.map(\.key.string) == chosen.sorted { $0.offset < $1.offset }.map(\.element))
            }
        }
    }

    /// The key as a JSON string, at random with all its characters escaped.
    private func spelling(of key: String, using random: inout SeededGenerator) -> String {
        var writer = JSONWriter()
        writer.string(key)
        guard random.once(in: 2) else { return String(decoding: writer.bytes, as: UTF8.self) }
        let units = key.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "\"\(units.joined())\""
    }

    @Test("The order of members, white space and escapes never matter, seed 11")
    func shuffled() throws {
        var random = SeededGenerator(seed: 11)
        let members = [
            "\"id\":\"x\"", "\"value\": 59.90", "\"user\":{\"b\":1,\"a\":[1,2]}", #""n\u0061me":"\u00e9""#,
            "\"z\":null",
        ]
        let expected = #"{"id":"x","name":"é","user":{"a":[1,2],"b":1},"value":59.90,"z":null}"#
        for _ in 0..<100 {
            let space = random.pick(["", " ", "\n\t"])
            let text = "{" + space + members.shuffled(using: &random).joined(separator: "," + space) + space + "}"
            #expect(try canonical(text) == expected)
        }
    }

    @Test("A value inside a document has its own canonical form")
    func inner() throws {
        let root = try JSONDocument(Array(#"{"a":{"c": 1, "b": [ 2 ]}, "d": "\u0041"}"#.utf8)).root
        #expect(root["a"]?.canonicalBytes().elementsEqual(#"{"b":[2],"c":1}"#.utf8) == true)
        #expect(root["d"]?.canonicalBytes().elementsEqual(#""A""#.utf8) == true)
    }
}
