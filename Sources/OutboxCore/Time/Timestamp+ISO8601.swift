extension Timestamp {
    /// Reads an ISO 8601 date and time with a zone: `2026-11-22T14:03:21.482Z`, `2026-11-22 14:03:21+01:00`.
    ///
    /// Seconds and their fraction may be left out; a fraction beyond milliseconds is cut. A text without a zone is not
    /// read (nil): whose noon it was cannot be known. A leap second (`:60`) counts as the second before it.
    package init?(iso8601 text: String) {
        var text = text
        guard let time = text.withUTF8({ Self(iso8601: $0) }) else { return nil }
        self = time
    }

    /// Reads the same from UTF-8.
    package init?(iso8601 text: UnsafeBufferPointer<UInt8>) {
        var reader = DigitReader(text)
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
