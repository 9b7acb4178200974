extension JSONValue {
    /// The value in canonical form: one text for all ways to write the same members in.
    ///
    /// No white space; members in the order of their keys' UTF-8 bytes, on every level; numbers digit for digit as they
    /// were written (so `1.0` and `1` differ); strings as they were written where they have no escapes, else with
    /// none but the necessary ones (RFC 8785, section 3.2.2.2).
    ///
    /// - Parameter edits: Changes of values inside this one; members are added to this value, if it is an object.
    package func canonicalBytes(applying edits: JSONEdits = JSONEdits()) -> [UInt8] {
        var bytes: [UInt8] = []
        appendCanonical(to: &bytes, applying: edits)
        return bytes
    }

    /// Appends the canonical form; without edits it is never longer than the value as it stands.
    func appendCanonical(to output: inout [UInt8], applying edits: JSONEdits) {
        let needed = output.count + tapeNode.range.count + edits.text.count + 4 * edits.additions.count
        if output.capacity < needed { output.reserveCapacity(max(needed, 2 * output.capacity)) }
        storage.bytes.withUnsafeBufferPointer { bytes in
            storage.nodes.withUnsafeBufferPointer { nodes in
                var form = JSONCanonicalForm(bytes: bytes, nodes: nodes, root: node, edits: edits)
                form.write(node, to: &output)
            }
        }
    }
}
