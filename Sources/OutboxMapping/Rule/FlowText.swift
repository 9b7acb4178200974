import OutboxYAML

/// A value of the file as one line of YAML.
enum FlowText {
    /// The line.
    static func text(of node: YAMLNode) -> String {
        var text = ""
        write(node, to: &text)
        return text
    }

    /// The line, without the braces of a mapping around it.
    static func bareText(of node: YAMLNode) -> String {
        guard case .mapping(let entries) = node.content else { return text(of: node) }
        var text = ""
        write(entries, to: &text)
        return text
    }

    private static func write(_ node: YAMLNode, to text: inout String) {
        switch node.content {
        case .scalar(let scalar, let isPlain): text += isPlain ? shown(scalar) : "\"\(shown(scalar))\""
        case .list(let items):
            text += "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += ", " }
                write(item, to: &text)
            }
            text += "]"
        case .mapping(let entries):
            text += "{"
            write(entries, to: &text)
            text += "}"
        }
    }

    private static func shown(_ text: String) -> String {
        let text = MaskedText.withoutDigests(text)
        return Quoting.looksLikeToken(text) ? "..." : MaskedText.plain(text)
    }

    private static func write(_ entries: [YAMLEntry], to text: inout String) {
        for (index, entry) in entries.enumerated() {
            if index > 0 { text += ", " }
            text += shown(entry.key) + ": "
            write(entry.value, to: &text)
        }
    }
}
