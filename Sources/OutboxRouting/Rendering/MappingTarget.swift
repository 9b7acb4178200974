package import OutboxCore
package import OutboxMapping

/// What a mapping may fill, and with what.
package enum MappingTarget {
    /// Where a native event has identities, each with its ready-made digest beside it.
    private static let identities: [[JSONPathPattern.Component]] = IdentityPath.all.map { path in
        path.components.map { component in
            switch component {
            case .key(let key): .key(key)
            case .index(let index): .index(index)
            }
        }
    }

    /// Why an entry of a mapping cannot be; nil if it can.
    package static func problem(
        with entry: MappingTable.Entry, for eventSource: EventSource
    ) -> (problem: String, suggestion: String?)? {
        let target = entry.target
        if let reason = TikTokFields.notMapped[target] { return ("\(target) is not mapped: \(reason)", nil) }
        guard let rule = entry.rule else { return removalProblem(target) }
        guard let field = TikTokFields.field(at: target, for: eventSource) else {
            return unknown(target, for: eventSource)
        }
        if field.kind == .unlisted, let outer = outerField(of: target) {
            return ("\(target) is inside \(outer), which is filled as a whole", "\(outer): {each: ..., map: {...}}")
        }
        if field.kind == .unlisted, TikTokFields.isGroup(target) {
            return ("\(target) has fields of its own; map those", nil)
        }
        return leak(of: rule, into: field).map { ($0, nil) }
    }

    /// What is worth knowing about an entry that can be: that TikTok does not list the field.
    package static func warning(
        for entry: MappingTable.Entry, at eventSource: EventSource
    ) -> (problem: String, suggestion: String?)? {
        guard entry.rule != nil, !TikTokFields.isListed(entry.target, for: eventSource) else { return nil }
        if let listed = TikTokFields.listed(at: entry.target) {
            return ("TikTok lists \(entry.target) for \(words(listed.eventSources)) only", nil)
        }
        let known = TikTokFields.all.filter { $0.eventSources.contains(eventSource) }.map(\.path)
        return ("TikTok does not list \(entry.target)", Suggestion.nearest(to: entry.target, among: known))
    }

    /// Why a value must not go to a field: it would carry an identity where none is hashed. Nil where it may.
    static func leak(of rule: MappingRule, into field: TikTokField) -> String? {
        guard !field.isIdentity else { return nil }
        for source in rule.sources {
            let isIdentity = identities.contains {
                $0.starts(with: source.components) || source.components.starts(with: $0)
            }
            guard isIdentity else { continue }
            let name = source.components.isEmpty ? "the whole event" : source.description
            return "\(name) holds identities, which go, hashed, to user.email, user.phone, user.external_id, "
                + "user.first_name, user.last_name and user.zip_code alone"
        }
        return nil
    }

    private static func removalProblem(_ target: String) -> (problem: String, suggestion: String?)? {
        guard TikTokFields.listed(at: target) == nil, !TikTokFields.isGroup(target),
            !target.hasPrefix("properties.")
        else { return nil }
        return unlisted(target)
    }

    private static func unknown(
        _ target: String, for eventSource: EventSource
    ) -> (problem: String, suggestion: String?) {
        if let listed = TikTokFields.listed(at: target) {
            return (
                "TikTok takes \(target) for \(words(listed.eventSources)) only, not for \(eventSource.rawValue)", nil
            )
        }
        if TikTokFields.isGroup(target) { return ("\(target) is filled field by field", nil) }
        return unlisted(target)
    }

    private static func unlisted(_ target: String) -> (problem: String, suggestion: String?) {
        (
            "TikTok has no field \(target); own ones go below properties",
            Suggestion.nearest(to: target, among: TikTokFields.all.map(\.path))
        )
    }

    private static func outerField(of target: String) -> String? {
        TikTokFields.all.map(\.path).first { target.hasPrefix($0 + ".") }
    }

    private static func words(_ eventSources: Set<EventSource>) -> String {
        EventSource.allCases.filter(eventSources.contains).map(\.rawValue).joined(separator: ", ")
    }
}
