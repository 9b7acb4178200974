import Glibc
import OutboxConfiguration
import OutboxCore
import OutboxIdentity
import OutboxMapping
import OutboxSQLite

/// What most verbs work with: the checked configuration and the open store.
struct Workplace {
    let configuration: Configuration
    /// What producers and workers write.
    let store: any OutboxStore
    /// What operators read and change; the same database.
    let archive: any OutboxArchive
    let registry: Registry
    /// Whether the file has errors, and the configuration is the last that the database holds.
    let isFileBroken: Bool
    private let database: SQLiteStore

    /// Makes a place; one without registry only reads, or changes what the database knows by name.
    init(
        configuration: Configuration, database: SQLiteStore,
        registry: Registry = Registry(sources: [:], destinations: [:], configuration: ConfigurationID(0)),
        isFileBroken: Bool = false
    ) {
        self.configuration = configuration
        self.isFileBroken = isFileBroken
        self.database = database
        (store, archive) = (database, database)
        self.registry = registry
    }

    /// The error of the disk after which the database takes nothing more; for one listener.
    var databaseFailures: AsyncStream<StoreError> { database.failures }

    /// The database's file, without symbolic links.
    var databasePath: String { database.path }

    /// Closes the database.
    func close() { database.close() }

    /// How a verb uses the database.
    enum Access {
        /// Reads alone; the database must be there.
        case reading
        /// Changes what is there; the database must be there.
        case changing
        /// Writes; the database is made where there is none.
        case writing
    }

    /// Where the configuration is: `--config`, else `OUTBOX_CONFIG`, else `./outbox.yml`.
    static func configurationPath(_ global: GlobalOptions) -> String {
        if let path = global.configuration { return path }
        if let path = Environment.value("OUTBOX_CONFIG"), !path.isEmpty { return path }
        return "outbox.yml"
    }

    /// Loads the configuration; its errors end the verb with exit 3, its warnings are not repeated by every verb.
    static func loadConfiguration(_ global: GlobalOptions) throws -> Configuration {
        let path = configurationPath(global)
        let report = Configuration.load(path: path)
        if let configuration = report.configuration, report.errors.isEmpty { return configuration }
        throw failure(of: report.errors, file: path)
    }

    /// The failure of a configuration with errors: the first of them, and how many more there are.
    static func failure(of errors: [ConfigurationProblem], file: String) -> CommandFailure {
        guard let first = errors.first else {
            return CommandFailure(.configuration, code: "configuration", "\(file) cannot be used", path: file)
        }
        var message = first.description
        if errors.count > 1 { message += "; \(errors.count - 1) more: run `outbox check`" }
        return CommandFailure(
            .configuration, code: "configuration", message, path: first.path.isEmpty ? first.file : first.path,
            line: first.line)
    }

    /// Loads the configuration and opens the store.
    ///
    /// - Parameter deadline: up to when locks of the database are waited for, where that is sooner than usual.
    static func open(
        _ global: GlobalOptions, _ access: Access, waitingUntil deadline: ContinuousClock.Instant? = nil
    ) async throws -> Workplace {
        try await open(try loadConfiguration(global), access, waitingUntil: deadline)
    }

    /// Opens the store of a loaded configuration.
    static func open(
        _ configuration: Configuration, _ access: Access, waitingUntil deadline: ContinuousClock.Instant? = nil
    ) async throws -> Workplace {
        let store = try database(at: configuration.databasePath, access, waitingUntil: deadline)
        guard access != .reading else { return Workplace(configuration: configuration, database: store) }
        let registration = configuration.registration { Array(SHA256Digest(of: $0).bytes) }
        let registry = try await store.register(registration, at: SystemClock.now)
        return Workplace(configuration: configuration, database: store, registry: registry)
    }

    /// Refuses a configuration of whose secrets one is missing or unusable that is needed (exit 3).
    static func requireSecrets(
        _ needed: Set<SecretUse.Purpose>, of configuration: Configuration, isRunning: Bool = false
    ) throws {
        let secrets = SecretCheck(
            configuration, environment: Environment.all, needed: needed, isRunning: isRunning
        ) {
            Array(SHA256Digest(of: $0).bytes)
        }
        guard let error = secrets.errors.first else { return }
        throw CommandFailure(
            .configuration, code: "missing_secret", error.description, path: error.path, line: error.line)
    }

    /// Hides clear identities in what an earlier version kept as it was written.
    func hideKeptIdentities() async throws {
        let hidden = configuration.hiddenConstants
        _ = try await archive.rewriteTexts(
            configurations: { hidden.text(ofDocument: $0) }, matches: { hidden.text(ofCondition: $0) })
    }

    /// Closes, as unknown outcomes, what killed workers left open at destinations that are not in the file any more.
    func closeAbandoned() async throws {
        // Without the file nobody knows which those are.
        guard !isFileBroken else { return }
        _ = try await archive.closeAbandoned(
            except: Set(registry.destinations.values), by: Environment.owner("recovery"), at: SystemClock.now)
    }

    /// Opens the database; what it says is a failure that names its path.
    static func database(
        at path: String, _ access: Access, waitingUntil deadline: ContinuousClock.Instant? = nil
    ) throws -> SQLiteStore {
        do {
            switch access {
            case .reading: return try SQLiteStore.openReading(path: path)
            case .changing:
                guard Glibc.access(path, F_OK) == 0 else { throw StoreError.missing(path: path) }
                return try SQLiteStore.open(path: path, waitingUntil: deadline)
            case .writing: return try SQLiteStore.open(path: path, waitingUntil: deadline)
            }
        } catch let error as StoreError {
            throw CommandFailure(error, path: path)
        }
    }

    /// The same place with the configuration file as it is now; nothing has changed where it throws.
    ///
    /// The secrets are fetched too, since a lane without its token could not work. The database stays the one that is
    /// open.
    /// - Parameter needed: what the secrets are for that must be there.
    func reloaded(_ global: GlobalOptions, needed: Set<SecretUse.Purpose>) async throws -> Workplace {
        let new = try Self.loadConfiguration(global)
        guard new.databasePath == configuration.databasePath else {
            throw CommandFailure(
                .configuration, code: "other_database",
                "\(new.file): database: another one is taken up by a restart alone", path: "database")
        }
        guard new.serverAddress == configuration.serverAddress || !needed.contains(.sourceKey) else {
            throw CommandFailure(
                .configuration, code: "other_address",
                "\(new.file): listen: another address is taken up by a restart alone", path: "listen")
        }
        try Self.requireSecrets(needed, of: new, isRunning: true)
        let registration = new.registration { Array(SHA256Digest(of: $0).bytes) }
        let registry = try await store.register(registration, at: SystemClock.now)
        return Workplace(configuration: new, database: database, registry: registry)
    }

    /// Which destinations listen to which source, by the configuration; all of its sources are in it.
    var fanOut: FanOut {
        var destinations: [SourceID: [DestinationID]] = [:]
        for source in configuration.sources {
            if let id = registry.sources[source.name] { destinations[id] = [] }
        }
        for destination in configuration.destinations {
            guard let id = registry.destinations[destination.name] else { continue }
            for source in destination.listensTo {
                guard let source = registry.sources[source] else { continue }
                destinations[source, default: []].append(id)
            }
        }
        return FanOut(destinations: destinations)
    }

    /// The destinations' names in the file's order.
    var destinationNames: [String] { configuration.destinations.map(\.name) }

    /// Where each destination's requests go, by name.
    var endpoints: [String: String] {
        Dictionary(
            configuration.destinations.map { ($0.name, $0.endpoint) }, uniquingKeysWith: { first, _ in first })
    }

    /// Refuses a destination's name that the configuration does not know.
    func requireDestination(_ name: String) throws {
        try Self.requireDestination(name, in: configuration)
    }

    /// Refuses a destination's name that neither the configuration nor the database knows; none is fine.
    func requireKnownDestination(_ name: String?) async throws {
        guard let name, !destinationNames.contains(name) else { return }
        let report = try await archive.status(destinations: destinationNames, now: SystemClock.now)
        if !report.destinations.contains(where: { $0.name == name }) { try requireDestination(name) }
    }

    /// Refuses a destination's name that the configuration does not know.
    static func requireDestination(_ name: String, in configuration: Configuration) throws {
        let names = configuration.destinations.map(\.name)
        guard !names.contains(name) else { return }
        throw CommandFailure(
            .configuration, code: "unknown_destination",
            "no destination \"\(name)\" in \(configuration.file); there is \(names.joined(separator: ", "))",
            path: "destinations.\(name)")
    }
}
