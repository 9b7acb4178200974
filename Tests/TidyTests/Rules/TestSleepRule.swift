/// A test that sleeps says on the line above why nothing can be awaited instead.
struct TestSleepRule: Rule {
    private let wordsOfAReason = 3

    func offences(in file: SourceFile) -> [Offence] {
        guard file.area == .test else { return [] }
        return file.tokens.indices.compactMap { index in
            guard sleeps(index, in: file) else { return nil }
            let line = file.tokens[index].line
            guard file.comments(above: line).map(\.wordCount).reduce(0, +) < wordsOfAReason else { return nil }
            return file.offence(
                line: line, "the test sleeps without a reason",
                "await the event itself, or write the reason on the line above")
        }
    }

    private func sleeps(_ index: Int, in file: SourceFile) -> Bool {
        let token = file.tokens[index]
        guard token.kind == .word, ["sleep", "usleep", "nanosleep"].contains(token.text),
            file.token(at: index + 1)?.isMark("(") == true
        else { return false }
        guard let previous = file.token(at: index - 1) else { return true }
        guard previous.isMark(".") else { return !previous.isWord("func") }
        // A manual clock sleeps too, but takes no time.
        return ["Task", "Thread", "Glibc"].contains(file.token(at: index - 2)?.text)
    }
}
