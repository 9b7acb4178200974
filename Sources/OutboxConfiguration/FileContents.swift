import Glibc

/// The bytes of a small file, read in one go.
struct FileContents {
    /// Why a file could not be read.
    enum Failure: Error {
        /// There is none at that path.
        case missing
        /// It is a folder.
        case folder
        /// It is a device, a pipe or a socket.
        case notRegular
        /// It holds more bytes than asked for.
        case tooLarge(limit: Int)
        /// The system's words.
        case system(String)
    }

    /// What is in it.
    let bytes: [UInt8]
    /// Whether others than its owner may read, write or run it.
    let isOpenToOthers: Bool

    /// Reads a regular file of at most so many bytes.
    ///
    /// Never waits, not for a pipe either.
    static func read(_ path: String, limit: Int) -> Result<FileContents, Failure> {
        guard !path.utf8.contains(0) else { return .failure(.missing) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(failure(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(failure(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return .failure(.folder)
        default: return .failure(.notRegular)
        }
        return bytes(of: descriptor, limit: limit).map {
            FileContents(bytes: $0, isOpenToOthers: status.st_mode & 0o077 != 0)
        }
    }

    private static func bytes(of descriptor: Int32, limit: Int) -> Result<[UInt8], Failure> {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                let code = errno
                if code == EINTR { continue }
                return .failure(failure(code))
            }
            if count == 0 { return .success(bytes) }
            guard bytes.count + count <= limit else { return .failure(.tooLarge(limit: limit)) }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    private static func failure(_ code: Int32) -> Failure {
        code == ENOENT ? .missing : .system(String(cString: strerror(code)))
    }
}

extension FileContents.Failure: CustomStringConvertible {
    /// What is the matter, as the end of a sentence.
    var description: String {
        switch self {
        case .missing: "no such file"
        case .folder: "a folder, not a file"
        case .notRegular: "not a regular file"
        case .tooLarge(let limit): "larger than \(SizeText.write(limit))"
        case .system(let words): words
        }
    }
}
