/// Many paths of keys, to be looked up in a document all at once, in one walk over its members.
@usableFromInline
package struct JSONPathIndex: Sendable {
    /// What stands at the paths of an index in one document.
    @usableFromInline
    package struct Findings: Sendable {
        @usableFromInline let storage: JSONStorage
        /// The node for each path; 0, where no member can be, for none.
        @usableFromInline var nodes: ContiguousArray<Int32>
        /// The paths that have a value.
        @usableFromInline var present = JSONPathSet()

        init(storage: JSONStorage, nodes: ContiguousArray<Int32>) {
            self.storage = storage
            self.nodes = nodes
        }

        /// The value at a path, by its number in the index; `nil` where there is none or a `null`.
        @inlinable @inline(__always)
        package subscript(_ path: Int) -> JSONValue? {
            let node = Int(nodes[path])
            return node == 0 ? nil : JSONValue(storage: storage, node: node)
        }

        /// Whether there is a value at a path.
        @inlinable @inline(__always)
        package func has(_ path: Int) -> Bool { nodes[path] != 0 }

        /// What the value at a path is and where in the document it lies; `nil` where there is none.
        @inlinable @inline(__always)
        package func span(at path: Int) -> JSONSpan? {
            let number = Int(nodes[path])
            guard number != 0 else { return nil }
            let node = storage.nodes[number]
            return JSONSpan(kind: node.kind, hasEscapes: node.hasEscapes, range: node.range)
        }

        /// Calls with the document, which the ranges of texts are of.
        @inlinable @inline(__always)
        package func withDocument<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
            storage.bytes.withUnsafeBufferPointer { body($0) }
        }

        /// Whether there is a value at one of some paths; false is certain.
        @inlinable @inline(__always)
        package func mayHaveAny(of paths: JSONPathSet) -> Bool { present.intersects(paths) }
    }

    /// A key on the way: where its bytes lie, what it leads to, and the next one of its object with a like hash.
    private struct Key {
        var start: Int32
        var end: Int32
        var path: Int32 = -1
        /// The first of the buckets for the keys inside; -1 for none.
        var buckets: Int32 = -1
        var next: Int32 = -1
    }

    /// How many paths there are.
    package var count: Int { nothing.count }
    /// What is found in an event without any of them; copying a list costs a tenth of making one.
    private let nothing: ContiguousArray<Int32>
    private var keys: [Key] = []
    private var text: [UInt8] = []
    /// For each object on the way, buckets of keys by their hash.
    private var buckets: [Int32] = []

    private static let bucketCount = 64

    /// An index of these paths, each of keys alone; equal ones are found under the first's number.
    package init(_ paths: [[String]]) {
        nothing = ContiguousArray(repeating: 0, count: paths.count)
        addBuckets()
        for (number, path) in paths.enumerated() { add(path, number) }
    }

    /// Looks all paths up in an object.
    package func find(in value: JSONValue) -> Findings {
        var found = Findings(storage: value.storage, nodes: nothing)
        var present = JSONPathSet()
        found.nodes.withUnsafeMutableBufferPointer { found in
            value.storage.nodes.withUnsafeBufferPointer { nodes in
                value.storage.bytes.withUnsafeBufferPointer { bytes in
                    text.withUnsafeBufferPointer { text in
                        keys.withUnsafeBufferPointer { keys in
                            buckets.withUnsafeBufferPointer { buckets in
                                let walk = Walk(nodes: nodes, bytes: bytes, text: text, keys: keys, buckets: buckets)
                                walk.go(over: value.node, from: 0, into: found, &present)
                            }
                        }
                    }
                }
            }
        }
        found.present = present
        return found
    }

    private mutating func addBuckets() {
        buckets += [Int32](repeating: -1, count: Self.bucketCount)
    }

    private mutating func add(_ path: [String], _ number: Int) {
        var start = 0
        for (depth, name) in path.enumerated() {
            let bytes = Array(name.utf8)
            let bucket = start + bytes.withUnsafeBufferPointer { Self.hash($0) }
            var key = Int(buckets[bucket])
            while key >= 0, !text[Int(keys[key].start)..<Int(keys[key].end)].elementsEqual(bytes) {
                key = Int(keys[key].next)
            }
            if key < 0 {
                key = keys.count
                keys.append(
                    Key(start: Int32(text.count), end: Int32(text.count + bytes.count), next: buckets[bucket]))
                text += bytes
                buckets[bucket] = Int32(key)
            }
            if depth == path.count - 1 {
                if keys[key].path < 0 { keys[key].path = Int32(number) }
            } else {
                if keys[key].buckets < 0 {
                    keys[key].buckets = Int32(buckets.count)
                    addBuckets()
                }
                start = Int(keys[key].buckets)
            }
        }
    }

    @inline(__always)
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int { JSONKeyHash.of(key, below: bucketCount) }

    /// One walk, over memory that stays where it is.
    private struct Walk {
        let nodes: UnsafeBufferPointer<JSONNode>
        let bytes: UnsafeBufferPointer<UInt8>
        let text: UnsafeBufferPointer<UInt8>
        let keys: UnsafeBufferPointer<Key>
        let buckets: UnsafeBufferPointer<Int32>

        func go(
            over object: Int, from start: Int, into found: UnsafeMutableBufferPointer<Int32>,
            _ present: inout JSONPathSet
        ) {
            guard nodes[object].isObject else { return }
            let end = Int(nodes[object].next)
            var member = object + 1
            while member < end {
                if let key = key(at: member, from: start) {
                    let value = nodes[member + 1]
                    if key.path >= 0, value.kind != .null {
                        found[Int(key.path)] = Int32(truncatingIfNeeded: member + 1)
                        present.insert(Int(key.path))
                    }
                    if key.buckets >= 0 { go(over: member + 1, from: Int(key.buckets), into: found, &present) }
                }
                member = Int(nodes[member + 1].next)
            }
        }

        @inline(__always)
        private func key(at member: Int, from start: Int) -> Key? {
            let node = nodes[member]
            if node.hasEscapes { return escapedKey(node, from: start) }
            return key(UnsafeBufferPointer(rebasing: bytes[node.contents]), from: start)
        }

        /// A key with escapes, which are rare: decoded first.
        private func escapedKey(_ node: JSONNode, from start: Int) -> Key? {
            let decoded = JSONText.decoded(UnsafeBufferPointer(rebasing: bytes[node.contents]))
            return decoded.withUnsafeBufferPointer { key($0, from: start) }
        }

        @inline(__always)
        private func key(_ contents: UnsafeBufferPointer<UInt8>, from start: Int) -> Key? {
            var candidate = Int(buckets[start + JSONPathIndex.hash(contents)])
            while candidate >= 0 {
                let key = keys[candidate]
                let wanted = UnsafeBufferPointer(rebasing: text[Int(key.start)..<Int(key.end)])
                if contents.isEqual(to: wanted) { return key }
                candidate = Int(key.next)
            }
            return nil
        }
    }
}
