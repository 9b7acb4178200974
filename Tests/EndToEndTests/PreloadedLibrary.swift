import Foundation
import Testing

/// A little library in C that stands before the system's in a process: `LD_PRELOAD` names it.
enum PreloadedLibrary {
    /// The compiler that builds it: the one that comes with Swift, else the system's.
    static let compiler: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return ["clang", "cc", "gcc"].lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Builds one in a folder.
    static func build(_ text: String, named name: String, in folder: OutboxFolder) async throws -> URL {
        let source = try folder.write("\(name).c", text)
        let library = folder.url.appendingPathComponent("\(name).so")
        let build = Process()
        build.executableURL = URL(fileURLWithPath: try #require(compiler))
        build.arguments = ["-shared", "-fPIC", "-O1", "-o", library.path, source.path]
        try await build.runToEnd()
        try #require(build.terminationStatus == 0, "the library did not build")
        return library
    }
}
