/// Why a text is no YAML document that this product reads.
struct YAMLFailure: Error, Hashable {
    /// A sentence without a full stop.
    let problem: String
    /// What to do about it.
    var suggestion: String?
    /// The line, counted from 1.
    let line: Int?
}
