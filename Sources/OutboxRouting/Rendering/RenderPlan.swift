import OutboxCore
import OutboxMapping

/// The effective map of one event at one destination, in the shape of the TikTok event.
struct RenderPlan: Sendable {
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
        /// The numbers of the paths without any of which the rule gives nothing; nil where that cannot be said.
        let paths: [Int]?

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
            if sources.count == 1, let keys = sources[0], keys.count == rule.sources[0].components.count,
                rule.text == rule.sources[0].description, keys.first != "headers"
            {
                path = number(keys)
            } else {
                path = nil
            }
            // The shipped map gives nothing out of nothing; a rule of one's own may hold a constant.
            if let path {
                paths = [path]
            } else {
                paths = isShipped && !sources.contains(nil) ? sources.compactMap { $0.map { number($0) } } : nil
            }
        }

        var isShipped: Bool {
            if case .shipped = origin { true } else { false }
        }

        /// Where its value comes from, for messages: the first path of its rule.
        var source: String { rule.sources.first?.description ?? field.path }
    }

    /// An object with its members.
    final class Group: Sendable {
        let name: JSONKey
        let members: [Member]

        init(_ name: String, _ members: [Member]) {
            self.name = JSONKey(name)
            self.members = members
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

    init(_ table: MappingTable, eventSource: EventSource) {
        var root = Sketch(name: "")
        var special: [String: Field] = [:]
        var warnings: [EventProblem] = []
        var index: [[String]] = []
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
