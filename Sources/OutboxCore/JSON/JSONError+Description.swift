extension JSONError: CustomStringConvertible {
    /// What is wrong and where, safe to be logged: `line 3, column 15: a letter where a value is expected`.
    package var description: String {
        "line \(line), column \(column): \(reason)"
    }
}

extension JSONError.Reason: CustomStringConvertible {
    /// What is wrong, without the place.
    package var description: String {
        switch self {
        case .empty: "the document is empty"
        case .tooLong(let limit): "the document is longer than \(limit) bytes"
        case .byteOrderMark: "the document starts with a byte order mark; save it as UTF-8 without one"
        case .unexpected(let found, let expected): "\(found) where \(expected) is expected"
        case .unknownWord: "an unknown word; only true, false and null are words of JSON"
        case .leadingZero: "a number that starts with a zero; write it without, or as a string"
        case .unknownEscape: #"a backslash before a character that cannot be escaped so; write \\ for a backslash"#
        case .controlCharacter: #"a control character in a string; write it as an escape, such as \n"#
        case .loneSurrogate: #"half of a surrogate pair; \ud800 to \udfff are written in pairs"#
        case .invalidUTF8: "bytes that are not UTF-8"
        case .duplicateKey: "a key that its object has already"
        case .tooDeep(let limit): "more than \(limit) objects and arrays inside each other"
        }
    }
}

extension JSONError.Found: CustomStringConvertible {
    /// The kind of the character, with an article.
    package var description: String {
        switch self {
        case .end: "the end of the document"
        case .letter: "a letter"
        case .digit: "a digit"
        case .punctuation(let byte): "'\(Character(Unicode.Scalar(byte)))'"
        case .controlCharacter: "a control character"
        case .nonASCII: "a character outside ASCII"
        }
    }
}

extension JSONError.Expected: CustomStringConvertible {
    /// What is expected, with an article.
    package var description: String {
        switch self {
        case .value: "a value"
        case .valueOrClosingBracket: "a value or ']'"
        case .key: "a key in quotation marks"
        case .keyOrClosingBrace: "a key in quotation marks or '}'"
        case .colon: "':'"
        case .commaOrClosingBrace: "',' or '}'"
        case .commaOrClosingBracket: "',' or ']'"
        case .digit: "a digit"
        case .hexadecimalDigit: "a hexadecimal digit"
        case .quotationMark: "the string's closing quotation mark"
        case .endOfDocument: "nothing more"
        }
    }
}
