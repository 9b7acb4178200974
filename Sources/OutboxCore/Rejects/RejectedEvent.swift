/// An event that was not taken, as it may be kept: masked.
package struct RejectedEvent: Sendable, Hashable {
    /// When it came.
    package var rejectedAt: Timestamp
    /// What is wrong with it; never holds a clear identity.
    package var problems: [EventProblem]
    /// The size of what came, in bytes.
    package var bytes: Int
    /// What came, masked: nobody can be found by it.
    package var excerpt: String
    /// Whether it was not taken because an event with the same id and another body is kept: what it said is lost.
    package var isDifferingRepeat: Bool

    /// Makes one of its parts.
    package init(
        rejectedAt: Timestamp, problems: [EventProblem], bytes: Int, excerpt: String, isDifferingRepeat: Bool = false
    ) {
        self.rejectedAt = rejectedAt
        self.problems = problems
        self.bytes = bytes
        self.excerpt = excerpt
        self.isDifferingRepeat = isDifferingRepeat
    }
}
