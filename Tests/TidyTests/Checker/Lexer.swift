/// Cuts Swift text into tokens and comments, so that no rule mistakes text in a string or a comment for code.
///
/// It knows nested block comments, strings of all kinds (raw, multi-line, interpolated) and regular expression
/// literals. Text that is not legal Swift gives some tokens, never a crash.
struct Lexer {
    private(set) var tokens: [Token] = []
    private(set) var comments: [SourceComment] = []

    let bytes: [UInt8]
    var position = 0
    var line = 1
    private var previousEnd = -1

    init(_ text: String) {
        bytes = Array(text.utf8)
        tokens.reserveCapacity(bytes.count / 5)
        if byte(at: 0) == "#", byte(at: 1) == "!" {
            skipToEndOfLine()
        }
        readCode(untilClosingParenthesis: false)
    }

    /// The byte there, or 0 beyond the end.
    func byte(at index: Int) -> UInt8 {
        index < bytes.count ? bytes[index] : 0
    }

    func text(from start: Int, to end: Int) -> String {
        String(decoding: bytes[start..<min(end, bytes.count)], as: UTF8.self)
    }

    mutating func append(_ kind: Token.Kind, from start: Int, to end: Int, line: Int) {
        let text = text(from: start, to: end)
        tokens.append(Token(kind: kind, text: text, line: line, touchesPrevious: start == previousEnd))
    }

    /// Reads tokens up to the end, or up to the parenthesis that ends an interpolation (which it takes too).
    mutating func readCode(untilClosingParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let next = bytes[position]
            switch next {
            case "\n":
                line += 1
                position += 1
                continue
            case " ", "\t", "\r":
                position += 1
                continue
            case "/" where byte(at: position + 1) == "/" || byte(at: position + 1) == "*":
                readComment()
                continue
            case "(":
                depth += 1
                readMark()
            case ")":
                depth -= 1
                readMark()
                if untilClosingParenthesis, depth == 0 { return }
            default:
                readToken(startingWith: next)
            }
            previousEnd = position
        }
    }

    private mutating func readToken(startingWith next: UInt8) {
        if next.isWordStart {
            readWord()
        } else if next.isDigit {
            readNumber()
        } else if next == "\"" {
            readString(hashes: 0)
        } else if next == "#" {
            readHash()
        } else if next == "`" {
            readQuotedWord()
        } else if next == "/", startsRegularExpression() {
            readRegularExpression(hashes: 0)
        } else if next.isOperator || (next == "." && byte(at: position + 1) == ".") {
            readOperator()
        } else {
            readMark()
        }
    }

    private mutating func readMark() {
        append(.mark, from: position, to: position + 1, line: line)
        position += 1
    }

    private mutating func readWord() {
        let start = position
        repeat { position += 1 } while byte(at: position).isWordPart
        append(.word, from: start, to: position, line: line)
    }

    private mutating func readQuotedWord() {
        let start = position
        repeat { position += 1 } while position < bytes.count && bytes[position] != "`" && bytes[position] != "\n"
        if byte(at: position) == "`" { position += 1 }
        append(.word, from: start, to: position, line: line)
    }

    private mutating func readNumber() {
        let start = position
        repeat {
            position += 1
        } while byte(at: position).isWordPart || (byte(at: position) == "." && byte(at: position + 1).isDigit)
        append(.number, from: start, to: position, line: line)
    }

    private mutating func readOperator() {
        let start = position
        let mayHoldDots = bytes[position] == "."
        repeat {
            position += 1
        } while byte(at: position).isOperator && !startsComment() || (mayHoldDots && byte(at: position) == ".")
        append(.symbol, from: start, to: position, line: line)
    }

    private func startsComment() -> Bool {
        byte(at: position) == "/" && (byte(at: position + 1) == "/" || byte(at: position + 1) == "*")
    }

    private mutating func readHash() {
        var hashes = 0
        while byte(at: position + hashes) == "#" { hashes += 1 }
        switch byte(at: position + hashes) {
        case "\"": readString(hashes: hashes)
        case "/": readRegularExpression(hashes: hashes)
        default: readMark()
        }
    }

    private mutating func skipToEndOfLine() {
        while position < bytes.count, bytes[position] != "\n" { position += 1 }
    }

    private mutating func readComment() {
        let start = position
        let firstLine = line
        let standsAlone = tokens.last?.line != line
        if bytes[position + 1] == "/" {
            skipToEndOfLine()
        } else {
            skipBlockComment()
        }
        let mark = byte(at: start + 2)
        let isDocumentation = mark == bytes[start + 1] && byte(at: start + 3) != mark
        comments.append(
            SourceComment(
                text: text(from: start + 2, to: position), firstLine: firstLine, lastLine: line,
                isDocumentation: isDocumentation, standsAlone: standsAlone))
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if byte(at: position) == "/", byte(at: position + 1) == "*" {
                depth += 1
                position += 2
            } else if byte(at: position) == "*", byte(at: position + 1) == "/" {
                depth -= 1
                position += 2
            } else {
                if byte(at: position) == "\n" { line += 1 }
                position += 1
            }
        } while depth > 0 && position < bytes.count
    }
}
