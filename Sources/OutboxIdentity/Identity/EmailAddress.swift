/// The form of an e-mail address and its normal form: trimmed and lower-case, no dot or `+tag` stripped (TikTok: Report
/// App, Web, Offline, or CRM Events).
///
/// The form is that of the addresses people have: one `@`; in front of it the characters of an unquoted local part (RFC
/// 5322, section 3.2.3) with dots anywhere, at most 64 bytes; behind it at least two domain labels, the last one of two
/// or more characters and not a number. Letters beyond ASCII are fine on both sides. Quoted local parts, comments,
/// display names and addresses in brackets are not.
enum EmailAddress {
    /// RFC 5321, section 4.5.3.1.3, less the angle brackets.
    static let maximumLength = 254

    /// The normal form of an address that has been trimmed.
    static func normalized(_ trimmed: [UInt8]) throws(DropReason) -> [UInt8] {
        guard trimmed.contains(UInt8(ascii: "@")) else { throw .notAnEmail }
        guard trimmed.count <= maximumLength else { throw .tooLong(limit: maximumLength) }
        let address = trimmed.lowercasedUTF8
        guard address.withUnsafeBufferPointer({ isWellFormed($0) }) else { throw .notAnEmail }
        return address
    }

    /// Writes the normal form of a trimmed address in ASCII, and gives its length: the address's own, or 0 for what is
    /// none.
    static func writeNormal(
        of trimmed: UnsafeBufferPointer<UInt8>, to result: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        for (index, byte) in trimmed.enumerated() {
            result.initializeElement(at: index, to: byte.lowercasedASCII)
        }
        let address = UnsafeBufferPointer(rebasing: result[..<trimmed.count])
        return trimmed.count <= maximumLength && isWellFormed(address) ? trimmed.count : 0
    }

    /// The normal form of a trimmed address whose local part is quoted: `"ada lovelace"@example.com`. Nobody's account
    /// at TikTok has one, but in a text it is somebody's all the same.
    static func normalizedQuoted(_ trimmed: [UInt8]) -> [UInt8]? {
        let quote = UInt8(ascii: "\"")
        guard trimmed.count <= maximumLength, trimmed.first == quote,
            let at = trimmed.lastIndex(of: UInt8(ascii: "@")), (3...66).contains(at), trimmed[at - 1] == quote,
            !trimmed[1..<(at - 1)].contains(where: { $0 == quote || $0 < 0x20 })
        else { return nil }
        let address = trimmed.lowercasedUTF8
        // Lower case may take more or fewer bytes.
        return address.lastIndex(of: UInt8(ascii: "@")).flatMap { isDomain(address[($0 + 1)...]) ? address : nil }
    }

    private static func isWellFormed(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let at = address.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at) else { return false }
        guard address[..<at].allSatisfy({ isLocalCharacter($0) }), isDomain(address[(at + 1)...]) else { return false }
        return address.allSatisfy { $0 < 0x80 }
            || !String(decoding: address, as: UTF8.self).unicodeScalars.contains(where: \.isBlank)
    }

    private static func isLocalCharacter(_ byte: UInt8) -> Bool {
        if byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"),
            UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "~"):
            return true
        default:
            return false
        }
    }

    private static func isDomain(_ domain: some Sequence<UInt8>) -> Bool {
        var labels = 1
        var length = 0
        var lastIsNumber = true
        var previous = UInt8(ascii: ".")
        for byte in domain {
            if byte == UInt8(ascii: ".") {
                guard length > 0, previous != UInt8(ascii: "-") else { return false }
                (labels, length, lastIsNumber) = (labels + 1, 0, true)
            } else {
                guard byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte >= 0x80,
                    length < 63, length > 0 || byte != UInt8(ascii: "-")
                else { return false }
                length += 1
                lastIsNumber = lastIsNumber && byte.isASCIIDigit
            }
            previous = byte
        }
        return labels >= 2 && length >= 2 && !lastIsNumber && previous != UInt8(ascii: "-")
    }
}
