import Foundation

/// The files of a repository that the rules look at.
struct Repository: Sendable {
    let root: URL
    let files: [SourceFile]

    /// The repository this file is in.
    static var current: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    /// Reads what lies below `Sources`, `Tests`, `migrations`, `deploy` and `.ci`, and the manifest.
    ///
    /// Throws what the file system throws. Files that hold no text of ours (data, images) are left out.
    static func read(at root: URL) throws -> Repository {
        var paths = ["Package.swift"]
        for folder in ["Sources", "Tests", "migrations", "deploy", ".ci"] {
            let below = try? FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            paths += (below ?? []).sorted().map { "\(folder)/\($0)" }
        }
        let files = try paths.filter(isOurs).compactMap { path -> SourceFile? in
            let url = root.appending(path: path)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { return nil }
            return SourceFile(path: path, text: try String(contentsOf: url, encoding: .utf8))
        }
        return Repository(root: root, files: files)
    }

    /// Every path that git tracks or would track, from the top of the repository.
    ///
    /// Throws where git is not there, or does not take the folder for a repository of its user.
    func trackedPaths() throws -> [String] {
        let git = try Command.run(["git", "-C", root.path, "ls-files", "--cached", "--others", "--exclude-standard"])
        guard git.status == 0 else { throw GitUnavailable(reason: git.errors) }
        return git.output.split(separator: "\n").map(String.init)
    }

    /// What git says where it cannot tell what it tracks.
    struct GitUnavailable: Error {
        let reason: String
    }

    /// Whether the path is that of code or of a script, by its ending; scripts have none.
    private static func isOurs(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        // What the package manager makes of a package of its own, such as the example service.
        if path.contains("/.build/") { return false }
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
            return path.hasPrefix("deploy/") || path.hasPrefix(".ci/")
        }
        return ["swift", "sql", "h", "c", "modulemap", "yml", "yaml", "sh"].contains(name[dot...].dropFirst())
    }
}
