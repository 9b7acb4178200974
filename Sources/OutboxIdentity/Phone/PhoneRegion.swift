/// A country or territory with its telephone numbering plan: what `identity.phone_region` names.
package struct PhoneRegion: Sendable, Equatable {
    /// ISO 3166 alpha-2, upper-case, such as `GB`; also `XK`, `AC` and `TA`, which have calling codes of their own.
    package let code: String
    /// The country calling code without a plus, such as `44`; regions may share one.
    package let callingCode: String
    /// What is dialled in front of a national number inside the region; several where an old one is still written.
    package let trunkPrefixes: [String]
    /// What is dialled in front of a calling code; empty where nothing but digits that differ by carrier is.
    package let internationalPrefixes: [String]
    /// Whether a national number may begin with a zero, which then stays behind the calling code, as in Italy.
    package let keepsLeadingZero: Bool
    // Bit n: a national number may have n digits, its trunk prefix left out.
    private let nationalLengths: UInt16
    // How long a national number can be that begins with the digits of the region's own calling code; 0 if none does.
    let longestWithOwnCode: Int

    /// The region of a code, upper or lower case; nil for an unknown one and for one without telephones of its own.
    package init?(code: String) {
        guard let region = PhoneRegionTable.shared.region(code: code) else { return nil }
        self = region
    }

    /// The trunk prefix in use, such as `0`; nil if national numbers are dialled as they are.
    package var trunkPrefix: String? { trunkPrefixes.first }

    /// The codes of all regions, sorted.
    package static var allCodes: [String] { PhoneRegionTable.shared.codes }

    /// The region that somebody may have meant who wrote a text that is no region's code: `GB` for `UK`, `+44` or `44`.
    package static func suggestion(for text: String) -> PhoneRegion? {
        let bytes = text.trimmedUTF8.map { $0.isASCIILetter ? $0 & ~0x20 : $0 }
        switch String(decoding: bytes, as: UTF8.self) {
        case "UK": return PhoneRegion(code: "GB")
        case "EL": return PhoneRegion(code: "GR")
        default:
            let digits = bytes.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "0") }
            guard let region = PhoneRegionTable.shared.region(callingCodeOf: digits),
                region.callingCode.utf8.elementsEqual(digits), region.code != "--"
            else { return nil }
            return region
        }
    }

    /// Two regions are equal if their codes are.
    package static func == (left: PhoneRegion, right: PhoneRegion) -> Bool { left.code == right.code }

    /// Whether a national number has the length and the first digit of one of the region's.
    func canBeNational(_ digits: ArraySlice<UInt8>) -> Bool {
        guard let first = digits.first, hasLength(digits.count) else { return false }
        if first == UInt8(ascii: "0") { return keepsLeadingZero }
        return first != UInt8(ascii: "1") || callingCode != "1"  // no North American area code begins with 1
    }

    /// Whether national numbers of so many digits exist.
    func hasLength(_ count: Int) -> Bool {
        count < 16 && nationalLengths & (1 << UInt16(count)) != 0
    }
}

extension PhoneRegion {
    /// Reads a row of `PhoneRegionRows`; nil if it has another form.
    init?(row: Substring) {
        let columns = row.split(separator: " ")
        guard columns.count >= 5 else { return nil }
        func list(_ column: Substring) -> [String] {
            column == "-" ? [] : column.split(separator: ",").map { String($0) }
        }
        callingCode = String(columns[0])
        code = String(columns[1])
        trunkPrefixes = list(columns[2])
        var lengths: UInt16 = 0
        for range in columns[3].split(separator: ",") {
            let ends = range.split(separator: "-").compactMap { Int($0) }
            guard let low = ends.first, let high = ends.last, 1 <= low, low <= high, high <= 15 else { return nil }
            for length in low...high { lengths |= 1 << UInt16(length) }
        }
        nationalLengths = lengths
        internationalPrefixes = list(columns[4])
        keepsLeadingZero = columns.dropFirst(5).contains("zero")
        let own = columns.dropFirst(5).first { $0.hasPrefix("own:") }
        longestWithOwnCode = own.flatMap { Int($0.dropFirst(4)) } ?? 0
    }
}
