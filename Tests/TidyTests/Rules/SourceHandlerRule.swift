/// Closures given to Dispatch sources and groups are written `{ @Sendable … }`.
///
/// The compiler does not check what these closures capture, and one written in an actor would inherit its isolation
/// and abort when it runs elsewhere.
struct SourceHandlerRule: Rule {
    private let takesHandler: Set = ["setEventHandler", "setCancelHandler", "setRegistrationHandler", "notify"]

    func offences(in file: SourceFile) -> [Offence] {
        guard file.area.module != nil else { return [] }
        return file.tokens.indices.flatMap { index -> [Offence] in
            let token = file.tokens[index]
            guard token.kind == .word, takesHandler.contains(token.text) else { return [] }
            // Other things are notified too; a group is told the queue.
            if token.text == "notify", file.token(at: index + 2)?.isWord("queue") != true { return [] }
            return closures(ofCallAt: index, in: file).compactMap { brace in
                guard
                    file.token(at: brace + 1)?.isMark("@") != true
                        || file.token(at: brace + 2)?.isWord("Sendable") != true
                else { return nil }
                return file.offence(
                    line: file.tokens[brace].line, "the closure given to \(token.text) is not checked for data races",
                    "begin it with `{ @Sendable in`")
            }
        }
    }

    /// The opening braces of the closures given inside and after the parentheses of a call.
    private func closures(ofCallAt index: Int, in file: SourceFile) -> [Int] {
        var found: [Int] = []
        var next = index + 1
        if let end = file.token(at: next)?.isMark("(") == true ? file.closingBracket(of: next) : nil {
            next += 1
            while next < end {
                if file.tokens[next].isMark("{") { found.append(next) }
                next = (file.closingBracket(of: next) ?? next) + 1
            }
            next = end + 1
        }
        if file.token(at: next)?.isMark("{") == true { found.append(next) }
        return found
    }
}
