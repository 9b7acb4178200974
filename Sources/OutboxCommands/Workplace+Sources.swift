import OutboxConfiguration
import OutboxCore
import OutboxIntake

extension Workplace {
    /// The source of a name; without a name the only one (exit 3 for any other).
    static func source(_ name: String?, in configuration: Configuration) throws -> SourceSettings {
        let names = configuration.sources.map(\.name).joined(separator: ", ")
        guard let name else {
            guard configuration.sources.count == 1, let only = configuration.sources.first else {
                throw CommandFailure(
                    .configuration, code: "unknown_source", "there are several sources (\(names)): say --source NAME")
            }
            return only
        }
        guard let settings = configuration.source(named: name) else {
            throw CommandFailure(
                .configuration, code: "unknown_source",
                "no source \"\(name)\" in \(configuration.file); there is \(names)", path: "sources.\(name)")
        }
        return settings
    }

    /// The destination of a name; without a name the only one (exit 3 for any other).
    static func destination(_ name: String?, in configuration: Configuration) throws -> DestinationSettings {
        if let name { try requireDestination(name, in: configuration) }
        let found = configuration.destinations.filter { name == nil || $0.name == name }
        guard found.count == 1, let only = found.first else {
            let names = configuration.destinations.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .configuration, code: "unknown_destination",
                "there are several destinations (\(names)): say --destination NAME")
        }
        return only
    }

    /// Refuses a file of comma-separated values for another dialect: its header names paths in a native event.
    static func check(_ format: FileFormat, of file: InputFile, _ source: SourceSettings) throws {
        guard source.rules.dialect != .native, format == .csv else { return }
        throw CommandFailure(
            .usage, code: "unusable_format",
            "\(file.path): CSV files hold native events, and the source \(source.name) speaks "
                + "\(source.rules.dialect.rawValue): import it with --source of a native source, or send JSON",
            path: file.path)
    }
}
