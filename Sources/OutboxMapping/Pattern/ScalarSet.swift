/// Characters, as ranges of Unicode scalars.
struct ScalarSet: Sendable, Equatable {
    /// Sorted, apart from each other.
    private(set) var ranges: [ClosedRange<UInt32>]

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound &+ 1 {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    init(_ scalar: Unicode.Scalar) {
        ranges = [scalar.value...scalar.value]
    }

    /// `0` to `9`.
    static let digits = ScalarSet([0x30...0x39])
    /// ASCII's letters, digits and `_`.
    static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    /// ASCII's white space.
    static let spaces = ScalarSet([0x09...0x0d, 0x20...0x20])
    /// `.`: everything but a line feed.
    static let notLineFeed = ScalarSet([0x0a...0x0a]).inverted

    /// Whether a scalar is in it.
    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        for range in ranges where range.contains(scalar) { return true }
        return false
    }

    /// All other scalars.
    var inverted: ScalarSet {
        var inverted: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { inverted.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10ffff { inverted.append(next...0x10ffff) }
        return ScalarSet(inverted)
    }

    /// Both together.
    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    /// With the other case of each letter, as far as that is one letter; ranges of more than 1024 take ASCII's only.
    var ignoringCase: ScalarSet {
        var more: [ClosedRange<UInt32>] = []
        for range in ranges {
            let values = range.count <= 1024 ? range : range.clamped(to: 0...0x7f)
            guard range.overlaps(values) else { continue }
            for value in values {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let properties = scalar.properties
                for mapping in [properties.lowercaseMapping, properties.uppercaseMapping] {
                    let scalars = mapping.unicodeScalars
                    if scalars.count == 1, let other = scalars.first { more.append(other.value...other.value) }
                }
            }
        }
        return union(ScalarSet(more))
    }

    /// The only scalar in it, if it has one.
    var single: Unicode.Scalar? {
        guard ranges.count == 1, ranges[0].count == 1 else { return nil }
        return Unicode.Scalar(ranges[0].lowerBound)
    }
}
