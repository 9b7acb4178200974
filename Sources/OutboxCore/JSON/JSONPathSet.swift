/// Some of the paths of an index, by their numbers, in a value that costs nothing to hand around.
///
/// Tells 255 paths apart and takes all behind them for one.
@usableFromInline
package struct JSONPathSet: Sendable, Hashable {
    @usableFromInline var first: UInt64 = 0
    @usableFromInline var second: UInt64 = 0
    @usableFromInline var third: UInt64 = 0
    @usableFromInline var fourth: UInt64 = 0

    /// The set of no paths.
    @inlinable
    package init() {}

    /// The paths with these numbers.
    package init(_ paths: some Sequence<Int>) {
        for path in paths { insert(path) }
    }

    /// Adds the path with a number.
    @inlinable
    package mutating func insert(_ path: Int) {
        let number = path < 255 ? path : 255
        let bit: UInt64 = 1 << UInt64(number & 63)
        switch number >> 6 {
        case 0: first |= bit
        case 1: second |= bit
        case 2: third |= bit
        default: fourth |= bit
        }
    }

    /// The paths of both sets.
    @inlinable
    package func union(_ other: JSONPathSet) -> JSONPathSet {
        var union = self
        union.first |= other.first
        union.second |= other.second
        union.third |= other.third
        union.fourth |= other.fourth
        return union
    }

    /// Whether the sets have a path in common, or seem so because of paths that are not told apart.
    @inlinable @inline(__always)
    package func intersects(_ other: JSONPathSet) -> Bool {
        (first & other.first) | (second & other.second) | (third & other.third) | (fourth & other.fourth) != 0
    }
}
