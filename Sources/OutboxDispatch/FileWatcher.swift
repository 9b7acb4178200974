import Dispatch
import Glibc
import Synchronization

/// Tells when something changes in a folder: inotify behind a Dispatch read source.
///
/// A folder and not a file is watched, because files are replaced (SQLite deletes its `-wal` and makes it anew, secrets
/// are renamed into place). Many changes at a time are told once.
///
/// - warning: It tells that something happened, not that it is finished: the write of an SQLite transaction is told
///   before the transaction can be read. Changes made by other machines on a network file system are not told.
package final class FileWatcher: Sendable {
    /// Why a folder cannot be watched.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The folder that was to be watched.
        package let folder: String
        /// The system's error number, such as `ENOENT`.
        package let errorNumber: Int32

        /// Makes a failure from what the system said.
        package init(folder: String, errorNumber: Int32) {
            self.folder = folder
            self.errorNumber = errorNumber
        }

        /// The folder and the system's words.
        package var description: String { "cannot watch \(folder): \(String(cString: strerror(errorNumber)))" }
    }

    private let source: Mutex<any DispatchSourceRead>

    /// Watches a folder from now on: the files with these names, or all.
    ///
    /// - Parameter onChange: runs on a queue of the watcher's own, never twice at the same time; a call that is under
    ///   way while the watcher is cancelled finishes. Keep it short.
    /// - Throws: `Failure` where there is no such folder, or the user's inotify limits are spent.
    package init(folder: String, names: Set<String>?, onChange: @escaping @Sendable () -> Void) throws(Failure) {
        let descriptor = try Self.watch(folder)
        let queue = DispatchQueue(label: "outbox.file-watcher")
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        let wanted = names.map { Set($0.map { Array($0.utf8) }) }
        source.setEventHandler { @Sendable in
            if Self.drain(descriptor, wanted: wanted) { onChange() }
        }
        source.setCancelHandler { @Sendable in _ = close(descriptor) }
        source.activate()
        self.source = Mutex(source)
    }

    deinit {
        cancel()
    }

    /// Stops watching for good; again does nothing.
    package func cancel() {
        source.withLock { $0.cancel() }
    }

    /// Opens an inotify instance with a watch on the folder.
    private static func watch(_ folder: String) throws(Failure) -> Int32 {
        let descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard descriptor >= 0 else { throw Failure(folder: folder, errorNumber: errno) }
        let changes = IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
        guard inotify_add_watch(descriptor, folder, UInt32(changes) | UInt32(IN_ONLYDIR)) >= 0 else {
            let failure = Failure(folder: folder, errorNumber: errno)
            close(descriptor)
            throw failure
        }
        return descriptor
    }

    /// Reads what waits at the descriptor, which does not block; tells whether any of it is wanted.
    private static func drain(_ descriptor: Int32, wanted: Set<[UInt8]>?) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: MemoryLayout<inotify_event>.alignment) { buffer in
            var isWanted = false
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return isWanted }
                if !isWanted { isWanted = names(in: UnsafeRawBufferPointer(rebasing: buffer[..<count]), any: wanted) }
            }
        }
    }

    /// Whether one of the kernel's records (inotify(7), `struct inotify_event`) names a wanted file or tells that
    /// records were lost or the folder is gone.
    private static func names(in records: UnsafeRawBufferPointer, any wanted: Set<[UInt8]>?) -> Bool {
        let header = MemoryLayout<inotify_event>.size
        var offset = 0
        while offset + header <= records.count {
            let event = records.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let next = offset + header + Int(event.len)
            guard next <= records.count else { return true }
            let name = Array(records[(offset + header)..<next].prefix { $0 != 0 })
            guard let wanted, !name.isEmpty else { return true }
            if wanted.contains(name) { return true }
            offset = next
        }
        return false
    }
}
