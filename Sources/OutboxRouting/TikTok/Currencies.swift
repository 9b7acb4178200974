/// The currencies that TikTok takes (TikTok: Report Web Events, and "About parameters", 2025): 62 codes of ISO 4217.
enum Currencies {
    /// The codes, in capitals.
    static let codes: Set<String> = [
        "AED", "ARS", "AUD", "BDT", "BHD", "BIF", "BOB", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CRC", "CZK", "DKK",
        "DZD", "EGP", "EUR", "GBP", "GTQ", "HKD", "HNL", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KHR", "KRW",
        "KWD", "KZT", "MAD", "MOP", "MXN", "MYR", "NGN", "NIO", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "PYG",
        "QAR", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VES", "VND", "ZAR",
    ]

    /// Whether UTF-8 is one of them, in capitals; makes no text: for the hot path.
    static func isListed(_ code: UnsafeBufferPointer<UInt8>) -> Bool {
        code.count == 3 && numbers.contains(number(code))
    }

    /// The codes as numbers, to be found without making texts.
    private static let numbers = codes.map { Array($0.utf8).withUnsafeBufferPointer { number($0) } }

    private static func number(_ code: UnsafeBufferPointer<UInt8>) -> UInt32 {
        code.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
