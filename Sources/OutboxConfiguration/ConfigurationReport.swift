/// What came of reading a configuration: the checked value, or every reason why there is none.
package struct ConfigurationReport: Sendable {
    /// The checked configuration; nil exactly when there are errors.
    package let configuration: Configuration?
    /// All that is wrong, in the order of the lines; nothing may start with these.
    package let errors: [ConfigurationProblem]
    /// What works otherwise than one may think, in the order of the lines.
    package let warnings: [ConfigurationProblem]
    /// The absolute path of the database, also where something else is wrong; nil where the file does not say it for
    /// certain.
    package let databasePath: String?

    init(configuration: Configuration, warnings: [ConfigurationProblem]) {
        self.configuration = configuration
        errors = []
        self.warnings = warnings.sorted()
        databasePath = configuration.databasePath
    }

    init(errors: [ConfigurationProblem], warnings: [ConfigurationProblem] = [], databasePath: String? = nil) {
        configuration = nil
        self.errors = errors.sorted()
        self.warnings = warnings.sorted()
        self.databasePath = databasePath
    }
}
