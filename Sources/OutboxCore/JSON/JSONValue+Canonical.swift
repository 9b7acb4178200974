extension JSONValue {
    /// The value in canonical form: one text for all ways to write the same members in.
    ///
    /// No white space; members in the order of their keys' UTF-8 bytes, on every level; numbers digit for digit as they
    /// were written (so `1.0` and `1` differ); strings as they were written where they have no escapes, else with
    /// none but the necessary ones (RFC 8785, section 3.2.2.2).
    ///
    /// - Parameter edits: Changes of values inside this one; members are added to this value, if it is an object.
    package func canonicalBytes(applying edits: JSONEdits = JSONEdits()) -> [UInt8] {
        let maximum = JSONCanonicalForm.maximumLength(of: tapeNode.range, edits: edits)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximum) { memory in
            let count = writeCanonical(to: memory, applying: edits)
            return Array(memory[..<count])
        }
    }

    /// Writes the canonical form to memory that has room for it; gives how many bytes it has.
    private func writeCanonical(to memory: UnsafeMutableBufferPointer<UInt8>, applying edits: JSONEdits) -> Int {
        storage.bytes.withUnsafeBufferPointer { bytes in
            storage.nodes.withUnsafeBufferPointer { nodes in
                var form = JSONCanonicalForm(bytes: bytes, nodes: nodes, root: node, edits: edits)
                var output = JSONOutput(memory)
                form.write(node, to: &output)
                return output.count
            }
        }
    }
}
