import Glibc
import OutboxCore

/// The file on disk, apart from what SQLite does with it.
enum DatabaseFile {
    /// Makes an empty file with mode 0600, whatever the umask, where there is none, and gives the path without symbolic
    /// links: locks beside the file must have one name for all processes.
    ///
    /// SQLite makes the files beside it alike.
    ///
    /// A file that is there is never opened here: closing it would drop SQLite's locks on it in this process.
    static func make(at path: String) throws(StoreError) -> String {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            let failure: Int32? = fchmod(descriptor, 0o600) == 0 ? nil : errno
            Glibc.close(descriptor)
            if let failure { throw .notWritable(path: path, detail: words(failure)) }
            syncFolder(of: path)
        } else if errno != EEXIST {
            throw .notWritable(path: path, detail: words(errno))
        }
        return try resolve(path)
    }

    /// The path of a file that is there, without symbolic links.
    static func resolve(_ path: String) throws(StoreError) -> String {
        guard let resolved = realpath(path, nil) else {
            if errno == ENOENT || errno == ENOTDIR { throw .missing(path: path) }
            throw .notWritable(path: path, detail: words(errno))
        }
        defer { free(resolved) }
        var status = stat()
        guard stat(resolved, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notWritable(path: path, detail: "not a file")
        }
        return String(cString: resolved)
    }

    /// The folder and the name of a path without symbolic links.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, String(path[path.index(after: slash)...]))
    }

    /// Makes the new name itself survive a power cut; SQLite does so for its own files alone.
    private static func syncFolder(of path: String) {
        let folder = Glibc.open(split(path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        Glibc.close(folder)
    }

    /// The system's words for an error number.
    static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
