import Glibc
package import OutboxCore

/// Times as people read them: local, with their zone.
package enum LocalTime {
    /// Date, time and zone: `2026-11-22 14:03:21 CET`.
    package static func text(_ time: Timestamp) -> String {
        format(time, "%Y-%m-%d %H:%M:%S %Z")
    }

    /// How long ago or ahead: `4 s`, `12 min`, `3 h`, `5 d`.
    package static func span(seconds: Double) -> String {
        let seconds = min(abs(seconds), 1e12).rounded()
        if seconds < 120 { return "\(Int(seconds)) s" }
        if seconds < 7170 { return "\(Int((seconds / 60).rounded())) min" }
        if seconds < 171_000 { return "\(Int((seconds / 3600).rounded())) h" }
        return "\(Int((seconds / 86_400).rounded())) d"
    }

    private static func format(_ time: Timestamp, _ pattern: String) -> String {
        var seconds = time_t(time.seconds)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return time.iso8601 }
        var buffer = [UInt8](repeating: 0, count: 64)
        let length = buffer.withUnsafeMutableBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress, $0.count, pattern, &parts) }
        }
        return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : time.iso8601
    }
}
