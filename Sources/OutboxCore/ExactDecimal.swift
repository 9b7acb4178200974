/// A decimal number, exactly: an integer of up to 38 digits and a power of ten.
///
/// For sums of money. Nothing is ever rounded; where a number cannot be held exactly, there is none.
///
/// ```swift
/// let price: ExactDecimal = "59.90"              // a text in the source code, or a whole number
/// let total = ExactDecimal(row.totalAsText)      // nil where the text is no number
/// ```
///
/// There is no way from a `Double`: 59.9 is none, and what looks like it would be sent with another value. Write your
/// database's decimal, or an integer of cents, as text.
public struct ExactDecimal: Hashable, Sendable {
    /// Without zeros at its end, so that equal numbers are equal bit by bit.
    private let significand: Int128
    /// 0 for zero.
    private let exponent: Int

    /// How far the last digit may stand from the decimal point, so that a hostile `1e999999999` has no long text; more
    /// than any `Double` needs.
    static let maximumExponent = 400

    private static let maximumSignificand: UInt128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

    /// Zero, with no digits after the point.
    public static let zero = ExactDecimal(0)

    /// The value of an integer, exactly.
    public init(_ integer: Int64) {
        var significand = Int128(integer)
        var exponent = 0
        while significand != 0, significand % 10 == 0 {
            significand /= 10
            exponent += 1
        }
        self.significand = significand
        self.exponent = exponent
    }

    /// Reads a number as JSON writes it (RFC 8259, section 6): `2500315.63`, `-1e-3`.
    ///
    /// - Returns: `nil` for anything else, also with white space around it, and for a number that has more than 38
    ///   digits between its first and its last one that is not zero, or a digit more than 400 places from the point.
    public init?(_ text: String) {
        var text = text
        guard let value = text.withUTF8({ JSONNumber($0).flatMap { ExactDecimal($0) } }) else { return nil }
        self = value
    }

    init?(_ number: JSONNumber) {
        guard number.digitCount <= JSONNumber.maximumDigits else { return nil }
        self.init(magnitude: number.significand, isNegative: number.isNegative, exponent: number.exponent)
    }

    private init?(magnitude: UInt128, isNegative: Bool, exponent: Int) {
        var magnitude = magnitude
        var exponent = magnitude == 0 ? 0 : exponent
        // Of 64 bits, as nearly all are, for a division of 128 costs twenty times as much.
        if var small = UInt64(exactly: magnitude) {
            while small != 0, small % 10 == 0 {
                small /= 10
                exponent += 1
            }
            magnitude = UInt128(small)
        } else {
            while magnitude % 10 == 0 {
                magnitude /= 10
                exponent += 1
            }
        }
        guard magnitude <= Self.maximumSignificand, abs(exponent) <= Self.maximumExponent else { return nil }
        significand = isNegative ? -Int128(magnitude) : Int128(magnitude)
        self.exponent = exponent
    }

    /// The value where it is a whole number of 32 bits.
    @inline(__always)
    var smallInteger: Int32? {
        if exponent == 0 { return Int32(exactly: significand) }
        guard (1...9).contains(exponent), var value = Int32(exactly: significand) else { return nil }
        for _ in 0..<exponent {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
        }
        return value
    }

    /// Whether the number is below zero.
    public var isNegative: Bool { significand < 0 }

    /// The sum, `nil` if it cannot be held exactly.
    public func adding(_ other: ExactDecimal) -> ExactDecimal? {
        if significand == 0 { return other }
        if other.significand == 0 { return self }
        // The smaller exponent's last digit is not zero, so the sum needs that exponent, unless the exponents are the
        // same.
        let exponent = min(exponent, other.exponent)
        guard let one = magnitude(atExponent: exponent), let two = other.magnitude(atExponent: exponent) else {
            return nil
        }
        guard isNegative == other.isNegative else {
            return one >= two
                ? ExactDecimal(magnitude: one - two, isNegative: isNegative, exponent: exponent)
                : ExactDecimal(magnitude: two - one, isNegative: other.isNegative, exponent: exponent)
        }
        let (sum, overflow) = one.addingReportingOverflow(two)
        return overflow ? nil : ExactDecimal(magnitude: sum, isNegative: isNegative, exponent: exponent)
    }

    /// The significand that this number has with a smaller exponent, `nil` if it needs more than 128 bits.
    private func magnitude(atExponent wanted: Int) -> UInt128? {
        var magnitude = significand.magnitude
        guard exponent - wanted <= JSONNumber.maximumDigits else { return nil }
        for _ in wanted..<exponent {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            magnitude = product
        }
        return magnitude
    }
}

extension ExactDecimal: Comparable {
    /// Compares by value.
    public static func < (one: ExactDecimal, other: ExactDecimal) -> Bool {
        if one.significand.signum() != other.significand.signum() { return one.significand < other.significand }
        if one.significand == 0 { return false }
        return one.isNegative ? other.isCloserToZero(than: one) : one.isCloserToZero(than: other)
    }

    private func isCloserToZero(than other: ExactDecimal) -> Bool {
        let lowest = min(exponent, other.exponent)
        if let one = magnitude(atExponent: lowest), let two = other.magnitude(atExponent: lowest) { return one < two }
        let (digits, otherDigits) = (String(significand.magnitude), String(other.significand.magnitude))
        let (size, otherSize) = (digits.utf8.count + exponent, otherDigits.utf8.count + other.exponent)
        if size != otherSize { return size < otherSize }
        return digits.utf8.lexicographicallyPrecedes(otherDigits.utf8)
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// All digits, no exponent, no zeros that are not needed: `2500315.63`, `0.5`, `-1200`.
    public var description: String {
        let digits = String(significand.magnitude)
        let sign = isNegative ? "-" : ""
        if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
        let fraction = -exponent
        if digits.utf8.count <= fraction {
            return sign + "0." + String(repeating: "0", count: fraction - digits.utf8.count) + digits
        }
        return sign + digits.dropLast(fraction) + "." + digits.suffix(fraction)
    }
}
