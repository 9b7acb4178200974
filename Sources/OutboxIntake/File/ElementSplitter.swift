/// Cuts the elements out of a stream that is one JSON array, or values one after the other.
///
/// It follows strings and brackets alone; whether an element is valid JSON is judged by whoever parses it. What is not
/// inside an element and is neither the array's brackets, a comma nor white space becomes a record of its own, so that
/// it is reported where it stands. A broken element takes as little as possible of the others with it: a bracket closes
/// the nearest one of its kind, and in a file a string ends with its line at the latest, as JSON wants it.
package struct ElementSplitter: Sendable {
    private var record: RecordBuffer
    private var mark = ByteOrderMark()
    private var line = 1
    private var firstLine = 1
    /// The open brackets of the element, and how many more are open inside them.
    private var brackets: [UInt8] = []
    private var deeper = 0
    private var isInString = false
    private var isEscaped = false
    private var isInArray = false
    private var hasBegun = false
    private let endsAtLines: Bool

    /// The brackets that are told apart; no event may be as deep.
    private static let maximumBrackets = 128

    /// Makes a splitter at line 1 whose elements hold at most `limit` bytes.
    ///
    /// - Parameter endsAtLines: whether a broken string, and a value that is in no bracket, ends with its line.
    package init(limit: Int, endsAtLines: Bool = true) {
        record = RecordBuffer(limit: limit)
        self.endsAtLines = endsAtLines
    }

    /// Takes the next bytes of the stream and returns the elements that end in them.
    package mutating func split(_ bytes: ArraySlice<UInt8>) -> [FileRecord] {
        var records: [FileRecord] = []
        let (held, rest) = mark.skip(bytes)
        cut(held, into: &records)
        cut(rest, into: &records)
        return records
    }

    /// Returns what is left when the stream has ended: an element that was cut off, or a missing bracket.
    package mutating func finish() -> FileRecord? {
        var records: [FileRecord] = []
        cut(mark.finish(), into: &records)
        if let record = takeRecord() { return record }
        guard isInArray else { return nil }
        isInArray = false
        return FileRecord(line: line, bytes: Array("[".utf8))
    }

    private mutating func cut(_ bytes: ArraySlice<UInt8>, into records: inout [FileRecord]) {
        bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            while position < bytes.count {
                let end = endOfRun(in: bytes, from: position)
                if end > position {
                    append(bytes[position..<end])
                    position = end
                } else {
                    if let record = take(bytes[position], bytes[position...position]) { records.append(record) }
                    if bytes[position] == UInt8(ascii: "\n") { line += 1 }
                    position += 1
                }
            }
        }
    }

    /// The end of the bytes from here on that mean nothing to the splitter.
    private func endOfRun(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard isInString ? !isEscaped : !brackets.isEmpty else { return start }
        var position = start
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""), UInt8(ascii: "\n"): return position
            case UInt8(ascii: "\\") where isInString: return position
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
                if !isInString { return position }
            default: break
            }
            position += 1
        }
        return position
    }

    private mutating func take(_ byte: UInt8, _ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> FileRecord? {
        if isInString { return takeInString(byte, bytes) }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            append(bytes)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if byte == UInt8(ascii: "["), !hasBegun {
                (isInArray, hasBegun) = (true, true)
            } else {
                open(byte)
                append(bytes)
            }
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            return takeClosing(byte, bytes)
        case UInt8(ascii: ",") where brackets.isEmpty, UInt8(ascii: "\n") where brackets.isEmpty && endsAtLines:
            return takeRecord()
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
            if record.length > 0 { append(bytes) }
        default:
            append(bytes)
        }
        return nil
    }

    private mutating func takeInString(_ byte: UInt8, _ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> FileRecord? {
        if byte == UInt8(ascii: "\n"), endsAtLines { return takeRecord() }
        append(bytes)
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
        return nil
    }

    private mutating func open(_ bracket: UInt8) {
        if brackets.count < Self.maximumBrackets { brackets.append(bracket) } else { deeper += 1 }
    }

    private mutating func takeClosing(_ byte: UInt8, _ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> FileRecord? {
        if deeper > 0 {
            deeper -= 1
            append(bytes)
            return nil
        }
        let bracket = byte == UInt8(ascii: "]") ? UInt8(ascii: "[") : UInt8(ascii: "{")
        if let opening = brackets.lastIndex(of: bracket) {
            brackets.removeSubrange(opening...)
            append(bytes)
            return brackets.isEmpty ? takeRecord() : nil
        }
        if isInArray, byte == UInt8(ascii: "]") {
            isInArray = false
            return takeRecord()
        }
        append(bytes)
        return brackets.isEmpty ? takeRecord() : nil
    }

    private mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        if record.length == 0 { (firstLine, hasBegun) = (line, true) }
        record.append(bytes)
    }

    private mutating func takeRecord() -> FileRecord? {
        brackets.removeAll(keepingCapacity: true)
        (deeper, isInString, isEscaped) = (0, false, false)
        guard record.length > 0 else { return nil }
        let (bytes, leftOut) = record.take()
        return FileRecord(line: firstLine, bytes: bytes, lastLine: line, leftOut: leftOut)
    }
}
