/// What each comparison of a condition saw.
package struct ConditionTrace: Sendable, Hashable {
    /// What one comparison of the condition saw.
    package struct Step: Sendable, Hashable {
        /// What was looked at, as written.
        package let path: String
        /// What it should be.
        package let expected: String
        /// What it was, masked and short.
        package let seen: String
        /// Whether it held; nil if that cannot be said.
        package let holds: Bool?
        /// The line of the file that it stands in.
        package let line: Int
    }

    /// The result of the whole.
    package let result: ConditionResult
    /// The comparisons in the order of the file, all of them.
    package let steps: [Step]
}
