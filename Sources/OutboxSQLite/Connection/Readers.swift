import GRDB
import OutboxCore
import Synchronization

/// Connections that only read: one for claims, which come often and must not wait behind an operator's search, and two
/// for everything else.
///
/// Readers never wait for writers, nor writers for them.
final class Readers: Sendable {
    private let path: String
    private let claims: DatabaseQueue
    private let others: [DatabaseQueue]
    private let turn = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)

    /// Opens the connections to a file that is there.
    init(path: String) throws {
        self.path = path
        claims = try DatabaseQueue(path: path, configuration: ConnectionSettings.reading(label: "outbox.claims"))
        others = try (1...2).map { number in
            try DatabaseQueue(path: path, configuration: ConnectionSettings.reading(label: "outbox.reader-\(number)"))
        }
    }

    /// Runs a function in a read transaction on one of the connections.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let next = turn.wrappingAdd(1, ordering: .relaxed).newValue
        return try await run(on: others[next % others.count]) { database in
            try Self.transaction(on: database) { try body(database) }
        }
    }

    /// Runs a function on the connection for claims, one call after the other.
    ///
    /// It opens its read transaction itself.
    func claim<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await run(on: claims, body)
    }

    /// Throws unless the file holds an outbox of this version.
    func checkSchema() throws {
        let migrator = SchemaMigrator()
        switch try claims.read({ try migrator.check($0) }) {
        case migrator.newest: return
        case 0: throw StoreError.missing(path: path)
        case let found:
            let detail = "schema \(found) is older than \(migrator.newest), and this verb only reads"
            throw StoreError.notWritable(path: path, detail: detail)
        }
    }

    /// Closes the connections; calls under way finish first.
    func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        for connection in [claims] + others { try? connection.close() }
    }

    /// Everything that the function reads is of one moment.
    static func transaction<Value>(on database: Database, _ body: () throws -> Value) throws -> Value {
        try PreparedStatement(database, "BEGIN DEFERRED").run()
        do {
            let value = try body()
            try PreparedStatement(database, "COMMIT").run()
            return value
        } catch {
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
    }

    private func run<Value: Sendable>(
        on connection: DatabaseQueue, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            connection.asyncWriteWithoutTransaction { database in
                let result = Result {
                    guard !self.isClosed.load(ordering: .sequentiallyConsistent) else { throw StoreError.closed }
                    return try body(database)
                }
                continuation.resume(with: result.mapError { StoreError($0, path: self.path) as any Error })
            }
        }
    }
}
