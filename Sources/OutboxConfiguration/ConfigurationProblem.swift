package import OutboxCore

/// One thing that is wrong with, or was noticed about, the configuration.
///
/// Its texts never hold a secret: what stands where a secret belongs is not repeated.
package struct ConfigurationProblem: Error, Sendable, Hashable {
    /// Where: the keys from the top, such as `destinations.main.filters[0]`; empty for the file as a whole.
    package let path: String
    /// What: a sentence without a full stop.
    package let problem: String
    /// What to write or do instead, where that is known.
    package let suggestion: String?
    /// The configuration file, as it was named.
    package let file: String
    /// The line in the file, counted from 1; nil where no line can be named.
    package let line: Int?
    /// The name that silences it, of a warning that can be.
    package let lint: Lint?

    /// Makes a problem.
    package init(
        path: String, problem: String, suggestion: String? = nil, file: String, line: Int?, lint: Lint? = nil
    ) {
        self.path = path
        self.problem = problem
        self.suggestion = suggestion
        self.file = file
        self.line = line
        self.lint = lint
    }

    /// Writes the problem as `{"path","problem","suggestion","file","line"}`, with null for what is not known, and with
    /// `"lint"` where it has a name.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("path")
        writer.string(path)
        writer.key("problem")
        writer.string(problem)
        writer.key("suggestion")
        if let suggestion { writer.string(suggestion) } else { writer.null() }
        writer.key("file")
        writer.string(file)
        writer.key("line")
        if let line { writer.integer(line) } else { writer.null() }
        if let lint {
            writer.key("lint")
            writer.string(lint.rawValue)
        }
        writer.endObject()
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// The problem as one line: `outbox.yml:7: sources.shop.dialct: unknown key (try: dialect)`.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        let subject = path.isEmpty ? "" : "\(path): "
        let advice = suggestion.map { " (try: \($0))" } ?? ""
        let name = lint.map { " [\($0.rawValue)]" } ?? ""
        return "\(place): \(subject)\(problem)\(advice)\(name)"
    }
}

extension ConfigurationProblem: Comparable {
    /// Orders by line, what has no line first, then by path.
    package static func < (left: Self, right: Self) -> Bool {
        (left.line ?? 0, left.path, left.problem) < (right.line ?? 0, right.path, right.problem)
    }
}
