import OutboxCore

/// Reads the dates of HTTP header fields (RFC 9110, section 5.6.7), all three forms:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
enum HTTPDate {
    /// The time that a date means, or nil if it is none.
    static func timestamp(_ text: String) -> Timestamp? {
        let parts = text.split { " ,-".contains($0) }.map(String.init)
        guard parts.count == 5 || (parts.count == 6 && parts[5] == "GMT") else { return nil }
        let isClassic = parts.count == 5
        guard let month = months.firstIndex(of: parts[isClassic ? 1 : 2]),
            let day = Int(parts[isClassic ? 2 : 1]),
            var year = Int(parts[isClassic ? 4 : 3]), (0...9999).contains(year),
            let time = timeOfDay(parts[isClassic ? 3 : 4])
        else { return nil }
        // A year of two digits; those of this century's first half are ahead, the others behind.
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        guard let date = CalendarDate(year: year, month: month + 1, day: day) else { return nil }
        return Timestamp(milliseconds: (Int64(date.daysSinceEpoch) * 86_400 + time) * 1000)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func timeOfDay(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}
