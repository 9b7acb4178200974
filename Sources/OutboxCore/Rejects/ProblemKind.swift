/// What rejects are counted by: where, and what, without the value at hand.
package struct ProblemKind: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Kinds that are counted of one source; all beyond are counted as `other`.
    package static let limit = 200
    /// What is counted where there are too many kinds.
    package static let other = ProblemKind(path: "", problem: "other problems")
    private static let maximumLength = 200

    /// The path without the indexes of lists, such as `properties.items[].price`; empty for the event as a whole.
    package let path: String
    /// The problem without the value, such as `not a number`.
    package let problem: String

    /// Takes both as they were counted.
    package init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    /// The kind of a problem: what stands before the first colon, a leading number as `N`.
    package init(_ problem: EventProblem) {
        path = Self.withoutIndexes(problem.path)
        let text = String(problem.problem.prefix { $0 != ":" }.prefix(Self.maximumLength))
        let rest = text.drop { $0.isASCII && $0.isNumber }
        self.problem = rest.count < text.count ? "N" + rest : text
    }

    /// Path and problem as one line.
    package var description: String { EventProblem(path: path, problem: problem).description }

    /// Whether this is what somebody asks for: a part of the line, in any case.
    package func matches(_ words: String) -> Bool {
        description.lowercased().contains(words.lowercased())
    }

    /// Orders by path, then by problem.
    package static func < (left: ProblemKind, right: ProblemKind) -> Bool {
        (left.path, left.problem) < (right.path, right.problem)
    }

    private static func withoutIndexes(_ text: String) -> String {
        guard let path = try? JSONPath(text) else { return String(text.prefix(maximumLength)) }
        var shown = ""
        for component in path.components {
            switch component {
            case .index: shown += "[]"
            case .key(let key): shown += (shown.isEmpty ? "" : ".") + JSONPath([.key(key)]).description
            }
        }
        return String(shown.prefix(maximumLength))
    }
}
