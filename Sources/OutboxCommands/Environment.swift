import Glibc

/// The process's environment and the person who runs it.
enum Environment {
    /// A variable's value, or nil where it is not set.
    static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// All variables.
    static var all: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }

    /// The login name, for what is written down about who did it.
    static var loginName: String {
        for name in ["SUDO_USER", "LOGNAME", "USER"] {
            if let value = value(name), !value.isEmpty { return value }
        }
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
        return String(cString: name)
    }

    /// Host, process and what it runs, as `status` shows the owner of a lane.
    static func owner(_ verb: String) -> String {
        var host = [CChar](repeating: 0, count: 256)
        let name = gethostname(&host, host.count - 1) == 0 ? host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) } : []
        return "\(String(decoding: name, as: UTF8.self)):\(getpid()) outbox \(verb)"
    }

    /// The number of the process that has this name as an owner; nil for any other text.
    static func process(ofOwner owner: String) -> Int32? {
        owner.split(separator: " ").first?.split(separator: ":").last.flatMap { Int32($0) }
    }
}
