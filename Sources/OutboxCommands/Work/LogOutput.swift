import Glibc
import Logging
import OutboxCore

/// Where `serve` and `drain` log: lines on stderr, facts behind the message, level by `OUTBOX_LOG_LEVEL`.
struct LogOutput: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// A logger whose level is the variable's, else the given one.
    static func logger(level: Logger.Level) -> Logger {
        let chosen = Environment.value("OUTBOX_LOG_LEVEL").flatMap { Logger.Level(rawValue: $0.lowercased()) } ?? level
        return Logger(label: "outbox") { _ in LogOutput(logLevel: chosen) }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
        var line = "\(SystemClock.now.iso8601) \(event.level.rawValue) \(event.message)"
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(value)" }
        let bytes = Array((line.split(separator: "\n").joined(separator: " ") + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
