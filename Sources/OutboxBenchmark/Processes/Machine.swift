import Foundation
import Glibc

/// The machine that the figures are from, and clocks to take them with.
enum Machine {
    /// What whoever reads the figures elsewhere has to know, one fact a line.
    ///
    /// - Parameter folder: where the database files are.
    static func description(folder: String) -> [String] {
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let bytes = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
        let processor = field("model name", of: "/proc/cpuinfo", separator: ":") ?? "unnamed processor"
        let load = text(of: "/proc/loadavg").split(separator: " ").first ?? "?"
        return [
            "\(Date.now.formatted(.iso8601)), load \(load) at the start",
            "\(cores) cores (\(processor)), \(Int((bytes / 1_073_741_824).rounded())) GB of memory, "
                + "\(disk(of: folder))",
        ]
    }

    /// The most memory a process ever held, in megabytes: of this process, or of the one with an id.
    ///
    /// From the kernel's high-water mark of the process itself: what `wait4` tells of a child is at least what its
    /// parent held when it started it.
    static func peakMemoryMegabytes(of process: pid_t? = nil) -> Double {
        megabytes("VmHWM", of: process.map { String($0) } ?? "self")
    }

    /// The memory that a running process holds, in megabytes.
    static func memoryMegabytes(of process: pid_t) -> Double {
        megabytes("VmRSS", of: String(process))
    }

    private static func megabytes(_ name: String, of process: String) -> Double {
        let words = field(name, of: "/proc/\(process)/status", separator: ":")?.split(separator: " ") ?? []
        return (words.first.flatMap { Double($0) } ?? 0) / 1024
    }

    /// Seconds of processor time that a running process used.
    static func processorSeconds(of process: pid_t) -> Double {
        var clock = clockid_t()
        guard clock_getcpuclockid(process, &clock) == 0 else { return 0 }
        return seconds(of: clock)
    }

    /// Seconds on a clock that all processes of this machine share.
    static var sharedSeconds: Double { seconds(of: CLOCK_MONOTONIC) }

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

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The file system and the device under a folder.
    private static func disk(of folder: String) -> String {
        let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path + "/"
        let mounts = text(of: "/proc/mounts").split(separator: "\n").map { $0.split(separator: " ") }
        let mount = mounts.filter { $0.count > 2 && path.hasPrefix($0[1] == "/" ? "/" : $0[1] + "/") }
            .max { $0[1].count <= $1[1].count }
        return mount.map { "\($0[2]) on \($0[0])" } ?? "unknown disk"
    }

    private static func field(_ name: String, of path: String, separator: Character) -> String? {
        let line = text(of: path).split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: separator).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func text(of path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}

extension Duration {
    /// The duration as seconds with a fraction.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
