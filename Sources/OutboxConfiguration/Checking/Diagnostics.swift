import OutboxYAML

/// Collects what is wrong with one configuration while it is checked; confined to that one check.
final class Diagnostics {
    /// How bad it is.
    enum Severity {
        /// Nothing may start.
        case error
        /// It works, but perhaps not as one thinks.
        case warning
    }

    /// The file, as it was named.
    let file: String
    /// What was found so far.
    private(set) var errors: [ConfigurationProblem] = []
    /// What was noticed so far.
    private(set) var warnings: [ConfigurationProblem] = []

    /// The keys that may stand in each mapping that was read, by its path: what the schema must name.
    private(set) var knownKeys: [String: Set<String>] = [:]

    init(file: String) {
        self.file = file
    }

    /// Notes which keys a mapping may have.
    func note(keys: [String], of path: String) {
        knownKeys[path, default: []].formUnion(keys)
    }

    /// Notes a problem.
    func report(
        _ severity: Severity, _ path: String, _ problem: String, _ suggestion: String? = nil, line: Int?,
        lint: Lint? = nil
    ) {
        let found = ConfigurationProblem(
            path: path, problem: Quoting.safe(problem),
            suggestion: suggestion.flatMap { Quoting.looksLikeToken($0) ? nil : Quoting.safe($0) }, file: file,
            line: line, lint: lint)
        switch severity {
        case .error: errors.append(found)
        case .warning: warnings.append(found)
        }
    }

    /// Forgets the warnings of these names.
    func silence(_ lints: Set<Lint>) {
        warnings.removeAll { $0.lint.map(lints.contains) ?? false }
    }
}
