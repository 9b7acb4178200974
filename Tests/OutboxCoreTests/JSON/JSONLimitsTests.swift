import OutboxCore
import Testing

@Suite("Reading JSON: what a hostile document may cost")
struct JSONLimitsTests {
    static func nested(_ depth: Int, open: String = "[", close: String = "]", inner: String = "") -> [UInt8] {
        Array((String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)).utf8)
    }

    @Test("Takes 64 containers inside each other, refuses the 65th at its place")
    func depth() throws {
        #expect(try JSONDocument(Self.nested(64)).root.kind == .array)
        #expect(try JSONDocument(Self.nested(64, open: #"{"a":"#, close: "}", inner: "1")).root.kind == .object)
        let error = #expect(throws: JSONError.self) { try JSONDocument(Self.nested(65)) }
        #expect(error?.reason == .tooDeep(limit: 64))
        #expect(error?.offset == 64)
    }

    @Test("Depth counts what is open, not what was opened")
    func siblings() throws {
        let many = "[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]"
        #expect(try JSONDocument(Array(many.utf8), limits: JSONLimits(depth: 3)).root.count == 1000)
        #expect(throws: JSONError.self) { try JSONDocument(Array(many.utf8), limits: JSONLimits(depth: 2)) }
    }

    @Test("A million brackets cost no stack and name the limit")
    func millionBrackets() {
        for bytes in [
            Self.nested(1_000_000), Array(repeating: 0x5b, count: 1_000_000), Self.nested(500_000, open: "{\"a\":"),
        ] {
            let error = #expect(throws: JSONError.self) { try JSONDocument(bytes) }
            #expect(error?.reason == .tooDeep(limit: 64))
        }
    }

    @Test("The limit can be another one, up to 512, and counts scalars as nothing")
    func otherLimits() throws {
        #expect(try JSONDocument(Array("1".utf8), limits: JSONLimits(depth: 0)).root.integer == 1)
        #expect(throws: JSONError.self) { try JSONDocument(Array("[]".utf8), limits: JSONLimits(depth: 0)) }
        #expect(JSONLimits(depth: 10_000).depth == JSONLimits.maximumDepth)
        #expect(JSONLimits(depth: -1).depth == 0)
        var limits = JSONLimits.standard
        #expect(limits.depth == 64)
        limits.depth = 1_000_000
        #expect(limits.depth == JSONLimits.maximumDepth)
        let deepest = try JSONDocument(Self.nested(512), limits: limits)
        #expect(deepest.root.canonicalBytes() == Self.nested(512))
        #expect(throws: JSONError.self) { try JSONDocument(Self.nested(513), limits: limits) }
    }

    @Test(
        "Refuses a key that comes twice, however it is written",
        arguments: [
            (#"{"a":1,"a":2}"#, 7), (#"{"a":1,"b":2,"a":1}"#, 13), (#"{"a":1,"\u0061":2}"#, 7),
            (#"{"\u0061":1,"a":2}"#, 12),
            (#"{"\u0061":1,"\u0061":2}"#, 12), (#"{"é":1,"\u00e9":2}"#, 8), (#"{"\ud83d\ude00":1,"😀":2}"#, 18),
            (#"{"":1,"":2}"#, 6), (#"{"/":1,"\/":2}"#, 7), (#"{"a\nb":1,"a\u000ab":2}"#, 10),
            (#"[{"x":{"k":1,"k":2}}]"#, 13),
            (#"{"a":{"b":1},"c":[1],"a":{}}"#, 21), (#"{"\u0000":1,"\u0000":2}"#, 12),
        ])
    func duplicateKeys(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONError.self, "\(text)") { try JSONDocument(Array(text.utf8)) }
        #expect(error?.reason == .duplicateKey)
        #expect(error?.offset == offset)
    }

    @Test(
        "Takes keys that are alike but not the same",
        arguments: [
            #"{"a":1,"A":2}"#, #"{"a":1,"a ":2}"#, #"{"a":1,"b":{"a":1}}"#, #"[{"a":1},{"a":1}]"#,
            #"{"a":{"a":{"a":1}}}"#,
            #"{"a":1,"\\u0061":2}"#, #"{"":1,"\u0000":2}"#, #"{"a":1,"a\u0000":2}"#,
            #"{"abc":1,"acc":2,"abb":3,"bbc":4}"#,
        ])
    func similarKeys(_ text: String) throws {
        _ = try JSONDocument(Array(text.utf8))
    }

    @Test("Keys that only Unicode normalisation makes equal are different keys")
    func canonicallyEquivalentKeys() throws {
        let document = try JSONDocument(Array("{\"e\u{301}\":1,\"\u{e9}\":2}".utf8))
        #expect(document.root["e\u{301}"]?.integer == 1)
        #expect(document.root["\u{e9}"]?.integer == 2)
    }

    @Test("Finds one repeated key at every place in objects of every size", arguments: [2, 3, 8, 23, 24, 25, 26, 60])
    func duplicateInSize(_ size: Int) throws {
        for twice in 0..<size {
            for spelling in ["key\(twice)", #"k\u0065y\#(twice)"#] {
                var keys = (0..<size).map { "key\($0)" }
                _ = try JSONDocument(Self.object(keys))
                keys.append(spelling)
                let error = #expect(throws: JSONError.self) { try JSONDocument(Self.object(keys)) }
                #expect(error?.reason == .duplicateKey)
            }
        }
    }

    /// Keys that a hostile producer might choose: alike at both ends, alike in length, all escaped, long.
    static let keys: [@Sendable (Int) -> String] = [
        { "k\($0)" }, { "aaaaaaaaaaaaaaaaaaaaaaaa\($0 + 100_000)aaaaaaaa" }, { #"\u006b\#($0)"# },
        { String(repeating: "z", count: $0 % 97) + "\($0)" },
    ]

    // The square of 100,000 would take minutes; the time limit only has to tell the two apart on a busy machine.
    @Test("An object with 100,000 members costs no square of them", .timeLimit(.minutes(5)), arguments: 0..<4)
    func manyMembers(_ kind: Int) throws {
        var keys = (0..<100_000).map(Self.keys[kind])
        #expect(try JSONDocument(Self.object(keys)).root.count == 100_000)
        keys.append(Self.keys[kind](50_000))
        let error = #expect(throws: JSONError.self) { try JSONDocument(Self.object(keys)) }
        #expect(error?.reason == .duplicateKey)
    }

    @Test("Nor does its canonical form", .timeLimit(.minutes(5)), arguments: 0..<4)
    func manyMembersSorted(_ kind: Int) throws {
        let keys = (0..<20_000).map(Self.keys[kind])
        let canonical = try JSONDocument(Self.object(keys)).root.canonicalBytes()
        #expect(try JSONDocument(canonical).root.count == 20_000)
    }

    @Test("Many objects, each with few long keys that differ at the end only, cost no square", .timeLimit(.minutes(5)))
    func longKeys() throws {
        let long = String(repeating: "x", count: 20_000)
        let object = String(decoding: Self.object((10..<34).map { long + "\($0)" + "y" }), as: UTF8.self)
        let document = try JSONDocument(Array("[\(object),\(object)]".utf8))
        #expect(document.root[1]?.count == 24)
    }

    @Test("A million elements and a string of four megabytes are no trouble", .timeLimit(.minutes(5)))
    func large() throws {
        let array = "[" + String(repeating: "1,", count: 999_999) + "1]"
        #expect(try JSONDocument(Array(array.utf8)).root.count == 1_000_000)
        let string = "\"" + String(repeating: "日a", count: 1_000_000) + "\""
        #expect(try JSONDocument(Array(string.utf8)).root.string?.unicodeScalars.count == 2_000_000)
    }

    private static func object(_ keys: [String]) -> [UInt8] {
        Array(("{" + keys.map { "\"\($0)\":0" }.joined(separator: ",") + "}").utf8)
    }
}
