import Glibc

/// Paths as the configuration writes them.
enum FilePath {
    /// The path itself if it is absolute, else the one below the folder.
    static func absolute(_ path: String, in folder: String) -> String {
        var rest = path[...]
        if rest.hasPrefix("/") { return path }
        while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
        return folder.hasSuffix("/") ? folder + rest : "\(folder)/\(rest)"
    }

    /// The folder that a file is in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The folder that relative paths of this process start at.
    static func workingFolder() -> String {
        guard let folder = getcwd(nil, 0) else { return "." }
        defer { free(folder) }
        return String(cString: folder)
    }
}
