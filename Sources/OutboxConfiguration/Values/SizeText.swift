/// Sizes as the configuration writes them: `512B`, `32KB`, `1MB`, counted in 1,024.
package enum SizeText {
    /// What a message shows for an example.
    static let examples = "32KB or 1MB"

    /// The bytes, or nil if the text is not written so.
    package static func parse(_ text: String) -> Int? {
        guard let (number, unit) = NumberWithUnit.parse(text) else { return nil }
        switch unit {
        case "B": return number
        case "KB": return number * 1024
        case "MB": return number * 1024 * 1024
        default: return nil
        }
    }

    /// The text for a size, in the largest unit that divides it.
    package static func write(_ bytes: Int) -> String {
        if bytes > 0, bytes % (1024 * 1024) == 0 { return "\(bytes / 1024 / 1024)MB" }
        if bytes > 0, bytes % 1024 == 0 { return "\(bytes / 1024)KB" }
        return "\(bytes)B"
    }
}
