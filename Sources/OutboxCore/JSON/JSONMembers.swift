/// The members of an object, in the order of the document.
@usableFromInline
package struct JSONMembers: Sequence, Sendable {
    /// One member: its key, a value of kind string, and its value.
    @usableFromInline
    package typealias Element = (key: JSONValue, value: JSONValue)

    @usableFromInline let object: JSONValue

    @inlinable
    init(of object: JSONValue) {
        self.object = object
    }

    /// How many members there are.
    @inlinable
    package var count: Int { object.kind == .object ? object.count : 0 }

    /// The same as ``count``.
    @inlinable
    package var underestimatedCount: Int { count }

    /// Starts at the first member.
    @inlinable
    package func makeIterator() -> Iterator {
        Iterator(storage: object.storage, key: object.node + 1, remaining: count)
    }

    /// Walks from member to member.
    @usableFromInline
    package struct Iterator: IteratorProtocol, Sendable {
        @usableFromInline let storage: JSONStorage
        @usableFromInline var key: Int
        @usableFromInline var remaining: Int

        @inlinable
        init(storage: JSONStorage, key: Int, remaining: Int) {
            (self.storage, self.key, self.remaining) = (storage, key, remaining)
        }

        /// The next member, `nil` after the last one.
        @inlinable
        package mutating func next() -> JSONMembers.Element? {
            guard remaining > 0 else { return nil }
            let node = key
            key = Int(storage.nodes[node + 1].next)
            remaining -= 1
            return (JSONValue(storage: storage, node: node), JSONValue(storage: storage, node: node + 1))
        }
    }
}
