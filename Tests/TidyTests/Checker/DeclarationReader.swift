/// Finds the declarations in a file's tokens: enough of Swift's grammar for the rules, no more.
struct DeclarationReader {
    let tokens: [Token]
    /// For each opening bracket the index of its closing one.
    private var closing: [Int: Int] = [:]
    /// For each closing bracket the index of its opening one.
    private var opening: [Int: Int] = [:]
    private(set) var declarations: [Declaration] = []

    init(_ tokens: [Token]) {
        self.tokens = tokens
        matchBrackets()
        var depth = 0
        for index in tokens.indices {
            let token = tokens[index]
            if token.kind == .mark {
                if token.text == "{" { depth += 1 }
                if token.text == "}" { depth -= 1 }
            } else if token.kind == .word, Declaration.keywords.contains(token.text), declares(at: index) {
                declarations.append(readDeclaration(at: index, depth: depth))
            }
        }
    }

    /// The index of the bracket that closes the one at `index`; nil where none does.
    func closingBracket(of index: Int) -> Int? {
        closing[index]
    }

    private mutating func matchBrackets() {
        var open: [Int] = []
        for index in tokens.indices where tokens[index].kind == .mark {
            switch tokens[index].text {
            case "(", "[", "{":
                open.append(index)
            case ")", "]", "}":
                guard let start = open.popLast() else { continue }
                closing[start] = index
                opening[index] = start
            default:
                continue
            }
        }
    }

    private func token(at index: Int) -> Token? {
        tokens.indices.contains(index) ? tokens[index] : nil
    }

    /// Whether the keyword there introduces a declaration, rather than being a label, a member or a modifier.
    private func declares(at index: Int) -> Bool {
        if let previous = token(at: index - 1), previous.isMark(".") || previous.isMark("\\") { return false }
        guard let next = token(at: index + 1) else { return false }
        switch tokens[index].text {
        case "init":
            return next.isMark("(") || next.kind == .symbol
        case "subscript":
            return next.isMark("(") || next.text == "<"
        case "deinit":
            return next.isMark("{")
        case "func":
            return next.kind == .word || next.kind == .symbol
        case "let", "var":
            return next.kind == .word || next.isMark("(")
        case let accessor where Declaration.accessors.contains(accessor):
            return isAccessor(at: index)
        default:
            return next.kind == .word && !Declaration.modifiers.contains(next.text)
                && !Declaration.keywords.contains(next.text)
        }
    }

    private func isAccessor(at index: Int) -> Bool {
        guard let previous = token(at: index - 1), previous.kind != .symbol, !previous.isMark("("),
            !previous.isMark(",")
        else { return false }
        return bodyOfAccessor(at: index) != nil
    }

    private func bodyOfAccessor(at index: Int) -> ClosedRange<Int>? {
        var next = index + 1
        if let open = token(at: next), open.isMark("("), let close = closing[next], close == next + 2 {
            next = close + 1
        }
        while let word = token(at: next), word.isWord("async") || word.isWord("throws") { next += 1 }
        return braces(at: next)
    }

    private func braces(at index: Int) -> ClosedRange<Int>? {
        guard let brace = token(at: index), brace.isMark("{"), let close = closing[index] else { return nil }
        return index...close
    }

    private func readDeclaration(at index: Int, depth: Int) -> Declaration {
        let keyword = tokens[index].text
        let (first, access) = readModifiers(before: index)
        return Declaration(
            keyword: keyword, name: readName(after: index), access: access, first: first, index: index,
            body: Declaration.accessors.contains(keyword) ? bodyOfAccessor(at: index) : readBody(after: index),
            depth: depth)
    }

    private func readName(after index: Int) -> String {
        let keyword = tokens[index].text
        if ["init", "deinit", "subscript"].contains(keyword) || Declaration.accessors.contains(keyword) {
            return keyword
        }
        guard var name = token(at: index + 1)?.text else { return "" }
        var next = index + 2
        while keyword == "extension", let dot = token(at: next), dot.isMark("."), let part = token(at: next + 1) {
            name += "." + part.text
            next += 2
        }
        return name
    }

    /// Whether the word there is a value that happens to be called like a modifier: `attempts = open`.
    private func isValue(at index: Int) -> Bool {
        token(at: index - 1)?.text == "="
    }

    /// Walks back over modifiers and attributes.
    private func readModifiers(before index: Int) -> (first: Int, access: String?) {
        var first = index
        var access: String?
        while let previous = token(at: first - 1) {
            if previous.kind == .word, Declaration.modifiers.contains(previous.text), !isValue(at: first - 1) {
                if previous.text == "public" || previous.text == "open" { access = "public" }
                if previous.text == "package" { access = "package" }
                first -= 1
            } else if previous.kind == .word, let at = token(at: first - 2), at.isMark("@") {
                first -= 2
            } else if previous.isMark(")"), let open = opening[first - 1], let word = token(at: open - 1),
                word.kind == .word
            {
                if let at = token(at: open - 2), at.isMark("@") {
                    first = open - 2
                } else if Declaration.modifiers.contains(word.text) {
                    first = open - 1
                } else {
                    break
                }
            } else {
                break
            }
        }
        return (first, access)
    }

    /// The braces of the body; nil for what has none: requirements of protocols, stored properties, aliases.
    private func readBody(after index: Int) -> ClosedRange<Int>? {
        if ["let", "typealias", "associatedtype", "macro"].contains(tokens[index].text) { return nil }
        let isProperty = tokens[index].isWord("var")
        var hasType = false
        // The name, which may be an operator, is not looked at.
        var next = tokens[index].isWord("func") || isProperty ? index + 2 : index + 1
        while let token = token(at: next) {
            if token.isMark("{") { return !isProperty || hasType ? braces(at: next) : nil }
            if token.isMark("(") || token.isMark("[") {
                guard let close = closing[next] else { return nil }
                next = close + 1
                continue
            }
            if token.isMark("}") || token.isMark(")") || token.isMark("]") || token.isMark("#") { return nil }
            if isProperty, token.text == "=" || token.isMark(",") || token.isWord("in") { return nil }
            if token.kind == .word, endsSignature(at: next) { return nil }
            if token.isMark(":") { hasType = true }
            next += 1
        }
        return nil
    }

    /// Whether the word there begins another declaration or a statement, so that the one before it has no body.
    private func endsSignature(at index: Int) -> Bool {
        let word = tokens[index].text
        if word == "case" || word == "import" || word == "static" || word == "return" { return true }
        // `class` in an inheritance clause and `isolated` in a parameter are no new declarations.
        return Declaration.keywords.contains(word) && declares(at: index)
    }
}
