import OutboxCore
import OutboxMapping

/// The effective map of one event at one destination, in the shape of the TikTok event; an object, because a value of
/// its size costs more to hand around than to use.
final class RenderPlan: Sendable {
    /// One field with its rule.
    final class Field: Sendable {
        /// Its own name, the last step of its path.
        let name: JSONKey
        let field: TikTokField
        let kind: TikTokField.Kind
        let rule: MappingRule
        let origin: MappingTable.Origin
        /// Whether something is said where it is not sent.
        let isNoted: Bool
        /// What is sent where the rule gives nothing.
        let derivation: Derivation?
        /// The number of the path that the rule is, where it is nothing but one.
        let path: Int?
        /// The numbers of the paths, in order, where the rule is several of them and nothing else: `a ?? b`.
        let alternatives: [Int]?
        /// The paths without any of which the rule gives nothing; nil where that cannot be said.
        let needed: JSONPathSet?
        /// Where its value comes from, for messages: the first path of its rule.
        let source: String
        /// How the items are read; nil for all fields but `properties.contents`, and where that is filled in another
        /// way.
        let contents: ContentsPlan?

        init(
            _ entry: MappingTable.Entry, _ rule: MappingRule, _ field: TikTokField, index: inout [[String]]
        ) {
            name = JSONKey(entry.names.last ?? "")
            self.field = field
            kind = field.kind
            isNoted = field.isRequired || field.missingNote != nil
            self.rule = rule
            origin = entry.origin
            let isShipped = if case .shipped = origin { true } else { false }
            derivation = isShipped ? Derivation(rawValue: field.path) : nil
            let sources = rule.sources.map { RenderPlan.keys(of: $0) }
            func number(_ keys: [String]) -> Int {
                if let known = index.firstIndex(of: keys) { return known }
                index.append(keys)
                return index.count - 1
            }
            // What a rule reads is all that it does where its text is nothing but that.
            let isPlain = zip(rule.sources, sources).allSatisfy { source, keys in
                keys?.count == source.components.count && keys?.first != "headers"
            }
            let paths = isPlain ? sources.compactMap { $0.map { number($0) } } : []
            let isOnlyPaths = rule.text == rule.sources.map(\.description).joined(separator: " ?? ")
            path = isOnlyPaths && paths.count == 1 ? paths[0] : nil
            alternatives = isOnlyPaths && paths.count > 1 ? paths : nil
            // The shipped map gives nothing out of nothing; a rule of one's own may hold a constant.
            if let path {
                needed = JSONPathSet([path])
            } else {
                needed =
                    isShipped && !sources.contains(nil)
                    ? JSONPathSet(sources.compactMap { $0.map { number($0) } }) : nil
            }
            source = rule.sources.first?.description ?? field.path
            contents = kind == .contents ? ContentsPlan(rule) : nil
        }

        /// The paths without any of which there is nothing to write and nothing to say: the case of most fields in
        /// most events; nil where the field is to be looked at in any case.
        var skippedWithout: JSONPathSet? {
            derivation == nil && !isNoted && !field.isNeededByItsObject ? needed : nil
        }

        var isShipped: Bool {
            if case .shipped = origin { true } else { false }
        }
    }

    /// An object with its members.
    final class Group: Sendable {
        let name: JSONKey
        let members: [Member]
        /// For each member what is asked first.
        let glances: [Glance]
        /// The keys of the fields, one behind the other.
        let keys: [UInt8]

        init(_ name: String, _ members: [Member]) {
            self.name = JSONKey(name)
            self.members = members
            var keys: [UInt8] = []
            glances = members.map { member in
                switch member {
                case .field(let field):
                    keys += field.name.bytes
                    return Glance(field, key: keys.count - field.name.bytes.count..<keys.count)
                case .group(let group):
                    let paths = group.glances.map(\.skippedWithout)
                    guard !paths.contains(nil) else { return Glance() }
                    return Glance(skippedWithout: paths.reduce(JSONPathSet()) { $0.union($1 ?? JSONPathSet()) })
                }
            }
            self.keys = keys
        }
    }

    /// What is known of a member before it is looked at: enough for most of them, and no references.
    struct Glance: Sendable {
        /// The paths without any of which it is skipped; nil where it is looked at in any case.
        var skippedWithout: JSONPathSet?
        /// The path whose value goes as it stands, if it can; -1 for none.
        var path: Int32 = -1
        var plain = PlainValue.none
        /// Where its key lies in the keys of its group.
        var key = 0..<0

        init(skippedWithout: JSONPathSet? = nil) {
            self.skippedWithout = skippedWithout
        }

        init(_ field: Field, key: Range<Int>) {
            skippedWithout = field.skippedWithout
            self.key = key
            plain = PlainValue(field.kind)
            if plain != .none { path = Int32(field.path ?? field.alternatives?.first ?? -1) }
        }
    }

    /// A member of an object.
    enum Member: Sendable {
        case field(Field)
        case group(Group)
    }

    /// What follows from the items of `properties.contents`, by the field that it is sent as.
    enum Derivation: String, Sendable {
        case contentIDs = "properties.content_ids"
        case itemCount = "properties.num_items"
        case contentType = "properties.content_type"
    }

    /// The paths that the rules read.
    let index: JSONPathIndex
    /// The objects of the event, in order.
    let groups: [Group]
    let eventID: Field?
    let limitedDataUse: Field?
    let currency: Field?
    let contents: Field?
    /// What TikTok requires, as far as it is not in the map: nil where nothing is missing.
    let unmapped: TikTokField?
    /// What was mapped and is not sent, and why.
    let warnings: [EventProblem]
    /// Whether a rule of one's own says who the user is, and so may name another one than the event's.
    let mapsUsers: Bool

    /// - Parameter paths: what else is to be looked up in the events, under the first numbers of the index.
    init(_ table: MappingTable, eventSource: EventSource, paths: [[String]]) {
        var root = Sketch(name: "")
        var special: [String: Field] = [:]
        var warnings: [EventProblem] = []
        var index = paths
        for entry in table.entries {
            guard let rule = entry.rule,
                let field = TikTokFields.field(at: entry.target, for: eventSource)
            else { continue }
            // The shipped map is one for all event sources.
            if case .shipped = entry.origin, !TikTokFields.isListed(entry.target, for: eventSource) { continue }
            let planned = Field(entry, rule, field, index: &index)
            // The configuration refuses this; here it holds whoever made the rules.
            if let problem = MappingTarget.leak(of: rule, into: field) {
                warnings.append(EventProblem(path: entry.target, problem: "left out: \(problem)"))
                continue
            }
            switch entry.target {
            case "event_id", "limited_data_use": special[entry.target] = planned
            case "properties.currency", "properties.contents":
                special[entry.target] = planned
                root.insert(planned, at: entry.names.dropLast())
            default: root.insert(planned, at: entry.names.dropLast())
            }
        }
        self.index = JSONPathIndex(index)
        groups = root.groups.map(\.group)
        eventID = special["event_id"]
        limitedDataUse = special["limited_data_use"]
        currency = special["properties.currency"]
        contents = special["properties.contents"]
        let mapped = Set(table.entries.filter { $0.rule != nil }.map(\.target))
        unmapped = TikTokFields.all.first {
            $0.isRequired && $0.eventSources.contains(eventSource) && !mapped.contains($0.path)
        }
        self.warnings = warnings
        mapsUsers = table.entries.contains { entry in
            if case .shipped = entry.origin { return false }
            return entry.rule != nil && Self.userFields.contains(entry.target)
        }
    }

    /// What names one person, as `UserIdentities` reads it.
    private static let userFields: Set = ["user.email", "user.phone", "user.external_id"]
}

extension RenderPlan {
    /// The keys of a path up to the first list or index; nil for the event itself.
    fileprivate static func keys(of pattern: JSONPathPattern) -> [String]? {
        var keys: [String] = []
        for component in pattern.components {
            guard case .key(let key) = component else { break }
            keys.append(key)
        }
        return keys.isEmpty ? nil : keys
    }
}

/// An object while its members are put together.
private struct Sketch {
    private enum Member {
        case field(RenderPlan.Field)
        case group(Int)
    }

    let name: String
    private var members: [Member] = []
    private(set) var groups: [Sketch] = []

    init(name: String) { self.name = name }

    mutating func insert(_ field: RenderPlan.Field, at path: some Collection<String>) {
        guard let first = path.first else {
            members.append(.field(field))
            return
        }
        let index = groups.firstIndex { $0.name == first } ?? groups.count
        if index == groups.count {
            groups.append(Sketch(name: first))
            members.append(.group(index))
        }
        groups[index].insert(field, at: path.dropFirst())
    }

    var group: RenderPlan.Group {
        RenderPlan.Group(
            name,
            members.map { member in
                switch member {
                case .field(let field): .field(field)
                case .group(let index): .group(groups[index].group)
                }
            })
    }
}
