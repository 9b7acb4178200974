extension JSONParser {
    /// Refuses the object at `object` if it has a key twice, compared decoded.
    ///
    /// Costs a few comparisons for a small object and one hash a key, seeded by the process, for a large one, whatever
    /// the keys are.
    @inline(__always)
    func refuseDuplicateKeys(of object: Int, count: Int) throws(JSONFault) {
        guard count > 1 else { return }
        if count > 24 {
            try refuseDuplicateKeysByHash(of: object, count: count)
        } else {
            try refuseDuplicateKeysByComparison(of: object, count: count)
        }
    }

    /// Compares keys only where one bit of 64, chosen by length and three bytes of the key, was set before.
    private func refuseDuplicateKeysByComparison(of object: Int, count: Int) throws(JSONFault) {
        var seen: UInt64 = 0
        var key = object + 1
        while key < nodes.count {
            let node = nodes[key]
            if node.hasEscapes { return try refuseDuplicateKeysByHash(of: object, count: count) }
            let text = node.contents
            var mixed = UInt64(truncatingIfNeeded: text.count)
            if !text.isEmpty {
                mixed |= UInt64(bytes[text.lowerBound]) << 8 | UInt64(bytes[text.upperBound - 1]) << 16
                mixed |= UInt64(bytes[text.lowerBound + text.count / 2]) << 24
            }
            let bit: UInt64 = 1 << ((mixed &* 0x9e37_79b9_7f4a_7c15) >> 58)
            if seen & bit != 0 { try refuse(key, ifEarlierIn: object) }
            seen |= bit
            key = Int(nodes[key + 1].next)
        }
    }

    /// Compares one key with all before it; if one of those has escapes, the object is looked at again by hash.
    private func refuse(_ key: Int, ifEarlierIn object: Int) throws(JSONFault) {
        let text = UnsafeBufferPointer(rebasing: bytes[nodes[key].contents])
        var earlier = object + 1
        while earlier < key {
            if text.isEqual(to: UnsafeBufferPointer(rebasing: bytes[nodes[earlier].contents])) {
                throw JSONFault(.duplicateKey, at: Int(nodes[key].start))
            }
            earlier = Int(nodes[earlier + 1].next)
        }
    }

    private func refuseDuplicateKeysByHash(of object: Int, count: Int) throws(JSONFault) {
        let decoded = decodedKeys(of: object)
        try decoded.text.withUnsafeBufferPointer { text throws(JSONFault) in
            var ranges = decoded.ranges.makeIterator()
            var seen = Set<JSONKeyText>(minimumCapacity: count)
            var key = object + 1
            while key < nodes.count {
                let range = nodes[key].hasEscapes ? ranges.next() : nil
                let slice = range.map { text[$0] } ?? bytes[nodes[key].contents]
                guard seen.insert(JSONKeyText(bytes: UnsafeBufferPointer(rebasing: slice))).inserted else {
                    throw JSONFault(.duplicateKey, at: Int(nodes[key].start))
                }
                key = Int(nodes[key + 1].next)
            }
        }
    }

    /// The keys with escapes, decoded, one behind the other.
    private func decodedKeys(of object: Int) -> (text: [UInt8], ranges: [Range<Int>]) {
        var text: [UInt8] = []
        var ranges: [Range<Int>] = []
        var key = object + 1
        while key < nodes.count {
            if nodes[key].hasEscapes {
                let start = text.count
                text += JSONText.decoded(UnsafeBufferPointer(rebasing: bytes[nodes[key].contents]))
                ranges.append(start..<text.count)
            }
            key = Int(nodes[key + 1].next)
        }
        return (text, ranges)
    }
}

/// A key's decoded text as an element of a set; valid only while the bytes it points to are.
private struct JSONKeyText: Hashable {
    let bytes: UnsafeBufferPointer<UInt8>

    static func == (one: JSONKeyText, other: JSONKeyText) -> Bool {
        one.bytes.isEqual(to: other.bytes)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes, up to eight compared at a time.
    @inline(__always)
    func isEqual(to other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        if count >= 8 {
            var index = 0
            while index + 8 < count {
                if !hasSame(UInt64.self, as: other, at: index) { return false }
                index += 8
            }
            return hasSame(UInt64.self, as: other, at: count - 8)
        }
        // From both ends, in two steps that may meet.
        if count >= 4 {
            return hasSame(UInt32.self, as: other, at: 0) && hasSame(UInt32.self, as: other, at: count - 4)
        }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }

    @inline(__always)
    private func hasSame<Piece: FixedWidthInteger & BitwiseCopyable>(
        _: Piece.Type, as other: UnsafeBufferPointer<UInt8>, at offset: Int
    ) -> Bool {
        UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: offset, as: Piece.self)
            == UnsafeRawBufferPointer(other).loadUnaligned(fromByteOffset: offset, as: Piece.self)
    }
}
