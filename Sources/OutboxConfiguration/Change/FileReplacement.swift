import Glibc
import OutboxYAML

/// Replaces a file as a whole: whoever opens it finds the old bytes or the new ones, also after a power failure.
package enum FileReplacement {
    /// Why the file was left as it was.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is the matter, with the path.
        package let description: String
        /// Whether the file is no longer what it was when the change was made up.
        package let hasChanged: Bool

        init(_ description: String, hasChanged: Bool = false) {
            self.description = description
            self.hasChanged = hasChanged
        }
    }

    /// The bytes of a configuration file as they are now.
    package static func contents(of path: String) throws(Failure) -> [UInt8] {
        switch FileContents.read(path, limit: Configuration.maximumFileBytes) {
        case .success(let contents): return contents.bytes
        case .failure(let failure): throw Failure("\(Quoting.bare(path)) cannot be read: \(failure)")
        }
    }

    /// Puts new bytes in the place of old ones, and the old ones into a file beside it with `.bak` behind its name.
    ///
    /// Mode and owner stay; a symbolic link stays one, what it points to is replaced. Blocks for two writes with fsync.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - old: What it must hold; another change in between is not overwritten.
    ///   - new: What it is to hold.
    /// - Throws: `Failure`; then the file is as it was.
    package static func replace(_ path: String, holding old: [UInt8], with new: [UInt8]) throws(Failure) {
        guard let resolved = realpath(path, nil) else { throw failure(path, errno) }
        defer { free(resolved) }
        let file = String(cString: resolved)
        // Renaming over it would work without this permission, but against the will of whoever took it away.
        guard access(file, W_OK) == 0 else { throw failure(path, errno) }
        var status = stat()
        guard stat(file, &status) == 0 else { throw failure(path, errno) }
        try write(old, to: file + ".bak", like: status)
        guard case .success(let contents) = FileContents.read(file, limit: Configuration.maximumFileBytes),
            contents.bytes == old
        else { throw Failure("\(Quoting.bare(path)) was changed meanwhile; nothing was written", hasChanged: true) }
        try write(new, to: file, like: status)
    }

    /// Writes a file beside its place, then renames it into it.
    private static func write(_ bytes: [UInt8], to file: String, like status: stat) throws(Failure) {
        var temporary = Array((file + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&temporary)
        guard descriptor >= 0 else { throw failure(file, errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var isOpen = true
        defer { if isOpen { close(descriptor) } }
        do throws(Failure) {
            var current = stat()
            guard fstat(descriptor, &current) == 0 else { throw failure(file, errno) }
            if (current.st_uid, current.st_gid) != (status.st_uid, status.st_gid) {
                guard fchown(descriptor, status.st_uid, status.st_gid) == 0 else { throw failure(file, errno) }
            }
            guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw failure(file, errno) }
            try write(bytes, to: descriptor, file)
            guard fsync(descriptor) == 0 else { throw failure(file, errno) }
            isOpen = false
            guard close(descriptor) == 0 else { throw failure(file, errno) }
            guard rename(temporary, file) == 0 else { throw failure(file, errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        syncFolder(of: file)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ file: String) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            let code = errno
            if written < 0, code == EINTR { continue }
            guard written > 0 else { throw failure(file, written < 0 ? code : ENOSPC) }
            rest = rest.dropFirst(written)
        }
    }

    /// Makes the new name last; a file system that cannot do it has no better to offer.
    private static func syncFolder(of file: String) {
        let folder = open(FilePath.folder(of: file), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        _ = fsync(folder)
        close(folder)
    }

    private static func failure(_ path: String, _ code: Int32) -> Failure {
        Failure("\(Quoting.bare(path)) cannot be written: \(String(cString: strerror(code)))")
    }
}
