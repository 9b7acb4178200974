/// The elements of an array, in order.
package struct JSONElements: Sequence, Sendable {
    private let array: JSONValue

    init(of array: JSONValue) {
        self.array = array
    }

    /// How many elements there are.
    package var count: Int { array.kind == .array ? array.count : 0 }

    /// The same as ``count``.
    package var underestimatedCount: Int { count }

    /// Starts at the first element.
    package func makeIterator() -> Iterator {
        Iterator(storage: array.storage, element: array.node + 1, remaining: count)
    }

    /// Walks from element to element.
    package struct Iterator: IteratorProtocol, Sendable {
        let storage: JSONStorage
        var element: Int
        var remaining: Int

        /// The next element, `nil` after the last one.
        package mutating func next() -> JSONValue? {
            guard remaining > 0 else { return nil }
            let value = JSONValue(storage: storage, node: element)
            element = Int(storage.nodes[element].next)
            remaining -= 1
            return value
        }
    }
}
