import GRDB
import OutboxCore
import OutboxDispatch
import Synchronization

/// Brings what was committed from the write-ahead log into the database in the background, every 50 ms while there is
/// something new, so that commits neither stall for it nor let the log grow.
///
/// Under a steady load the log is never empty at the right moment to begin anew; above `pagesBound` the writer
/// therefore checkpoints once itself, which is short because most is done.
final class Checkpointer: Sendable {
    /// How many pages the log may have before the writer checkpoints.
    static let pagesBound = 20_000
    /// How often it runs while something new comes in.
    static let interval: Duration = .milliseconds(50)
    /// How soon it tries again what a reader of an older moment kept it from finishing.
    static let retryInterval: Duration = .seconds(1)

    private struct State {
        var timer: OneShotTimer?
        var isArmed = false
        var isDirty = false
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
            state.isDirty = true
            guard !state.isArmed else { return }
            state.isArmed = true
            state.timer?.arm(after: Self.interval)
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

    private func run() {
        state.withLock { $0.isDirty = false }
        // A timer that fired before it was cancelled may come here after the connection was closed.
        let result = connection.writeWithoutTransaction { database in
            state.withLock(\.isClosed) ? .success(true) : Self.checkpoint(database, path: path)
        }
        state.withLock { state in
            if case .failure(let error) = result, error.isDiskFailure { state.failure = error }
            let isComplete = (try? result.get()) ?? false
            state.isArmed = state.isDirty || !isComplete
            if state.isArmed { state.timer?.arm(after: state.isDirty ? Self.interval : Self.retryInterval) }
        }
    }
}
