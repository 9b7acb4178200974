import Glibc

/// Tells other processes that this one follows the configuration file of a database, whether or not it works a lane.
///
/// A lock of the operating system on one byte of a file beside the database, at the process's number: the kernel takes
/// it back at the instant the process is gone, however it went.
final class FollowerMark: Sendable {
    // In a container a number may be taken by a process of another one: it marks a byte that is so much further then.
    private static let numbers: Int64 = 1 << 22
    private static let namesakes: Int64 = 100
    // Those of an open file and not of a process (fcntl(2)), which its other open files would take back.
    private static let (ask, take): (Int32, Int32) = (36, 37)

    private let descriptor: Int32

    /// Sets the mark; nil where the file cannot be written.
    init?(database path: String) {
        descriptor = open(Self.file(path), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        let free = (0..<Self.namesakes).first { Self.lock(descriptor, at: Int64(getpid()) + $0 * Self.numbers) }
        guard free != nil else {
            close(descriptor)
            return nil
        }
    }

    deinit {
        close(descriptor)
    }

    /// The numbers of all processes with a mark; none where the file cannot be read. Writes nothing.
    static func processes(database path: String) -> Set<Int32> {
        let descriptor = open(file(path), O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return Set(marks(descriptor, from: 0, to: numbers * namesakes).map { Int32(clamping: $0 % numbers) })
    }

    /// The marked bytes of a part of the file; the system tells of one of them at a time.
    private static func marks(_ descriptor: Int32, from start: Int64, to end: Int64) -> [Int64] {
        guard start < end else { return [] }
        var lock = flock()
        (lock.l_type, lock.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
        (lock.l_start, lock.l_len) = (Int(start), Int(end - start))
        guard fcntl(descriptor, ask, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return [] }
        let found = Int64(lock.l_start)
        return marks(descriptor, from: start, to: found) + [found] + marks(descriptor, from: found + 1, to: end)
    }

    private static func lock(_ descriptor: Int32, at byte: Int64) -> Bool {
        var lock = flock()
        (lock.l_type, lock.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
        (lock.l_start, lock.l_len) = (Int(byte), 1)
        return fcntl(descriptor, take, &lock) == 0
    }

    private static func file(_ path: String) -> String { "\(path).followers" }
}
