/// Reads digits and signs off the front of a text, whose bytes must outlive it.
struct DigitReader {
    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    init(_ text: UnsafeBufferPointer<UInt8>) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func timeOfDay() -> Int64? {
        guard let hour = number(digits: 2), hour < 24, skip(UInt8(ascii: ":")),
            let minute = number(digits: 2), minute < 60
        else { return nil }
        var milliseconds = 0
        if skip(UInt8(ascii: ":")) {
            guard let second = number(digits: 2), second <= 60 else { return nil }
            milliseconds = min(second, 59) * 1000
            if skip(UInt8(ascii: ".")) || skip(UInt8(ascii: ",")) {
                guard let fraction = fraction() else { return nil }
                milliseconds += fraction
            }
        }
        return Int64(hour * 3_600_000 + minute * 60_000 + milliseconds)
    }

    mutating func zoneOffsetMinutes() -> Int64? {
        if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
        let isNegative = rest.first == UInt8(ascii: "-")
        guard skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-")),
            let hours = number(digits: 2), hours < 24
        else { return nil }
        var minutes = hours * 60
        if !isAtEnd {
            _ = skip(UInt8(ascii: ":"))
            guard let extra = number(digits: 2), extra < 60 else { return nil }
            minutes += extra
        }
        return Int64(isNegative ? -minutes : minutes)
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - UInt8(ascii: "0"))
    }

    private mutating func fraction() -> Int? {
        guard var value = digit() else { return nil }
        var digits = 1
        while let next = digit() {
            if digits < 3 { value = value * 10 + next }
            digits += 1
        }
        for _ in digits..<max(digits, 3) { value *= 10 }
        return value
    }
}
