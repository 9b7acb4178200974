/// One value of a document: the document and the number of a node.
///
/// Cheap to copy, and keeps the document alive. What is asked of every value on the hot path is inlinable, so that it
/// costs the modules above no more than it costs here.
@usableFromInline
package struct JSONValue: Sendable {
    @usableFromInline let storage: JSONStorage
    /// The value's number in its document: unique there, growing in the order of the text; for keys of dictionaries.
    @usableFromInline package let node: Int

    /// The six kinds of value.
    @usableFromInline
    package enum Kind: UInt8, Sendable {
        /// `{}`
        case object
        /// `[]`
        case array
        /// `""`
        case string
        /// `0`
        case number
        /// `true` or `false`
        case bool
        /// `null`
        case null
    }

    @inlinable
    init(storage: JSONStorage, node: Int) {
        self.storage = storage
        self.node = node
    }

    /// Another value of the same document, by its number.
    @inlinable @inline(__always)
    package func value(ofNode node: Int) -> JSONValue { JSONValue(storage: storage, node: node) }

    @inlinable @inline(__always)
    var tapeNode: JSONNode { storage.nodes[node] }

    /// What the value is.
    @inlinable
    package var kind: Kind { tapeNode.kind }

    /// Whether the value is `null`.
    @inlinable
    package var isNull: Bool { kind == .null }

    /// The value as it stands in the document, a string with its quotation marks; indexes are offsets in the document.
    @inlinable
    package var raw: ArraySlice<UInt8> { storage.bytes[tapeNode.range] }

    /// How many members an object or elements an array has; 0 for anything else.
    @inlinable
    package var count: Int { tapeNode.count }

    /// The elements of an array in order; none for anything else.
    @inlinable
    package var elements: JSONElements { JSONElements(of: self) }

    /// The members of an object in order; none for anything else.
    @inlinable
    package var members: JSONMembers { JSONMembers(of: self) }

    /// The element of an array at an index from 0; `nil` where there is none.
    ///
    /// Walks over the elements before it: take ``elements`` to look at all of them.
    package subscript(_ index: Int) -> JSONValue? {
        let array = tapeNode
        guard array.kind == .array, index >= 0, index < array.count else { return nil }
        var element = node + 1
        for _ in 0..<index { element = Int(storage.nodes[element].next) }
        return JSONValue(storage: storage, node: element)
    }

    /// The value of an object's member; `nil` where there is none.
    ///
    /// Keys are compared byte by byte, decoded, without Unicode normalisation, one after the other: take ``members`` to
    /// look at all of them.
    package subscript(_ key: String) -> JSONValue? {
        if let found = key.utf8.withContiguousStorageIfAvailable({ member($0) }) { return found }
        return Array(key.utf8).withUnsafeBufferPointer { member($0) }
    }

    /// The value that a path leads to from here; `nil` where it leads nowhere.
    package func value(at path: JSONPath) -> JSONValue? {
        var value = self
        for component in path.components {
            let next =
                switch component {
                case .key(let key): value[key]
                case .index(let index): value[index]
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    private func member(_ wanted: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        guard tapeNode.isObject else { return nil }
        let end = Int(tapeNode.next)
        return storage.bytes.withUnsafeBufferPointer { bytes in
            var key = node + 1
            while key < end {
                if storage.nodes[key].isString(wanted, in: bytes) { return JSONValue(storage: storage, node: key + 1) }
                key = Int(storage.nodes[key + 1].next)
            }
            return nil
        }
    }
}
