import OutboxIntake
import Testing

@Suite("Cutting files into lines and rows")
struct LineSplitterTests {
    /// Cuts a text in portions of every size, which must never change the outcome.
    private func records(_ text: String, limit: Int = 100, rows: Bool = false) -> [FileRecord] {
        let bytes = Array(text.utf8)
        var outcomes: [[FileRecord]] = []
        for portion in 1...max(1, bytes.count) {
            var splitter = LineSplitter(limit: limit, joinsQuotedLines: rows)
            var records: [FileRecord] = []
            for start in stride(from: 0, to: bytes.count, by: portion) {
                records += splitter.split(bytes[start..<min(start + portion, bytes.count)])
            }
            if let last = splitter.finish() { records.append(last) }
            outcomes.append(records)
        }
        #expect(outcomes.allSatisfy { $0 == outcomes[0] }, "\(text.prefix(100))")
        return outcomes[0]
    }

    private func texts(_ text: String, rows: Bool = false) -> [String] {
        records(text, rows: rows).map { "\($0.line):" + String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("lines end with LF or CRLF, empty ones are passed over, the last needs no end")
    func lineEnds() {
        #expect(texts("a\r\n\n  \nb\nc") == ["1:a", "4:b", "5:c"])
        #expect(texts("a\n\r\n\t\r\n").count == 1)
        #expect(texts("") == [] && texts("\n") == [])
    }

    @Test("a line beyond the limit is skipped and shown by its beginning")
    func tooLong() {
        let records = records("a\n" + String(repeating: "x", count: 300) + "\nb", limit: 250)
        #expect(records.map(\.isTooLong) == [false, true, false])
        #expect(records.map(\.line) == [1, 2, 3])
        #expect(records[1].bytes.count == LineSplitter.shownBytes)
        #expect(self.records("xxx\r\nyyyy", limit: 4).map(\.isTooLong) == [false, false])
    }

    @Test("a quoted cell may span lines, a doubled quote does not end it")
    func quotedLines() {
        #expect(texts("a,\"b\nc\"\nd", rows: true) == ["1:a,\"b\nc\"", "3:d"])
        #expect(texts("\"a\"\"\r\nb\",c\r\nd", rows: true) == ["1:\"a\"\"\r\nb\",c", "3:d"])
        #expect(texts("\"a\"\n\"b\"\n", rows: true) == ["1:\"a\"", "2:\"b\""])
    }

    @Test("a quote inside a cell that did not begin with one takes no other line with it")
    func strayQuotes() {
        #expect(texts("a,5\" pipe\nb,c\n", rows: true) == ["1:a,5\" pipe", "2:b,c"])
        #expect(texts("\"a\"x\"\nb", rows: true) == ["1:\"a\"x\"", "2:b"])
    }

    @Test("a quote that never ends takes no more than the limit with it")
    func endlessQuote() {
        let lines = (0..<50).map { "line \($0)" }.joined(separator: "\n")
        let records = records("a,\"b\n" + lines, limit: 100, rows: true)
        #expect(records[0].isTooLong && records[0].line == 1)
        #expect(records.count > 30 && records.dropFirst().allSatisfy { !$0.isTooLong })
    }

    @Test("a byte order mark at the beginning is passed over, elsewhere it stays", arguments: [false, true])
    func byteOrderMark(_ rows: Bool) {
        #expect(texts("\u{FEFF}a\n\u{FEFF}b", rows: rows) == ["1:a", "2:\u{FEFF}b"])
        #expect(texts("\u{FEFF}", rows: rows) == [])
        #expect(texts("\u{FEFF}\"a\nb\",c\nd", rows: true) == ["1:\"a\nb\",c", "3:d"])
    }
}
