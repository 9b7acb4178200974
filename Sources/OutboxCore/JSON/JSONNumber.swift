/// The text of a number, taken apart: a sign, an integer of up to 38 digits and a power of ten.
struct JSONNumber {
    private let text: UnsafeBufferPointer<UInt8>
    private(set) var isNegative = false
    /// The digits without zeros around them; meaningless if there are more than 38.
    private(set) var significand: UInt128 = 0
    /// How many digits the significand has; 0 for zero.
    private(set) var digitCount = 0
    /// The power of ten that the significand is multiplied with; held within plus or minus a billion.
    private(set) var exponent = 0

    /// As many digits as fit into a signed integer of 128 bits, whatever they are.
    static let maximumDigits = 38

    /// Takes a number apart.
    ///
    /// - Parameter text: Any bytes; valid while this value is.
    /// - Returns: `nil` if it is not a number of JSON (RFC 8259, section 6), whole and without white space.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        var index = 0
        if text.first == UInt8(ascii: "-") {
            isNegative = true
            index = 1
        }
        let integerStart = index
        index = readDigits(from: index)
        if index == integerStart { return nil }
        if index > integerStart + 1, text[integerStart] == UInt8(ascii: "0") { return nil }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            let fractionStart = index + 1
            index = readDigits(from: fractionStart)
            if index == fractionStart { return nil }
            exponent -= index - fractionStart
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            guard let end = readExponent(from: index + 1) else { return nil }
            index = end
        }
        guard index == text.count else { return nil }
        exponent = digitCount == 0 ? 0 : exponent + trailingZeros
    }

    /// Zeros after the last digit of the significand: they belong to the exponent unless another digit follows.
    private var trailingZeros = 0

    @inline(__always)
    private mutating func readDigits(from start: Int) -> Int {
        var index = start
        while index < text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            if digit == 0 {
                if digitCount > 0 { trailingZeros += 1 }
            } else {
                append(digit)
            }
            index += 1
        }
        return index
    }

    @inline(__always)
    private mutating func append(_ digit: UInt8) {
        digitCount += trailingZeros + 1
        if digitCount <= 18 {
            var low = UInt64(truncatingIfNeeded: significand)
            for _ in 0..<trailingZeros { low &*= 10 }
            significand = UInt128(low &* 10 &+ UInt64(digit))
        } else if digitCount <= Self.maximumDigits {
            for _ in 0..<trailingZeros { significand &*= 10 }
            significand = significand &* 10 &+ UInt128(digit)
        }
        trailingZeros = 0
    }

    private mutating func readExponent(from start: Int) -> Int? {
        var index = start
        var isNegative = false
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isNegative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        let digits = index
        var value = 0
        while index < text.count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = min(value * 10 + Int(digit), 1_000_000_000)
            index += 1
        }
        if index == digits { return nil }
        exponent += isNegative ? -value : value
        return index
    }

    /// The value, if it is an integer of 64 bits.
    var integer: Int64? {
        if digitCount == 0 { return 0 }
        guard exponent >= 0, digitCount + exponent <= 19 else { return nil }
        var magnitude = UInt64(truncatingIfNeeded: significand)
        for _ in 0..<exponent { magnitude *= 10 }
        return isNegative
            ? magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
            : Int64(exactly: magnitude)
    }

    /// The nearest `Double`, if the number is not beyond all of them.
    ///
    /// Where significand and power of ten are exact as `Double`, one division or multiplication rounds rightly
    /// (Clinger, How to Read Floating Point Numbers Accurately, 1990); the standard library reads the others.
    var double: Double? {
        if digitCount <= 15, -22...22 ~= exponent {
            let magnitude = Double(UInt64(truncatingIfNeeded: significand))
            let value =
                exponent < 0 ? magnitude / Self.powersOfTen[-exponent] : magnitude * Self.powersOfTen[exponent]
            return isNegative ? -value : value
        }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
