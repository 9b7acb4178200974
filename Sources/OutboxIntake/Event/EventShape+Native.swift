import OutboxCore
package import OutboxMapping

extension EventShape {
    /// What events can look like when they are stored, which is what mappings and conditions read: the members of the
    /// native schema. The event itself, `user` and `context` have no others.
    ///
    /// - Parameter dialects: Those of the sources; what they call a member is looked up first.
    package static func native(from dialects: Set<DialectName>) -> EventShape {
        EventShape(root: nativeRoot) { path in
            let own = dialects.sorted { $0.rawValue < $1.rawValue }
            for name in own + DialectName.allCases where name != .native {
                if let found = Dialect.shipped[name]?.nativePath(of: path) { return found }
            }
            return nil
        }
    }

    private static let nativeRoot: Member = {
        guard let schema = try? JSONDocument(EventSchema.json).root else { return Member() }
        var root = member(schema)
        // The headers that were kept stand beside the event.
        root.members["headers"] = Member()
        root.isClosed = true
        for name in ["user", "context"] { root.members[name]?.isClosed = true }
        // What is in them is the producer's.
        for name in ["properties", "consent"] { root.members[name]?.members = [:] }
        return root
    }()

    private static func member(_ schema: JSONValue) -> Member {
        var member = Member()
        let types = schema["type"].map { type in
            type.string.map { [$0] } ?? type.elements.compactMap(\.string)
        }
        if let types { member.isScalar = !types.contains("object") && !types.contains("array") }
        guard let properties = schema["properties"] else { return member }
        for (key, value) in properties.members {
            if let name = key.string { member.members[name] = Self.member(value) }
        }
        return member
    }
}

extension Dialect {
    /// The native member that is made of what a document has at a path; nil where there is none.
    fileprivate func nativePath(of path: JSONPath) -> JSONPath? {
        let pattern = JSONPathPattern(path)
        if let entry = table.entries.first(where: { $0.rule?.sources.contains(pattern) ?? false }) {
            return JSONPath(entry.names.map { .key($0) })
        }
        let carried = carried.first { $0.source.map { JSONPath.Component.key($0) } == path.components }
        return carried.map { JSONPath($0.target.map { .key($0) }) }
    }
}
