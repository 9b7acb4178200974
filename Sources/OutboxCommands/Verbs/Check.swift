import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIdentity
import OutboxSQLite

/// `outbox check`: is the configuration sound, are the secrets there, is the database?
struct Check: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Check the configuration, the secrets and the database. Sends nothing.",
        discussion: "Exit 0: no error (warnings are printed), 3: errors, 4: the database cannot be used.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The configuration file, as with --config.")
    var file: String?

    func perform(_ console: Console) async throws -> ExitStatus {
        let path = file ?? Workplace.configurationPath(global)
        let report = Configuration.load(path: path)
        var (errors, warnings) = (report.errors, report.warnings)
        var findings: [SecretCheck.Finding] = []
        if let configuration = report.configuration {
            let secrets = SecretCheck(configuration, environment: Environment.all) { Array(SHA256Digest(of: $0).bytes) }
            errors += secrets.errors
            warnings += secrets.warnings
            findings = secrets.findings
        }
        print(report.configuration, errors, warnings, findings, console)
        console.document(Self.document(errors: errors, warnings: warnings))
        if !errors.isEmpty { return .configuration }
        if let configuration = report.configuration { try checkDatabase(configuration, console) }
        return .fine
    }

    /// Opens a database that is there and says what it is; one that is not there yet is fine.
    private func checkDatabase(_ configuration: Configuration, _ console: Console) throws {
        let path = configuration.databasePath
        do {
            let store = try SQLiteStore.openReading(path: path)
            defer { store.close() }
            console.line(
                "database     \(path): schema \(SQLiteStore.schemaVersion), synchronous \(SQLiteStore.synchronousLevel)"
            )
        } catch StoreError.missing {
            console.line("database     \(path): made by the first `outbox enqueue`")
        }
    }

    private func print(
        _ configuration: Configuration?, _ errors: [ConfigurationProblem], _ warnings: [ConfigurationProblem],
        _ findings: [SecretCheck.Finding], _ console: Console
    ) {
        if let configuration {
            console.line(
                "\(configuration.file): \(configuration.sources.count) sources, "
                    + "\(configuration.destinations.count) destinations")
        }
        for finding in findings {
            console.line("secret       \(finding.use.path): \(finding.fingerprint ?? "not set")")
        }
        for (word, style, problems) in [
            ("error", Console.Style.red, errors), ("warning", Console.Style.yellow, warnings),
        ] {
            for problem in problems.sorted() {
                console.line(console.styled(word, style) + "  \(problem)")
            }
        }
        console.line("\(errors.count) errors, \(warnings.count) warnings")
    }

    private static func document(errors: [ConfigurationProblem], warnings: [ConfigurationProblem]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, problems) in [("errors", errors), ("warnings", warnings)] {
            writer.key(name)
            writer.beginArray()
            for problem in problems.sorted() { problem.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }
}
