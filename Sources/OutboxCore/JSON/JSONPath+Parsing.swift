extension JSONPath {
    /// Why a text is no path, and where.
    package struct ParsingError: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong.
        package enum Reason: Hashable, Sendable {
            /// Neither a plain key nor a quoted one where a key should be.
            case noKey
            /// No whole number, or too large a one, between square brackets.
            case noIndex
            /// A quoted key that is no string of JSON.
            case badQuotedKey
            /// Something other than `.` or `[` after a step.
            case noSeparator
        }

        /// What is wrong.
        package var reason: Reason
        /// Where, in bytes from the start of the text.
        package var offset: Int

        /// What is wrong and where.
        package var description: String {
            let problem =
                switch reason {
                case .noKey: #"a key is expected; keys other than letters, digits and _ are quoted: context."x-y""#
                case .noIndex: "a number and ']' are expected, as in items[0]"
                case .badQuotedKey: "a quoted key that does not end, or with an escape that is not one of JSON's"
                case .noSeparator: "'.' or '[' is expected"
                }
            return "at character \(offset + 1): \(problem)"
        }
    }

    /// Reads a path: keys with dots between them, indexes in square brackets, odd keys as JSON strings.
    ///
    /// - Throws: ``ParsingError``.
    package init(_ text: String) throws(ParsingError) {
        self.init()
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "["):
                append(try Self.readIndex(in: bytes, at: &index))
            case UInt8(ascii: ".") where index > 0:
                index += 1
                append(try Self.readKey(in: bytes, at: &index))
            case _ where index == 0:
                append(try Self.readKey(in: bytes, at: &index))
            default:
                throw ParsingError(reason: .noSeparator, offset: index)
            }
        }
    }

    private static func readIndex(in bytes: [UInt8], at index: inout Int) throws(ParsingError) -> Int {
        let start = index + 1
        let end = bytes[start...].firstIndex { !(48...57 ~= $0) } ?? bytes.count
        guard end < bytes.count, bytes[end] == UInt8(ascii: "]"), end - start < 10,
            let value = Int(String(decoding: bytes[start..<end], as: UTF8.self))
        else { throw ParsingError(reason: .noIndex, offset: start) }
        index = end + 1
        return value
    }

    private static func readKey(in bytes: [UInt8], at index: inout Int) throws(ParsingError) -> String {
        guard index < bytes.count else { throw ParsingError(reason: .noKey, offset: index) }
        if bytes[index] == UInt8(ascii: "\"") { return try readQuotedKey(in: bytes, at: &index) }
        guard isPlainStart(bytes[index]) else { throw ParsingError(reason: .noKey, offset: index) }
        let end = bytes[index...].firstIndex { !isPlain($0) } ?? bytes.count
        let key = String(decoding: bytes[index..<end], as: UTF8.self)
        index = end
        return key
    }

    private static func readQuotedKey(in bytes: [UInt8], at index: inout Int) throws(ParsingError) -> String {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
        guard index <= bytes.count, let document = try? JSONDocument(Array(bytes[start..<index])),
            let key = document.root.string
        else { throw ParsingError(reason: .badQuotedKey, offset: start) }
        return key
    }
}
