import GRDB

/// Another process that holds the lock of a file for writing, as far as locks go.
struct HeldLock {
    private let connection: DatabaseQueue

    /// Takes the lock of a file that is there.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        connection = try DatabaseQueue(path: path, configuration: configuration)
        try connection.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
    }

    /// Gives the lock back.
    func release() throws {
        try connection.writeWithoutTransaction { try $0.commit() }
    }
}
