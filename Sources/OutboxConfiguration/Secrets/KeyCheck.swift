/// Rules for write keys beyond being there: long enough not to be guessed, and of one source alone.
struct KeyCheck {
    /// The fewest characters of a key.
    static let leastCharacters = 16

    private var uses: [[UInt8]: SecretUse] = [:]

    /// Notes a key; says what is wrong with it, and what to do, where something is.
    mutating func problem(with secret: Secret, _ use: SecretUse) -> (problem: String, suggestion: String)? {
        if secret.reveal().count < Self.leastCharacters {
            return (
                "a write key has at least \(Self.leastCharacters) characters: \(use.reference) has fewer",
                "openssl rand -hex 24"
            )
        }
        guard let first = uses[secret.digest] else {
            uses[secret.digest] = use
            return nil
        }
        guard Self.source(first) != Self.source(use) else { return nil }
        return ("the same key as \(first.path): it could not be told whose events they are", "give each source its own")
    }

    /// `sources.NAME`, of `sources.NAME.key` and `sources.NAME.keys[0]`.
    private static func source(_ use: SecretUse) -> String {
        use.path.split(separator: ".").prefix(2).joined(separator: ".")
    }
}
