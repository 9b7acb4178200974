/// A regular expression as it was read.
indirect enum PatternNode: Sendable {
    /// Nothing, which is found everywhere.
    case empty
    /// One character of a set.
    case one(of: ScalarSet)
    /// A place between characters.
    case assertion(PatternAssertion)
    /// One after the other.
    case sequence([PatternNode])
    /// One of them, the first that fits.
    case alternatives([PatternNode])
    /// A group that is kept, by its number.
    case group(PatternNode, number: Int)
    /// So many times.
    case repeated(PatternNode, atLeast: Int, atMost: Int?, isGreedy: Bool)
}

/// A place between characters.
enum PatternAssertion: UInt8, Sendable {
    /// `^`: the start of the text.
    case start
    /// `$`: the end of the text.
    case end
    /// `\b`: between a word's character and another one.
    case wordBoundary
    /// `\B`: anywhere else.
    case noWordBoundary
}
