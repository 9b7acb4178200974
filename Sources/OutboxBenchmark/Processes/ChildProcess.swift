import Glibc

/// Another process: the real binary, or this one in another role. It takes lines and gives lines.
final class ChildProcess {
    /// How it ended, and what it took.
    struct End {
        /// Its exit status; 128 and the signal's number where a signal ended it.
        var status: Int32
        /// Its processor time, its children's included.
        var processorSeconds: Double
        /// The most memory it held, to within its last 20 milliseconds.
        var peakMegabytes: Double
        /// Everything it printed that was not read.
        var output: String
    }

    /// The process's id.
    let id: pid_t
    private var input: Int32
    private let output: Int32
    private var pending: [UInt8] = []
    private var hasEnded = false

    /// Starts a program with this process's environment and some additions; its errors go where this one's go, or to a
    /// file.
    init(_ program: String, _ arguments: [String], environment: [String] = [], errors: String? = nil) throws {
        var (toChild, fromChild) = ([Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2))
        guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else {
            throw BenchmarkError("no pipe for \(program)")
        }
        for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
        if let errors {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        var inherited: [String] = []
        var next = environ
        while let entry = next.pointee {
            inherited.append(String(cString: entry))
            next += 1
        }
        var found = pid_t()
        let code = Self.withPointers([program] + arguments) { arguments in
            Self.withPointers(inherited + environment) { environment in
                posix_spawn(&found, program, &actions, nil, arguments, environment)
            }
        }
        close(toChild[0])
        close(fromChild[1])
        (id, input, output) = (found, toChild[1], fromChild[0])
        guard code == 0 else { throw BenchmarkError("\(program): \(String(cString: strerror(code)))") }
    }

    deinit {
        // What a measurement that failed has left running.
        if !hasEnded, id > 0 { kill(id, SIGKILL) }
        if input >= 0 { close(input) }
        close(output)
    }

    /// Gives the process bytes; waits while it does not read.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw BenchmarkError("process \(id) reads no more") }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Tells the process that nothing more comes.
    func endInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// The next line that it prints; waits for it. Nil at the end.
    func nextLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                return line
            }
            guard readMore() else { return nil }
        }
    }

    /// Sends a signal.
    func signal(_ number: Int32) {
        kill(id, number)
    }

    /// Waits for its end, looking at its memory meanwhile.
    ///
    /// What it prints must fit into a pipe, or be read before.
    func end() async throws -> End {
        endInput()
        var peak = 0.0
        var (status, usage) = (Int32(), rusage())
        while true {
            peak = max(peak, Machine.peakMemoryMegabytes(of: id))
            let found = wait4(id, &status, WNOHANG, &usage)
            if found == id {
                hasEnded = true
                break
            }
            guard found == 0 || errno == EINTR else { throw BenchmarkError("process \(id) is gone") }
            try await Task.sleep(for: .milliseconds(20))
        }
        while readMore() {}
        let times = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
        return End(
            status: status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f,
            processorSeconds: times[0] + times[1], peakMegabytes: peak,
            output: String(decoding: pending, as: UTF8.self))
    }

    private func readMore() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            pending += buffer[..<count]
            return true
        }
    }

    private static func withPointers<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
