import Foundation

/// A library that shows a process another wall clock than the machine's, as far off as a file says at every look.
///
/// Only the wall clock: timers and the clocks that never go back are the machine's, as they are when somebody sets its
/// clock. (The package faketime shifts `timerfd`, too, and with it every wait.)
struct ShiftedClock {
    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>

        int clock_gettime(clockid_t clock, struct timespec *time) {
            int result = (int)syscall(SYS_clock_gettime, clock, time);
            if (result != 0 || clock != CLOCK_REALTIME) return result;
            char text[32] = {0};
            int file = open(getenv("SHIFTED_CLOCK"), O_RDONLY | O_CLOEXEC);
            if (file >= 0) {
                if (read(file, text, sizeof text - 1) > 0) time->tv_sec += atol(text);
                close(file);
            }
            return 0;
        }
        """

    private let library: URL
    private let shift: URL

    /// Builds the library in a folder.
    init(in folder: OutboxFolder) async throws {
        library = try await PreloadedLibrary.build(Self.source, named: "shifted_clock", in: folder)
        shift = folder.url.appendingPathComponent("shift")
        try set(to: 0)
    }

    /// The environment of a process that is to see this clock.
    var environment: [String: String] {
        OutboxFolder.environment.merging(["LD_PRELOAD": library.path, "SHIFTED_CLOCK": shift.path]) { $1 }
    }

    /// Sets the clock so many seconds off the machine's.
    func set(to seconds: Int) throws {
        // In one step, so that no reader finds the file empty.
        try Data("\(seconds)".utf8).write(to: shift, options: .atomic)
    }
}
