/// One token of an expression, and where it begins: an offset in bytes.
struct ExpressionToken: Equatable {
    enum Kind: Equatable {
        /// `properties`, `x-y`, `count`
        case identifier(String)
        /// `"x y"`
        case quotedIdentifier(String)
        /// `'text'`
        case text(String)
        /// `12.5`
        case number([UInt8])
        /// `.` `[` `]` `|` `??` `(` `)` `,` `{` `}` `:` `$`
        case mark(String)
        case end
    }

    let kind: Kind
    let start: Int
    let end: Int

    /// As it is shown in messages.
    var shown: String {
        switch kind {
        case .identifier(let name): "`\(name)`"
        case .quotedIdentifier(let name): "`\"\(name)\"`"
        case .text(let text): "the text '\(text)'"
        case .number(let digits): "the number \(String(decoding: digits, as: UTF8.self))"
        case .mark(let mark): "`\(mark)`"
        case .end: "the end"
        }
    }
}
