import OutboxCore

/// Reads `event_time`: ISO 8601 with a zone, or an epoch whose size tells its unit.
enum EventTimeReader {
    /// How far ahead of the receipt an event may lie, for clocks that disagree.
    static let tolerance: Duration = .seconds(5 * 60)

    /// Reads the value, or says what is wrong with it.
    static func read(_ value: JSONValue, receivedAt: Timestamp) -> Result<Timestamp, FieldProblem> {
        guard let time = time(value) else {
            let forms = "ISO 8601 with a zone such as 2026-11-22T14:03:21Z, or an epoch"
            return .failure(FieldProblem("not a time: \(ShownValue(value)); \(forms)"))
        }
        guard time <= receivedAt + tolerance else {
            return .failure(FieldProblem("more than 5 minutes ahead: \(time.iso8601)"))
        }
        return .success(time)
    }

    /// The time of an event that lies ahead of the receipt because the sender's clock does: moved by as much as the
    /// time of sending by the same clock lies ahead (Segment's spec, "timestamp": receivedAt - (sentAt -
    /// originalTimestamp)). Nil where that clock is not ahead, or the time cannot be even so.
    static func corrected(_ value: JSONValue, sentAt: JSONValue, receivedAt: Timestamp) -> Timestamp? {
        guard let time = time(value), time > receivedAt + tolerance, let sentAt = self.time(sentAt),
            sentAt > receivedAt
        else { return nil }
        let corrected = receivedAt - (sentAt - time)
        return corrected <= receivedAt + tolerance ? corrected : nil
    }

    private static func time(_ value: JSONValue) -> Timestamp? {
        switch value.kind {
        case .number: return epoch(String(decoding: value.raw, as: UTF8.self))
        case .string:
            if let time = value.withPlainBytes({ Timestamp(iso8601: $0) }) { return time }
            let text = value.string ?? ""
            return NumberText.isNumber(text) ? epoch(text) : Timestamp(iso8601: text)
        default: return nil
        }
    }

    /// Below 10^11 seconds, below 10^14 milliseconds, else microseconds; a fraction counts down to milliseconds.
    private static func epoch(_ text: String) -> Timestamp? {
        guard let number = Double(text), number.isFinite, number >= 0 else { return nil }
        let milliseconds =
            if number < 1e11 { number * 1000 } else if number < 1e14 { number } else { number / 1000 }
        guard milliseconds < 253_402_300_800_000 else { return nil }
        return Timestamp(milliseconds: Int64(milliseconds.rounded(.down)))
    }
}
