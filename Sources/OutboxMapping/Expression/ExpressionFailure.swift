/// Why a text is no expression.
struct ExpressionFailure: Error {
    /// A sentence without a full stop.
    let problem: String
    var suggestion: String?
    /// Where, in characters from 1.
    var column: Int?

    /// The problem with its place in front.
    var description: String { column.map { "at character \($0): \(problem)" } ?? problem }
}
