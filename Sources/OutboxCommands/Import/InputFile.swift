import Glibc
import OutboxIntake

/// A file that is read from its beginning to its end in pieces of a bounded size.
final class InputFile {
    /// The path as the user wrote it; `-` is stdin.
    let path: String
    /// How many bytes there are, where that is known.
    let size: Int?
    private var descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    /// Bytes read so far.
    private(set) var position = 0

    /// Opens a file, or says why it cannot be read (exit 2).
    init(path: String) throws {
        self.path = path
        guard path != "-" else {
            descriptor = STDIN_FILENO
            size = nil
            return
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw Self.failure(path, code)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw Self.failure(path, EISDIR)
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        if descriptor > STDIN_FILENO { close(descriptor) }
    }

    /// The next bytes, or nil at the end.
    func next() throws -> ArraySlice<UInt8>? {
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                position += count
                return buffer[..<count]
            }
            if count == 0 { return nil }
            if errno != EINTR { throw Self.failure(path, errno) }
        }
    }

    /// Goes back to the beginning; only a file of a known size can.
    func rewind() throws {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure(path, errno) }
        position = 0
    }

    /// The format by `--format`, else by the file's ending.
    func format(_ chosen: FileFormat?) throws -> FileFormat {
        if let format = chosen ?? FileFormat(fileName: path) { return format }
        throw CommandFailure(
            .usage, code: "unknown_format",
            "\(path): neither --format nor the file's ending says what it is; use --format ndjson, json or csv",
            path: path)
    }

    /// Whether a path leads to this very file, however it is written.
    func isFile(at path: String) -> Bool {
        var (own, other) = (stat(), stat())
        guard fstat(descriptor, &own) == 0, stat(path, &other) == 0 else { return false }
        return own.st_mode & S_IFMT == S_IFREG && own.st_dev == other.st_dev && own.st_ino == other.st_ino
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(.usage, code: "unreadable_file", "\(path): \(String(cString: strerror(code)))", path: path)
    }
}
