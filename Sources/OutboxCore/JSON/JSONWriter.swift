/// Writes a JSON document piece by piece into bytes, without values in between; commas are put where they belong.
///
/// ```swift
/// writer.beginObject()
/// writer.key("value")
/// writer.value(event["value"])    // copied as it stands, digit for digit
/// writer.endObject()
/// ```
///
/// The caller keeps the order: each begin has its end, each member its key. Debug builds check it, release builds do
/// not.
package struct JSONWriter: Sendable {
    /// What has been written, and behind it zeros: room for more that needs no asking byte by byte.
    private var memory: [UInt8]
    /// How many bytes have been written.
    package private(set) var count = 0
    /// Whether a value or key stands before the position in the same object or array.
    private var needsComma = false
    private var depth = 0

    /// Copying them costs less than making an array of zeros.
    private static let zeros = [UInt8](repeating: 0, count: 4096)

    /// An empty writer with room for so many bytes.
    package init(capacity: Int = 0) {
        memory = capacity <= Self.zeros.count ? Array(Self.zeros[..<capacity]) : [UInt8](repeating: 0, count: capacity)
    }

    /// What has been written, copied.
    package var bytes: [UInt8] { Array(memory[..<count]) }

    /// Takes what has been written without copying it, and leaves an empty writer.
    package mutating func takeBytes() -> [UInt8] {
        memory.removeLast(memory.count - count)
        let bytes = memory
        memory = []
        removeAll()
        return bytes
    }

    /// Forgets what was written, to start the next document; the room stays.
    package mutating func removeAll() {
        count = 0
        needsComma = false
        depth = 0
    }

    /// A place in what was written, to go back to.
    package struct Position: Sendable {
        /// How many bytes stand before it.
        package let offset: Int
        fileprivate let needsComma: Bool
        fileprivate let depth: Int
    }

    /// The place where the next value or key goes.
    package var position: Position { Position(offset: count, needsComma: needsComma, depth: depth) }

    /// Forgets what was written since a place.
    package mutating func rewind(to position: Position) {
        count = position.offset
        needsComma = position.needsComma
        depth = position.depth
    }

    /// Opens an object.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Closes the object that was opened last.
    package mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Opens an array.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Closes the array that was opened last.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes the key of the next value.
    package mutating func key(_ key: String) {
        string(key)
        append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the key of the next value, which must need no escapes; quicker than a string.
    package mutating func key(_ key: StaticString) {
        separate()
        append(UInt8(ascii: "\""))
        key.withUTF8Buffer { text in
            assert(text.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }, "a key with escapes")
            append(text)
        }
        append(UInt8(ascii: "\""))
        append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the key of the next value, which was made ready before.
    package mutating func key(_ key: JSONKey) {
        separate()
        key.bytes.withUnsafeBufferPointer { append($0) }
        needsComma = false
    }

    /// Writes the key of the next value as it stands in another document.
    package mutating func key(_ key: JSONValue) {
        assert(key.kind == .string, "a key that is no string")
        value(key)
        append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, escaping only what must be (RFC 8785, section 3.2.2.2).
    package mutating func string(_ text: String) {
        separate()
        JSONText.encode(text, into: &self)
    }

    /// Writes a string that is given as UTF-8; what is not UTF-8 must not be given.
    package mutating func string(_ utf8: ArraySlice<UInt8>) {
        separate()
        utf8.withUnsafeBufferPointer { JSONText.encode($0, into: &self) }
    }

    /// Writes an integer.
    package mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { append(UInt8(ascii: "-")) }
        let start = count
        var rest = value.magnitude
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        memory[start..<count].reverse()
    }

    /// Writes an integer.
    package mutating func integer(_ value: Int) { integer(Int64(value)) }

    /// Writes a decimal number, all its digits and no exponent.
    package mutating func decimal(_ value: ExactDecimal) {
        separate()
        append(value.description)
    }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) {
        separate()
        append(value ? "true" : "false")
    }

    /// Writes `null` as the next value.
    package mutating func null() {
        separate()
        append("null")
    }

    /// Writes one value whose text is given; nothing is checked.
    package mutating func raw(_ text: ArraySlice<UInt8>) {
        separate()
        text.withUnsafeBufferPointer { append($0) }
    }

    /// Writes one value whose text is given; nothing is checked.
    package mutating func raw(_ text: [UInt8]) { raw(text[...]) }

    /// Writes a value as it stands in its document, white space inside it included.
    package mutating func value(_ value: JSONValue) {
        separate()
        let range = value.tapeNode.range
        value.storage.bytes.withUnsafeBufferPointer { append(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Writes a key that was made ready before and its value, whose text is given and not checked: for the hot path.
    package mutating func member(_ key: JSONKey, _ value: UnsafeBufferPointer<UInt8>) {
        key.bytes.withUnsafeBufferPointer { member($0, value) }
    }

    /// Writes the bytes of a key that was made ready before and its value, whose text is given and not checked.
    package mutating func member(_ key: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        makeRoom(key.count + value.count + 1)
        separate()
        append(key)
        append(value)
    }

    /// Writes a key that was made ready before and its value as it stands in its document.
    package mutating func member(_ key: JSONKey, _ value: JSONValue) {
        let range = value.tapeNode.range
        value.storage.bytes.withUnsafeBufferPointer { member(key, UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Writes one value whose text is given; nothing is checked.
    package mutating func raw(_ text: UnsafeBufferPointer<UInt8>) {
        separate()
        append(text)
    }

    /// Writes what another writer has written: one value.
    package mutating func raw(_ other: JSONWriter) {
        separate()
        other.memory.withUnsafeBufferPointer { append(UnsafeBufferPointer(rebasing: $0[..<other.count])) }
    }

    /// Writes a value in its canonical form; see ``JSONValue/canonicalBytes(applying:)``.
    package mutating func canonical(_ value: JSONValue, applying edits: JSONEdits = JSONEdits()) {
        raw(value.canonicalBytes(applying: edits))
    }

    /// Ends a line between two documents (NDJSON).
    package mutating func lineFeed() {
        assert(depth == 0, "a line feed inside a document")
        append(UInt8(ascii: "\n"))
        needsComma = false
    }

    /// Puts the comma before a value or key that has one before it.
    @inline(__always)
    private mutating func separate() {
        if needsComma { append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ character: UInt8) {
        separate()
        append(character)
        needsComma = false
        depth += 1
    }

    private mutating func end(_ character: UInt8) {
        assert(depth > 0, "an end without its begin")
        append(character)
        needsComma = true
        depth -= 1
    }
}

// MARK: - Memory

extension JSONWriter: JSONSink {
    mutating func append(_ byte: UInt8) {
        if count == memory.count { grow(by: 1) }
        memory[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        makeRoom(bytes.count)
        let start = count
        memory.withUnsafeMutableBufferPointer { memory in
            guard let first = memory.baseAddress else { return }
            (first + start).copy(from: source, count: bytes.count)
        }
        count += bytes.count
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    @inline(__always)
    private mutating func makeRoom(_ needed: Int) {
        if memory.count - count < needed { grow(by: needed) }
    }

    @inline(never)
    private mutating func grow(by needed: Int) {
        let wanted = max(count + needed, 2 * memory.count, 64)
        memory.reserveCapacity(wanted)
        while memory.count < wanted {
            memory.append(contentsOf: Self.zeros[..<min(Self.zeros.count, wanted - memory.count)])
        }
    }
}
