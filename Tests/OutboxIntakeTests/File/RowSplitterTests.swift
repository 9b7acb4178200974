import OutboxIntake
import OutboxTestSupport
import Testing

@Suite("Cutting files into rows of comma-separated values")
struct RowSplitterTests {
    private func records(_ text: String, limit: Int, portion: Int) -> [FileRecord] {
        let bytes = Array(text.utf8)
        var splitter = RowSplitter(limit: limit)
        var records: [FileRecord] = []
        for start in stride(from: 0, to: bytes.count, by: portion) {
            records += splitter.split(bytes[start..<min(start + portion, bytes.count)])
        }
        return records + splitter.finish()
    }

    /// Cuts a text in portions of every size, which must never change the outcome.
    private func records(_ text: String, limit: Int = 100) -> [FileRecord] {
        let outcomes = (1...max(1, text.utf8.count)).map { records(text, limit: limit, portion: $0) }
        #expect(outcomes.allSatisfy { $0 == outcomes[0] }, "\(text.prefix(100))")
        return outcomes[0]
    }

    private func texts(_ text: String) -> [String] {
        records(text).map { "\($0.line):" + String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("rows end with LF or CRLF, empty ones are passed over, the last needs no end")
    func lineEnds() {
        #expect(texts("a\r\n\n  \nb\nc") == ["1:a", "4:b", "5:c"])
        #expect(texts("\u{FEFF}a\n\u{FEFF}b") == ["1:a", "2:\u{FEFF}b"])
        #expect(texts("") == [] && texts("\n") == [] && texts("\u{FEFF}") == [])
    }

    @Test("a quoted cell may span lines, a doubled quote does not end it")
    func quotedLines() {
        #expect(texts("a,\"b\nc\"\nd,e") == ["1:a,\"b\nc\"", "3:d,e"])
        #expect(texts("\"a\"\"\r\nb\",c\r\nd") == ["1:\"a\"\"\r\nb\",c", "3:d"])
        #expect(texts("\"a\"\n\"b\"\n") == ["1:\"a\"", "2:\"b\""])
        #expect(texts("a,b\n1,\"x\r\n\r\ny\"\r\n2,z") == ["1:a,b", "2:1,\"x\r\n\r\ny\"", "5:2,z"])
        #expect(texts("\u{FEFF}\"a\nb\",c\nd") == ["1:\"a\nb\",c", "3:d"])
        #expect(records("a,\"b\nc\"\nd").map(\.lastLine) == [2, 3])
        #expect(records("a,\"b\nc\"").map(\.lastLine) == [2])
    }

    @Test("a quote inside a cell that did not begin with one takes no other line with it")
    func strayQuotes() {
        #expect(texts("a,5\" pipe\nb,c\n") == ["1:a,5\" pipe", "2:b,c"])
        #expect(texts("\"a\"x\"\nb") == ["1:\"a\"x\"", "2:b"])
    }

    @Test(
        "a quote that never ends costs its own line alone: to the limit, to the end, and to another row's quotes",
        arguments: [
            (0..<50).map { "\($0),line" }, ["1,b"], ["1,\"Doe, J\"", "2,c"], ["1,b", "2,c\",d", "3,e"],
            ["1,\"\"", "2,\"x\"", "3,y"],
        ])
    func endlessQuote(_ lines: [String]) {
        let all = ["a,b", "0,\"b"] + lines
        for text in [all.joined(separator: "\n"), all.joined(separator: "\r\n") + "\r\n"] {
            #expect(texts(text) == all.enumerated().map { "\($0 + 1):\($1)" })
        }
    }

    @Test("a cell over several lines is read again whole after a row that is broken")
    func readAgain() {
        #expect(
            texts("a,b\n0,\"x\n1,\"two\nlines\"\n2,y") == ["1:a,b", "2:0,\"x", "3:1,\"two\nlines\"", "5:2,y"])
    }

    @Test("a line beyond the limit is skipped, and it is said what was left out")
    func tooLong() {
        let (plain, quoted) = (String(repeating: "x", count: 350), "\"" + String(repeating: "y", count: 260))
        let records = records("a\n\(plain)\nb\n\(quoted)\nc", limit: 250)
        #expect(records.map(\.isTooLong) == [false, true, false, true, false])
        #expect(records.map(\.line) == [1, 2, 3, 4, 5])
        #expect(records.map(\.leftOut) == [0, 150, 0, 61, 0])
    }

    @Test("a file with such a quote in every line is read a few times at most")
    func brokenAllOver() {
        let limit = 1 << 12
        let lines = ["a,b"] + (0..<20_000).map { "a\($0)\",\"" }
        // Each stays open over the next ones: without a bound every line would be read a thousand times.
        let time = ContinuousClock().measure {
            let records = records(lines.joined(separator: "\n"), limit: limit, portion: 1 << 16)
            #expect(records.count == lines.count)
        }
        #expect(time < .seconds(20))
    }

    @Test("every line of a random file is in one record, whole, and the portions change nothing")
    func random() throws {
        var random = SeededRandom(printingSeedAs: "ROWS_SEED")
        let pieces = ["a", ",", ",", "\"", "\"\"", "\n", "\n", "\r\n", ",\"", "\",", "é"]
        for _ in 0..<2000 {
            let text = (0..<Int(random.next() % 60)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
                .joined()
            let limit = 5 + Int(random.next() % 40)
            let found = records(text, limit: limit, portion: 1 + Int(random.next() % 20))
            #expect(found == records(text, limit: limit, portion: max(1, text.utf8.count)), "\(random): \(text)")
            let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            var next = 1
            for record in found {
                try #require(record.line >= next && record.lastLine >= record.line, "\(random): \(text)")
                // What is passed over is empty.
                #expect(lines[next - 1..<record.line - 1].allSatisfy { $0.allSatisfy { $0 == 13 } }, "\(random)")
                var whole = Array(lines[record.line - 1...record.lastLine - 1].joined(separator: [10]))
                if record.isTooLong {
                    #expect(record.bytes.count + record.leftOut == whole.count, "\(random): \(text)")
                } else {
                    if whole.last == 13 { whole.removeLast() }
                    #expect(record.bytes == whole, "\(random): \(text)")
                    #expect(record.bytes.count <= limit, "\(random): \(text)")
                }
                next = record.lastLine + 1
            }
            #expect(lines[(next - 1)...].allSatisfy { $0.allSatisfy { $0 == 13 } }, "\(random): \(text)")
        }
    }
}
