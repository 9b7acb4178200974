import GRDB
package import OutboxCore
import Synchronization

/// The outbox in one SQLite file: the system's library, a write-ahead log, every commit synced.
///
/// One connection writes, and puts what waits for it into one transaction; others read. Several processes may have the
/// file open at the same time.
package final class SQLiteStore: Sendable {
    /// The file, without symbolic links.
    package let path: String
    let readers: Readers
    let lanes = Mutex<[Int64: OwnedLane]>([:])
    let changeFeed = ChangeFeed()
    let writer: Writer?
    private let foreignCommits = Mutex<ForeignCommits?>(nil)

    private init(path: String, writer: Writer?, readers: Readers) {
        self.path = path
        self.writer = writer
        self.readers = readers
    }

    /// Opens a file for reading and writing; makes it, with mode 0600, where there is none, and brings its schema up to
    /// date.
    ///
    /// Blocks the calling thread meanwhile: for some milliseconds, or up to 30 seconds for a lock.
    ///
    /// - Parameters:
    ///   - end: how transactions end; the schema is brought up to date in any case.
    ///   - deadline: up to when locks are waited for, where that is sooner; later ones for a second each.
    /// - Throws: `StoreError`.
    package static func open(
        path: String, end: TransactionEnd = .commit, waitingUntil deadline: ContinuousClock.Instant? = nil
    ) throws -> SQLiteStore {
        try mapErrors(of: path) {
            let path = try DatabaseFile.make(at: path)
            let writer = try Writer(path: path, end: end, wait: BusyWait(deadline: deadline))
            return SQLiteStore(path: path, writer: writer, readers: try Readers(path: path))
        }
    }

    /// Opens a file that is there for reading alone, which writes nothing; writing methods throw
    /// `StoreError.notWritable`.
    ///
    /// Blocks the calling thread for a millisecond.
    ///
    /// - Throws: `StoreError`; `missing` also where the file holds no outbox yet.
    package static func openReading(path: String) throws -> SQLiteStore {
        try mapErrors(of: path) {
            let path = try DatabaseFile.resolve(path)
            let readers = try Readers(path: path)
            do {
                try readers.checkSchema()
            } catch {
                readers.close()
                throw error
            }
            return SQLiteStore(path: path, writer: nil, readers: readers)
        }
    }

    deinit {
        close()
    }

    /// Closes all connections and lets go of the lanes, which stay marked as not given back.
    ///
    /// Calls under way finish first; later ones throw `StoreError.closed`. Blocks the calling thread meanwhile.
    package func close() {
        foreignCommits.withLock { $0.take() }?.cancel()
        changeFeed.finish()
        readers.close()
        // The writer goes last: the last connection of all brings the log into the database.
        writer?.close()
        let owned = lanes.withLock { lanes in
            defer { lanes.removeAll() }
            return Array(lanes.values)
        }
        for lane in owned { lane.unlock() }
    }

    /// The longest time a commit took since this was last asked: what callers waited for at worst.
    package func takeLongestCommit() -> Duration {
        writer?.committer.takeLongestCommit() ?? .zero
    }

    /// Gives the first error of the disk, or of the file, that does not pass by itself; ends with the store.
    ///
    /// What is on disk is recovered by the process that opens the file next; this one should end. For one listener.
    package var failures: AsyncStream<StoreError> {
        writer?.committer.failures ?? AsyncStream { $0.finish() }
    }

    /// Signals of this process and of others; the first call begins to watch the file for their commits.
    package func changes() -> AsyncStream<Void> {
        if let writer {
            foreignCommits.withLock { watch in
                if watch == nil { watch = ForeignCommits(path: path, writer: writer, feed: changeFeed) }
            }
        }
        return changeFeed.subscribe()
    }

    // MARK: For this class's own extensions

    /// Runs a function in a read transaction: everything it sees is of one moment.
    ///
    /// Never waits for writers.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await readers.read(body)
    }

    /// Runs an operator's change in a write transaction, returns when that is on disk, and tells the workers.
    ///
    /// Several calls may share one transaction: the function must not begin, commit or roll back by itself. When it
    /// throws, nothing of what it wrote is kept.
    ///
    /// - Parameter rows: about how many rows it writes; transactions are cut by this.
    func write<Value: Sendable>(
        rows: Int = 1, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let value = try await commit(rows: rows, body)
        changeFeed.signal()
        return value
    }

    /// Runs a function in a write transaction and returns when that is on disk.
    ///
    /// Tells nobody.
    func commit<Value: Sendable>(
        rows: Int, bytes: Int = 0, mayRefuse: Bool = false, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        guard let writer else { throw .notWritable(path: path, detail: "opened for reading") }
        return try await writer.committer.write(rows: rows, bytes: bytes, mayRefuse: mayRefuse, body)
    }

    private static func mapErrors<Value>(of path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
