/// Tells a systematic fault from bad events: 20 refusals in a row of one fingerprint, with no delivery between.
///
/// A refusal that names a position other than the first says that the events before it were fine, so it neither counts
/// nor ends the row; several batches with a bad event each, on their way at the same time, are not a systematic fault.
package struct RefusalStreak: Sendable, Hashable {
    /// Refusals in a row that stop the destination.
    package static let limit = 20

    /// Refusals in a row so far.
    package private(set) var count = 0
    private var fingerprint: String?

    /// Makes an empty row.
    package init() {}

    /// Notes a refusal; true where it completes the row, which then starts anew.
    ///
    /// - Parameter index: the position that the message names, if it does.
    package mutating func refused(code: Int?, message: String?, index: Int?) -> Bool {
        if let index, index > 0 { return false }
        let new = Self.fingerprint(code: code, message: message)
        count = new == fingerprint ? count + 1 : 1
        fingerprint = new
        guard count >= Self.limit else { return false }
        delivered()
        return true
    }

    /// Notes a delivery, which ends the row.
    package mutating func delivered() {
        count = 0
        fingerprint = nil
    }

    /// Code and message with everything wildcarded that differs between events: words with a digit and what stands in
    /// quotes.
    static func fingerprint(code: Int?, message: String?) -> String {
        var result = code.map(String.init) ?? "-"
        result += " "
        var quote: UInt8?
        var word: [UInt8] = []
        var hasDigit = false
        func flush() {
            result += hasDigit ? "#" : String(decoding: word, as: UTF8.self)
            word.removeAll(keepingCapacity: true)
            hasDigit = false
        }
        for byte in (message ?? "").utf8 {
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case 0x30...0x39:  // 0 to 9
                hasDigit = true
                word.append(byte)
            case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...:  // letters and _
                word.append(byte)
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
                flush()
                result += "*"
                quote = byte
            default:
                flush()
                result.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        flush()
        return result
    }
}
