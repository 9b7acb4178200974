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

    /// What is known of a member before it is looked at: enough for most of them, and no references.
    struct Glance {
        /// The number of its path in the index; -1 where it is not a member of the item as it stands.
        var path: Int32 = -1
        /// Whether it is nothing where there is nothing at that path.
        var isPathAlone = false
        let plain: PlainValue
        /// Whether it is the id of what was bought.
        let isID: Bool
        /// Where its key lies in the keys.
        let key: Range<Int>
    }

    /// The members in the order of the rule.
    let members: [Member]
    /// For each what is asked first.
    let glances: [Glance]
    /// The keys of the members, one behind the other.
    let keys: [UInt8]
    /// What stands in an item.
    let index: JSONPathIndex

    /// The plan of a rule; nil for one that makes its items in another way.
    init?(_ rule: MappingRule) {
        guard let elementMembers = rule.elementMembers else { return nil }
        let paths = elementMembers.compactMap(\.key)
        index = JSONPathIndex(paths.map { [$0] })
        members = elementMembers.map { Member.named($0.name) }
        var keys: [UInt8] = []
        glances = zip(elementMembers, members).map { element, member in
            keys += member.key.bytes
            var glance = Glance(
                plain: member.plain, isID: member.isID, key: keys.count - member.key.bytes.count..<keys.count)
            if let path = element.key.flatMap({ paths.firstIndex(of: $0) }) {
                (glance.path, glance.isPathAlone) = (Int32(path), element.isKeyAlone)
            }
            return glance
        }
        self.keys = keys
    }
}
