import CMalloc
import Glibc
import OutboxCommands

// The buffers of whole requests go back to the system when they are let go of: left alone, glibc raises its threshold
// with the first of them and keeps the next ones. And a machine of many cores would have as many arenas, each of which
// keeps the most that it ever held.
mallopt(M_MMAP_THRESHOLD, 128 << 10)
mallopt(M_ARENA_MAX, 2)

// A reader that went away (`outbox list | head`) is no reason to die halfway through a write.
signal(SIGPIPE, SIG_IGN)
// A file that may not grow (`ulimit -f`) is a full disk: an error to report, not an end.
signal(SIGXFSZ, SIG_IGN)
// Nothing else takes the place of a stream that was closed (`>&-`), least of all a file of ours: its use fails.
for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
    _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
}
let status = await CommandLineTool.run(Array(CommandLine.arguments.dropFirst()))
// Everything is written by now; what libraries would tidy up at an orderly exit can race with their own threads.
_exit(status)
