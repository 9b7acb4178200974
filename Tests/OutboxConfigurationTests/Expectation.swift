import OutboxConfiguration
import Testing

/// A problem that a row of a table expects.
struct Expectation: Sendable {
    enum Severity {
        case error
        case warning
    }

    let severity: Severity
    let path: String
    let words: String
    let line: Int?
    let suggestion: String?

    static func error(_ path: String, _ words: String, line: Int?, try suggestion: String? = nil) -> Expectation {
        Expectation(severity: .error, path: path, words: words, line: line, suggestion: suggestion)
    }

    static func warning(_ path: String, _ words: String, line: Int?, try suggestion: String? = nil) -> Expectation {
        Expectation(severity: .warning, path: path, words: words, line: line, suggestion: suggestion)
    }
}

/// A row: a text and all the problems that it has, in the order of the lines.
struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let expectations: [Expectation]

    init(_ name: String, _ text: String, _ expectations: Expectation...) {
        self.name = name
        self.text = text
        self.expectations = expectations
    }

    var testDescription: String { name }

    /// Holds when exactly the expected problems are reported.
    func check(sourceLocation: SourceLocation = #_sourceLocation) {
        let report = Sample.load(text)
        check(report.errors, .error, sourceLocation)
        check(report.warnings, .warning, sourceLocation)
        #expect((report.configuration == nil) == !report.errors.isEmpty, sourceLocation: sourceLocation)
    }

    private func check(
        _ problems: [ConfigurationProblem], _ severity: Expectation.Severity, _ sourceLocation: SourceLocation
    ) {
        let expected = expectations.filter { $0.severity == severity }
        let shown = problems.map(\.description).joined(separator: "\n")
        #expect(problems.count == expected.count, "\(name)\n\(shown)", sourceLocation: sourceLocation)
        for (problem, expectation) in zip(problems, expected) {
            #expect(problem.path == expectation.path, "\(name)", sourceLocation: sourceLocation)
            #expect(problem.problem.contains(expectation.words), "\(name): \(problem)", sourceLocation: sourceLocation)
            #expect(problem.line == expectation.line, "\(name): \(problem)", sourceLocation: sourceLocation)
            #expect(problem.suggestion == expectation.suggestion, "\(name): \(problem)", sourceLocation: sourceLocation)
            #expect(problem.file == "outbox.yml", sourceLocation: sourceLocation)
        }
    }
}
