import Yams

/// Turns the YAML library's nodes into ours: resolves aliases and merge keys, refuses tags, within limits.
struct YAMLTree {
    /// Values in a document at most, those that aliases stand for counted each time.
    static let maximumValues = 20_000
    /// Levels at most: a value in a list in a mapping is on the third.
    static let maximumDepth = 32

    private struct Anchored {
        var node: YAMLNode
        var values: Int
        var depth: Int
    }

    private let marker: YAMLAliasMarker
    private var anchors: [String: Anchored] = [:]
    private var values = 0
    private var deepest = 0

    /// Makes a tree of a document whose aliases were marked.
    ///
    /// The library's parser must still be alive: anchors go with it.
    static func make(from node: Node, marker: YAMLAliasMarker) throws(YAMLFailure) -> YAMLNode {
        var tree = YAMLTree(marker: marker)
        return try tree.convert(node, depth: 1)
    }

    private init(marker: YAMLAliasMarker) {
        self.marker = marker
    }

    private mutating func convert(_ node: Node, depth: Int) throws(YAMLFailure) -> YAMLNode {
        let line = node.mark?.line ?? 1
        try count(values: 1, depth: depth, line: line)
        let valuesBefore = values
        let deepestBefore = deepest
        deepest = depth
        let converted = YAMLNode(line: line, content: try content(of: node, depth: depth, line: line))
        if let anchor = node.anchor {
            anchors[anchor.rawValue] = Anchored(
                node: converted, values: values - valuesBefore + 1, depth: deepest - depth)
        }
        deepest = max(deepest, deepestBefore)
        return converted
    }

    private mutating func content(of node: Node, depth: Int, line: Int) throws(YAMLFailure) -> YAMLNode.Content {
        switch node {
        case .scalar(let scalar): return try content(of: scalar, depth: depth, line: line)
        case .sequence(let sequence):
            try check(tag: sequence.tag, allowed: .seq, line: line)
            var items: [YAMLNode] = []
            for item in sequence { items.append(try convert(item, depth: depth + 1)) }
            return .list(items)
        case .mapping(let mapping):
            try check(tag: mapping.tag, allowed: .map, line: line)
            return .mapping(try entries(of: mapping, depth: depth + 1))
        case .alias: throw YAMLFailure(problem: "an alias (`*name`) that stands for nothing", line: line)
        }
    }

    private mutating func content(
        of scalar: Node.Scalar, depth: Int, line: Int
    ) throws(YAMLFailure) -> YAMLNode.Content {
        if scalar.tag.rawValue == marker.tag {
            guard let anchored = anchors[scalar.string] else {
                throw YAMLFailure(
                    problem: "no anchor &\(Quoting.bare(scalar.string)) before this alias", line: line)
            }
            try count(values: anchored.values - 1, depth: depth + anchored.depth, line: line)
            return anchored.node.content
        }
        let isPlain = scalar.style == .plain && scalar.tag.rawValue == Tag.Name.implicit.rawValue
        try check(tag: scalar.tag, allowed: .str, line: line)
        return .scalar(marker.restore(scalar.string), isPlain: isPlain)
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) throws(YAMLFailure) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var merged: [YAMLEntry] = []
        for (key, value) in mapping {
            let line = key.mark?.line ?? 1
            guard case .scalar(let scalar) = key, scalar.tag.rawValue != marker.tag else {
                throw YAMLFailure(problem: "a key must be a plain text: no list, no mapping, no alias", line: line)
            }
            try count(values: 1, depth: depth, line: line)
            try check(tag: scalar.tag, allowed: .str, line: line)
            let converted = try convert(value, depth: depth)
            if scalar.string == "<<", scalar.style == .plain {
                merged += try merge(converted, line: line)
            } else {
                entries.append(YAMLEntry(key: marker.restore(scalar.string), line: line, value: converted))
            }
        }
        guard !merged.isEmpty else { return entries }
        var known = Set(entries.map(\.key))
        // What a mapping says itself wins over what it merges, an earlier merge over a later one.
        return entries + merged.filter { known.insert($0.key).inserted }
    }

    private func merge(_ node: YAMLNode, line: Int) throws(YAMLFailure) -> [YAMLEntry] {
        switch node.content {
        case .mapping(let entries): return entries
        case .list(let items):
            var entries: [YAMLEntry] = []
            for item in items {
                guard case .mapping(let more) = item.content else { throw notMergeable(line) }
                entries += more
            }
            return entries
        case .scalar: throw notMergeable(line)
        }
    }

    private func notMergeable(_ line: Int) -> YAMLFailure {
        YAMLFailure(problem: "a merge key (`<<`) takes an alias of a mapping", suggestion: "<<: *name", line: line)
    }

    private mutating func count(values more: Int, depth: Int, line: Int) throws(YAMLFailure) {
        values += more
        deepest = max(deepest, depth)
        if values > Self.maximumValues {
            throw YAMLFailure(
                problem: "more than \(Self.maximumValues) values, each use of an alias counted", line: line)
        }
        if depth > Self.maximumDepth {
            throw YAMLFailure(problem: "nested more than \(Self.maximumDepth) levels deep", line: line)
        }
    }

    private func check(tag: Tag, allowed: Tag.Name, line: Int) throws(YAMLFailure) {
        let name = tag.rawValue
        guard name == Tag.Name.implicit.rawValue || name == Tag.Name.nonSpecific.rawValue || name == allowed.rawValue
        else {
            throw YAMLFailure(problem: "YAML tags (`!name`) have no meaning here", suggestion: "remove it", line: line)
        }
    }
}
