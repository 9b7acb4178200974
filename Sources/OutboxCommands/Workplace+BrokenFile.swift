import Glibc
import OutboxConfiguration
import OutboxCore
import OutboxSQLite

extension Workplace {
    /// How many of the newest stored configurations are tried.
    private static let storedLimit = 20

    /// Opens the store for a verb that looks, or stops something: it needs little more than the database's path.
    ///
    /// Where the file has errors it warns of the first and goes on with the last configuration that the database holds.
    /// Exit 3 where the file does not say where the database is, or the database holds none that can be read.
    static func openDespiteErrors(
        _ global: GlobalOptions, _ access: Access, _ console: Console
    ) async throws -> Workplace {
        let path = configurationPath(global)
        let report = Configuration.load(path: path)
        if let configuration = report.configuration { return try await open(configuration, access) }
        let failure = failure(of: report.errors, file: path)
        guard let databasePath = report.databasePath, Glibc.access(databasePath, F_OK) == 0 else { throw failure }
        let database = try database(at: databasePath, access)
        guard let (revision, configuration) = try await lastStored(in: database, file: path) else {
            database.close()
            throw failure
        }
        console.note("warning: \(failure.message)")
        console.note("warning: going on with revision \(revision), the last that \(databasePath) holds")
        return Workplace(configuration: configuration, database: database, isFileBroken: true)
    }

    /// The configuration that is or was last in force, else the newest that a process brought.
    private static func lastStored(
        in database: SQLiteStore, file: String
    ) async throws -> (revision: String, configuration: Configuration)? {
        for stored in try await database.configurations(limit: storedLimit) {
            guard let text = try await database.text(of: stored.id) else { continue }
            let report = Configuration.load(
                bytes: Array(text.utf8), file: file, folder: Configuration.folder(of: file))
            if let configuration = report.configuration { return (stored.revision, configuration) }
        }
        return nil
    }
}
