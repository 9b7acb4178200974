import FoundationEssentials
import Glibc
import OutboxCore
import OutboxIntake

/// Where rejected events go: on the screen the first few, in the file of `--rejects` all of them, readable by the
/// owner alone since they hold what the producer sent.
///
/// They may be the only whole copies, so that a file is never emptied.
final class RejectsFile {
    /// Problems printed at most.
    static let printedLimit = 20

    private let console: Console
    private let path: String?
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var printed = 0

    /// Opens the file, if one is wanted; one that holds something is refused (exit 2), and is left as it is.
    init(path: String?, inputs: [InputFile], console: Console) throws {
        self.path = path
        self.console = console
        guard let path else {
            descriptor = -1
            return
        }
        if inputs.contains(where: { $0.isFile(at: path) }) {
            throw CommandFailure(
                .usage, code: "unwritable_file", "\(path): is one of the files to import", path: path)
        }
        // Two imports at once add to it one after the other.
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw Self.failure(path, errno) }
        // A device or a pipe holds nothing, and its mode is not ours to change.
        guard status.st_mode & S_IFMT == S_IFREG else { return }
        guard status.st_size == 0 else {
            throw CommandFailure(
                .usage, code: "file_exists",
                "\(path): holds what an earlier import rejected, or something else: move it away, or name another file",
                path: path)
        }
        guard fchmod(descriptor, 0o600) == 0 else { throw Self.failure(path, errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Notes a rejected record.
    func append(_ record: FileRecord, in file: String, problems: [EventProblem]) throws {
        if printed < Self.printedLimit {
            for problem in problems.prefix(3) { console.note("\(file):\(record.line): \(problem)") }
        } else if printed == Self.printedLimit {
            console.note(path == nil ? "more are rejected: --rejects FILE keeps all" : "more are rejected")
        }
        printed += 1
        guard descriptor >= 0 else { return }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("file", file)
        writer.member("line", record.line)
        writer.member("last_line", record.lastLine)
        writer.problems("errors", problems)
        writer.member("input", String(decoding: record.bytes, as: UTF8.self))
        // JSON has no place for other bytes: these can be brought in order as they came.
        if String(validating: record.bytes, as: UTF8.self) == nil {
            writer.member("input_base64", Data(record.bytes).base64EncodedString())
        }
        writer.member("left_out", record.leftOut)
        writer.endObject()
        pending += writer.bytes
        pending.append(UInt8(ascii: "\n"))
        if pending.count > 64 * 1024 { try flush() }
    }

    /// Writes what is pending.
    func flush() throws {
        guard descriptor >= 0 else { return }
        var rest = pending[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw Self.failure(path ?? "", errno)
            }
            rest = rest.dropFirst(written)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(.usage, code: "unwritable_file", "\(path): \(String(cString: strerror(code)))", path: path)
    }
}
