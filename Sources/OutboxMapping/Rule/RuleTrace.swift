/// Where a field's value came from.
package struct RuleTrace: Sendable, Hashable {
    /// The alternative that gave it, as written: `properties.value | round(2)`; nil if none gave anything.
    package var alternative: String?
    /// Which one that is, from 1; nil if none gave anything.
    package var position: Int?
    /// How many alternatives the rule has.
    package var alternatives = 1
    /// The path that was read for it, such as `properties.value`; nil for a constant.
    package var path: String?
    /// The functions that were applied, in order, as written: `round(2)`.
    package var functions: [String] = []

    /// A trace of nothing yet.
    package init() {}
}
