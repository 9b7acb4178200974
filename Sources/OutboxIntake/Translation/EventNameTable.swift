/// The native names of a dialect's events: looked up as they are, then without regard to case.
struct EventNameTable: Sendable {
    private var exact: [String: String] = [:]
    private var folded: [String: (spelling: String, native: String)] = [:]

    /// Adds a name, or gives it another native one.
    mutating func add(_ name: String, as native: String) {
        exact[name] = native
        folded[name.lowercased()] = (name, native)
    }

    /// The native name, and the spelling that was meant where the name is written otherwise; nil for a name that is in
    /// no table, which is kept as it is.
    func native(for name: String) -> (name: String, meant: String?)? {
        if let native = exact[name] { return (native, nil) }
        let trimmed = name.lowercased().split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        return folded[trimmed].map { ($0.native, $0.spelling) }
    }
}
