package import OutboxCore

/// The state of evaluating rules and conditions over one event; cheap to make, not shared.
package struct Evaluation {
    /// What is read.
    package let input: MappingInput
    /// What was left out and why, in the order it was noticed; never more than ``maximumWarnings``.
    package private(set) var warnings: [EventProblem] = []

    /// How many warnings one evaluation keeps; a list of a thousand bad prices needs no thousand of them.
    package static let maximumWarnings = 50

    /// Starts an evaluation.
    package init(_ input: MappingInput) {
        self.input = input
    }
}
