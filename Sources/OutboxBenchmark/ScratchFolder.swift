import Foundation
import Glibc

/// A private folder for database files.
struct ScratchFolder {
    let path: String

    init(in folder: String) throws {
        var template = Array("\(folder)/outbox-benchmark-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw BenchmarkError("cannot make a folder in \(folder)") }
        path = String(cString: made)
    }

    /// The path of a file in it.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Copies a file that nobody writes to, and waits until the copy is on disk.
    func copy(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
        let descriptor = open(target, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw BenchmarkError("cannot sync \(target)") }
        close(descriptor)
    }

    /// Removes a database and the files beside it.
    func remove(_ database: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(database + suffix) }
    }

    /// Removes the folder and its files.
    func remove() {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink("\(path)/\(name)") }
        }
        closedir(folder)
        rmdir(path)
    }
}
