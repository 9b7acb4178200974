import OutboxCore

/// What intake found while it read one event.
struct Findings {
    /// What makes the event unacceptable.
    private(set) var problems: [EventProblem] = []
    /// What is worth knowing about an event that is accepted all the same.
    private(set) var warnings: [EventProblem] = []

    /// The most that is said about one event; the rest would be noise, and is not even put into words.
    private static let limit = 20

    /// Whether nothing was found.
    var isEmpty: Bool { problems.isEmpty && warnings.isEmpty }

    mutating func problem(_ path: @autoclosure () -> String, _ text: @autoclosure () -> String) {
        if problems.count < Self.limit { problems.append(EventProblem(path: path(), problem: text())) }
    }

    mutating func warning(_ path: @autoclosure () -> String, _ text: @autoclosure () -> String) {
        if warnings.count < Self.limit { warnings.append(EventProblem(path: path(), problem: text())) }
    }
}
