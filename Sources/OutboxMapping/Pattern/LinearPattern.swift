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
    /// The bytes that the texts begin with, each eight times over; empty where they are more than four.
    private let firstBytePatterns: [UInt64]

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
        let starts = Set(words.map(\.first))
        firstBytePatterns = starts.count > 4 || starts.contains(nil) ? [] : starts.map { Self.ones &* UInt64($0 ?? 0) }
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
        if !firstBytePatterns.isEmpty {
            while index + 8 <= text.count {
                var found = candidates(in: text, at: index)
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

    /// The highest bit of each of eight bytes that may begin a word, and at times of one behind it.
    @inline(__always)
    private func candidates(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
        var found: UInt64 = 0
        for pattern in firstBytePatterns {
            let differences = bytes ^ pattern
            found |= (differences &- Self.ones) & ~differences
        }
        return found & 0x8080_8080_8080_8080
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
