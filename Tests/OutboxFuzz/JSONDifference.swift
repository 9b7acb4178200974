/// One document on which the reader and Foundation do not agree.
package struct JSONDifference: Sendable, CustomStringConvertible {
    /// Its number in the run.
    package var index: Int
    /// The document both parsers read.
    package var document: [UInt8]
    /// What differs between the two readings.
    package var problem: String

    /// The number, what differs, and the document with everything but ASCII escaped.
    package var description: String {
        let text = document.map { byte in
            0x20...0x7e ~= byte && byte != UInt8(ascii: "\\")
                ? String(Unicode.Scalar(byte))
                : #"\x"# + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "document \(index): \(problem)\n    \(text.joined())"
    }
}
