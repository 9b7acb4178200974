import OutboxCore
import OutboxIntake
import OutboxRouting
import OutboxYAML

/// Turns a document into a configuration, noting everything that is wrong on the way.
struct ConfigurationReader {
    /// Where problems go.
    let diagnostics: Diagnostics
    /// The absolute folder of the file, where relative paths begin.
    let folder: String
    /// What is read so far.
    var configuration: Configuration

    static let keys = [
        "version", "database", "listen", "server", "operators", "sources", "identity", "destinations", "privacy",
        "keep",
        "alerts", "acknowledge",
    ]
    static let renamedKeys = [
        "db": "database", "source": "sources", "destination": "destinations", "pixels": "destinations",
        "retention": "keep", "port": "listen",
    ]
    /// What belongs into a destination or a source, and where.
    private static let misplaced = Dictionary(
        destinationKeys.map { ($0, "destinations.NAME.\($0)") } + sourceKeys.map { ($0, "sources.NAME.\($0)") },
        uniquingKeysWith: { first, _ in first }
    ).filter { !keys.contains($0.key) }

    /// Reads a text that was found in a file.
    static func read(_ text: String, file: String, folder: String) -> ConfigurationReport {
        read(text, folder: folder, diagnostics: Diagnostics(file: file))
    }

    /// Reads a text; what is found on the way is left in the diagnostics.
    static func read(_ text: String, folder: String, diagnostics: Diagnostics) -> ConfigurationReport {
        do {
            guard let root = try YAMLDocument.parse(text), !root.isNull else {
                diagnostics.report(
                    .error, "", "the file is empty", "outbox init writes one with comments", line: 1)
                return ConfigurationReport(errors: diagnostics.errors)
            }
            let configuration = Configuration(
                file: diagnostics.file, text: text,
                databasePath: FilePath.absolute(Configuration.defaultDatabase, in: folder))
            var reader = ConfigurationReader(diagnostics: diagnostics, folder: folder, configuration: configuration)
            reader.read(Setting(path: "", node: root, diagnostics: diagnostics))
            guard diagnostics.errors.isEmpty else {
                return ConfigurationReport(
                    errors: diagnostics.errors, warnings: diagnostics.warnings,
                    databasePath: reader.databasePathDespiteErrors)
            }
            return ConfigurationReport(configuration: reader.configuration, warnings: diagnostics.warnings)
        } catch {
            diagnostics.report(.error, "", error.problem, error.suggestion, line: error.line)
            return ConfigurationReport(
                errors: diagnostics.errors,
                databasePath: databasePath(ofUnreadable: text, file: diagnostics.file, folder: folder))
        }
    }

    private mutating func read(_ root: Setting) {
        warnOfInterpolation(root)
        guard
            let section = Section(
                root, line: 1, keys: Self.keys,
                renamed: Self.renamedKeys.merging(Self.misplaced, uniquingKeysWith: { $1 }), example: "version: 1")
        else { return }
        readVersion(section)
        readDatabase(section)
        readIdentity(section)
        readPrivacy(section)
        readServer(section)
        readSources(section)
        readDestinations(section)
        readListen(section)
        readOperators(section)
        readKeep(section)
        if section.has("alerts") { warnNotBuilt(section, "alerts") }
        let acknowledged = readAcknowledgements(section)
        warnOfUnheardSources(section)
        lint()
        diagnostics.silence(acknowledged)
        configuration.secrets.sort { ($0.line, $0.path) < ($1.line, $1.path) }
    }

    private func readVersion(_ section: Section) {
        guard let setting = section.required("version", example: "1") else { return }
        guard setting.node.text == "1" else {
            setting.error("this outbox reads version 1 of the configuration, not \(setting.node.kindWithText)", "1")
            return
        }
    }

    private mutating func readDatabase(_ section: Section) {
        guard let setting = section["database"], let path = setting.string(example: "outbox.db") else { return }
        if let problem = FieldChecks.databasePath(path) { return setting.error(problem, "outbox.db") }
        let absolute = FilePath.absolute(path, in: folder)
        if absolute == FilePath.absolute(configuration.file, in: FilePath.workingFolder()) {
            return setting.error("this is the configuration file itself", "outbox.db")
        }
        configuration.databasePath = absolute
    }

    private mutating func readOperators(_ section: Section) {
        let example = "{admin: {env: OUTBOX_ADMIN_TOKEN}}"
        guard let setting = section["operators"] else { return }
        warnNotBuilt(section, "operators")
        guard let operators = Section(setting, example: example) else { return }
        for (name, line, setting) in operators.all {
            if let problem = FieldChecks.name(name) {
                diagnostics.report(.error, setting.path, problem, line: line)
                continue
            }
            guard let token = readSecret(setting, for: .operatorToken, example: "OUTBOX_ADMIN_TOKEN") else { continue }
            configuration.operators.append(OperatorSettings(name: name, token: token))
        }
    }

    /// Notes that a key has no effect yet.
    func warnNotBuilt(_ section: Section, _ key: String) {
        section.warning(key, "not built yet: it has no effect")
    }

    // `${NAME}` is how many other tools read the environment; here it is just text.
    private func warnOfInterpolation(_ setting: Setting) {
        switch setting.node.content {
        case .scalar(let text, _):
            if text.contains("${") {
                setting.warning("`${...}` is not replaced; the value is taken as it is written")
            }
        case .list:
            for item in setting.list(example: "") ?? [] { warnOfInterpolation(item) }
        case .mapping(let entries):
            for entry in entries {
                warnOfInterpolation(
                    Setting(
                        path: Section.path(setting.path, entry.key), node: entry.value, diagnostics: diagnostics))
            }
        }
    }

    private func warnOfUnheardSources(_ section: Section) {
        guard diagnostics.errors.isEmpty else { return }
        let heard = Set(configuration.destinations.flatMap(\.listensTo))
        for source in configuration.sources where !heard.contains(source.name) {
            diagnostics.report(
                .warning, "sources.\(source.name)",
                "no destination listens to this source: its events are stored and go nowhere", line: source.line)
        }
    }
}
