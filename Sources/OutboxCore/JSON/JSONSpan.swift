/// Where in its document a value lies, for the hot path: holds no reference to it.
@usableFromInline
package struct JSONSpan: Sendable {
    /// What it is.
    @usableFromInline package let kind: JSONValue.Kind
    /// Whether a string has at least one backslash.
    @usableFromInline package let hasEscapes: Bool
    /// The bytes of its text, of a string with the quotation marks.
    @usableFromInline package let range: Range<Int>

    @inlinable @inline(__always)
    init(kind: JSONValue.Kind, hasEscapes: Bool, range: Range<Int>) {
        (self.kind, self.hasEscapes, self.range) = (kind, hasEscapes, range)
    }

    /// A string's text, without its quotation marks.
    @inlinable @inline(__always)
    package var contents: Range<Int> { Range(uncheckedBounds: (range.lowerBound + 1, range.upperBound - 1)) }
}
