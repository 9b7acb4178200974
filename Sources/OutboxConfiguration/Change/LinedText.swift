import OutboxYAML

/// The bytes of a YAML text with its lines, and where in a line an entry may stand.
///
/// It knows too little of YAML to be sure of a place, so it names all that may be meant; the caller checks what a
/// change at each of them does.
struct LinedText {
    /// Where a key and its value may stand.
    struct Place: Hashable {
        /// The key, with its quotes.
        let key: Range<Int>
        /// The value, without quotes.
        let value: Range<Int>
        /// From the key to the end of the value, its quotes included.
        let pair: Range<Int>
    }

    let bytes: [UInt8]
    /// Each line with its line break.
    private let lineRanges: [Range<Int>]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var ranges: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            ranges.append(start..<index + 1)
            start = index + 1
        }
        if start < bytes.count { ranges.append(start..<bytes.count) }
        lineRanges = ranges
    }

    /// A line's bytes with its line break; nil behind the end.
    func range(ofLine line: Int) -> Range<Int>? {
        lineRanges.indices.contains(line - 1) ? lineRanges[line - 1] : nil
    }

    /// The line break that a line has, else the one that lines of the text have.
    func lineEnd(ofLine line: Int) -> String {
        let range = range(ofLine: line) ?? 0..<0
        if bytes[range].suffix(2) == [UInt8(ascii: "\r"), UInt8(ascii: "\n")] { return "\r\n" }
        return "\n"
    }

    /// The lines that a change touches; none where it only puts something in before a line.
    func lines(of change: TextChange) -> [Int] {
        lineRanges.indices.filter { index in
            let line = lineRanges[index]
            return change.range.isEmpty
                ? line.lowerBound < change.range.lowerBound && change.range.lowerBound < line.upperBound
                : line.overlaps(change.range)
        }.map { $0 + 1 }
    }

    /// Where an entry of a mapping may stand, by its key and the lines of key and value.
    func places(of entry: YAMLEntry) -> [Place] {
        guard let line = range(ofLine: entry.line) else { return [] }
        return keys(entry.key, in: line).flatMap { key, afterColon -> [Place] in
            let valueStart: Int
            if entry.value.line == entry.line {
                valueStart = skipSpaces(afterColon, in: line)
            } else if let valueLine = range(ofLine: entry.value.line) {
                valueStart = skipSpaces(valueLine.lowerBound, in: valueLine)
            } else {
                return []
            }
            guard let valueLine = lineRanges.first(where: { $0.contains(valueStart) }) else { return [] }
            return values(at: valueStart, in: valueLine).map { value, end in
                Place(key: key, value: value, pair: key.lowerBound..<end)
            }
        }
    }

    /// Ways to take an entry out: its line, else itself with one of the commas around it.
    func removals(of place: Place) -> [TextChange] {
        var removals: [TextChange] = []
        if let lines = ownLines(place) { removals.append(TextChange(range: lines, text: "")) }
        if let after = comma(after: place.pair.upperBound) {
            removals.append(TextChange(range: place.pair.lowerBound..<after, text: ""))
        }
        if let before = comma(before: place.pair.lowerBound) {
            removals.append(TextChange(range: before..<place.pair.upperBound, text: ""))
        }
        return removals + [TextChange(range: place.pair, text: "")]
    }

    /// Ways to put another entry in the place of one; a comment behind it, which spoke of the old one, goes.
    func replacements(of place: Place, by text: String) -> [TextChange] {
        guard let lines = ownLines(place), bytes[place.pair.upperBound..<lines.upperBound].contains(UInt8(ascii: "#"))
        else { return [TextChange(range: place.pair, text: text)] }
        let end = contentEnd(of: lines)
        return [
            TextChange(range: place.pair.lowerBound..<end, text: text), TextChange(range: place.pair, text: text),
        ]
    }

    /// Where a text can stand as a key in a line, and the position behind its colon.
    private func keys(_ key: String, in line: Range<Int>) -> [(key: Range<Int>, afterColon: Int)] {
        ["", "\"", "'"].flatMap { quote -> [(key: Range<Int>, afterColon: Int)] in
            let word = Array((quote + key + quote).utf8)
            return line.compactMap { start in
                let end = start + word.count
                guard end <= line.upperBound, bytes[start..<end].elementsEqual(word),
                    start == line.lowerBound || " {,".utf8.contains(bytes[start - 1])
                else { return nil }
                let colon = skipSpaces(end, in: line)
                guard colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else { return nil }
                return (start..<end, colon + 1)
            }
        }
    }

    /// The scalars that may begin at a position: without their quotes, and where they end with them.
    private func values(at start: Int, in line: Range<Int>) -> [(value: Range<Int>, end: Int)] {
        let contentEnd = contentEnd(of: line)
        guard start < contentEnd else { return [] }
        if bytes[start] == UInt8(ascii: "&") {
            let name = bytes[start..<contentEnd].prefix { $0 != UInt8(ascii: " ") }
            return values(at: skipSpaces(name.endIndex, in: line), in: line)
        }
        if bytes[start] == UInt8(ascii: "\"") || bytes[start] == UInt8(ascii: "'") {
            guard let end = bytes[(start + 1)..<contentEnd].firstIndex(of: bytes[start]) else { return [] }
            return [(start + 1..<end, end + 1)]
        }
        let text = bytes[start..<contentEnd]
        let ends = [text.firstIndex { ",}".utf8.contains($0) }, commentStart(in: start..<contentEnd), contentEnd]
        return ends.compactMap(\.self).map { end in
            var end = end
            while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
            return (start..<end, end)
        }.filter { !$0.0.isEmpty }
    }

    /// The lines from the key to the value where nothing else stands in them but a comma and comments.
    private func ownLines(_ place: Place) -> Range<Int>? {
        guard let first = lineRanges.first(where: { $0.contains(place.pair.lowerBound) }),
            let last = lineRanges.first(where: { $0.contains(place.pair.upperBound - 1) }),
            bytes[first.lowerBound..<place.pair.lowerBound].allSatisfy({ $0 == UInt8(ascii: " ") })
        else { return nil }
        var rest = skipSpaces(place.pair.upperBound, in: last)
        if rest < last.upperBound, bytes[rest] == UInt8(ascii: ",") { rest = skipSpaces(rest + 1, in: last) }
        guard rest >= contentEnd(of: last) || bytes[rest] == UInt8(ascii: "#") else { return nil }
        return first.lowerBound..<last.upperBound
    }

    private func comma(after end: Int) -> Int? {
        guard let line = lineRanges.first(where: { $0.contains(end) }) else { return nil }
        let comma = skipSpaces(end, in: line)
        guard comma < line.upperBound, bytes[comma] == UInt8(ascii: ",") else { return nil }
        return skipSpaces(comma + 1, in: line)
    }

    private func comma(before start: Int) -> Int? {
        var index = start - 1
        while index >= 0, bytes[index] == UInt8(ascii: " ") { index -= 1 }
        return index >= 0 && bytes[index] == UInt8(ascii: ",") ? index : nil
    }

    private func skipSpaces(_ start: Int, in line: Range<Int>) -> Int {
        var index = start
        while index < line.upperBound, bytes[index] == UInt8(ascii: " ") { index += 1 }
        return index
    }

    /// Where a line's line break begins.
    private func contentEnd(of line: Range<Int>) -> Int {
        var end = line.upperBound
        while end > line.lowerBound, "\r\n".utf8.contains(bytes[end - 1]) { end -= 1 }
        return end
    }

    private func commentStart(in range: Range<Int>) -> Int? {
        range.dropFirst().first { bytes[$0] == UInt8(ascii: "#") && bytes[$0 - 1] == UInt8(ascii: " ") }
    }
}
