/// What a document may be at most, so that a hostile one costs no more than its length.
package struct JSONLimits: Hashable, Sendable {
    /// How many objects and arrays may be open at once; `[[1]]` has a depth of 2, a document of one number has 0.
    ///
    /// 64 by default. At most ``maximumDepth``: writing the canonical form recurs once for each level.
    package var depth: Int {
        didSet { depth = min(max(depth, 0), Self.maximumDepth) }
    }

    /// Whether a key may stand twice in an object, of which then the first is found: for text of our own, which has
    /// none.
    var mayRepeatKeys = false

    /// The greatest depth that can be asked for.
    package static let maximumDepth = 512

    /// The longest document in bytes: a node of the tape counts members in 28 bits.
    static let maximumBytes = 1 << 29 - 1

    /// The limits for documents from outside.
    package static let standard = JSONLimits()

    /// The limits for text of our own.
    static let deepest = JSONLimits(depth: maximumDepth)

    /// The standard limits, or another depth.
    package init(depth: Int = 64) {
        self.depth = min(max(depth, 0), Self.maximumDepth)
    }
}
