import Glibc

/// This program's own file, to be started in another role.
enum OwnBinary {
    /// The path.
    static var path: String {
        get throws {
            guard let path = realpath("/proc/self/exe", nil) else { throw BenchmarkError("cannot find my own file") }
            defer { free(path) }
            return String(cString: path)
        }
    }

    /// The path of a program beside it.
    static func neighbour(_ name: String) throws -> String {
        let own = try path
        guard let slash = own.lastIndex(of: "/") else { return name }
        return String(own[...slash]) + name
    }
}
