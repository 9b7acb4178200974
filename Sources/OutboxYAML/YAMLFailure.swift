/// Why a text is no YAML document that this product reads.
package struct YAMLFailure: Error, Hashable {
    /// A sentence without a full stop.
    package let problem: String
    /// What to do about it.
    package var suggestion: String?
    /// The line, counted from 1.
    package let line: Int?
}
