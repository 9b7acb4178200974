/// The members of an object, in the order of the document.
package struct JSONMembers: Sequence, Sendable {
    /// One member: its key, a value of kind string, and its value.
    package typealias Element = (key: JSONValue, value: JSONValue)

    private let object: JSONValue

    init(of object: JSONValue) {
        self.object = object
    }

    /// How many members there are.
    package var count: Int { object.kind == .object ? object.count : 0 }

    /// The same as ``count``.
    package var underestimatedCount: Int { count }

    /// Starts at the first member.
    package func makeIterator() -> Iterator {
        Iterator(storage: object.storage, key: object.node + 1, remaining: count)
    }

    /// Walks from member to member.
    package struct Iterator: IteratorProtocol, Sendable {
        let storage: JSONStorage
        var key: Int
        var remaining: Int

        /// The next member, `nil` after the last one.
        package mutating func next() -> JSONMembers.Element? {
            guard remaining > 0 else { return nil }
            let node = key
            key = Int(storage.nodes[node + 1].next)
            remaining -= 1
            return (JSONValue(storage: storage, node: node), JSONValue(storage: storage, node: node + 1))
        }
    }
}
