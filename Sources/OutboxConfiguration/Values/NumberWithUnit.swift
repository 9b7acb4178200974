/// Digits with letters behind.
enum NumberWithUnit {
    /// The number and its unit; nil for anything else, or for more than nine digits.
    static func parse(_ text: String) -> (number: Int, unit: String)? {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...9).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)) else {
            return nil
        }
        return (number, String(text.dropFirst(digits.count)))
    }
}
