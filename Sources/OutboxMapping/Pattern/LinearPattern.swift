/// A regular expression that is matched in time linear in the text, whatever the text.
///
/// See ``PatternParser`` for what is taken. Matching is by Unicode scalars, leftmost, alternatives in their order, as
/// Perl finds them.
final class LinearPattern: Sendable {
    /// The longest text that may be matched, in bytes.
    static let maximumInputLength = 32_768

    /// How many groups can be asked for.
    let groupCount: Int
    private let program: PatternProgram
    /// Bytes that every match begins with.
    private let prefix: [UInt8]
    /// Whether the prefix is all there is to match.
    private let isPrefixOnly: Bool
    private let isAnchored: Bool
    /// The texts of which one must be found, where the pattern is nothing but them, and the bytes they begin with.
    private let words: [[UInt8]]
    private let firstBytes: ByteSet?
    /// The bytes that the texts begin with, each eight times over; nil where they are more than four.
    private let firstBytePatterns: SIMD4<UInt64>?

    /// Compiles a pattern.
    init(_ text: String) throws(PatternFailure) {
        var parser = try PatternParser(text)
        let node = try parser.parse()
        groupCount = parser.groupCount
        guard let program = PatternProgram(node) else {
            throw PatternFailure(
                problem: "too large: its repetitions come to more than \(PatternProgram.maximumCount) steps", column: 1)
        }
        self.program = program
        var nodes: ArraySlice<PatternNode> = if case .sequence(let nodes) = node { nodes[...] } else { [node] }
        if case .assertion(.start)? = nodes.first {
            isAnchored = true
            nodes.removeFirst()
        } else {
            isAnchored = false
        }
        var prefix: [UInt8] = []
        while case .one(let set)? = nodes.first, let scalar = set.single {
            prefix += Array(String(scalar).utf8)
            nodes.removeFirst()
        }
        self.prefix = prefix
        isPrefixOnly = nodes.isEmpty && !prefix.isEmpty
        words = node.words ?? []
        firstBytes = words.isEmpty ? nil : program.firstBytes
        firstBytePatterns = Self.patterns(ofFirstBytesIn: words)
    }

    /// Whether the pattern is found in a text.
    ///
    /// - Parameter text: Valid UTF-8, at most ``maximumInputLength`` bytes.
    func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        if let firstBytes { return isWordFound(in: text, beginningWith: firstBytes) }
        guard let start = firstCandidate(in: text, from: 0) else { return false }
        return isPrefixOnly || matcher(text, group: nil).run(from: start, stopsAtFirst: true) != nil
    }

    private func isWordFound(in text: UnsafeBufferPointer<UInt8>, beginningWith firstBytes: ByteSet) -> Bool {
        var index = 0
        if let firstBytePatterns {
            while index + 8 <= text.count {
                var found = Self.candidates(for: firstBytePatterns, in: text, at: index)
                while found != 0 {
                    if isWord(at: index + found.trailingZeroBitCount >> 3, in: text) { return true }
                    found &= found - 1
                }
                index += 8
            }
        }
        while index < text.count {
            if firstBytes.contains(text[index]), isWord(at: index, in: text) { return true }
            index += 1
        }
        return false
    }

    private func isWord(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        words.contains { ByteSearch.isEqual($0, text, at: index) }
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101

    private static func patterns(ofFirstBytesIn words: [[UInt8]]) -> SIMD4<UInt64>? {
        let bytes = Set(words.map(\.first))
        guard (1...4).contains(bytes.count), !bytes.contains(nil) else { return nil }
        // Where there are less than four, the last one stands several times.
        var patterns = SIMD4<UInt64>()
        for (index, byte) in bytes.enumerated() {
            for lane in index..<4 { patterns[lane] = ones &* UInt64(byte ?? 0) }
        }
        return patterns
    }

    /// The highest bit of each of eight bytes that may begin a word, and at times of one behind it.
    @inline(__always)
    private static func candidates(
        for patterns: SIMD4<UInt64>, in text: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
        let differences = SIMD4(repeating: bytes) ^ patterns
        let found = (differences &- SIMD4(repeating: ones)) & ~differences
        return (found[0] | found[1] | found[2] | found[3]) & 0x8080_8080_8080_8080
    }

    /// Where a group of the first match lies, 0 for the whole match; nil without a match, or if the group had no part
    /// in it.
    func range(ofGroup group: Int, in text: [UInt8]) -> Range<Int>? {
        text.withUnsafeBufferPointer { text in
            guard let start = firstCandidate(in: text, from: 0) else { return nil }
            return matcher(text, group: group == 0 ? nil : group).run(from: start, stopsAtFirst: false) ?? nil
        }
    }

    /// The first place from which a match may begin.
    private func firstCandidate(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard !prefix.isEmpty else { return start }
        if isAnchored { return ByteSearch.isEqual(prefix, text, at: 0) ? 0 : nil }
        return ByteSearch.firstIndex(of: prefix, in: text, from: start)
    }

    private func matcher(_ text: UnsafeBufferPointer<UInt8>, group: Int?) -> PatternMatcher {
        PatternMatcher(program: program, text: text, isAnchored: isAnchored, group: group)
    }
}
