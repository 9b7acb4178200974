import OutboxIntake
import Testing

@Suite("Cutting JSON into elements")
struct ElementSplitterTests {
    /// Cuts a text in portions of every size, which must never change the outcome.
    private func records(_ text: String, limit: Int = 100) -> [FileRecord] {
        let bytes = Array(text.utf8)
        var outcomes: [[FileRecord]] = []
        for portion in 1...max(1, bytes.count) {
            var splitter = ElementSplitter(limit: limit)
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
        records(text).map { "\($0.line):" + String(decoding: $0.bytes, as: UTF8.self) + ($0.isTooLong ? "…" : "") }
    }

    @Test("the elements of an array, and values one after the other")
    func arrays() {
        #expect(texts(#"[{"a":"]},"},"# + "\n" + #" {"b":[1,2]}]"# + "\n") == [#"1:{"a":"]},"}"#, #"2:{"b":[1,2]}"#])
        #expect(texts("{\"a\":1}\n{\"a\":2}{\"a\":3}") == [#"1:{"a":1}"#, #"2:{"a":2}"#, #"2:{"a":3}"#])
        #expect(texts("[]") == [] && texts(" [ \n ] ") == [] && texts("") == [])
        #expect(texts("[{\n\"a\" : 1\n}]") == ["1:{\n\"a\" : 1\n}"])
        #expect(texts(#"[{"a\"]":"\\"}, {}]"#) == [#"1:{"a\"]":"\\"}"#, "1:{}"])
    }

    @Test("what is cut off is reported")
    func cutOff() {
        #expect(texts(#"[{"a":1},"#) == [#"1:{"a":1}"#, "1:["])
        #expect(texts(#"[{"a":1"#) == [#"1:{"a":1"#])
        #expect(texts("[") == ["1:["])
    }

    @Test("what stands between the elements is reported where it stands, and takes none with it")
    func garbage() {
        #expect(texts("[{} x, {},\ny 5\n{}]") == ["1:{}", "1:x", "1:{}", "2:y 5", "3:{}"])
        #expect(texts("{}]{}") == ["1:{}", "1:]", "1:{}"])
        #expect(texts(#""a" [1,[2]] {}"#).last == "1:{}" || texts(#""a" [1,[2]] {}"#).count == 1)
    }

    @Test(
        "an element whose brackets do not match takes no other with it",
        arguments: [
            #"{"a":[1}"#, #"{"a":[[1}"#, #"{"a":1"#, #"{"a":1]"#,
        ])
    func brackets(_ bad: String) {
        let texts = texts("[\(bad),\n{\"b\":1},\n{\"b\":2}]")
        #expect(texts.first?.hasPrefix("1:{\"a\"") == true)
        #expect(bad.hasSuffix("1") || texts.contains("2:{\"b\":1}") && texts.contains("3:{\"b\":2}"), "\(texts)")
    }

    @Test("a string that does not end on its line takes no other line with it")
    func endlessString() {
        let texts = texts("[{\"a\":\"x},\n{\"b\":1},\n{\"b\":2}]")
        #expect(texts == ["1:{\"a\":\"x},", "2:{\"b\":1}", "3:{\"b\":2}"])
    }

    @Test("an element beyond the limit is skipped, however deep, and shown by its beginning")
    func tooLong() {
        let deep = String(repeating: "[{\"a\":", count: 1000) + String(repeating: "}]", count: 1000)
        var splitter = ElementSplitter(limit: 300)
        let records = splitter.split(Array("[\(deep),{\"b\":1}]".utf8)[...])
        #expect(records.map(\.isTooLong) == [true, false])
        #expect(records[0].bytes.count == LineSplitter.shownBytes)
        #expect(splitter.finish() == nil)
    }

    @Test("a byte order mark at the beginning is passed over")
    func byteOrderMark() {
        #expect(texts("\u{FEFF}[{},{}]") == ["1:{}", "1:{}"])
        #expect(texts("\u{FEFF}{}") == ["1:{}"])
    }
}
