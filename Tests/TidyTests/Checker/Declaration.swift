/// A declaration found in the tokens of a file.
struct Declaration: Sendable {
    /// The keyword that introduces it: `func`, `struct`, `get` and so on.
    let keyword: String
    /// Its name; for an extension the extended type, with dots.
    let name: String
    /// `public`, `package` or, for all others, nil: `open` counts as `public`.
    let access: String?
    /// The index of its first token, attributes and modifiers included.
    let first: Int
    /// The index of its keyword.
    let index: Int
    /// The indexes of the braces around its body, where it has one.
    let body: ClosedRange<Int>?
    /// How many braces are open around it.
    let depth: Int

    var isType: Bool {
        Self.typeKeywords.contains(keyword)
    }

    static let typeKeywords: Set = ["struct", "class", "enum", "actor", "protocol"]
    static let accessors: Set = ["get", "set", "willSet", "didSet", "_read", "_modify"]
    static let keywords = typeKeywords.union(accessors).union([
        "func", "var", "let", "init", "deinit", "subscript", "extension", "typealias", "associatedtype", "macro",
    ])

    static let modifiers: Set = [
        "public", "package", "internal", "fileprivate", "private", "open", "static", "class", "final", "override",
        "mutating", "nonmutating", "nonisolated", "isolated", "lazy", "weak", "unowned", "required", "convenience",
        "indirect", "dynamic", "optional", "prefix", "postfix", "infix", "distributed", "consuming", "borrowing",
    ]
}
