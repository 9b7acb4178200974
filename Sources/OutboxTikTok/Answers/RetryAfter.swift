import OutboxCore

/// Reads how long an answer asks to wait (RFC 9110, section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// The wait, never negative; nil where the answer asks for none or cannot be read.
    ///
    /// - Parameters:
    ///   - answer: A date in it counts from the answer's own `Date`, so that a wrong clock here does no harm.
    ///   - now: The time of receipt, for an answer without `Date`.
    static func duration(in answer: HTTPAnswer, now: Timestamp) -> Duration? {
        guard let text = answer.header("Retry-After")?.trimmingSpaces, !text.isEmpty else { return nil }
        if text.utf8.allSatisfy(\.isASCIIDigit) {
            return .seconds(text.utf8.count <= 9 ? Int64(text) ?? 0 : 999_999_999)
        }
        guard let date = HTTPDate.timestamp(text) else { return nil }
        let base = answer.header("Date").flatMap(HTTPDate.timestamp) ?? now
        return max(.zero, date - base)
    }
}

extension String {
    var trimmingSpaces: String {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}
