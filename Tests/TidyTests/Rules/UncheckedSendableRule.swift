/// What the compiler is told not to check says in a comment directly above what protects it.
struct UncheckedSendableRule: Rule {
    private let wordsOfAReason = 3

    func offences(in file: SourceFile) -> [Offence] {
        guard file.area.module != nil else { return [] }
        return file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            guard isUnchecked(index, in: file) else { return nil }
            let first = file.declarations.last { $0.first <= index }?.first
            let lines = Set([token.line, file.tokens[first ?? index].line])
            let words = lines.flatMap { file.comments(above: $0) }.map(\.wordCount).reduce(0, +)
            guard words < wordsOfAReason else { return nil }
            return file.offence(
                line: token.line, "the compiler is told not to check this for data races, without a reason",
                "write on the line above what protects it, or use a Mutex")
        }
    }

    private func isUnchecked(_ index: Int, in file: SourceFile) -> Bool {
        let token = file.tokens[index]
        if token.isWord("unchecked") { return file.token(at: index - 1)?.isMark("@") == true }
        return token.isWord("unsafe") && file.token(at: index - 2)?.isWord("nonisolated") == true
    }
}
