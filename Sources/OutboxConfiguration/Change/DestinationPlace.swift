import OutboxYAML

/// One destination in the text of a configuration file.
struct DestinationPlace {
    /// The text with its lines.
    let text: LinedText
    /// The line of the destination's name.
    let line: Int
    private let name: String
    private let root: YAMLNode
    private let entries: [YAMLEntry]

    /// Finds a destination; nil where the text cannot be read or has none of that name.
    init?(in bytes: [UInt8], destination: String) {
        guard let root = Self.parse(bytes),
            let destinations = Self.mapping(root).first(where: { $0.key == "destinations" }),
            let found = Self.mapping(destinations.value).first(where: { $0.key == destination }),
            case .mapping(let entries) = found.value.content
        else { return nil }
        text = LinedText(bytes)
        line = found.line
        name = destination
        self.root = root
        self.entries = entries
    }

    /// The destination's entry of a key, written there or merged in.
    func entry(_ key: String) -> YAMLEntry? {
        entries.first { $0.key == key }
    }

    /// Ways to put `mode: live` in where nothing says the mode yet.
    var additions: [TextChange] {
        var additions: [TextChange] = []
        if let first = entries.first(where: { $0.line > line }), let range = text.range(ofLine: first.line) {
            let indentation = text.bytes[range].prefix { $0 == UInt8(ascii: " ") }
            let added = String(decoding: indentation, as: UTF8.self) + "mode: live" + text.lineEnd(ofLine: first.line)
            additions.append(TextChange(range: range.lowerBound..<range.lowerBound, text: added))
        }
        guard let range = text.range(ofLine: line) else { return additions }
        for index in range where text.bytes[index] == UInt8(ascii: "{") {
            additions.append(TextChange(range: index + 1..<index + 1, text: "mode: live, "))
        }
        return additions
    }

    /// Whether a changed text says the same as this one, but that the destination is live and has no test code.
    func isGoLive(_ changed: [UInt8]) -> Bool {
        guard let changed = Self.parse(changed) else { return false }
        return Self.isEqual(root, changed, path: ["destinations", name])
    }

    private static func parse(_ bytes: [UInt8]) -> YAMLNode? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        guard let text = String(validating: text, as: UTF8.self) else { return nil }
        return (try? YAMLDocument.parse(text)) ?? nil
    }

    private static func mapping(_ node: YAMLNode) -> [YAMLEntry] {
        guard case .mapping(let entries) = node.content else { return [] }
        return entries
    }

    /// Compares two values; at the end of the path the two keys may differ as going live has it.
    private static func isEqual(_ old: YAMLNode, _ new: YAMLNode, path: [String]) -> Bool {
        guard let step = path.first else { return isGoLive(old, new) }
        let (old, new) = (mapping(old), mapping(new))
        guard old.map(\.key) == new.map(\.key) else { return false }
        return zip(old, new).allSatisfy { old, new in
            old.key == step
                ? isEqual(old.value, new.value, path: Array(path.dropFirst())) : isEqual(old.value, new.value)
        }
    }

    private static func isGoLive(_ old: YAMLNode, _ new: YAMLNode) -> Bool {
        let changing: Set = ["mode", "test_event_code"]
        let (old, new) = (mapping(old), mapping(new))
        guard new.first(where: { $0.key == "mode" })?.value.text == "live",
            !new.contains(where: { $0.key == "test_event_code" })
        else { return false }
        let (oldRest, newRest) = (
            old.filter { !changing.contains($0.key) }, new.filter { !changing.contains($0.key) }
        )
        guard oldRest.map(\.key) == newRest.map(\.key) else { return false }
        return zip(oldRest, newRest).allSatisfy { isEqual($0.value, $1.value) }
    }

    private static func isEqual(_ old: YAMLNode, _ new: YAMLNode) -> Bool {
        switch (old.content, new.content) {
        case (.scalar(let old, let oldIsPlain), .scalar(let new, let newIsPlain)):
            old == new && oldIsPlain == newIsPlain
        case (.list(let old), .list(let new)):
            old.count == new.count && zip(old, new).allSatisfy(isEqual)
        case (.mapping(let old), .mapping(let new)):
            old.map(\.key) == new.map(\.key) && zip(old, new).allSatisfy { isEqual($0.value, $1.value) }
        default: false
        }
    }
}
