import Glibc

/// The machine that the figures are from, and clocks to take them with.
enum Machine {
    /// Cores and memory, for whoever reads the figures elsewhere.
    static var description: String {
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let bytes = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
        return "\(cores) cores, \(Int((bytes / 1_073_741_824).rounded())) GB of memory"
    }

    /// The most memory this process ever held, in megabytes.
    static var peakMemoryMegabytes: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1024
    }

    /// Seconds that some work takes.
    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try work()
        return (ContinuousClock.now - start).inSeconds
    }

    /// Seconds that some asynchronous work takes.
    static func asyncSeconds(_ work: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await work()
        return (ContinuousClock.now - start).inSeconds
    }
}

extension Duration {
    /// The duration as seconds with a fraction.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
