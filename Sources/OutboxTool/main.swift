import Glibc
import OutboxCommands

// A reader that went away (`outbox list | head`) is no reason to die halfway through a write.
signal(SIGPIPE, SIG_IGN)
// A file that may not grow (`ulimit -f`) is a full disk: an error to report, not an end.
signal(SIGXFSZ, SIG_IGN)
let status = await CommandLineTool.run(Array(CommandLine.arguments.dropFirst()))
// Everything is written by now; what libraries would tidy up at an orderly exit can race with their own threads.
_exit(status)
