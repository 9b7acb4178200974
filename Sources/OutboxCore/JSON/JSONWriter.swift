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
    /// What has been written.
    package internal(set) var bytes: [UInt8] = []
    /// Whether a value or key stands before the position in the same object or array.
    private var needsComma = false
    private var depth = 0

    /// An empty writer.
    package init() {}

    /// An empty writer with room for so many bytes.
    package init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written, to start the next document.
    package mutating func removeAll(keepingCapacity: Bool = true) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
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
    package var position: Position { Position(offset: bytes.count, needsComma: needsComma, depth: depth) }

    /// Forgets what was written since a place.
    package mutating func rewind(to position: Position) {
        bytes.removeLast(bytes.count - position.offset)
        needsComma = position.needsComma
        depth = position.depth
    }

    /// Makes room for so many bytes more.
    package mutating func reserve(_ additional: Int) {
        let needed = bytes.count + additional
        if bytes.capacity < needed { bytes.reserveCapacity(max(needed, bytes.capacity * 2)) }
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
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the key of the next value, which must need no escapes; quicker than a string.
    package mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { text in
            assert(text.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }, "a key with escapes")
            bytes.append(contentsOf: text)
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the key of the next value, which was made ready before.
    package mutating func key(_ key: JSONKey) {
        separate()
        bytes.append(contentsOf: key.bytes)
        needsComma = false
    }

    /// Writes the key of the next value as it stands in another document.
    package mutating func key(_ key: JSONValue) {
        assert(key.kind == .string, "a key that is no string")
        value(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, escaping only what must be (RFC 8785, section 3.2.2.2).
    package mutating func string(_ text: String) {
        separate()
        Self.append(text, to: &bytes)
    }

    /// Writes a string that is given as UTF-8; what is not UTF-8 must not be given.
    package mutating func string(_ utf8: ArraySlice<UInt8>) {
        separate()
        utf8.withUnsafeBufferPointer { JSONText.encode($0, into: &bytes) }
    }

    /// Writes an integer.
    package mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Writes an integer.
    package mutating func integer(_ value: Int) { integer(Int64(value)) }

    /// Writes a decimal number, all its digits and no exponent.
    package mutating func decimal(_ value: ExactDecimal) {
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null` as the next value.
    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes one value whose text is given; nothing is checked.
    package mutating func raw(_ text: ArraySlice<UInt8>) {
        separate()
        bytes.append(contentsOf: text)
    }

    /// Writes one value whose text is given; nothing is checked.
    package mutating func raw(_ text: [UInt8]) { raw(text[...]) }

    /// Writes a value as it stands in its document, white space inside it included.
    package mutating func value(_ value: JSONValue) {
        separate()
        let range = value.tapeNode.range
        value.storage.bytes.withUnsafeBufferPointer { document in
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: document[range]))
        }
    }

    /// Writes a value in its canonical form; see ``JSONValue/canonicalBytes(applying:)``.
    package mutating func canonical(_ value: JSONValue, applying edits: JSONEdits = JSONEdits()) {
        separate()
        value.appendCanonical(to: &bytes, applying: edits)
    }

    /// Ends a line between two documents (NDJSON).
    package mutating func lineFeed() {
        assert(depth == 0, "a line feed inside a document")
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    static func append(_ text: String, to output: inout [UInt8]) {
        if text.utf8.withContiguousStorageIfAvailable({ JSONText.encode($0, into: &output) }) == nil {
            Array(text.utf8).withUnsafeBufferPointer { JSONText.encode($0, into: &output) }
        }
    }

    /// Puts the comma before a value or key that has one before it.
    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ character: UInt8) {
        separate()
        bytes.append(character)
        needsComma = false
        depth += 1
    }

    private mutating func end(_ character: UInt8) {
        assert(depth > 0, "an end without its begin")
        bytes.append(character)
        needsComma = true
        depth -= 1
    }
}
