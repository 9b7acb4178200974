import OutboxCore
package import OutboxMapping
import OutboxYAML

/// A shape that events come in, compiled from its file: where each member of the native event is found in it.
///
/// The files ship with the product (`Dialects/*.yml`) and use the grammar of the mapping language.
package struct Dialect: Sendable {
    /// Which one it is.
    package let name: DialectName
    /// The file, as `outbox map --dialect` prints it.
    package let text: String
    /// What is wrong with the file; nothing with a shipped one.
    package let problems: [MappingProblem]
    /// Members that a document of this dialect has, and others mostly have not.
    let markers: [JSONPath]
    /// The member that holds several events of one document.
    let list: String?
    /// Where a document says when it was sent, by the clock that its events' times are of.
    let sentAt: JSONPath?
    /// The native names of events, by the dialect's.
    let names: EventNameTable
    /// Where each native member is found, as written and as a tree with what is carried over.
    let table: MappingTable
    let map: NativeMap
    let carried: [CarriedMembers]
    /// Where the consent categories are listed that are granted, and those that are denied.
    let granted: MappingRule?
    let denied: MappingRule?
    /// Where identities stand, mapped or only to be left out of the document that is kept.
    let identities: [IdentityPlace]
    let hidden: [JSONPathPattern]
    /// Members with which an event is not taken, and members that are not used though their producer may think so.
    let refused: [Remark]
    let unused: [Remark]
    /// The members of `user` that the dialect reads.
    let userMembers: Set<String>
    /// Where the dialect looks for the members of a native event.
    private let reads: Set<JSONPathPattern>
    /// The dialect that this one is a variant of.
    let like: DialectName?

    init(
        name: DialectName, text: String, markers: [JSONPath], list: String?, sentAt: JSONPath?, names: EventNameTable,
        table: MappingTable, carried: [CarriedMembers], granted: MappingRule?, denied: MappingRule?,
        identities: [IdentityPlace], hidden: [JSONPathPattern], refused: [Remark], unused: [Remark],
        like: DialectName?, problems: [MappingProblem]
    ) {
        self.name = name
        self.text = text
        self.markers = markers
        self.list = list
        self.sentAt = sentAt
        self.names = names
        self.table = table
        self.carried = carried
        self.granted = granted
        self.denied = denied
        self.identities = identities
        self.hidden = hidden
        self.refused = refused
        self.unused = unused
        self.like = like
        self.problems = problems
        let rules = table.entries.compactMap(\.rule) + [granted, denied].compactMap(\.self)
        let read = rules.flatMap(\.sources) + identities.map(\.pattern)
        reads = Set(rules.flatMap(\.sources))
        userMembers = Set(read.compactMap { $0.member(after: ["user"]) })
        map = NativeMap(table: table, carried: carried)
    }

    /// A place where identities of one kind stand.
    struct IdentityPlace: Sendable {
        let pattern: JSONPathPattern
        let field: IdentitySlot
    }

    /// What is said about a member, where an event has a value there.
    struct Remark: Sendable {
        let path: JSONPath
        let text: String

        /// Whether there is a value; an empty text is none.
        func applies(to event: JSONValue) -> Bool {
            event.value(at: path).map { !$0.isNull && $0.string != "" } ?? false
        }
    }

    /// All shipped dialects.
    package static let shipped: [DialectName: Dialect] = {
        var dialects: [DialectName: Dialect] = [:]
        // Variants come after what they are variants of.
        for (name, bytes) in files {
            dialects[name] = DialectReader.read(String(decoding: bytes, as: UTF8.self), name: name, known: dialects)
        }
        return dialects
    }()

    private static var files: [(DialectName, [UInt8])] {
        [
            (.native, PackageResources.native_yml), (.ga4, PackageResources.ga4_yml),
            (.segment, PackageResources.segment_yml), (.rudderstack, PackageResources.rudderstack_yml),
            (.commandersact, PackageResources.commandersact_yml), (.walkeros, PackageResources.walkeros_yml),
            (.tiktok, PackageResources.tiktok_yml),
        ]
    }

    /// The dialect that a document seems to be in, where that is another one: it has two of that one's marks at least,
    /// and not two of this one's.
    ///
    /// Others have members of a native event too; there the other's marks must be more. Beside a mark of this one's the
    /// other's must say more than what this one reads itself: `event_id` in GA4's data layer.
    func other(in document: JSONValue) -> (name: DialectName, marks: [JSONPath])? {
        let own = marks(in: document).count
        guard own < 2 || name == .native else { return nil }
        var best: (name: DialectName, marks: [JSONPath])?
        for name in DialectName.allCases where name != self.name && name != like {
            guard let other = Self.shipped[name], other.like != self.name else { continue }
            let marks = other.marks(in: document)
            guard own == 0 || !marks.allSatisfy({ reads.contains(JSONPathPattern($0)) }) else { continue }
            if marks.count >= 2, marks.count > max(own, best?.marks.count ?? 0) { best = (name, marks) }
        }
        return best
    }

    private func marks(in document: JSONValue) -> [JSONPath] {
        markers.filter { document.value(at: $0).map { !$0.isNull } ?? false }
    }
}
