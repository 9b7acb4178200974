import Glibc
import Logging
import OutboxConfiguration
import OutboxCore

/// How many files and sockets `serve` may have open: what its configuration needs, as far as the system lets.
struct OpenFiles: Equatable {
    /// Connections of the database, locks, event loops, the log, and what the runtime opens.
    private static let others = 128
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Without so many it cannot hold what the configuration says.
    let needed: Int
    /// So many let it answer connections beyond the limit too.
    let wanted: Int

    /// What a configuration comes to.
    init(_ configuration: Configuration, takesEvents: Bool, delivers: Bool) {
        let isServer = takesEvents && configuration.serverAddress != nil
        let connections = isServer ? configuration.server.maximumConnections : 0
        let requests = delivers ? configuration.destinations.reduce(0) { $0 + $1.delivery.concurrency } : 0
        needed = Self.others + requests + connections
        wanted = needed + connections
    }

    /// The soft limit that is asked for, beside those that hold; never a lower one than before.
    func limit(soft: Int, hard: Int) -> Int { max(soft, min(hard, wanted)) }

    /// Raises the soft limit of this process, and warns where that is not enough.
    func raise(_ logger: Logger) {
        var limits = rlimit()
        guard getrlimit(Self.resource, &limits) == 0 else { return }
        let hard = Int(clamping: limits.rlim_max)
        let soft = limit(soft: Int(clamping: limits.rlim_cur), hard: hard)
        limits.rlim_cur = rlim_t(soft)
        let allowed = setrlimit(Self.resource, &limits) == 0 ? soft : Int(clamping: limits.rlim_cur)
        guard allowed < needed else { return }
        logger.warning(
            "the system lets too few files be open: connections will have to wait",
            metadata: [
                "allowed": "\(allowed)", "needed": "\(needed)",
                "help": "raise the hard limit (LimitNOFILE, ulimit -Hn), or lower server.max_connections",
            ])
    }
}
