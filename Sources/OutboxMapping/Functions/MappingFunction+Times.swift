import OutboxCore

extension MappingFunction {
    /// The functions that ask for a time.
    func applyToTime(_ value: MappedValue) -> FunctionResult {
        guard let time = Self.time(value) else {
            return .refused("not a time (ISO 8601 with a zone, a date, or an epoch)")
        }
        switch self {
        case .date(let format): return .value(.text(format.text(of: time)))
        case .epochMilliseconds: return .value(.number(Array(String(time.milliseconds).utf8)))
        default: return .value(.number(Array(String(time.seconds).utf8)))
        }
    }

    /// ISO 8601 with a zone, a date (midnight in UTC), or an epoch whose size tells its unit.
    private static func time(_ value: MappedValue) -> Timestamp? {
        if let digits = digits(of: value) { return epoch(digits) }
        guard let text = value.text.map({ trimmed($0) }) else { return nil }
        let time = Timestamp(iso8601: text.utf8.count == 10 ? text + "T00:00:00Z" : text)
        // A zone can lead out of the four digits that a year is written with.
        return time.flatMap { (-62_167_219_200_000..<253_402_300_800_000).contains($0.milliseconds) ? $0 : nil }
    }

    /// Below 10^11 seconds, below 10^14 milliseconds, else microseconds, as intake reads `event_time`; up to the year
    /// 9999. A fraction counts down to milliseconds.
    private static func epoch(_ digits: [UInt8]) -> Timestamp? {
        guard let decimal = ExactDecimal(String(decoding: digits, as: UTF8.self)), !decimal.isNegative else {
            return nil
        }
        let parts = decimal.description.split(separator: ".")
        guard let whole = parts.first.flatMap({ Int64($0) }), whole < 253_402_300_800_000_000 else { return nil }
        let fraction = Int64((parts.dropFirst().first ?? "0").prefix(3).padded(to: 3)) ?? 0
        let milliseconds =
            if whole < 100_000_000_000 {
                whole * 1000 + fraction
            } else if whole < 100_000_000_000_000 {
                whole
            } else {
                whole / 1000
            }
        return milliseconds < 253_402_300_800_000 ? Timestamp(milliseconds: milliseconds) : nil
    }
}

extension Substring {
    /// With zeros behind it.
    fileprivate func padded(to count: Int) -> String {
        String(self) + String(repeating: "0", count: Swift.max(0, count - utf8.count))
    }
}
