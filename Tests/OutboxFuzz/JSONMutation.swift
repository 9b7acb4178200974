/// Breaks documents, mostly so that one rule is broken in one place.
enum JSONMutation {
    /// The document with one to three random changes.
    static func mutated(_ document: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = document
        for _ in 0..<(random.once(in: 3) ? 3 : 1) { mutate(&bytes, using: &random) }
        return bytes
    }

    private static func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...3, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.removeSubrange(place...)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3: bytes.insert(random.pick(Array(#"{}[]:,"\0123456789.-+eEtfnu/' "#.utf8)), at: place)
        case 4 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 5: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
        case 6: bytes.replaceSubrange(place..<end, with: random.pick(fragments))
        case 7: bytes.insert(contentsOf: random.pick(fragments), at: structuralPlace(in: bytes, near: place))
        default: bytes.replaceSubrange(place..<end, with: random.pick(badUTF8))
        }
    }

    /// The next place after a character of structure: what is put there is looked at as a token, not as text.
    private static func structuralPlace(in bytes: [UInt8], near place: Int) -> Int {
        let structure = Array("{}[]:,".utf8)
        return bytes[place...].firstIndex { structure.contains($0) }.map { $0 + 1 } ?? bytes.count
    }

    private static let fragments: [[UInt8]] = [
        "1.", ".5", "01", "-", "-01", "+1", "1e", "1e+", "1.e1", "0x10", "NaN", "Infinity", "tru", "truee", "nul",
        "True",
        "null", "true", "[", "]", "{", "}", ",", ",,", ":", "::", "\"", "\"\"", "''", "/**/", "//", "#", "\\u12",
        "\\u12g4",
        "\\ud800", "\\udc00", "\\ud800\\u0041", "\\ud83d\\ude00", "\\x41", "\\'", "\\", "\\\\", "\u{0}", "\u{1}", "\n",
        "\u{c}", "\u{a0}", "\u{2028}", "{\"a\":1}", "[1]", "{\"a\"}", "{\"a\":}", "{:1}", "{1:1}", "1 2", "\"a\":1",
    ].map { Array($0.utf8) }

    /// Overlong forms, surrogates, beyond U+10FFFF, cut short, stray continuation (RFC 3629, section 3), and good ones.
    private static let badUTF8: [[UInt8]] = [
        [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x80, 0x80], [0xe0, 0x9f, 0xbf], [0xf0, 0x80, 0x80, 0x80],
        [0xf0, 0x8f, 0xbf, 0xbf], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80],
        [0xf5, 0x80, 0x80, 0x80], [0xff], [0xfe], [0x80], [0xbf], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98],
        [0xc3, 0x28], [0xe2, 0x28, 0xa1], [0xe2, 0x82, 0x28], [0xf0, 0x9f, 0x28, 0x80],
        [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80], [0xed, 0x9f, 0xbf], [0xee, 0x80, 0x80],
    ]
}

// MARK: - Rules of our own

extension JSONMutation {
    /// The document inside another one that repeats a key, goes too deep, or holds half of a surrogate pair.
    static func breakingOwnRule(_ document: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let more = Int.random(in: 65...80, using: &random)
            return Array(repeating: UInt8(ascii: "["), count: more) + document
                + Array(repeating: UInt8(ascii: "]"), count: more)
        case 1:
            let half = random.pick([
                #"\ud800"#, #"\uDBFF"#, #"\udc00"#, #"\udfffx"#, #"\ud800\u0041"#, #"\ud800\ud800"#,
            ])
            return Array(#"{"half":""#.utf8) + half.utf8 + #"","rest":"#.utf8 + document + "}".utf8
        default:
            return repeatingKey(document, using: &random)
        }
    }

    /// An object of up to 60 members in which one key comes twice, perhaps in another spelling.
    private static func repeatingKey(_ document: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        let count = Int.random(in: 1...60, using: &random)
        let twice = Int.random(in: 0..<count, using: &random)
        var members = (0..<count).map { Array(#""key\#($0)":\#($0)"#.utf8) }
        let spelling = random.pick([#""key\#(twice)":"#, #""\u006bey\#(twice)":"#, #""ke\u0079\#(twice)":"#])
        let place = Int.random(in: 0...count, using: &random)
        members.insert(Array(spelling.utf8) + document, at: place)
        return Array("{".utf8) + members.joined(separator: Array(",".utf8)) + "}".utf8
    }
}
