/// The nodes of a document while it is read, in memory of a known size; valid only while the memory is.
struct JSONTape {
    private let memory: UnsafeMutableBufferPointer<JSONNode>
    /// How many nodes there are.
    private(set) var count = 0

    init(_ memory: UnsafeMutableBufferPointer<JSONNode>) {
        self.memory = memory
    }

    /// The most nodes that so many bytes can be: of every two nodes one ends with a byte that is no other's, but for
    /// those that are still open.
    static func maximumCount(ofBytes count: Int, depth: Int) -> Int { count / 2 + depth + 2 }

    @inline(__always)
    mutating func append(_ node: JSONNode) {
        precondition(count < memory.count, "more nodes than were reckoned with")
        memory.initializeElement(at: count, to: node)
        count += 1
    }

    @inline(__always)
    subscript(_ index: Int) -> JSONNode {
        get { memory[index] }
        nonmutating set { memory[index] = newValue }
    }
}
