extension Timestamp {
    /// Reads an ISO 8601 date and time with a zone: `2026-11-22T14:03:21.482Z`, `2026-11-22 14:03:21+01:00`.
    ///
    /// Seconds and their fraction may be left out; a fraction beyond milliseconds is cut. A text without a zone is not
    /// read (nil): whose noon it was cannot be known. A leap second (`:60`) counts as the second before it.
    package init?(iso8601 text: String) {
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(digits: 4), reader.skip(UInt8(ascii: "-")),
            let month = reader.number(digits: 2), reader.skip(UInt8(ascii: "-")),
            let day = reader.number(digits: 2),
            reader.skip(UInt8(ascii: "T")) || reader.skip(UInt8(ascii: "t")) || reader.skip(UInt8(ascii: " ")),
            let date = CalendarDate(year: year, month: month, day: day),
            let milliseconds = reader.timeOfDay(), let offset = reader.zoneOffsetMinutes(), reader.isAtEnd
        else { return nil }
        let days = Int64(date.daysSinceEpoch)
        self.init(milliseconds: days * 86_400_000 + milliseconds - offset * 60_000)
    }

    /// The time as ISO 8601 in UTC with milliseconds: `2026-11-22T14:03:21.482Z`.
    package var iso8601: String {
        let day = 86_400_000 as Int64
        let days = milliseconds >= 0 ? milliseconds / day : -((day - 1 - milliseconds) / day)
        let date = CalendarDate(daysSinceEpoch: Int(days))
        let rest = Int(milliseconds - days * day)
        var text = Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2)
        text += "T" + Self.padded(rest / 3_600_000, 2) + ":" + Self.padded(rest / 60_000 % 60, 2)
        text += ":" + Self.padded(rest / 1000 % 60, 2) + "." + Self.padded(rest % 1000, 3) + "Z"
        return text
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

/// Reads digits and signs off the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) {
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
