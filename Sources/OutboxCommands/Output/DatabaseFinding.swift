import Glibc
import OutboxConfiguration
import OutboxCore
import OutboxSQLite

/// What `check` has to say about the database of a configuration.
struct DatabaseFinding {
    /// The database and its schema, or that it is yet to be made.
    let text: String
    /// What waits in it for nobody.
    var warnings: [ConfigurationProblem] = []

    /// Opens a database that is there; one that is not there yet is fine, if there is a folder for it.
    init(_ configuration: Configuration) async throws {
        let path = configuration.databasePath
        guard let store = try Self.open(path) else {
            try Self.checkFolder(of: path)
            text = "\(path): made by the first `outbox enqueue`"
            return
        }
        defer { store.close() }
        text = "\(path): schema \(SQLiteStore.schemaVersion), synchronous \(SQLiteStore.synchronousLevel)"
        let names = configuration.destinations.map(\.name)
        let report = try await store.status(destinations: names, now: SystemClock.now)
        warnings = RemovedDestinations(report).warnings(file: configuration.file)
        warnings += UnknownSources(report, configuration).warnings
    }

    private static func open(_ path: String) throws -> SQLiteStore? {
        do { return try SQLiteStore.openReading(path: path) } catch StoreError.missing { return nil }
    }

    /// Refuses a database that cannot be made for want of its folder, or of the right to write there.
    private static func checkFolder(of path: String) throws {
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
}
