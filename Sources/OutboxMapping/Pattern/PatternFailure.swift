/// Why a text is no regular expression that is taken here.
struct PatternFailure: Error {
    /// A sentence without a full stop.
    let problem: String
    /// Where, in characters from 1.
    let column: Int

    /// Problem and place.
    var description: String { "at character \(column): \(problem)" }
}
