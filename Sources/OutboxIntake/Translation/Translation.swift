import OutboxCore
import OutboxMapping

/// The native event that a document of another dialect means.
struct Translation {
    let received: ReceivedDocument
    /// The native event as a tree of values, most of which are the document's own.
    private(set) var value: MappedValue
    /// When the sender's clock said that the document was sent, where its dialect has that.
    let sentAt: JSONValue?
    /// What was noticed, with paths in the document as it came.
    private(set) var findings: Findings

    /// Translates a document.
    ///
    /// - Parameter findings: what was noticed before, with paths in the document at hand.
    init(_ received: ReceivedDocument, findings before: Findings) {
        self.received = received
        findings = Findings()
        for warning in before.warnings { findings.warning(received.path(inDocument: warning.path), warning.problem) }
        var evaluation = Evaluation(MappingInput(event: received.event))
        value = received.dialect.map.native(in: &evaluation)
        sentAt = received.dialect.sentAt.flatMap { received.event.value(at: $0) }
        addConsent(in: &evaluation)
        translateName()
        fillFromEnvelope()
        for remark in received.dialect.unused where remark.applies(to: received.event) {
            findings.warning(received.path(in: remark.path.description), remark.text)
        }
        for warning in evaluation.warnings {
            findings.warning(received.path(in: warning.path), warning.problem)
        }
    }

    /// The native event as JSON.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        value.append(to: &writer)
        return writer.bytes
    }

    // MARK: - Names

    private mutating func translateName() {
        guard let name = value["event_name"]?.string, let known = received.dialect.names.native(for: name) else {
            return
        }
        if let meant = known.meant {
            let path = path(ofNative: "event_name")
            findings.warning(path, "taken for \(ShownText(meant)); spell it so")
        }
        set("event_name", to: .text(known.name))
    }

    /// The envelope's source and id are the producer's id; its type and time stand in where the event in it has none.
    private mutating func fillFromEnvelope() {
        guard let envelope = received.envelope else { return }
        if let id = envelope.id { set("id", to: envelope.producerID.map { .text($0) } ?? .event(id)) }
        if value["event_time"] == nil, let time = envelope.time { set("event_time", to: .event(time)) }
        if value["event_name"] == nil, let type = envelope.type {
            set("event_name", to: type.string.map { .text(CloudEvent.name(ofType: $0)) } ?? .event(type))
            translateName()
        }
    }

    private mutating func set(_ name: String, to member: MappedValue) {
        guard case .object(var members) = value else { return }
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = member
        } else {
            members.append((name, member))
        }
        value = .object(members)
    }

    // MARK: - Consent

    /// Puts lists of categories into the map of consents. Where only the granted ones are listed, `*` says that
    /// everything else is denied, which is not the same as not asked; the same where a no cannot be read.
    private mutating func addConsent(in evaluation: inout Evaluation) {
        if let place = unreadableConsent {
            findings.warning(place, "a consent that cannot be read counts as denied")
            set("consent", to: .object([("*", .bool(false))]))
        }
        let dialect = received.dialect
        guard dialect.granted != nil || dialect.denied != nil else { return }
        let granted = dialect.granted?.value(in: &evaluation)
        let denied = dialect.denied?.value(in: &evaluation)
        guard granted != nil || denied != nil else { return }
        var consents: [(name: String, value: MappedValue)] = []
        let isDeniedReadable = denied.map { isReadable($0) } ?? true
        // Whom a no is about that cannot be read, nobody knows: so nothing is granted.
        if isDeniedReadable { add(granted, as: true, to: &consents) }
        add(denied, as: false, to: &consents)
        if denied == nil || !isDeniedReadable {
            consents.removeAll { $0.name == "*" }
            consents.append(("*", .bool(false)))
        }
        for (name, value) in Self.members(of: value["consent"])
        where !consents.contains(where: { $0.name == name }) {
            consents.append((name, value))
        }
        set("consent", to: .object(consents))
    }

    /// Where a document has something else in place of an object that consents are read from.
    private var unreadableConsent: String? {
        let dialect = received.dialect
        let rules = dialect.table.entries.filter { $0.names.first == "consent" }.map(\.rule)
        for source in (rules + [dialect.granted, dialect.denied]).compactMap(\.self).flatMap(\.sources) {
            var value: JSONValue? = received.event
            for case .key(let key) in source.components.dropLast() {
                value = value?[key]
                guard key.lowercased().hasPrefix("consent"), let found = value, !found.isNull, found.kind != .object
                else { continue }
                return received.path(of: found)
            }
        }
        return nil
    }

    private func isReadable(_ list: MappedValue) -> Bool {
        let elements = list.elements
        return (elements ?? [list]).allSatisfy { !$0.categoryNames(isList: elements == nil).isEmpty }
    }

    private mutating func add(
        _ list: MappedValue?, as isGranted: Bool, to consents: inout [(name: String, value: MappedValue)]
    ) {
        guard let list else { return }
        let elements = list.elements
        for element in elements ?? [list] {
            let names = element.categoryNames(isList: elements == nil)
            if names.isEmpty {
                findings.warning(
                    Self.event(of: element).map { received.path(of: $0) } ?? "consent",
                    isGranted
                        ? "left out: not a category's name or number"
                        : "not a category's name or number, so every category counts as denied")
            }
            for name in names {
                // A category that is in both lists is denied.
                consents.removeAll { $0.name == name }
                consents.append((name, .bool(isGranted)))
            }
        }
    }

    private static func members(of value: MappedValue?) -> [(name: String, value: MappedValue)] {
        switch value {
        case .object(let members): members
        case .event(let value): value.members.compactMap { key, value in key.string.map { ($0, .event(value)) } }
        default: []
        }
    }

    private static func event(of value: MappedValue) -> JSONValue? {
        if case .event(let value) = value { value } else { nil }
    }
}

// MARK: - Paths

extension Translation {
    /// What was noticed about native members, each with the path of what it was made of.
    func located(_ problems: [EventProblem]) -> [EventProblem] {
        problems.map { EventProblem(path: path(ofNative: $0.path), problem: $0.problem) }
    }

    /// All that was noticed: in the document, and about the native members made of it. What two members were made of
    /// is said once.
    func warnings(with native: Findings) -> [EventProblem] {
        var known: Set<EventProblem> = []
        return (findings.warnings + located(native.warnings)).filter { known.insert($0).inserted }
    }

    /// Where the producer finds the value of a native member: where it came from, or where it was looked for first.
    func path(ofNative text: String) -> String {
        guard let path = try? JSONPath(text), !path.components.isEmpty else { return text }
        var value = value
        for (index, component) in path.components.enumerated() {
            if case .event(let source) = value {
                let rest = JSONPath(Array(path.components[index...]))
                return (try? JSONPath(received.path(of: source))).map { $0.appending(rest).description } ?? text
            }
            guard let next = Self.child(component, of: value) else { return sourcePath(of: path) ?? text }
            value = next
        }
        if case .event(let source) = value { return received.path(of: source) }
        return sourcePath(of: path) ?? text
    }

    private static func child(_ component: JSONPath.Component, of value: MappedValue) -> MappedValue? {
        switch (component, value) {
        case (.key(let key), .object(let members)): members.first { $0.name == key }?.value
        case (.index(let index), .list(let elements)): index < elements.count ? elements[index] : nil
        default: nil
        }
    }

    /// The first place that the dialect reads for a member and that has a value, where the member was made of one; else
    /// the first that has none.
    private func sourcePath(of path: JSONPath) -> String? {
        let keys = path.components.compactMap { component -> String? in
            if case .key(let key) = component { key } else { nil }
        }
        guard keys.count == path.components.count, let rule = received.dialect.map.rule(for: keys) else { return nil }
        let isMade = keys.reduce(value) { $0?[$1] } != nil
        let source = rule.sources.first { ($0.first(in: received.event) != nil) == isMade } ?? rule.sources.first
        return source.map { received.path(in: $0.description) }
    }
}

extension MappedValue {
    /// A text that was made or that the document has; nil for everything else.
    fileprivate var string: String? {
        switch self {
        case .text(let text): text
        case .event(let value): value.string
        default: nil
        }
    }

    /// The names of consent categories in a text or number; none where there is none to be read.
    ///
    /// - Parameter isList: Whether a text stands for a whole list, with commas; else that is only numbers.
    fileprivate func categoryNames(isList: Bool) -> [String] {
        guard let text else { return [] }
        let names = text.split { $0 == "," || $0 == ";" }
            .map { part in String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
            .filter { !$0.isEmpty }
        return isList || names.allSatisfy { $0.allSatisfy(\.isNumber) } ? names : [text]
    }
}
