/// All regions, to be found by code and by calling code without searching.
///
/// Read once from `PhoneRegionRows`.
struct PhoneRegionTable: Sendable {
    static let shared = PhoneRegionTable()

    let regions: [PhoneRegion]
    /// The codes of all regions, sorted.
    let codes: [String]
    // The position in `regions` by region code, and by calling code its main region; -1 for none.
    private let byCode: [Int16]
    private let byCallingCode: [Int16]

    private init() {
        let regions = PhoneRegionRows.text.split(separator: "\n").compactMap { PhoneRegion(row: $0) }
        var byCode = Array(repeating: Int16(-1), count: 26 * 26)
        var byCallingCode = Array(repeating: Int16(-1), count: 1000)
        for (position, region) in regions.enumerated() {
            if let slot = Self.slot(code: region.code) { byCode[slot] = Int16(position) }
            if let slot = Int(region.callingCode), (1..<1000).contains(slot), byCallingCode[slot] < 0 {
                byCallingCode[slot] = Int16(position)
            }
        }
        self.regions = regions
        self.byCode = byCode
        self.byCallingCode = byCallingCode
        codes = regions.map(\.code).filter { $0 != "--" }.sorted()
    }

    func region(code: String) -> PhoneRegion? {
        guard let slot = Self.slot(code: code), byCode[slot] >= 0 else { return nil }
        return regions[Int(byCode[slot])]
    }

    /// The main region of the calling code that an international number begins with, its plus left out.
    ///
    /// No calling code begins with another one, so the first that fits is the only one.
    func region(callingCodeOf digits: some Sequence<UInt8>) -> PhoneRegion? {
        var code = 0
        for digit in digits.prefix(3) {
            guard digit.isASCIIDigit else { return nil }
            code = code * 10 + Int(digit &- 0x30)
            if code == 0 { return nil }
            if byCallingCode[code] >= 0 { return regions[Int(byCallingCode[code])] }
        }
        return nil
    }

    private static func slot(code: String) -> Int? {
        let letters = Array(code.utf8)
        guard letters.count == 2, letters.allSatisfy(\.isASCIILetter) else { return nil }
        return letters.reduce(0) { $0 * 26 + Int(($1 | 0x20) &- 0x61) }
    }
}
