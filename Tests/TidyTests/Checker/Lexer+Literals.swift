extension Lexer {
    /// Reads a string of any kind from its first `#` or quotation mark; code in its interpolations becomes tokens.
    mutating func readString(hashes: Int) {
        let firstLine = line
        position += hashes + 1
        let isMultiline = byte(at: position) == "\"" && byte(at: position + 1) == "\""
        if isMultiline { position += 2 }
        let start = position
        var isOpen = true
        // Appended where the first interpolation or the end is met, so that tokens stay in the order of the text.
        var isAppended = false

        while isOpen, position < bytes.count {
            switch bytes[position] {
            case "\n":
                if !isMultiline { isOpen = false }
                line += 1
                position += 1
            case "\\" where countHashes(at: position + 1, upTo: hashes) == hashes:
                let escaped = byte(at: position + 1 + hashes)
                guard escaped == "(" else {
                    // The line break after a backslash is left for the loop to count.
                    position += escaped == "\n" ? 1 + hashes : 2 + hashes
                    continue
                }
                if !isAppended {
                    append(.literal, from: start, to: position, line: firstLine)
                    isAppended = true
                }
                position += 1 + hashes
                readCode(untilClosingParenthesis: true)
            case "\"" where closesString(hashes: hashes, isMultiline: isMultiline):
                if !isAppended {
                    append(.literal, from: start, to: position, line: firstLine)
                    isAppended = true
                }
                position += (isMultiline ? 3 : 1) + hashes
                isOpen = false
            default:
                position += 1
            }
        }
        if !isAppended { append(.literal, from: start, to: position, line: firstLine) }
    }

    private func closesString(hashes: Int, isMultiline: Bool) -> Bool {
        if isMultiline, byte(at: position + 1) != "\"" || byte(at: position + 2) != "\"" { return false }
        return countHashes(at: position + (isMultiline ? 3 : 1), upTo: hashes) == hashes
    }

    private func countHashes(at index: Int, upTo limit: Int) -> Int {
        var count = 0
        while count < limit, byte(at: index + count) == "#" { count += 1 }
        return count
    }

    /// Whether the slash here opens a regular expression: where a value may begin, and closed on the same line.
    func startsRegularExpression() -> Bool {
        let next = byte(at: position + 1)
        if next == " " || next == "\t" || next == "\n" || next == "=" { return false }
        if let previous = tokens.last {
            switch previous.kind {
            case .number, .literal: return false
            case .word:
                if !["return", "in", "case", "try", "await", "where", "else"].contains(previous.text) { return false }
            case .mark: if [")", "]", "}", "."].contains(previous.text) { return false }
            case .symbol: if ["?", "!"].contains(previous.text) { return false }
            }
        }
        var index = position + 1
        while index < bytes.count, bytes[index] != "\n" {
            if bytes[index] == "/" { return true }
            index += bytes[index] == "\\" ? 2 : 1
        }
        return false
    }

    /// Reads a regular expression from its first `#` or slash; with `#` it may run over several lines.
    mutating func readRegularExpression(hashes: Int) {
        let start = position
        let firstLine = line
        position += hashes + 1
        while position < bytes.count {
            if bytes[position] == "/", countHashes(at: position + 1, upTo: hashes) == hashes {
                position += 1 + hashes
                break
            }
            if bytes[position] == "\n" {
                if hashes == 0 { break }
                line += 1
            }
            position += bytes[position] == "\\" && byte(at: position + 1) != "\n" ? 2 : 1
        }
        append(.literal, from: start, to: position, line: firstLine)
    }
}
