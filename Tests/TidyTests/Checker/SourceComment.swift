/// A comment in Swift code: one line comment, or one block comment with all its lines.
struct SourceComment: Equatable, Sendable {
    let text: String
    let firstLine: Int
    let lastLine: Int
    /// Whether it begins with `///` or `/**`.
    let isDocumentation: Bool
    /// Whether no code stands before it on its first line.
    let standsAlone: Bool

    /// How many words with at least one letter it has: three make a claim, fewer are decoration.
    var wordCount: Int {
        text.split(whereSeparator: \.isWhitespace).count { $0.contains(where: \.isLetter) }
    }
}
