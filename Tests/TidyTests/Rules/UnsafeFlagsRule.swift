/// No `unsafeFlags`: a package that says so cannot be a dependency of another.
struct UnsafeFlagsRule: Rule {
    func offences(in file: SourceFile) -> [Offence] {
        file.tokens.filter { $0.isWord("unsafeFlags") }.map { token in
            file.offence(line: token.line, "`unsafeFlags` is used", "use a setting that Swift's package manager names")
        }
    }
}
