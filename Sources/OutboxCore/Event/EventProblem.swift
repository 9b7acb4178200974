/// One thing that is wrong, or was noticed, about one value of an event.
public struct EventProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where: a path in the event, such as `properties.items[0].price`; empty for the event as a whole.
    public let path: String
    /// What: a sentence without a full stop, such as `not a number: "29,95"`. Never holds a clear identity.
    public let problem: String

    /// What is said of a repeat with another body.
    package static let differingRepeat = "another body than the event that is kept: the first one stays"

    /// Makes a problem at a path.
    package init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    /// The same without the value that it shows: what was rejected may have somebody's name where a number belongs.
    package var withoutValue: EventProblem {
        guard let colon = problem.firstIndex(of: ":") else { return self }
        let shown = problem[colon...].dropFirst(2).first
        guard let shown, shown == "\"" || shown == "-" || shown.isNumber else { return self }
        return EventProblem(path: path, problem: String(problem[..<colon]))
    }

    /// Path and problem as one line.
    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
