/// What can go wrong between the outbox and its database.
package enum StoreError: Error, Sendable, Hashable {
    /// The queue before the writer is full: hand the events over again later.
    case busy
    /// The lane has another owner by now; nothing was written.
    case laneLost(DestinationID)
    /// Another process owns the lane.
    case laneOwned(DestinationID, owner: String)
    /// The database was made by a newer version; nothing was touched.
    case newerSchema(found: Int, known: Int)
    /// An applied migration is not the one this version knows.
    case migrationChanged(number: Int)
    /// There is no database at this path, and the verb only reads.
    case missing(path: String)
    /// The file is not an SQLite database, or is damaged.
    case corrupt(path: String, detail: String)
    /// File or folder cannot be written or opened.
    case notWritable(path: String, detail: String)
    /// The disk (or the limit of the file's size) is full; nothing of the transaction was kept.
    case diskFull(path: String)
    /// The disk failed; nothing more is acknowledged by this process.
    case inputOutput(path: String, detail: String)
    /// Another process held the database for longer than the time limit.
    case locked(path: String)
    /// The store was closed.
    case closed
    /// Anything else the database said.
    case database(code: Int, detail: String)
}

extension StoreError {
    /// The file it is about, where the error names one.
    package var path: String? {
        switch self {
        case .missing(let path), .corrupt(let path, _), .notWritable(let path, _), .diskFull(let path),
            .inputOutput(let path, _), .locked(let path):
            path
        case .busy, .laneLost, .laneOwned, .newerSchema, .migrationChanged, .closed, .database: nil
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// What happened and what to do, without any event's data.
    package var description: String {
        switch self {
        case .busy: "the outbox takes events slower than they come: try again later"
        case .laneLost(let destination): "destination \(destination) was taken over by another process"
        case .laneOwned(_, let owner): "the destination is worked by another process (\(owner))"
        case .newerSchema(let found, let known):
            "the database has schema \(found), this version knows \(known): use a newer outbox; nothing was touched"
        case .migrationChanged(let number):
            "migration \(number) of the database is not the one this version knows: use the outbox that made it"
        case .missing(let path): "no database at \(path): it is made by the first `outbox enqueue`"
        case .corrupt(let path, let detail):
            "\(path) is not a sound database (\(detail)): restore a backup, or try `sqlite3 FILE .recover`"
        case .notWritable(let path, let detail): "cannot write \(path) (\(detail)): check owner and permissions"
        case .diskFull(let path): "no space left for \(path): free some; what was acknowledged is safe"
        case .inputOutput(let path, let detail):
            "the disk failed at \(path) (\(detail)): nothing more is acknowledged; check the disk and start again"
        case .locked(let path): "\(path) stayed locked by another process: see who holds it with `fuser FILE`"
        case .closed: "the database is closed"
        case .database(let code, let detail): "the database failed (SQLite code \(code): \(detail))"
        }
    }
}
