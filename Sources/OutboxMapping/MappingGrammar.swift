package import OutboxCore

/// What the language needs to know from outside, handed over when a mapping or a condition is compiled.
package struct MappingGrammar: Sendable {
    /// The kinds of value that are known of some paths.
    package enum Kind: String, Sendable {
        /// A text.
        case text
        /// A number.
        case number
        /// `true` or `false`.
        case bool
        /// A list of anything.
        case list
    }

    /// What `sha256`, `email` and `phone` do.
    package var functions = IdentityFunctions.none
    /// Other texts that mean a constant at a path: at `user.email` the digest of the address. None where the text
    /// means itself alone.
    package var equivalents: @Sendable (_ path: JSONPath, _ constant: String) -> [String] = { _, _ in [] }
    /// The digest that stands for a clear text at the path of an identity; nil for an empty text. A digest stands for
    /// itself.
    package var digest: @Sendable (_ path: JSONPath, _ text: String) -> String? = { _, _ in nil }
    /// A text with digests in place of the e-mail addresses and phone numbers in it; nil where there are none.
    package var scrubbed: @Sendable (_ text: String) -> String? = { _ in nil }
    /// Whether a path leads to an identity that is stored as a digest: only equality can be asked of it, and traces
    /// show it shortened.
    package var isIdentity: @Sendable (_ path: JSONPath) -> Bool = { _ in false }
    /// Other paths at which the same identity may stand instead: `user.email_sha256` for `user.email`.
    package var twins: @Sendable (_ path: JSONPath) -> [JSONPath] = { _ in [] }
    /// What kind of value always stands at a path, where that is known; constants of another kind are problems.
    package var kind: @Sendable (_ path: JSONPath) -> Kind? = { _ in nil }
    /// What events can look like; nil if anything goes. A path that can find nothing is a problem: a slip, or a text
    /// that lacks its quotes.
    package var shape: EventShape?
    /// How many steps of a path must be possible. Of a condition all, since the negation of a comparison with nothing
    /// always holds.
    package var shapeDepth = Int.max
    /// Targets of a table that only group others, so that `properties: {value: …}` is not read as a constant.
    package var groups: Set<String> = [
        "user", "properties", "page", "app", "lead", "context", "context.page", "context.device", "context.app",
        "context.click_ids", "context.lead", "consent",
    ]

    /// A grammar that knows of no identities: for tests.
    package static let plain = MappingGrammar()

    /// A grammar that knows of no identities, to be filled.
    package init() {}
}
