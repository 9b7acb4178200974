import OutboxCore
import Testing

@Suite("Reading JSON: the grammar of RFC 8259")
struct JSONParserTests {
    @Test(
        "Takes every form of value",
        arguments: [
            "null", "true", "false", "0", "-0", "7", "-7", "10", "1234567890", "0.5", "-0.0", "1.25", "1e5", "1E5",
            "1e+5",
            "1e-5", "1.5E-05", "0e0", "0E+10", "1e00", "123456789012345678901234567890123456789012345678901234567890",
            "1e999999999999999999999", #""""#, #""a""#, "[]", "{}", "[[]]", "[{}]", #"{"a":{}}"#, "[1,2]",
            "[null,true]",
            #"{"":0}"#, #"{"a":1,"b":2}"#, #"{"a":[1,{"b":[]}],"c":"d"}"#, "[[],[],{}]", #"{"a":{},"b":[]}"#,
        ])
    func takes(_ text: String) throws {
        let document = try JSONDocument(Array(text.utf8))
        #expect(document.root.raw.elementsEqual(text.utf8))
        #expect(document.bytes.elementsEqual(text.utf8))
    }

    @Test("Takes white space between any two tokens and around the document")
    func whiteSpace() throws {
        let tokens = [
            "{", #""a""#, ":", "[", "1", ",", "true", ",", "{", "}", ",", "[", "]", "]", ",", #""b""#, ":", "-2", "}",
        ]
        let compact = tokens.joined()
        for space in [" ", "\t", "\n", "\r", "\r\n", " \t\n\r", String(repeating: " ", count: 20)] {
            let text = space + tokens.joined(separator: space) + space
            let document = try JSONDocument(Array(text.utf8))
            #expect(document.root.canonicalBytes().elementsEqual(compact.utf8))
        }
    }

    @Test("Takes text of every length around the eight bytes that are looked at together", arguments: 0...40)
    func lengths(_ length: Int) throws {
        for filler in ["a", "é", "日", "😀", #"\n"#, #"\u00e9"#] {
            for offset in 0..<min(length, 9) {
                let text = String(repeating: "x", count: offset) + String(repeating: filler, count: length - offset)
                let document = try JSONDocument(Array("[\"\(text)\",\"\(text)\"]".utf8))
                let expected = text.replacing(#"\n"#, with: "\n").replacing(#"\u00e9"#, with: "é")
                #expect(document.root[0]?.string == expected)
                #expect(document.root[1]?.string == expected)
            }
        }
    }

    @Test("Finds a forbidden byte at every place of a string", arguments: 0...24)
    func places(_ place: Int) {
        for (byte, reason) in [
            (0x00, JSONError.Reason.controlCharacter), (0x1f, .controlCharacter), (0xff, .invalidUTF8),
        ] {
            for rest in 0...10 {
                let bytes =
                    [0x22] + Array(repeating: 0x61, count: place) + [UInt8(byte)] + Array(repeating: 0x61, count: rest)
                    + [0x22]
                let error = #expect(throws: JSONError.self) { try JSONDocument(bytes) }
                #expect(error?.reason == reason)
                #expect(error?.offset == place + 1)
            }
        }
    }

    /// Text, reason, offset.
    typealias Refusal = (text: String, reason: JSONError.Reason, offset: Int)

    static let brokenStructure: [Refusal] = [
        ("", .empty, 0),
        (" \n\t ", .empty, 4),
        ("[", .unexpected(.end, expected: .valueOrClosingBracket), 1),
        ("]", .unexpected(.punctuation(0x5d), expected: .value), 0),
        ("{", .unexpected(.end, expected: .keyOrClosingBrace), 1),
        ("}", .unexpected(.punctuation(0x7d), expected: .value), 0),
        ("[1", .unexpected(.end, expected: .commaOrClosingBracket), 2),
        ("[1,", .unexpected(.end, expected: .value), 3),
        ("[1,]", .unexpected(.punctuation(0x5d), expected: .value), 3),
        ("[,1]", .unexpected(.punctuation(0x2c), expected: .valueOrClosingBracket), 1),
        ("[1,,2]", .unexpected(.punctuation(0x2c), expected: .value), 3),
        ("[1 2]", .unexpected(.digit, expected: .commaOrClosingBracket), 3),
        ("[1}", .unexpected(.punctuation(0x7d), expected: .commaOrClosingBracket), 2),
        ("[1]]", .unexpected(.punctuation(0x5d), expected: .endOfDocument), 3),
        ("[1] x", .unexpected(.letter, expected: .endOfDocument), 4),
        ("{}{}", .unexpected(.punctuation(0x7b), expected: .endOfDocument), 2),
        ("1 2", .unexpected(.digit, expected: .endOfDocument), 2),
        (#"{"a""#, .unexpected(.end, expected: .colon), 4),
        (#"{"a"}"#, .unexpected(.punctuation(0x7d), expected: .colon), 4),
        (#"{"a" 1}"#, .unexpected(.digit, expected: .colon), 5),
        (#"{"a":}"#, .unexpected(.punctuation(0x7d), expected: .value), 5),
        (#"{"a":1"#, .unexpected(.end, expected: .commaOrClosingBrace), 6),
        (#"{"a":1,}"#, .unexpected(.punctuation(0x7d), expected: .key), 7),
        (#"{"a":1]"#, .unexpected(.punctuation(0x5d), expected: .commaOrClosingBrace), 6),
        (#"{"a":1 "b":2}"#, .unexpected(.punctuation(0x22), expected: .commaOrClosingBrace), 7),
        (#"{"a":1,,"b":2}"#, .unexpected(.punctuation(0x2c), expected: .key), 7),
        (#"{,"a":1}"#, .unexpected(.punctuation(0x2c), expected: .keyOrClosingBrace), 1),
        (#"{"a"::1}"#, .unexpected(.punctuation(0x3a), expected: .value), 5),
        ("{a:1}", .unexpected(.letter, expected: .keyOrClosingBrace), 1),
        ("{1:1}", .unexpected(.digit, expected: .keyOrClosingBrace), 1),
        ("{'a':1}", .unexpected(.punctuation(0x27), expected: .keyOrClosingBrace), 1),
        ("{null:1}", .unexpected(.letter, expected: .keyOrClosingBrace), 1),
        ("[1/**/]", .unexpected(.punctuation(0x2f), expected: .commaOrClosingBracket), 2),
        ("// a\n1", .unexpected(.punctuation(0x2f), expected: .value), 0),
        ("#1", .unexpected(.punctuation(0x23), expected: .value), 0),
        ("['a']", .unexpected(.punctuation(0x27), expected: .valueOrClosingBracket), 1),
        ("[*]", .unexpected(.punctuation(0x2a), expected: .valueOrClosingBracket), 1),
        ("\u{c}1", .unexpected(.controlCharacter, expected: .value), 0),
        ("[\u{0}]", .unexpected(.controlCharacter, expected: .valueOrClosingBracket), 1),
        ("[1]\u{0}", .unexpected(.controlCharacter, expected: .endOfDocument), 3),
        ("[1\u{a0}]", .unexpected(.nonASCII, expected: .commaOrClosingBracket), 2),
        ("[\u{2028}1]", .unexpected(.nonASCII, expected: .valueOrClosingBracket), 1),
        ("[“a”]", .unexpected(.nonASCII, expected: .valueOrClosingBracket), 1),
        ("[1]\u{feff}", .unexpected(.nonASCII, expected: .endOfDocument), 3),
    ]

    @Test("Refuses broken structure and says where and what was expected", arguments: brokenStructure)
    func refusesStructure(_ row: Refusal) {
        expectRefusal(row)
    }

    static let brokenScalars: [Refusal] = [
        ("nul", .unknownWord, 0), ("nulL", .unknownWord, 0), ("None", .unknownWord, 0), ("True", .unknownWord, 0),
        ("[tru]", .unknownWord, 1), ("[fals", .unknownWord, 1), ("NaN", .unknownWord, 0),
        ("undefined", .unknownWord, 0),
        ("Infinity", .unknownWord, 0), ("-Infinity", .unexpected(.letter, expected: .digit), 1),
        ("-NaN", .unexpected(.letter, expected: .digit), 1),
        ("nullx", .unexpected(.letter, expected: .endOfDocument), 4),
        ("[truefalse]", .unexpected(.letter, expected: .commaOrClosingBracket), 5),
        ("-", .unexpected(.end, expected: .digit), 1), ("[-]", .unexpected(.punctuation(0x5d), expected: .digit), 2),
        ("- 1", .unexpected(.punctuation(0x20), expected: .digit), 1),
        ("--1", .unexpected(.punctuation(0x2d), expected: .digit), 1),
        ("+1", .unexpected(.punctuation(0x2b), expected: .value), 0),
        (".5", .unexpected(.punctuation(0x2e), expected: .value), 0),
        ("-.5", .unexpected(.punctuation(0x2e), expected: .digit), 1), ("1.", .unexpected(.end, expected: .digit), 2),
        ("[1.]", .unexpected(.punctuation(0x5d), expected: .digit), 3),
        ("1.e5", .unexpected(.letter, expected: .digit), 2),
        ("1e", .unexpected(.end, expected: .digit), 2), ("1e+", .unexpected(.end, expected: .digit), 3),
        ("1e-x", .unexpected(.letter, expected: .digit), 3),
        ("1e5.5", .unexpected(.punctuation(0x2e), expected: .endOfDocument), 3),
        ("1.5.2", .unexpected(.punctuation(0x2e), expected: .endOfDocument), 3),
        ("01", .leadingZero, 0), ("-01", .leadingZero, 1), ("00", .leadingZero, 0), ("[-012.5]", .leadingZero, 2),
        ("0x10", .unexpected(.letter, expected: .endOfDocument), 1),
        ("1_000", .unexpected(.punctuation(0x5f), expected: .endOfDocument), 1),
        ("[29,95e]", .unexpected(.punctuation(0x5d), expected: .digit), 7),
        ("1٢", .unexpected(.nonASCII, expected: .endOfDocument), 1),
        ("\"", .unexpected(.end, expected: .quotationMark), 1),
        ("\"abc", .unexpected(.end, expected: .quotationMark), 4),
        (#""abc\""#, .unexpected(.end, expected: .quotationMark), 6),
        (#""\"#, .unexpected(.end, expected: .quotationMark), 2),
        ("\"a\nb\"", .controlCharacter, 2), ("\"\t\"", .controlCharacter, 1), ("\"\u{0}\"", .controlCharacter, 1),
        ("{\"a\u{1f}\":1}", .controlCharacter, 3),
        (#""\x41""#, .unknownEscape, 1), (#""\'""#, .unknownEscape, 1), (#""\a""#, .unknownEscape, 1),
        (#""\U0041""#, .unknownEscape, 1),
        ("\"\\\n\"", .unknownEscape, 1), ("\"\\é\"", .unknownEscape, 1), (#""a\ b""#, .unknownEscape, 2),
        (#""\u""#, .unexpected(.punctuation(0x22), expected: .hexadecimalDigit), 3),
        (#""\u12""#, .unexpected(.punctuation(0x22), expected: .hexadecimalDigit), 5),
        (#""\u12g4""#, .unexpected(.letter, expected: .hexadecimalDigit), 5),
        (#""\u-123""#, .unexpected(.punctuation(0x2d), expected: .hexadecimalDigit), 3),
        (#""\u{41}""#, .unexpected(.punctuation(0x7b), expected: .hexadecimalDigit), 3),
        (#""\u00"#, .unexpected(.end, expected: .hexadecimalDigit), 5),
    ]

    @Test("Refuses words, numbers and strings that JSON does not have", arguments: brokenScalars)
    func refusesScalars(_ row: Refusal) {
        expectRefusal(row)
    }

    static let loneSurrogates: [Refusal] = [
        (#""\ud800""#, .loneSurrogate, 1), (#""\udbff""#, .loneSurrogate, 1), (#""\udc00""#, .loneSurrogate, 1),
        (#""\uDFFF""#, .loneSurrogate, 1), (#""ab\ud83d""#, .loneSurrogate, 3), (#""\ud83dx""#, .loneSurrogate, 1),
        (#""\ud83d\n""#, .loneSurrogate, 1), (#""\ud83d\u0041""#, .loneSurrogate, 1),
        (#""\ud83d\ud83d""#, .loneSurrogate, 1),
        (#""\ude00\ud83d""#, .loneSurrogate, 1), (#""\ud83d\ude00\ude00""#, .loneSurrogate, 13),
        (#"{"\ud800":1}"#, .loneSurrogate, 2),
        (#""\ud83d\u12"#, .unexpected(.end, expected: .hexadecimalDigit), 11),
    ]

    @Test("Refuses half of a surrogate pair", arguments: loneSurrogates)
    func refusesLoneSurrogates(_ row: Refusal) {
        expectRefusal(row)
    }

    @Test("Takes the edges of the surrogate pairs")
    func surrogatePairs() throws {
        let document = try JSONDocument(Array(#"["\ud800\udc00","\uDBFF\uDFFF","\ud7ff\ue000"]"#.utf8))
        #expect(document.root.elements.map(\.string) == ["\u{10000}", "\u{10ffff}", "\u{d7ff}\u{e000}"])
    }

    @Test(
        "Refuses a byte order mark and says so",
        arguments: [
            [0xef, 0xbb, 0xbf, 0x7b, 0x7d], [0xef, 0xbb, 0xbf], [0xff, 0xfe, 0x5b, 0, 0x5d, 0],
            [0xfe, 0xff, 0, 0x5b, 0, 0x5d],
        ] as [[UInt8]])
    func byteOrderMark(_ bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(bytes) }
        #expect(error?.reason == .byteOrderMark)
        #expect(error?.description.contains("byte order mark") == true)
    }

    /// Bytes of a string, offset of the fault in it.
    static let invalidUTF8: [([UInt8], Int)] = [
        ([0x80], 0), ([0xbf], 0), ([0xc0, 0x80], 0), ([0xc0, 0xaf], 0), ([0xc1, 0xbf], 0), ([0xe0, 0x80, 0x80], 0),
        ([0xe0, 0x9f, 0xbf], 0), ([0xf0, 0x80, 0x80, 0x80], 0), ([0xf0, 0x8f, 0xbf, 0xbf], 0), ([0xed, 0xa0, 0x80], 0),
        ([0xed, 0xbf, 0xbf], 0), ([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], 0), ([0xf4, 0x90, 0x80, 0x80], 0),
        ([0xf5, 0x80, 0x80, 0x80], 0), ([0xf8, 0x88, 0x80, 0x80, 0x80], 0), ([0xfe], 0), ([0xff], 0), ([0xc3], 0),
        ([0xe2, 0x82], 0), ([0xf0, 0x9f, 0x98], 0), ([0xc3, 0x28], 0), ([0xe2, 0x28, 0xa1], 0),
        ([0xe2, 0x82, 0x28], 0),
        ([0xf0, 0x28, 0x8c, 0xbc], 0), ([0xf0, 0x90, 0x28, 0xbc], 0), ([0xf0, 0x9f, 0x98, 0x28], 0),
        ([0xc3, 0xa9, 0x80], 2), ([0x61, 0x62, 0xc3, 0xa9, 0xff], 4), ([0xe2, 0x82, 0xac, 0xe2, 0x82], 3),
    ]

    @Test("Refuses what is no UTF-8, in strings and in keys", arguments: invalidUTF8)
    func refusesInvalidUTF8(_ bytes: [UInt8], _ offset: Int) {
        for (before, after) in [("\"", "\""), ("{\"", "\":1}"), ("[\"a\",\"", "")] {
            let error = #expect(throws: JSONError.self) {
                try JSONDocument(Array(before.utf8) + bytes + Array(after.utf8))
            }
            #expect(error?.reason == .invalidUTF8)
            #expect(error?.offset == before.utf8.count + offset)
        }
    }

    @Test("Takes the edges of UTF-8")
    func edgesOfUTF8() throws {
        let text =
            "\u{7f}\u{80}\u{7ff}\u{800}\u{fff}\u{1000}\u{cfff}\u{d7ff}\u{e000}\u{ffff}\u{10000}\u{fffff}\u{10ffff}"
        #expect(try JSONDocument(Array("\"\(text)\"".utf8)).root.string == text)
    }

    private func expectRefusal(_ row: Refusal) {
        let error = #expect(throws: JSONError.self, "\(row.text)") { try JSONDocument(Array(row.text.utf8)) }
        #expect(error?.reason == row.reason, "\(row.text)")
        #expect(error?.offset == row.offset, "\(row.text)")
    }
}
