import OutboxIntake
import Testing

@Suite("Cutting files into lines")
struct LineSplitterTests {
    /// Cuts a text in portions of every size, which must never change the outcome.
    private func records(_ text: String, limit: Int = 100) -> [FileRecord] {
        let bytes = Array(text.utf8)
        var outcomes: [[FileRecord]] = []
        for portion in 1...max(1, bytes.count) {
            var splitter = LineSplitter(limit: limit)
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

    private func texts(_ text: String) -> [String] {
        records(text).map { "\($0.line):" + String(decoding: $0.bytes, as: UTF8.self) }
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
        #expect(records.map(\.leftOut) == [0, 100, 0])
        #expect(self.records("xxx\r\nyyyy", limit: 4).map(\.isTooLong) == [false, false])
    }

    @Test("a byte order mark at the beginning is passed over, elsewhere it stays")
    func byteOrderMark() {
        #expect(texts("\u{FEFF}a\n\u{FEFF}b") == ["1:a", "2:\u{FEFF}b"])
        #expect(texts("\u{FEFF}") == [])
    }
}
