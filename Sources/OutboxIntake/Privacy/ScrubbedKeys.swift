import OutboxCore

/// An event written anew because keys of it are clear e-mail addresses or phone numbers: with their digests instead.
///
/// Rare, so it may cost a second reading; all else stays byte for byte.
struct ScrubbedKeys {
    let document: JSONDocument
    /// A warning for each key.
    private(set) var findings: Findings

    private typealias Key = (node: Int, bytes: Range<Int>, finding: ScrubEdit.Finding)

    /// Writes the event anew; nil if an object would then have a key twice.
    ///
    /// - Parameter findings: what was noticed before.
    init?(_ root: JSONValue, scrub: ScrubEdit, findings: Findings = Findings()) {
        var keys: [Key] = []
        Self.collect(root, scrub, &keys)
        var bytes: [UInt8] = []
        var position = root.raw.startIndex
        for key in keys {
            bytes += root.raw[position..<key.bytes.lowerBound]
            var writer = JSONWriter()
            writer.string(key.finding.text)
            bytes += writer.bytes
            position = key.bytes.upperBound
        }
        bytes += root.raw[position...]
        guard let document = try? JSONDocument(bytes) else { return nil }
        self.document = document
        self.findings = findings
        for key in keys {
            self.findings.warning(
                document.root.path(ofNode: key.node),
                "its key was \(key.finding.description)")
        }
    }

    /// Collects the keys in the order of the text, each with the node of its value, which stays the same.
    private static func collect(_ value: JSONValue, _ scrub: ScrubEdit, _ keys: inout [Key]) {
        for (key, member) in value.members {
            if let finding = scrub.hidden(in: key) {
                keys.append((node: member.node, bytes: key.raw.startIndex..<key.raw.endIndex, finding: finding))
            }
            collect(member, scrub, &keys)
        }
        for element in value.elements { collect(element, scrub, &keys) }
    }
}
