/// Why a document is refused, and where.
///
/// Holds no text of the document, so it can be logged and shown: at most the kind of one character.
package struct JSONError: Error, Hashable, Sendable {
    /// The rule that the document breaks.
    package var reason: Reason
    /// Where, in bytes from the start of the document.
    package var offset: Int
    /// The line, counted from 1; lines end with a line feed.
    package var line: Int
    /// The column in characters (Unicode scalars), counted from 1.
    package var column: Int

    /// The rules that a document can break.
    package enum Reason: Hashable, Sendable {
        /// Nothing, or nothing but white space.
        case empty
        /// Longer than the reader can hold.
        case tooLong(limit: Int)
        /// Starts with a byte order mark (RFC 8259, section 8.1).
        case byteOrderMark
        /// Something else than the grammar asks for here.
        case unexpected(Found, expected: Expected)
        /// A word that is not `true`, `false` or `null`.
        case unknownWord
        /// A number with a zero before its first digit (RFC 8259, section 6).
        case leadingZero
        /// A backslash that no known escape follows (RFC 8259, section 7).
        case unknownEscape
        /// A control character in a string, not escaped (RFC 8259, section 7).
        case controlCharacter
        /// Half of a UTF-16 surrogate pair without its other half (our own rule).
        case loneSurrogate
        /// Bytes that are no UTF-8 (RFC 3629).
        case invalidUTF8
        /// The second of two members with the same key, compared without escapes (our own rule).
        case duplicateKey
        /// More objects and arrays inside each other than the limit allows (our own rule).
        case tooDeep(limit: Int)
    }

    /// What stands in the way of the grammar.
    package enum Found: Hashable, Sendable {
        /// The document ends here.
        case end
        /// A letter of ASCII.
        case letter
        /// A digit of ASCII.
        case digit
        /// One ASCII character that is neither letter, digit nor control character.
        case punctuation(UInt8)
        /// A control character of ASCII.
        case controlCharacter
        /// A byte outside ASCII.
        case nonASCII

        init(_ byte: UInt8) {
            switch byte {
            case 0x30...0x39: self = .digit
            case 0x41...0x5a, 0x61...0x7a: self = .letter
            case 0x20...0x7e: self = .punctuation(byte)
            case 0x80...0xff: self = .nonASCII
            default: self = .controlCharacter
            }
        }
    }

    /// What the grammar asks for.
    package enum Expected: Hashable, Sendable {
        /// A value: the start of the document, a member or an element.
        case value
        /// The first element of an array, or its end.
        case valueOrClosingBracket
        /// A key after a comma.
        case key
        /// The first key of an object, or its end.
        case keyOrClosingBrace
        /// The colon after a key.
        case colon
        /// What follows a member.
        case commaOrClosingBrace
        /// What follows an element.
        case commaOrClosingBracket
        /// A digit of a number.
        case digit
        /// One of the four digits after `\u`.
        case hexadecimalDigit
        /// The quotation mark that ends a string.
        case quotationMark
        /// Nothing but white space after the document's value.
        case endOfDocument
    }
}

/// A reason with its place in bytes; line and column are counted when it leaves the parser.
struct JSONFault: Error {
    var reason: JSONError.Reason
    var offset: Int

    init(_ reason: JSONError.Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONError {
    /// Counts lines and columns up to the fault.
    init(_ fault: JSONFault, in bytes: [UInt8]) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(fault.offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.init(reason: fault.reason, offset: fault.offset, line: line, column: column)
    }
}
