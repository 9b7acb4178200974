import Foundation

/// A library under which a process's disk refuses to sync from a moment on, as one that is worn out does.
struct FailingDisk {
    private static let source = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <unistd.h>

        static int sync_file(int number, int file) {
            if (access(getenv("FAILING_DISK"), F_OK) != 0) return (int)syscall(number, file);
            errno = EIO;
            return -1;
        }
        int fsync(int file) { return sync_file(SYS_fsync, file); }
        int fdatasync(int file) { return sync_file(SYS_fdatasync, file); }
        """

    private let library: URL
    private let mark: URL

    /// Builds the library in a folder.
    init(in folder: OutboxFolder) async throws {
        library = try await PreloadedLibrary.build(Self.source, named: "failing_disk", in: folder)
        mark = folder.url.appendingPathComponent("disk-fails")
    }

    /// What a process needs in its environment to have this disk.
    var environment: [String: String] { ["LD_PRELOAD": library.path, "FAILING_DISK": mark.path] }

    /// Fails every sync from now on.
    func fail() throws { try Data().write(to: mark) }
}
