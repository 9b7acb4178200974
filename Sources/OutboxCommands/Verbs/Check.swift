import ArgumentParser
import Glibc
import OutboxConfiguration
import OutboxCore
import OutboxIdentity
import OutboxSQLite

/// `outbox check`: is the configuration sound, are the secrets there, is the database?
struct Check: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Check the configuration, the secrets and the database. Sends nothing, but with --probe.",
        discussion: """
            --probe sends one test event to each destination, under its test code, and says what TikTok thinks of \
            token, id and permission.
            Exit 0: no error (warnings are printed), 1: a destination has no test code to be probed with, 3: errors, \
            4: the database cannot be used, or TikTok is out of reach, 5: TikTok refuses a destination, \
            75: TikTok asks to try later.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The configuration file, as with --config.")
    var file: String?

    @Flag(help: "Send one test event to each destination.")
    var probe = false

    @Option(help: "With --probe: a destination; may be repeated. Without it all.")
    var destination: [String] = []

    @Option(help: "With --probe: the test code to send with, instead of the configuration's.")
    var testCode: String?

    func validate() throws {
        guard probe || (destination.isEmpty && testCode == nil) else {
            throw ValidationError("--destination and --test-code belong to --probe")
        }
    }

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
        print(report.configuration, findings, console)
        guard errors.isEmpty, let configuration = report.configuration else {
            print(errors, warnings, console)
            console.document(Self.document(file: path, errors: errors, warnings: warnings, probes: nil))
            return .configuration
        }
        do { warnings += try await checkDatabase(configuration, console) } catch {
            print(errors, warnings, console)
            throw error
        }
        print(errors, warnings, console)
        let results = probe ? try await Probe(testCode: testCode).run(try probed(configuration)) : nil
        for result in results ?? [] { result.printLines(console) }
        console.document(Self.document(file: path, errors: errors, warnings: warnings, probes: results))
        return ProbeResult.status(of: results ?? [])
    }

    private func probed(_ configuration: Configuration) throws -> [DestinationSettings] {
        for name in destination { try Workplace.requireDestination(name, in: configuration) }
        return configuration.destinations.filter { destination.isEmpty || destination.contains($0.name) }
    }

    /// Opens a database that is there and says what it is, and what waits in it for nobody; one that is not there yet
    /// is fine, if there is a folder for it.
    private func checkDatabase(
        _ configuration: Configuration, _ console: Console
    ) async throws -> [ConfigurationProblem] {
        let path = configuration.databasePath
        do {
            let store = try SQLiteStore.openReading(path: path)
            defer { store.close() }
            console.line(
                "database     \(path): schema \(SQLiteStore.schemaVersion), synchronous \(SQLiteStore.synchronousLevel)"
            )
            let names = configuration.destinations.map(\.name)
            let report = try await store.status(destinations: names, now: SystemClock.now)
            return RemovedDestinations(report).warnings(file: configuration.file)
        } catch StoreError.missing {
            try checkFolder(of: path)
            console.line("database     \(path): made by the first `outbox enqueue`")
            return []
        }
    }

    /// Refuses a database that cannot be made for want of its folder, or of the right to write there.
    private func checkFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        if Glibc.access(folder.isEmpty ? "/" : folder, F_OK) != 0 {
            throw CommandFailure(
                .outOfReach, code: "no_folder",
                "database: the folder of \(path) is not there: make it with mkdir -p \(folder)", path: "database")
        }
        if Glibc.access(folder.isEmpty ? "/" : folder, W_OK | X_OK) != 0 {
            throw CommandFailure(
                .outOfReach, code: "not_writable",
                "database: \(path) cannot be made: this user may not write into \(folder)", path: "database")
        }
    }

    private func print(
        _ configuration: Configuration?, _ findings: [SecretCheck.Finding], _ console: Console
    ) {
        if let configuration {
            console.line(
                "\(configuration.file): \(Plural.text(configuration.sources.count, "source")), "
                    + Plural.text(configuration.destinations.count, "destination"))
        }
        for finding in findings {
            console.line("secret       \(finding.use.path): \(finding.fingerprint ?? "not set")")
        }
    }

    private func print(
        _ errors: [ConfigurationProblem], _ warnings: [ConfigurationProblem], _ console: Console
    ) {
        for (word, style, problems) in [
            ("error", Console.Style.red, errors), ("warning", Console.Style.yellow, warnings),
        ] {
            for problem in problems.sorted() {
                console.line(console.styled(word, style) + "  \(problem)")
            }
        }
        console.line("\(Plural.text(errors.count, "error")), \(Plural.text(warnings.count, "warning"))")
    }

    private static func document(
        file: String, errors: [ConfigurationProblem], warnings: [ConfigurationProblem], probes: [ProbeResult]?
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if !errors.isEmpty { Workplace.failure(of: errors.sorted(), file: file).writeMember(to: &writer) }
        for (name, problems) in [("errors", errors), ("warnings", warnings)] {
            writer.key(name)
            writer.beginArray()
            for problem in problems.sorted() { problem.write(to: &writer) }
            writer.endArray()
        }
        if let probes {
            writer.key("probes")
            writer.beginArray()
            for probe in probes { probe.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }
}
