package import OutboxCore

/// A store with both its faces.
package typealias CompleteStore = OutboxStore & OutboxArchive

/// Storage of its own for one test, and how processes come and go on it.
package struct StoreFixture: Sendable {
    /// Opens the storage as another process would; the first call makes it.
    package var open: @Sendable () async throws -> any CompleteStore
    /// Ends such a process in good order.
    package var close: @Sendable (any CompleteStore) async throws -> Void
    /// Ends such a process as `kill -9` does: no write, no lock kept, nothing closed in order.
    package var kill: @Sendable (any CompleteStore) async throws -> Void

    /// Makes a fixture.
    package init(
        open: @escaping @Sendable () async throws -> any CompleteStore,
        close: @escaping @Sendable (any CompleteStore) async throws -> Void,
        kill: @escaping @Sendable (any CompleteStore) async throws -> Void
    ) {
        self.open = open
        self.close = close
        self.kill = kill
    }
}
