import Foundation
import OutboxCore
import OutboxFuzz
import Testing

@Suite("JSON beside Foundation")
struct FoundationAgreementTests {
    @Test("20,000 random documents are read as Foundation reads them", .timeLimit(.minutes(10)))
    func random() async {
        let seed: UInt64 = 20_260_101
        let report = await JSONFuzz(seed: seed).run(0..<20_000)
        #expect(report.documents == 20_000)
        #expect(report.accepted > 10_000)
        #expect(report.stricter["duplicate key", default: 0] > 500)
        #expect(report.stricter["depth", default: 0] > 200)
        for difference in report.differences.prefix(20) { Issue.record("seed \(seed), \(difference)") }
    }

    /// Where Foundation and the reader part on purpose; the comparison leaves these out, each for this reason.
    static let stricterThanFoundation: [(String, [UInt8], String)] = [
        ("a comma before the end of an array", Array("[1,]".utf8), "RFC 8259, section 5"),
        ("a comma before the end of an object", Array(#"{"a":1,}"#.utf8), "RFC 8259, section 4"),
        ("a byte order mark", [0xef, 0xbb, 0xbf, 0x5b, 0x5d], "RFC 8259, section 8.1, lets a parser refuse it"),
        ("UTF-16", [0x5b, 0, 0x31, 0, 0x5d, 0], "RFC 8259, section 8.1, asks for UTF-8"),
        (
            "a key twice", Array(#"{"a":1,"a":2}"#.utf8),
            "our own rule: JSONSerialization takes the last, JSONDecoder the first"
        ),
        ("a key twice in two spellings", Array(#"{"a":1,"\u0061":2}"#.utf8), "our own rule"),
        ("65 arrays inside each other", JSONLimitsTests.nested(65), "our own rule: Foundation takes 512"),
    ]

    @Test("Refuses what Foundation takes against the grammar or our own rules", arguments: stricterThanFoundation)
    func stricter(_ name: String, _ bytes: [UInt8], _ reason: String) {
        #expect(throws: JSONError.self, "\(name): \(reason)") { try JSONDocument(bytes) }
        #expect(throws: Never.self, "\(name)") {
            try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        }
    }

    @Test("Takes numbers beyond Double, which Foundation refuses: RFC 8259, section 6, has no limit")
    func beyondDouble() throws {
        let bytes = Array("[1e999]".utf8)
        #expect(try JSONDocument(bytes).root[0]?.kind == .number)
        #expect(throws: (any Error).self) { try JSONSerialization.jsonObject(with: Data(bytes)) }
        #expect(throws: (any Error).self) { try JSONDecoder().decode([Double].self, from: Data(bytes)) }
    }

    @Test("Reads numbers too small for Double as zero, as JSONSerialization does; JSONDecoder refuses them")
    func belowDouble() throws {
        let bytes = Array("[1e-999]".utf8)
        #expect(try JSONDocument(bytes).root[0]?.double == 0)
        #expect((try JSONSerialization.jsonObject(with: Data(bytes)) as? [Double]) == [0])
        #expect(throws: (any Error).self) { try JSONDecoder().decode([Double].self, from: Data(bytes)) }
    }

    @Test("Keeps keys apart that Unicode calls equivalent; Foundation's dictionaries hold them once")
    func equivalentKeys() throws {
        let bytes = Array("{\"e\u{301}\":1,\"\u{e9}\":2}".utf8)
        #expect(try JSONDocument(bytes).root.count == 2)
        #expect((try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Int])?.count == 1)
    }

    @Test("Keeps U+FEFF in strings, as JSONDecoder does; JSONSerialization loses it")
    func byteOrderMarkInString() throws {
        let bytes = Array("[\"\u{feff}a\"]".utf8)
        #expect(try JSONDocument(bytes).root[0]?.isString("\u{feff}a") == true)
        #expect(try JSONDecoder().decode([String].self, from: Data(bytes))[0].utf8.count == 4)
        #expect((try JSONSerialization.jsonObject(with: Data(bytes)) as? [String])?[0].utf8.count == 1)
    }

    @Test("The same document comes of the same seed and number")
    func repeatable() async {
        let one = await JSONFuzz(seed: 3).run(0..<200)
        let two = await JSONFuzz(seed: 3).run(0..<200)
        #expect(one.accepted == two.accepted)
        #expect(one.stricter == two.stricter)
    }
}
