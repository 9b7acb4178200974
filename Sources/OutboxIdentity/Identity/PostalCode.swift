/// The normal form of a postal code: lower-case, without spaces and hyphens, of a ZIP+4 only the first five digits.
///
/// Digits of other scripts become ASCII digits; every other character stays. `NNNNN-NNNN` is taken for a ZIP+4 unless
/// the country is known to be another one; with the country `us` nine digits are, however they are written.
enum PostalCode {
    /// The normal form of a code that has been trimmed; `country` as the event has it.
    static func normalized(_ trimmed: [UInt8], country: String?) -> [UInt8] {
        let code = trimmed.isASCII ? trimmed : foldedToASCII(trimmed)
        let normal = code.filter { !$0.isASCIIBlank && $0 != UInt8(ascii: "-") }.lowercasedUTF8
        guard normal.count == 9, normal.allSatisfy(\.isASCIIDigit) else { return normal }
        switch country.flatMap({ try? CountryCode.normalized($0) }) {
        case "us": return Array(normal.prefix(5))
        case nil where code.count == 10 && code[5] == UInt8(ascii: "-"): return Array(normal.prefix(5))
        default: return normal
        }
    }

    private static func foldedToASCII(_ bytes: [UInt8]) -> [UInt8] {
        var result = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if let digit = scalar.decimalDigit {
                result.append(Unicode.Scalar(digit + 0x30))
            } else if scalar.isDash {
                result.append("-")
            } else if !scalar.isBlank {
                result.append(scalar)
            } else if !scalar.isInvisible {
                result.append(" ")
            }
        }
        return Array(String(result).utf8)
    }
}
