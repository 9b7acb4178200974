import GRDB
import GRDBSQLite
import OutboxCore
import OutboxDispatch
import Synchronization

/// Brings what was committed from the write-ahead log into the database in the background, every 50 ms while there is
/// something new, so that commits neither stall for it nor let the log grow.
///
/// Under a steady load the log is never empty at the right moment to begin anew; above `pagesBound` the writer
/// therefore checkpoints once itself. That is short, because most is done and on disk: SQLite syncs the database only
/// at the end of a whole log, so the checkpointer syncs what it wrote before.
final class Checkpointer: Sendable {
    /// How many pages the log may have before the writer checkpoints.
    static let pagesBound = 20_000

    private struct State {
        var timer: OneShotTimer?
        var pace = CheckpointPace()
        var isClosed = false
        var failure: StoreError?
    }

    private let connection: DatabaseQueue
    private let executor = SerialQueueExecutor(label: "outbox.checkpointer")
    private let state = Mutex(State())
    private let path: String

    /// Opens a connection of its own to a file that is there.
    init(path: String) throws {
        self.path = path
        connection = try DatabaseQueue(path: path, configuration: ConnectionSettings.checkpointing())
        let timer = OneShotTimer(on: executor) { @Sendable [weak self] in self?.run() }
        state.withLock { $0.timer = timer }
    }

    /// The error of the disk that a checkpoint met, after which nothing more may be acknowledged.
    var failure: StoreError? { state.withLock { $0.failure } }

    /// Notes that something new is in the log.
    func noteCommit() {
        state.withLock { state in
            if let delay = state.pace.commit() { state.timer?.arm(after: delay) }
        }
    }

    /// Stops, after a checkpoint under way, and closes the connection.
    ///
    /// Blocks meanwhile.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.timer?.cancel()
            state.timer = nil
        }
        try? connection.close()
    }

    /// Brings what it can into the database without waiting for anybody; tells whether that was all of it.
    static func checkpoint(_ database: Database, path: String) -> Result<Bool, StoreError> {
        Result {
            let (pages, done) = try database.checkpoint(.passive)
            return pages == done
        }.mapError { StoreError($0, path: path) }
    }

    /// Checkpoints and syncs the database, which SQLite leaves for later where a commit came meanwhile.
    private func checkpoint(_ database: Database) -> Result<Bool, StoreError> {
        Self.checkpoint(database, path: path).flatMap { isComplete in sync(database).map { isComplete } }
    }

    /// Waits until what was written into the database is on disk.
    ///
    /// By SQLite's own handle of the file: to open and close another one would give up the locks of this process
    /// (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    private func sync(_ database: Database) -> Result<Void, StoreError> {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let found = sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard found == SQLITE_OK, let file, let xSync = file.pointee.pMethods?.pointee.xSync else {
            return .success(())
        }
        let code = xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY)
        guard code != SQLITE_OK else { return .success(()) }
        return .failure(StoreError(DatabaseError(resultCode: ResultCode(rawValue: code)), path: path))
    }

    private func run() {
        state.withLock { $0.pace.begin() }
        // A timer that fired before it was cancelled may come here after the connection was closed.
        let result = connection.writeWithoutTransaction { database in
            state.withLock(\.isClosed) ? .success(true) : checkpoint(database)
        }
        state.withLock { state in
            if case .failure(let error) = result, error.isDiskFailure { state.failure = error }
            let isComplete = (try? result.get()) ?? false
            if let delay = state.pace.end(isComplete: isComplete) { state.timer?.arm(after: delay) }
        }
    }
}
