import GRDB
import OutboxCore

/// One caller's part of a group commit.
struct WriteJob: Sendable {
    /// How the caller gets its answer, once the transaction is on disk or is not.
    typealias Completion = @Sendable (StoreError?) -> Void

    /// About how many rows it writes.
    let rows: Int
    /// About how many bytes it writes.
    let bytes: Int
    /// Does the work within a transaction, which it must not begin or end, and gives what to call after the commit.
    let work: @Sendable (Database) throws -> Completion
    /// What to call when the work was not done or did not succeed.
    let fail: @Sendable (StoreError) -> Void
}
