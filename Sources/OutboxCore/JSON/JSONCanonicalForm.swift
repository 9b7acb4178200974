/// Writes the canonical form of one value; recurs once a level, which the parser has limited.
struct JSONCanonicalForm {
    /// The document; what stands in it was checked by the parser.
    private let bytes: UnsafeBufferPointer<UInt8>
    private let nodes: UnsafeBufferPointer<JSONNode>
    /// The value that members are added to.
    private let root: Int
    private let edits: JSONEdits
    /// The members of all objects that are being written, innermost last.
    private var members: [JSONCanonicalMember] = []
    /// The keys that do not stand in the document as they must be written: decoded ones and added ones.
    private var otherKeys: [UInt8] = []

    init(bytes: UnsafeBufferPointer<UInt8>, nodes: UnsafeBufferPointer<JSONNode>, root: Int, edits: JSONEdits) {
        self.bytes = bytes
        self.nodes = nodes
        self.root = root
        self.edits = edits
        members.reserveCapacity(32)
    }

    /// The most bytes that the form of a value can have: never more than the value as it stands, whatever is replaced,
    /// and what is added, its keys with an escape for each byte.
    static func maximumLength(of range: Range<Int>, edits: JSONEdits) -> Int {
        let keys = edits.additions.reduce(0) { $0 + $1.key.count }
        return range.count + edits.text.count + 5 * keys + 4 * edits.additions.count
    }

    /// Appends the canonical form of a node.
    mutating func write(_ index: Int, to output: inout JSONOutput) {
        if let replacement = edits.replacement(of: index) {
            edits.text.withUnsafeBufferPointer { output.append(UnsafeBufferPointer(rebasing: $0[replacement])) }
            return
        }
        let node = nodes[index]
        switch node.kind {
        case .object: writeObject(index, to: &output)
        case .array: writeArray(index, to: &output)
        case .string where node.hasEscapes:
            let text = JSONText.decoded(UnsafeBufferPointer(rebasing: bytes[node.contents]))
            text.withUnsafeBufferPointer { JSONText.encode($0, into: &output) }
        case .string, .number, .bool, .null:
            output.append(UnsafeBufferPointer(rebasing: bytes[node.range]))
        }
    }

    private mutating func writeArray(_ index: Int, to output: inout JSONOutput) {
        output.append(UInt8(ascii: "["))
        var needsComma = false
        var element = index + 1
        let end = Int(nodes[index].next)
        while element < end {
            if edits.replacement(of: element)?.isEmpty != true {
                if needsComma { output.append(UInt8(ascii: ",")) }
                needsComma = true
                write(element, to: &output)
            }
            element = Int(nodes[element].next)
        }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func writeObject(_ index: Int, to output: inout JSONOutput) {
        let start = members.count
        collectMembers(of: index)
        if index == root { collectAdditions(from: start) }
        let order = JSONMemberOrder(document: bytes, otherKeys: otherKeys)
        members.withUnsafeMutableBufferPointer { order.sort(UnsafeMutableBufferPointer(rebasing: $0[start...])) }
        output.append(UInt8(ascii: "{"))
        for position in start..<members.count {
            if position > start { output.append(UInt8(ascii: ",")) }
            writeMember(members[position], to: &output)
        }
        output.append(UInt8(ascii: "}"))
        members.removeLast(members.count - start)
    }

    @inline(__always)
    private mutating func writeMember(_ member: JSONCanonicalMember, to output: inout JSONOutput) {
        let key = member.key
        if member.source == .document {
            // Of most members key and value go as they stand, with only the colon between them.
            let value = nodes[Int(member.value)]
            if value.isPlain, Int(value.start) == key.upperBound + 2, edits.replacement(of: Int(member.value)) == nil {
                let range = Range(uncheckedBounds: (key.lowerBound - 1, value.range.upperBound))
                output.append(UnsafeBufferPointer(rebasing: bytes[range]))
                return
            }
            output.append(UnsafeBufferPointer(rebasing: bytes[key.lowerBound - 1..<key.upperBound + 1]))
        } else {
            otherKeys[key].withUnsafeBufferPointer { JSONText.encode($0, into: &output) }
        }
        output.append(UInt8(ascii: ":"))
        if member.source == .added {
            output.append(edits.text[edits.additions[Int(member.value)].value])
        } else {
            write(Int(member.value), to: &output)
        }
    }

    private mutating func collectMembers(of index: Int) {
        var key = index + 1
        let end = Int(nodes[index].next)
        while key < end {
            let node = nodes[key]
            if edits.replacement(of: key + 1)?.isEmpty != true {
                if node.hasEscapes {
                    let text = JSONText.decoded(UnsafeBufferPointer(rebasing: bytes[node.contents]))
                    collect(text[...], value: key + 1, source: .decoded)
                } else {
                    members.append(
                        JSONCanonicalMember(key: node.contents, in: bytes, value: key + 1, source: .document)
                    )
                }
            }
            key = Int(nodes[key + 1].next)
        }
    }

    private mutating func collect(_ key: ArraySlice<UInt8>, value: Int, source: JSONCanonicalMember.Source) {
        let start = otherKeys.count
        otherKeys += key
        let member = otherKeys.withUnsafeBufferPointer {
            JSONCanonicalMember(key: start..<$0.count, in: $0, value: value, source: source)
        }
        members.append(member)
    }

    /// Adds the new members and takes out those whose place they take.
    private mutating func collectAdditions(from start: Int) {
        for (index, addition) in edits.additions.enumerated() {
            let existing = members.count
            collect(edits.text[addition.key], value: index, source: .added)
            let added = members[existing]
            let order = JSONMemberOrder(document: bytes, otherKeys: otherKeys)
            if let same = members[start..<existing].firstIndex(where: { order.compare($0, added) == 0 }) {
                members[same] = added
                members.removeLast()
            }
        }
    }
}
