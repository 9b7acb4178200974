import OutboxYAML

/// Something that is wrong with a mapping or a condition, found when it is compiled.
package struct MappingProblem: Error, Sendable, Hashable {
    /// Where in the document, such as `destinations.main.map.properties.value`.
    package let path: String
    /// What, a sentence without a full stop. Texts of the file are shown shortened, and never what looks like a token.
    package let problem: String
    /// What to do about it, if that can be said.
    package let suggestion: String?
    /// The line, counted from 1.
    package let line: Int?

    /// Makes a problem at a place.
    package init(path: String, problem: String, suggestion: String? = nil, line: Int?) {
        self.path = path
        self.problem = Quoting.safe(problem)
        self.suggestion = suggestion.map(Quoting.safe)
        self.line = line
    }
}
