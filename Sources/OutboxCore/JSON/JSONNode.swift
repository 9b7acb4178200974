/// One value or key on the tape: a document is an array of these in the order of its text.
///
/// An object's node is followed by key, value, key, value; an array's by its elements; each with all that is in it.
@usableFromInline
struct JSONNode: Sendable {
    /// First byte in the document.
    @usableFromInline var start: UInt32
    /// The byte after the last one.
    @usableFromInline var end: UInt32
    /// The node after this one and all that is in it; the enclosing node while this one is still open.
    @usableFromInline var next: UInt32
    /// Kind in bits 0 to 2, escapes in bit 3, number of members or elements above.
    @usableFromInline var packed: UInt32

    @inline(__always)
    init(_ kind: JSONValue.Kind, start: Int, end: Int, next: Int, hasEscapes: Bool = false) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        packed = UInt32(kind.rawValue) | (hasEscapes ? 8 : 0)
    }

    @inlinable @inline(__always)
    var kind: JSONValue.Kind { JSONValue.Kind(rawValue: UInt8(packed & 7)) ?? .null }

    @inlinable @inline(__always)
    var isObject: Bool { packed & 7 == UInt32(JSONValue.Kind.object.rawValue) }

    /// Whether a string has at least one backslash.
    @inlinable @inline(__always)
    var hasEscapes: Bool { packed & 8 != 0 }

    /// Whether it is written as it stands: no container, and no string with a backslash.
    @inline(__always)
    var isPlain: Bool { packed & 7 >= UInt32(JSONValue.Kind.string.rawValue) && !hasEscapes }

    /// Members of an object or elements of an array.
    @inlinable @inline(__always)
    var count: Int {
        get { Int(packed >> 4) }
        set { packed = packed & 15 | UInt32(truncatingIfNeeded: newValue) << 4 }
    }

    /// Where the text lies.
    @inlinable @inline(__always)
    var range: Range<Int> { Range(uncheckedBounds: (Int(start), Int(end))) }

    /// Where a string's text lies, without its quotation marks.
    @inlinable @inline(__always)
    var contents: Range<Int> { Range(uncheckedBounds: (Int(start) + 1, Int(end) - 1)) }
}
