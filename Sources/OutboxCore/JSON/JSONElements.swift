/// The elements of an array, in order.
@usableFromInline
package struct JSONElements: Sequence, Sendable {
    @usableFromInline let array: JSONValue

    @inlinable
    init(of array: JSONValue) {
        self.array = array
    }

    /// How many elements there are.
    @inlinable
    package var count: Int { array.kind == .array ? array.count : 0 }

    /// The same as ``count``.
    @inlinable
    package var underestimatedCount: Int { count }

    /// Starts at the first element.
    @inlinable
    package func makeIterator() -> Iterator {
        Iterator(storage: array.storage, element: array.node + 1, remaining: count)
    }

    /// Walks from element to element.
    @usableFromInline
    package struct Iterator: IteratorProtocol, Sendable {
        @usableFromInline let storage: JSONStorage
        @usableFromInline var element: Int
        @usableFromInline var remaining: Int

        @inlinable
        init(storage: JSONStorage, element: Int, remaining: Int) {
            (self.storage, self.element, self.remaining) = (storage, element, remaining)
        }

        /// The next element, `nil` after the last one.
        @inlinable
        package mutating func next() -> JSONValue? {
            guard remaining > 0 else { return nil }
            let value = JSONValue(storage: storage, node: element)
            element = Int(storage.nodes[element].next)
            remaining -= 1
            return value
        }
    }
}
