import Glibc
import OutboxCore

/// The right to work one destination of one file, as a lock of the operating system: the kernel frees it at the instant
/// the process is gone, however it went.
///
/// It is held until it is released, or the last reference goes.
///
/// - warning: On a network file system the lock may not reach other machines; SQLite's write-ahead log does not either.
final class LaneLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Lets go of the lock.
    func release() {
        flock(descriptor, LOCK_UN)
    }

    /// Takes the lock beside a database file; nil while somebody else has it.
    static func take(database path: String, destination: DestinationID) throws(StoreError) -> LaneLock? {
        let file = name(database: path, destination: destination)
        let descriptor = Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notWritable(path: file, detail: DatabaseFile.words(errno)) }
        let lock = LaneLock(descriptor: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .notWritable(path: file, detail: DatabaseFile.words(errno)) }
            return nil
        }
        return lock
    }

    /// Whether a process that is alive has the lock.
    ///
    /// Writes nothing; `take` may fail at this very moment.
    static func isHeld(database path: String, destination: DestinationID) -> Bool {
        let descriptor = Glibc.open(name(database: path, destination: destination), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private static func name(database path: String, destination: DestinationID) -> String {
        "\(path).lane-\(destination)"
    }
}
