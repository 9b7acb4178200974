/// What came of reading a configuration: the checked value, or every reason why there is none.
package struct ConfigurationReport: Sendable {
    /// The checked configuration; nil exactly when there are errors.
    package let configuration: Configuration?
    /// All that is wrong, in the order of the lines; nothing may start with these.
    package let errors: [ConfigurationProblem]
    /// What works otherwise than one may think, in the order of the lines.
    package let warnings: [ConfigurationProblem]
    /// Whether there is no such file, so that `outbox init` is the next step.
    package let isMissing: Bool

    init(configuration: Configuration, warnings: [ConfigurationProblem]) {
        self.configuration = configuration
        errors = []
        self.warnings = warnings.sorted()
        isMissing = false
    }

    init(errors: [ConfigurationProblem], warnings: [ConfigurationProblem] = [], isMissing: Bool = false) {
        configuration = nil
        self.errors = errors.sorted()
        self.warnings = warnings.sorted()
        self.isMissing = isMissing
    }
}
