import FoundationEssentials
import Glibc

/// A folder of its own for one test, with mode 0700; it goes when the last reference goes.
package final class TemporaryFolder: Sendable {
    /// What kept the folder from being made.
    package struct Failure: Error, CustomStringConvertible {
        /// The path and the system's words.
        package let description: String
    }

    /// Its absolute path, symbolic links resolved, without a slash at the end.
    package let path: String

    /// Makes an empty folder below `TMPDIR`, else below `/tmp`.
    package init() throws {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array((parent + "/outbox-test-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(description: "mkdtemp in \(parent): \(String(cString: strerror(errno)))")
        }
        let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if let resolved = realpath(made, nil) {
            path = String(cString: resolved)
            free(resolved)
        } else {
            path = made
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file in it, with the parents it needs, and gives its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = file(name)
        if let slash = file.lastIndex(of: "/") {
            try FileManager.default.createDirectory(atPath: String(file[..<slash]), withIntermediateDirectories: true)
        }
        guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
            throw Failure(description: "cannot write \(file)")
        }
        return file
    }

    /// Writes a text in it, with the parents it needs, and gives the file's path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }
}
