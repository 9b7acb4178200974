/// The shape of a file of events.
package enum FileFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case ndjson
    /// One JSON array of objects, or objects one after the other.
    case json
    /// Comma-separated values (RFC 4180) whose header names paths in the event.
    case csv

    /// The format that a file's name tells, or nil where it tells none.
    package init?(fileName: String) {
        let lowercased = fileName.lowercased()
        if lowercased.hasSuffix(".ndjson") || lowercased.hasSuffix(".jsonl") {
            self = .ndjson
        } else if lowercased.hasSuffix(".json") {
            self = .json
        } else if lowercased.hasSuffix(".csv") {
            self = .csv
        } else {
            return nil
        }
    }
}
