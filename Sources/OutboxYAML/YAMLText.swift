/// Writes values as YAML that reads back as the same values; comments, anchors and the way of writing are not theirs.
package enum YAMLText {
    /// A document, each entry and item on lines of its own.
    package static func block(_ node: YAMLNode) -> String {
        var text = ""
        writeBlock(node, indentation: "", to: &text)
        return text
    }

    /// A value in one line.
    package static func flow(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text, let isPlain): scalar(text, isPlain: isPlain && isSimple(text))
        case .list(let items): "[" + items.map { flow($0) }.joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\(key($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    private static func writeBlock(_ node: YAMLNode, indentation: String, to text: inout String) {
        switch node.content {
        case .scalar, .list([]), .mapping([]): text += indentation + leaf(node) + "\n"
        case .list(let items):
            for item in items { write(indentation + "-", item, indentation, to: &text) }
        case .mapping(let entries):
            for entry in entries { write("\(indentation)\(key(entry.key)):", entry.value, indentation, to: &text) }
        }
    }

    private static func write(_ head: String, _ node: YAMLNode, _ indentation: String, to text: inout String) {
        switch node.content {
        case .scalar, .list([]), .mapping([]): text += "\(head) \(leaf(node))\n"
        case .list, .mapping:
            text += head + "\n"
            writeBlock(node, indentation: indentation + "  ", to: &text)
        }
    }

    private static func leaf(_ node: YAMLNode) -> String {
        guard case .scalar(let text, let isPlain) = node.content else { return flow(node) }
        // What was plain somewhere is plain in a block too, unless it went over several lines.
        return scalar(text, isPlain: isPlain && !text.contains("\n"))
    }

    private static func scalar(_ text: String, isPlain: Bool) -> String { isPlain ? text : quoted(text) }

    private static func key(_ text: String) -> String {
        isSimple(text) && !["", "~"].contains(text) ? text : quoted(text)
    }

    private static func isSimple(_ text: String) -> Bool {
        text == "~"
            || text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"):
                    true
                default: false
                }
            }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\0"..<" ", "\u{7F}"..<"\u{A1}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                let code = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
