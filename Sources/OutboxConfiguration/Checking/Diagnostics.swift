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

    init(file: String) {
        self.file = file
    }

    /// Notes a problem; the same one is noted once.
    func report(
        _ severity: Severity, _ path: String, _ problem: String, _ suggestion: String? = nil, line: Int?
    ) {
        let found = ConfigurationProblem(
            path: path, problem: problem, suggestion: suggestion, file: file, line: line)
        switch severity {
        case .error: errors.append(found)
        case .warning: warnings.append(found)
        }
    }
}
