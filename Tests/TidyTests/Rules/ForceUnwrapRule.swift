/// No forced unwrapping in `Sources`.
struct ForceUnwrapRule: Rule {
    func offences(in file: SourceFile) -> [Offence] {
        guard file.area.module != nil else { return [] }
        return file.tokens.indices.dropFirst().compactMap { index in
            let token = file.tokens[index]
            guard token.kind == .symbol, token.touchesPrevious, token.text.hasPrefix("!"), !token.text.hasPrefix("!="),
                unwraps(file.tokens[index - 1])
            else { return nil }
            return file.offence(
                line: token.line, "a value is unwrapped by force",
                "bind it with `guard let` and say what happens without it")
        }
    }

    private func unwraps(_ token: Token) -> Bool {
        switch token.kind {
        case .word: token.text != "try" && token.text != "as"
        case .mark: token.text == ")" || token.text == "]" || token.text == "}"
        case .literal: true
        case .number, .symbol: false
        }
    }
}
