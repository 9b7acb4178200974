/// One member of an object that is being written in canonical form, ready to be sorted.
struct JSONCanonicalMember {
    /// The first eight bytes of the key, zeros behind a shorter one; decides nearly all comparisons.
    var prefix: UInt64
    /// Where the key lies, without quotation marks: in the document, or else in the text of other keys.
    var keyStart: UInt32
    var keyEnd: UInt32
    /// The value's node, or the addition's index.
    var value: UInt32
    var source: Source

    /// Where key and value come from.
    enum Source: UInt8 {
        /// Both stand in the document.
        case document
        /// The value stands in the document; the key there has escapes.
        case decoded
        /// Both are new.
        case added
    }

    /// - Parameter text: What the key's range belongs to.
    @inline(__always)
    init(key: Range<Int>, in text: UnsafeBufferPointer<UInt8>, value: Int, source: Source) {
        prefix = Self.prefix(of: key, in: text)
        keyStart = UInt32(truncatingIfNeeded: key.lowerBound)
        keyEnd = UInt32(truncatingIfNeeded: key.upperBound)
        self.value = UInt32(truncatingIfNeeded: value)
        self.source = source
    }

    @inline(__always)
    var key: Range<Int> { Range(uncheckedBounds: (Int(keyStart), Int(keyEnd))) }

    /// The first eight bytes of a key as a number that sorts as they do.
    @inline(__always)
    private static func prefix(of key: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        if key.lowerBound + 8 <= text.count {
            let word = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: key.lowerBound, as: UInt64.self)
            return key.count >= 8 ? word.bigEndian : word.bigEndian & ~(.max >> (8 * UInt64(key.count)))
        }
        var word: UInt64 = 0
        for (offset, byte) in text[key].prefix(8).enumerated() { word |= UInt64(byte) << (56 - 8 * UInt64(offset)) }
        return word
    }
}

/// The order of members: by the bytes of their keys.
struct JSONMemberOrder {
    let document: UnsafeBufferPointer<UInt8>
    let otherKeys: [UInt8]

    /// Sorts members; few ones by insertion, which costs least and next to nothing if they are in order.
    func sort(_ members: UnsafeMutableBufferPointer<JSONCanonicalMember>) {
        guard members.count <= 24 else {
            var members = members
            members.sort { compare($0, $1) < 0 }
            return
        }
        var next = 1
        while next < members.count {
            let member = members[next]
            var position = next
            while position > 0, compare(member, members[position - 1]) < 0 {
                members[position] = members[position - 1]
                position -= 1
            }
            members[position] = member
            next += 1
        }
    }

    /// Below zero if the first key comes first, zero if they are the same, else above.
    @inline(__always)
    func compare(_ one: JSONCanonicalMember, _ other: JSONCanonicalMember) -> Int {
        if one.prefix != other.prefix { return one.prefix < other.prefix ? -1 : 1 }
        return compareWhole(one, other)
    }

    @inline(never)
    private func compareWhole(_ one: JSONCanonicalMember, _ other: JSONCanonicalMember) -> Int {
        otherKeys.withUnsafeBufferPointer { otherKeys in
            let first = (one.source == .document ? document : otherKeys)[one.key]
            let second = (other.source == .document ? document : otherKeys)[other.key]
            for (left, right) in zip(first, second) where left != right { return left < right ? -1 : 1 }
            return first.count - second.count
        }
    }
}
