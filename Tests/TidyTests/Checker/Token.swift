/// One piece of Swift code, told apart as finely as the rules need it.
struct Token: Equatable, Sendable {
    enum Kind: Sendable {
        /// An identifier or a keyword; back-ticks are part of the text.
        case word
        case number
        /// A bracket, a comma, a dot and the like: always one character.
        case mark
        case symbol
        /// A string or regular expression literal; the text is what stands before the first interpolation.
        case literal
    }

    let kind: Kind
    let text: String
    let line: Int
    /// Whether nothing, not even white space, stands between this piece and the one before.
    let touchesPrevious: Bool

    func isWord(_ word: String) -> Bool {
        kind == .word && text == word
    }

    func isMark(_ mark: String) -> Bool {
        kind == .mark && text == mark
    }
}
