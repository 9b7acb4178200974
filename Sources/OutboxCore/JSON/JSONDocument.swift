/// A parsed JSON document: the bytes as they came and an index of where each value lies in them.
///
/// Nothing is decoded until it is asked for. Checked when it is made: the grammar of RFC 8259, UTF-8, and three rules
/// of our own: no key twice in an object, no half of a surrogate pair, no more depth than the limits allow.
package struct JSONDocument: Sendable {
    private let storage: JSONStorage

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: The whole document in UTF-8; white space around it is fine.
    ///   - limits: How deep it may be.
    /// - Throws: ``JSONError`` with the first fault that was found.
    package init(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        do throws(JSONFault) {
            storage = JSONStorage(bytes: bytes, nodes: try JSONParser.parse(bytes, limits: limits))
        } catch {
            throw JSONError(error, in: bytes)
        }
    }

    /// The document as it came.
    package var bytes: [UInt8] { storage.bytes }

    /// The document's value.
    package var root: JSONValue { JSONValue(storage: storage, node: 0) }
}

/// What all values of a document share; never changed.
@usableFromInline
final class JSONStorage: Sendable {
    @usableFromInline let bytes: [UInt8]
    @usableFromInline let nodes: ContiguousArray<JSONNode>

    init(bytes: [UInt8], nodes: ContiguousArray<JSONNode>) {
        self.bytes = bytes
        self.nodes = nodes
    }
}
