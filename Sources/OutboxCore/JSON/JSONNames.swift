/// Some names of members, made ready so that the one that a key is can be told without making a text of the key.
package struct JSONNames: Sendable {
    /// Where the bytes of a name lie, and the next name with a like hash; -1 for none.
    private struct Name {
        var start: Int32
        var end: Int32
        var next: Int32
    }

    private var names: [Name] = []
    private var text: [UInt8] = []
    private var buckets: [Int32]

    private static let bucketCount = 64

    /// Makes names ready, all different.
    package init(_ names: some Collection<String>) {
        buckets = [Int32](repeating: -1, count: Self.bucketCount)
        for name in names {
            let bytes = Array(name.utf8)
            let bucket = bytes.withUnsafeBufferPointer { JSONKeyHash.of($0, below: Self.bucketCount) }
            self.names.append(
                Name(start: Int32(text.count), end: Int32(text.count + bytes.count), next: buckets[bucket]))
            buckets[bucket] = Int32(self.names.count - 1)
            text += bytes
        }
    }

    /// The number of the name that a key is, in the order they were given in; `nil` for a key that is none of them.
    ///
    /// Keys are compared byte by byte, decoded, without Unicode normalisation.
    package func number(of key: JSONValue) -> Int? {
        let node = key.tapeNode
        guard node.kind == .string else { return nil }
        return key.storage.bytes.withUnsafeBufferPointer { number(of: node, in: $0) }
    }

    /// Calls for each member of an object, in the order of the document, with the number of the name that its key is,
    /// and the value's number in the document; members that are `null` are left out. Costs less than a walk over
    /// `members`.
    package func forEachMember(of object: JSONValue, _ body: (_ name: Int?, _ node: Int) -> Void) {
        guard object.kind == .object else { return }
        object.storage.bytes.withUnsafeBufferPointer { bytes in
            object.storage.nodes.withUnsafeBufferPointer { nodes in
                let end = Int(nodes[object.node].next)
                var key = object.node + 1
                while key < end {
                    let value = nodes[key + 1]
                    if value.kind != .null { body(number(of: nodes[key], in: bytes), key + 1) }
                    key = Int(value.next)
                }
            }
        }
    }

    @inline(__always)
    private func number(of key: JSONNode, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let contents = UnsafeBufferPointer(rebasing: bytes[key.contents])
        guard key.hasEscapes else { return number(of: contents) }
        return JSONText.decoded(contents).withUnsafeBufferPointer { number(of: $0) }
    }

    @inline(__always)
    private func number(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        text.withUnsafeBufferPointer { text in
            var candidate = Int(buckets[JSONKeyHash.of(key, below: Self.bucketCount)])
            while candidate >= 0 {
                let name = names[candidate]
                let wanted = UnsafeBufferPointer(rebasing: text[Int(name.start)..<Int(name.end)])
                if key.isEqual(to: wanted) { return candidate }
                candidate = Int(name.next)
            }
            return nil
        }
    }
}

/// A quick hash of short keys for small tables.
enum JSONKeyHash {
    /// A number from 0 up to below a power of two.
    @inline(__always)
    static func of(_ key: UnsafeBufferPointer<UInt8>, below count: Int) -> Int {
        guard let first = key.first, let last = key.last else { return 0 }
        let middle = key[key.count / 2]
        return (key.count &* 7 ^ Int(first) &* 3 ^ Int(last) &* 11 ^ Int(middle) &* 5) & (count - 1)
    }
}
