/// Rates as the configuration writes them: `100/s`, `600/m`.
package enum RateText {
    /// What a message shows for an example.
    static let examples = "100/s or 600/m"

    /// So many a second, or nil if the text is not written so.
    package static func parse(_ text: String) -> Double? {
        guard let (number, unit) = NumberWithUnit.parse(text) else { return nil }
        switch unit {
        case "/s": return Double(number)
        case "/m": return Double(number) / 60
        default: return nil
        }
    }

    /// The text for a rate: whole requests a second, else a minute.
    package static func write(_ rate: Double) -> String {
        if rate.rounded() == rate { return "\(Int(rate))/s" }
        return "\(Int((rate * 60).rounded()))/m"
    }
}
