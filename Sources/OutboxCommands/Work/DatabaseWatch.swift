import OutboxCore
import ServiceLifecycle

/// Ends the process when its database takes nothing more: the supervisor starts it again, and what is on disk is
/// recovered then.
struct DatabaseWatch: Service {
    /// See `Workplace.databaseFailures`.
    let failures: AsyncStream<StoreError>

    /// Waits for a failure, until graceful shutdown.
    ///
    /// - Throws: the failure.
    func run() async throws {
        let failure = await cancelWhenGracefulShutdown { await failures.first { _ in true } }
        if let failure { throw failure }
        // A database that was closed says no more.
        try? await gracefulShutdown()
    }
}
