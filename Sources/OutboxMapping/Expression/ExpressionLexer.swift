import OutboxCore

/// Cuts the text of an expression into tokens.
struct ExpressionLexer {
    /// The longest expression in bytes.
    static let maximumLength = 4096

    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) throws(ExpressionFailure) {
        bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumLength else {
            throw ExpressionFailure(problem: "an expression of more than \(Self.maximumLength) bytes")
        }
    }

    /// All tokens, the end as the last one.
    mutating func tokens() throws(ExpressionFailure) -> [ExpressionToken] {
        var tokens: [ExpressionToken] = []
        while true {
            let token = try next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    /// The place of a byte in characters, from 1.
    func column(of offset: Int) -> Int {
        String(decoding: bytes[..<min(offset, bytes.count)], as: UTF8.self).count + 1
    }

    /// What stands between two bytes, without white space around it.
    func text(from start: Int, to end: Int) -> String {
        let slice = bytes[start..<max(start, end)].drop { Self.isSpace($0) }
        let length = slice.reversed().drop { Self.isSpace($0) }.count
        return String(decoding: slice.prefix(length), as: UTF8.self)
    }

    private mutating func next() throws(ExpressionFailure) -> ExpressionToken {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        let start = index
        guard index < bytes.count else { return ExpressionToken(kind: .end, start: start, end: start) }
        let kind: ExpressionToken.Kind
        switch bytes[index] {
        case UInt8(ascii: "'"): kind = .text(try text())
        case UInt8(ascii: "\""): kind = .quotedIdentifier(try quotedIdentifier())
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): kind = .number(try number())
        case let byte where Self.isIdentifierStart(byte): kind = .identifier(identifier())
        default: kind = .mark(try mark())
        }
        return ExpressionToken(kind: kind, start: start, end: index)
    }

    /// `'it''s'`: a quote inside is written twice; nothing else is special.
    private mutating func text() throws(ExpressionFailure) -> String {
        let start = index
        var text: [UInt8] = []
        index += 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "'") {
                guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "'") else {
                    index += 1
                    return String(decoding: text, as: UTF8.self)
                }
                index += 1
            }
            text.append(bytes[index])
            index += 1
        }
        throw failure(
            "a quote that is not closed", at: start, suggestion: "end it with '; a quote inside a text is written ''")
    }

    private mutating func quotedIdentifier() throws(ExpressionFailure) -> String {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < bytes.count else {
            throw failure("a quoted name that is not closed", at: start, suggestion: "end it with \"")
        }
        index += 1
        guard let name = (try? JSONDocument(Array(bytes[start..<index])))?.root.string else {
            throw failure("a quoted name that is no string of JSON", at: start)
        }
        return name
    }

    private mutating func number() throws(ExpressionFailure) -> [UInt8] {
        let start = index
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard bytes[index - 1] | 0x20 == UInt8(ascii: "e") else { break }
                index += 1
                continue
            case let byte:
                guard byte == UInt8(ascii: ".") || Self.isIdentifierPart(byte) else { break }
                index += 1
                continue
            }
            break
        }
        let digits = Array(bytes[start..<index])
        guard NumberText.isNumber(digits) else {
            throw failure(
                "\(text(from: start, to: index)) is no number", at: start,
                suggestion: "a text is written 'like this', a name that begins with a digit \"1x\"")
        }
        return digits
    }

    private mutating func identifier() -> String {
        let start = index
        while index < bytes.count, Self.isIdentifierPart(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func mark() throws(ExpressionFailure) -> String {
        let start = index
        index += 1
        switch bytes[start] {
        case UInt8(ascii: "?"):
            guard index < bytes.count, bytes[index] == UInt8(ascii: "?") else {
                throw failure("a single `?`", at: start, suggestion: "`??` stands between alternatives")
            }
            index += 1
            return "??"
        case UInt8(ascii: "|") where index < bytes.count && bytes[index] == UInt8(ascii: "|"):
            throw failure("`||` has no meaning here", at: start, suggestion: "`??` stands between alternatives")
        case UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"),
            UInt8(ascii: "$"):
            return String(decoding: [bytes[start]], as: UTF8.self)
        default:
            let character = String(decoding: bytes[start...], as: UTF8.self).first.map { String($0) } ?? ""
            throw failure(
                "`\(character)` has no meaning here", at: start,
                suggestion: "a text is written 'like this', an odd name \"like this\"")
        }
    }

    private func failure(_ problem: String, at offset: Int, suggestion: String? = nil) -> ExpressionFailure {
        ExpressionFailure(problem: problem, suggestion: suggestion, column: column(of: offset))
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte)
    }

    private static func isIdentifierStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (97...122).contains(byte | 0x20) || byte >= 0x80
    }

    // A hyphen needs no quotes, because nothing is subtracted here: `headers.user-agent`.
    private static func isIdentifierPart(_ byte: UInt8) -> Bool {
        isIdentifierStart(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }
}
