/// Changes to make to a value while its canonical form is written: values replaced or left out, members added.
///
/// The document stays as it is. Made for each event on the hot path: all new text lies in one buffer, and a document
/// without changes costs nothing.
///
/// ```swift
/// var edits = JSONEdits()
/// edits.replace(email, with: digest)
/// edits.set("event_id_generated", to: true)
/// let body = document.root.canonicalBytes(applying: edits)
/// ```
package struct JSONEdits: Sendable {
    /// One change of a value: the range of its new text, empty if the value is left out.
    private struct Change {
        var node: UInt32
        var start: UInt32
        var end: UInt32
    }

    /// A new member: the ranges of its key, decoded, and of its value.
    struct Addition {
        var key: Range<Int>
        var value: Range<Int>
    }

    /// In the order of their nodes.
    private var changes: [Change] = []
    /// For a quick no: a bit for each changed node, by its number modulo 64.
    private var changed: UInt64 = 0
    private(set) var additions: [Addition] = []
    private(set) var text: [UInt8] = []

    /// No changes yet: the document as it is.
    package init() {}

    /// Whether there is nothing to change.
    package var isEmpty: Bool { changes.isEmpty && additions.isEmpty }

    /// Writes a string in place of a value.
    package mutating func replace(_ value: JSONValue, with string: String) {
        change(value) { JSONText.encode(string, into: &$0) }
    }

    /// Writes another text in place of a value, which must be one value in canonical form.
    package mutating func replace(_ value: JSONValue, withCanonical text: [UInt8]) {
        assert(Self.isCanonical(text), "a replacement that is not canonical")
        change(value) { $0 += text }
    }

    /// Writes another text in place of a value, which must be one value in canonical form and is not checked: for the
    /// hot path.
    package mutating func replace(_ value: JSONValue, withPlain text: UnsafeRawBufferPointer) {
        change(value) { $0.append(contentsOf: text) }
    }

    /// Leaves out a value: a member with its key, or an element.
    ///
    /// The document's own value cannot be left out.
    package mutating func remove(_ value: JSONValue) {
        assert(value.node > 0, "the document itself cannot be left out")
        change(value) { _ in }
    }

    /// Adds a member with a string to the object that is written, or takes the place of its member of that name.
    package mutating func set(_ key: String, to string: String) {
        add(key) { JSONText.encode(string, into: &$0) }
    }

    /// Adds a member with an integer to the object that is written, or takes the place of its member of that name.
    package mutating func set(_ key: String, to integer: Int64) {
        add(key) { $0 += String(integer).utf8 }
    }

    /// Adds a member with a truth value to the object that is written, or takes the place of its member of that name.
    package mutating func set(_ key: String, to bool: Bool) {
        add(key) { $0 += (bool ? "true" : "false").utf8 }
    }

    /// Adds a member to the object that is written, or takes the place of its member of that name.
    ///
    /// - Parameters:
    ///   - key: The key, as it reads without escapes.
    ///   - text: One value in canonical form.
    package mutating func set(_ key: String, toCanonical text: [UInt8]) {
        assert(Self.isCanonical(text), "a member that is not canonical")
        add(key) { $0 += text }
    }

    /// The range in ``text`` of what stands in place of a node, empty if it is left out, `nil` if it stays.
    @inline(__always)
    func replacement(of node: Int) -> Range<Int>? {
        guard changed >> (UInt64(truncatingIfNeeded: node) & 63) & 1 != 0 else { return nil }
        let index = position(of: node)
        guard index < changes.count, changes[index].node == node else { return nil }
        return Int(changes[index].start)..<Int(changes[index].end)
    }

    private mutating func change(_ value: JSONValue, _ write: (inout [UInt8]) -> Void) {
        if changes.isEmpty {
            changes.reserveCapacity(8)
            text.reserveCapacity(512)
        }
        let start = text.count
        write(&text)
        let change = Change(node: UInt32(value.node), start: UInt32(start), end: UInt32(text.count))
        changed |= 1 << (UInt64(value.node) & 63)
        let index = position(of: value.node)
        if index == changes.count {
            changes.append(change)
        } else if changes[index].node == change.node {
            changes[index] = change
        } else {
            changes.insert(change, at: index)
        }
    }

    private mutating func add(_ key: String, _ write: (inout [UInt8]) -> Void) {
        let start = text.count
        text += key.utf8
        let keyEnd = text.count
        write(&text)
        additions.removeAll { text[$0.key] == text[start..<keyEnd] }
        additions.append(Addition(key: start..<keyEnd, value: keyEnd..<text.count))
    }

    /// Where a node's change is or would be.
    private func position(of node: Int) -> Int {
        guard let last = changes.last, last.node >= node else { return changes.count }
        var low = 0
        var high = changes.count - 1
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].node < node { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isCanonical(_ text: [UInt8]) -> Bool {
        guard let document = try? JSONDocument(text, limits: .deepest) else { return false }
        return document.root.canonicalBytes() == text
    }
}
