/// The normal form of a phone number: E.164, a plus, the calling code and the national number, nothing between.
///
/// The plus is part of what is hashed (TikTok: Report App, Web, Offline, or CRM Events).
///
/// **With a plus**: the calling code must be assigned, 8 to 15 digits follow the plus. A trunk prefix in brackets right
/// behind the calling code goes (`+49 (0) 151…`), unless the region keeps its zero (`+39 (0)6…` is `+3906…`); a zero
/// there without brackets is refused, again unless the region keeps it. National lengths are not judged: plans grow.
///
/// **Without a plus**, in this order:
/// 1. the international prefix of the configured region, without a region `00`, followed by an assigned calling code:
///    as with a plus;
/// 2. with a region, its trunk prefix followed by a national number of a length that the region has (`07911 123456`);
/// 3. with a region, the region's own calling code followed by such a number (`447911123456`), unless it can be a
///    national number itself that only looks so (Italian mobile numbers beginning with 39, of up to 10 digits);
/// 4. with a region, a bare national number of a length that the region has (`2133734253`).
///
/// Everything else is dropped, never guessed. China (+86) has no rule of its own.
enum PhoneNumber {
    /// The normal form of a number that has been trimmed.
    static func normalized(_ trimmed: [UInt8], region: PhoneRegion?) throws(DropReason) -> [UInt8] {
        guard let number = DialedNumber(trimmed) else { throw .notAPhoneNumber }
        if number.hasPlus { return try international(number, from: 0) }
        for prefix in region?.internationalPrefixes ?? ["00"] where number.digits.starts(with: prefix.utf8) {
            if let normal = try? international(number, from: prefix.utf8.count) { return normal }
        }
        guard (4...lengths.upperBound).contains(number.digits.count) else { throw .notAPhoneNumber }
        guard let region else { throw .noCountryCode }
        return try national(number, region: region)
    }

    /// The normal form of a number that begins with a plus and is an international one; nil for anything else.
    static func normalizedInternational(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard let number = DialedNumber(text), number.hasPlus else { return nil }
        return try? international(number, from: 0)
    }

    /// Whether a text is its own normal form: a plus and an international number, nothing between.
    static func isNormal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let digits = text.dropFirst()
        guard text.first == UInt8(ascii: "+"), lengths.contains(digits.count),
            digits.allSatisfy({ $0.isASCIIDigit }),
            let region = PhoneRegionTable.shared.region(callingCodeOf: digits)
        else { return false }
        let national = digits.dropFirst(region.callingCode.utf8.count)
        return !national.isEmpty && (national.first != zero || region.keepsLeadingZero)
    }

    /// Whether the main region of a normal form's calling code has numbers of that length.
    static func hasUsualLength(_ normal: [UInt8]) -> Bool {
        guard let region = PhoneRegionTable.shared.region(callingCodeOf: normal[1...]) else { return false }
        return region.hasLength(normal.count - 1 - region.callingCode.utf8.count)
    }

    /// How many digits may follow the plus; ITU-T E.164 sets the upper bound.
    private static let lengths = 8...15
    private static let zero = UInt8(ascii: "0")

    private static func international(_ number: DialedNumber, from start: Int) throws(DropReason) -> [UInt8] {
        let digits = number.digits
        guard let region = PhoneRegionTable.shared.region(callingCodeOf: digits[start...]) else {
            throw .unknownCallingCode
        }
        var nationalStart = start + region.callingCode.utf8.count
        if let bracket = number.brackets.first(where: { $0.lowerBound == nationalStart }),
            isTrunkPrefix(digits[bracket], of: region)
        {
            nationalStart = bracket.upperBound
        }
        let national = digits[nationalStart...]
        if national.first == zero, !region.keepsLeadingZero { throw .zeroAfterCallingCode(region.callingCode) }
        return try joined(region.callingCode, national)
    }

    private static func national(_ number: DialedNumber, region: PhoneRegion) throws(DropReason) -> [UInt8] {
        let digits = number.digits[...]
        for prefix in region.trunkPrefixes where digits.starts(with: prefix.utf8) {
            let rest = digits.dropFirst(prefix.utf8.count)
            if region.canBeNational(rest) { return try joined(region.callingCode, rest) }
        }
        let canBeNational = region.canBeNational(digits)
        let isAmbiguous = canBeNational && digits.count <= region.longestWithOwnCode
        if !isAmbiguous, digits.starts(with: region.callingCode.utf8),
            let normal = try? international(number, from: 0),
            region.hasLength(normal.count - 1 - region.callingCode.utf8.count)
        {
            return normal
        }
        guard canBeNational else { throw .doesNotFit(region) }
        return try joined(region.callingCode, digits)
    }

    /// Whether brackets behind a calling code hold what is only dialled inside the region.
    private static func isTrunkPrefix(_ digits: ArraySlice<UInt8>, of region: PhoneRegion) -> Bool {
        if digits.elementsEqual([zero]) { return !region.keepsLeadingZero }
        return region.trunkPrefixes.contains { $0.utf8.elementsEqual(digits) }
    }

    private static func joined(_ callingCode: String, _ national: ArraySlice<UInt8>) throws(DropReason) -> [UInt8] {
        guard !national.isEmpty, lengths.contains(callingCode.utf8.count + national.count) else {
            throw .notAPhoneNumber
        }
        return [UInt8(ascii: "+")] + callingCode.utf8 + national
    }
}
