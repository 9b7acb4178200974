import OutboxCore

/// The members of a native event that the outbox itself reads.
struct NativeFields {
    let eventName: String
    let eventID: String?
    let producerID: String?
    let eventTime: Timestamp
    /// Whether the time as it came lies ahead of the receipt and was corrected by the time of sending.
    let eventTimeIsCorrected: Bool
    /// Whether the event came without a time, so that the time of receipt stands for it.
    let eventTimeIsReceipt: Bool

    /// The longest name, in characters (Unicode scalars: a letter may have any number of accents).
    static let maximumNameLength = 100

    /// Reads and checks an event; nil where it has no usable name or time, which the findings then say.
    ///
    /// - Parameter sentAt: when its sender's clock said that it was sent, where the sender says so.
    init?(
        _ root: JSONValue, receivedAt: Timestamp, sentAt: JSONValue?, arrival: Arrival, findings: inout Findings
    ) {
        let members = Members(of: root, findings: &findings)
        eventID = Self.id(members[.eventID], "event_id", &findings)
        producerID = Self.id(members[.id], "id", &findings)
        if let user = members[.user], user.kind != .object {
            findings.problem("user", "not an object: \(ShownValue.kind(of: user))")
        }
        if let context = members[.context], context.kind != .object {
            findings.problem("context", "not an object: \(ShownValue(context))")
        }
        if let properties = members[.properties] {
            if properties.kind == .object {
                PropertyCheck.check(properties, into: &findings)
            } else {
                findings.problem("properties", "not an object: \(ShownValue(properties))")
            }
        }
        Self.checkEventSource(members[.eventSource], &findings)
        if let limited = members[.limitedDataUse], limited.bool == nil {
            findings.problem("limited_data_use", "not true or false: \(ShownValue(limited))")
        }
        let name = Self.name(members[.eventName], &findings)
        let corrected = Self.corrected(members[.eventTime], sentAt, receivedAt: receivedAt, arrival: arrival, &findings)
        let time = corrected ?? Self.time(members[.eventTime], receivedAt: receivedAt, arrival: arrival, &findings)
        guard let name, let time else { return nil }
        eventName = name
        eventTime = time
        eventTimeIsCorrected = corrected != nil
        eventTimeIsReceipt = members[.eventTime] == nil
    }

    /// Where the event's members are, null ones left out, by their numbers in the document: values would have to be
    /// counted as users of it.
    private struct Members {
        private let root: JSONValue
        private var nodes = InlineArray<11, Int>(repeating: 0)

        init(of root: JSONValue, findings: inout Findings) {
            self.root = root
            var nodes = nodes
            EventField.keys.forEachMember(of: root) { name, node in
                if let name { nodes[name] = node } else { Self.warn(of: root.value(ofNode: node - 1), in: &findings) }
            }
            self.nodes = nodes
        }

        subscript(_ field: EventField) -> JSONValue? {
            @inline(__always)
            get {
                let node = nodes[field.number]
                return node == 0 ? nil : root.value(ofNode: node)
            }
        }

        private static func warn(of key: JSONValue, in findings: inout Findings) {
            let name = key.string ?? ""
            findings.warning(
                JSONPath([.key(name)]).description,
                "not a field of the event, kept"
                    + (EventField.suggestion(for: name).map { ": did you mean \($0)?" } ?? ""))
        }
    }

    private static func id(_ value: JSONValue?, _ path: String, _ findings: inout Findings) -> String? {
        guard let value else { return nil }
        switch EventIDReader.read(value) {
        case .success(let id):
            guard !PlaceholderID.matches(id.text) else {
                findings.problem(path, "a placeholder and no id: \(ShownValue(value))")
                return nil
            }
            if let warning = id.warning { findings.warning(path, warning) }
            return id.text
        case .failure(let problem):
            findings.problem(path, problem.text)
            return nil
        }
    }

    private static func name(_ value: JSONValue?, _ findings: inout Findings) -> String? {
        guard let value else {
            findings.problem("event_name", "missing")
            return nil
        }
        guard let name = value.string else {
            findings.problem("event_name", "not a string: \(ShownValue(value))")
            return nil
        }
        let bytes = name.utf8
        // The way of nearly all names.
        if (1...maximumNameLength).contains(bytes.count), bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
            return name
        }
        let length = name.unicodeScalars.count
        guard (1...maximumNameLength).contains(length) else {
            findings.problem("event_name", "\(length) characters, not 1 to \(maximumNameLength)")
            return nil
        }
        guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            findings.problem("event_name", "has a control character")
            return nil
        }
        return name
    }

    private static func time(
        _ value: JSONValue?, receivedAt: Timestamp, arrival: Arrival, _ findings: inout Findings
    ) -> Timestamp? {
        guard let value else {
            if case .handedOver = arrival { return receivedAt }
            findings.problem("event_time", "missing: a file must say when each event happened")
            return nil
        }
        switch EventTimeReader.read(value, receivedAt: receivedAt) {
        case .success(let time): return time
        case .failure(let problem):
            findings.problem("event_time", problem.text)
            return nil
        }
    }

    /// Of a file nobody knows when it was sent here, so that there is nothing to correct by.
    private static func corrected(
        _ value: JSONValue?, _ sentAt: JSONValue?, receivedAt: Timestamp, arrival: Arrival, _ findings: inout Findings
    ) -> Timestamp? {
        guard case .handedOver = arrival, let value, let sentAt,
            let time = EventTimeReader.corrected(value, sentAt: sentAt, receivedAt: receivedAt)
        else { return nil }
        findings.warning(
            "event_time",
            "ahead of the receipt, as sentAt is: the sender's clock is wrong, so the time is corrected by it to "
                + time.iso8601)
        return time
    }

    private static func checkEventSource(_ value: JSONValue?, _ findings: inout Findings) {
        guard let value else { return }
        guard let text = value.string, EventSource(rawValue: text) != nil else {
            findings.problem("event_source", "not one of web, app, offline, crm: \(ShownValue(value))")
            return
        }
    }
}
