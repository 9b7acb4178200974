/// A path made ready to be followed in many documents; see ``JSONValue/present(at:)``.
///
/// Follows the same way as the path itself, without counting a reference at each step.
package struct JSONLookup: Sendable {
    /// One step: the range of a key in the keys, or an index with an empty range.
    private struct Step {
        var start: Int
        var end: Int
        /// The index of an element, -1 for a key.
        var index: Int
    }

    /// The path it was made from.
    package let path: JSONPath
    private let steps: [Step]
    private let keys: [UInt8]

    /// Makes a path ready.
    package init(_ path: JSONPath) {
        self.path = path
        var keys: [UInt8] = []
        steps = path.components.map { component in
            switch component {
            case .index(let index): return Step(start: 0, end: 0, index: index)
            case .key(let key):
                let start = keys.count
                keys += Array(key.utf8)
                return Step(start: start, end: keys.count, index: -1)
            }
        }
        self.keys = keys
    }

    /// The node that the path leads to from a node; nil where it leads nowhere.
    @inline(__always)
    fileprivate func node(from start: Int, nodes: UnsafeBufferPointer<JSONNode>, bytes: UnsafeBufferPointer<UInt8>)
        -> Int?
    {
        keys.withUnsafeBufferPointer { keys in
            var node = start
            for step in steps {
                let next =
                    step.index < 0
                    ? Self.member(UnsafeBufferPointer(rebasing: keys[step.start..<step.end]), of: node, nodes, bytes)
                    : Self.element(step.index, of: node, nodes)
                guard let next else { return nil }
                node = next
            }
            return node
        }
    }

    @inline(__always)
    private static func member(
        _ key: UnsafeBufferPointer<UInt8>, of node: Int, _ nodes: UnsafeBufferPointer<JSONNode>,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        let object = nodes[node]
        guard object.isObject else { return nil }
        let end = Int(object.next)
        var member = node + 1
        while member < end {
            if nodes[member].isString(key, in: bytes) { return member + 1 }
            member = Int(nodes[member + 1].next)
        }
        return nil
    }

    @inline(__always)
    private static func element(_ index: Int, of node: Int, _ nodes: UnsafeBufferPointer<JSONNode>) -> Int? {
        let array = nodes[node]
        guard array.kind == .array, index >= 0, index < array.count else { return nil }
        var element = node + 1
        for _ in 0..<index { element = Int(nodes[element].next) }
        return element
    }
}

extension JSONValue {
    /// The value that a path leads to from here; `nil` where it leads nowhere or to `null`.
    package func present(at lookup: JSONLookup) -> JSONValue? {
        storage.nodes.withUnsafeBufferPointer { nodes in
            storage.bytes.withUnsafeBufferPointer { bytes in
                guard let found = lookup.node(from: node, nodes: nodes, bytes: bytes), nodes[found].kind != .null else {
                    return nil
                }
                return JSONValue(storage: storage, node: found)
            }
        }
    }
}
