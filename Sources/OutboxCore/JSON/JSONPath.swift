/// The way to a value inside a document: `properties.items[0].price`, odd keys quoted: `context."x-y"`.
///
/// The empty path is the document itself; its text is empty.
package struct JSONPath: Hashable, Sendable {
    /// One step down into the document.
    package enum Component: Hashable, Sendable {
        /// To a member of an object.
        case key(String)
        /// To an element of an array, from 0.
        case index(Int)
    }

    /// The steps, outermost first.
    package private(set) var components: [Component]

    /// The path to the document itself.
    package static let root = JSONPath()

    /// A path of these steps; of none, if none are given.
    package init(_ components: [Component] = []) {
        self.components = components
    }

    /// Goes one step on, to a member.
    package mutating func append(_ key: String) {
        components.append(.key(key))
    }

    /// Goes one step on, to an element.
    package mutating func append(_ index: Int) {
        components.append(.index(index))
    }

    /// Goes one step back; at the document itself nothing happens.
    package mutating func removeLast() {
        _ = components.popLast()
    }

    /// The path one step on, to a member.
    package func appending(_ key: String) -> JSONPath {
        JSONPath(components + [.key(key)])
    }

    /// The path one step on, to an element.
    package func appending(_ index: Int) -> JSONPath {
        JSONPath(components + [.index(index)])
    }

    /// This path with another one's steps after its own.
    package func appending(_ path: JSONPath) -> JSONPath {
        JSONPath(components + path.components)
    }

    /// Whether this path leads to the other one's value or to something that holds it.
    package func isPrefix(of other: JSONPath) -> Bool {
        other.components.starts(with: components)
    }

    /// Whether a key is written without quotation marks: ASCII letters, digits and `_`, and no digit first.
    static func isPlain(_ key: String) -> Bool {
        guard let first = key.utf8.first, isPlainStart(first) else { return false }
        return key.utf8.allSatisfy(isPlain)
    }

    static func isPlainStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || 97...122 ~= byte | 0x20
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        isPlainStart(byte) || 48...57 ~= byte
    }
}

extension JSONPath: CustomStringConvertible {
    /// The path as it is written and read: `properties.items[0].price`.
    package var description: String {
        var text = ""
        for component in components {
            switch component {
            case .index(let index):
                text += "[\(index)]"
            case .key(let key):
                if !text.isEmpty { text += "." }
                text += Self.isPlain(key) ? key : Self.quoted(key)
            }
        }
        return text
    }

    private static func quoted(_ key: String) -> String {
        var writer = JSONWriter()
        writer.string(key)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
