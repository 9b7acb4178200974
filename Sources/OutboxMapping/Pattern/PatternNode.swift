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

extension PatternNode {
    /// The few texts of which one is found where this is found: `(bot|crawler)`; nil for everything else.
    var words: [[UInt8]]? {
        switch self {
        case .group(let node, _): return node.words
        case .alternatives(let nodes):
            let words = nodes.compactMap(\.literal)
            return words.count == nodes.count && words.count <= 16 && !words.contains([]) ? words : nil
        default: return nil
        }
    }

    /// The text that alone fits; nil where others do too.
    private var literal: [UInt8]? {
        switch self {
        case .one(let set): return set.single.map { Array(String($0).utf8) }
        case .sequence(let nodes):
            let pieces = nodes.compactMap(\.literal)
            return pieces.count == nodes.count ? pieces.flatMap(\.self) : nil
        default: return nil
        }
    }
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
