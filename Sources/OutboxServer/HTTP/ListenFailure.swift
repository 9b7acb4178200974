import Glibc
import NIOCore

/// Why the server cannot listen, and what to do about it.
package struct ListenFailure: Error, Sendable, CustomStringConvertible {
    /// Host and port, what the system says, and what to do.
    package let description: String

    init(host: String, port: Int, _ error: any Error) {
        let address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            description =
                "\(address) is in use by another process: end that one, or change `listen` "
                + "(`outbox serve --only work` listens nowhere)"
        case EACCES:
            description = "\(address): this user may not listen there; ports below 1024 are root's: change `listen`"
        case EADDRNOTAVAIL:
            description = "\(address) is no address of this machine: change `listen`"
        case let code?:
            description = "\(address): \(String(cString: strerror(code)))"
        case nil:
            description = "\(address) cannot be listened on (\(error)): change `listen`"
        }
    }
}
