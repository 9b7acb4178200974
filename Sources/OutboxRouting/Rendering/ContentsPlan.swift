import OutboxCore
import OutboxMapping

/// How the items of an event become TikTok's `contents`, where a rule makes an object of each (`each` and `map`).
struct ContentsPlan: Sendable {
    /// One member that an item may have; an object, because a value of its size costs more to hand around than to use.
    final class Member: Sendable {
        let name: String
        let kind: TikTokField.Kind
        let plain: PlainValue
        let key: JSONKey
        /// Whether it is the id of what was bought.
        let isID: Bool

        /// The member of that name, listed or not.
        static func named(_ name: String) -> Member { listed[name] ?? Member(name: name, kind: .unlisted) }

        private init(name: String, kind: TikTokField.Kind) {
            (self.name, self.kind, key) = (name, kind, JSONKey(name))
            plain = PlainValue(kind)
            isID = kind == .text && name == "content_id"
        }

        private static let listed = Dictionary(
            uniqueKeysWithValues: TikTokFields.content.map { ($0.path, Member(name: $0.path, kind: $0.kind)) })
    }

    /// The members in the order of the rule.
    let members: [Member]
    /// For each its number in the index, where it is a member of the item as it stands; else -1.
    let paths: [Int]
    private let index: JSONPathIndex

    /// The plan of a rule; nil for one that makes its items in another way.
    init?(_ rule: MappingRule) {
        guard let members = rule.elementMembers else { return nil }
        let keys = members.compactMap(\.key)
        index = JSONPathIndex(keys.map { [$0] })
        self.members = members.map { Member.named($0.name) }
        paths = members.map { $0.key.flatMap { keys.firstIndex(of: $0) } ?? -1 }
    }

    /// What stands in an item; nil for one that is no object of the event.
    func find(in item: MappedValue) -> JSONPathIndex.Findings? {
        guard case .event(let json) = item, json.kind == .object else { return nil }
        return index.find(in: json)
    }
}
