/// Durations as the configuration writes them: `250ms`, `45s`, `10m`, `24h`, `7d`; a bare `0` is none.
package enum DurationText {
    /// What a message shows for an example.
    static let examples = "250ms, 45s, 10m, 24h or 7d"

    /// The duration, or nil if the text is not written so.
    package static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        guard let (number, unit) = NumberWithUnit.parse(text) else { return nil }
        let seconds: Int64? =
            switch unit {
            case "s": 1
            case "m": 60
            case "h": 3600
            case "d": 24 * 3600
            default: nil
            }
        if unit == "ms" { return .milliseconds(number) }
        return seconds.map { .seconds(Int64(number) * $0) }
    }

    /// The text for a duration, in the largest unit that divides it; digits below a millisecond are cut.
    package static func write(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)] as [(String, Int64)]
        where milliseconds != 0 && milliseconds % size == 0 {
            return "\(milliseconds / size)\(unit)"
        }
        return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
    }
}
