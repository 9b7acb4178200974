package import OutboxCore
import OutboxIdentity

/// Turns the bytes of one event into an event that a store can keep: decoded, checked, its identities hashed.
///
/// Pure: time, randomness and occurrence are passed in. Each event is answered on its own.
package struct Intake: Sendable {
    private let rules: IntakeRules
    private let source: SourceID
    private let deliveryClass: DeliveryClass
    private let privacy: PrivacyEdit
    private let identifiers: EventIdentifiers

    /// Makes an intake for one source.
    ///
    /// - Parameters:
    ///   - rules: what the source's events must be.
    ///   - source: the number the store gave to the source.
    ///   - deliveryClass: the class the deliveries start in: `live`, or `bulk` for file imports.
    package init(rules: IntakeRules, source: SourceID, deliveryClass: DeliveryClass) {
        self.rules = rules
        self.source = source
        self.deliveryClass = deliveryClass
        privacy = PrivacyEdit(rules: rules)
        identifiers = EventIdentifiers(source: rules.source)
    }

    /// Judges one event in the native dialect.
    ///
    /// - Parameters:
    ///   - bytes: one JSON object.
    ///   - receivedAt: the time of the receipt.
    ///   - arrival: how it came.
    package func accept(_ bytes: [UInt8], receivedAt: Timestamp, arrival: Arrival) -> IntakeResult {
        guard bytes.count <= rules.maximumEventBytes else {
            return Self.rejected("\(bytes.count) bytes, more than \(rules.maximumEventBytes)")
        }
        let document: JSONDocument
        do { document = try JSONDocument(bytes) } catch {
            return Self.rejected(
                "not JSON: " + (error.line == 1 ? "column \(error.column): \(error.reason)" : "\(error)"))
        }
        guard document.root.kind == .object else {
            return Self.rejected("not an object: \(ShownValue.kind(of: document.root))")
        }
        let receipt = Receipt(time: receivedAt, arrival: arrival)
        if let result = judge(document.root, receipt, Findings()) { return result }
        guard let scrub = privacy.scrub, let scrubbed = ScrubbedKeys(document.root, scrub: scrub) else {
            return Self.rejected("two keys of an object are the same e-mail address or phone number")
        }
        return judge(scrubbed.document.root, receipt, scrubbed.findings, mayHideKeys: false)
            ?? Self.rejected("a key that is a clear e-mail address or phone number")
    }

    /// The time that an event names, for who must know the times of a file before its events are judged; nil where it
    /// names none that could be accepted.
    package static func eventTime(of bytes: [UInt8], receivedAt: Timestamp) -> Timestamp? {
        guard let document = try? JSONDocument(bytes), let value = document.root["event_time"] else { return nil }
        return try? EventTimeReader.read(value, receivedAt: receivedAt).get()
    }

    /// When and how an event came.
    private struct Receipt {
        let time: Timestamp
        let arrival: Arrival
    }

    private static func rejected(_ problem: String, at path: String = "") -> IntakeResult {
        .rejected([EventProblem(path: path, problem: problem)])
    }

    /// Judges an event; nil where a key of it is to be hidden first.
    private func judge(
        _ root: JSONValue, _ receipt: Receipt, _ findings: Findings, mayHideKeys: Bool = true
    ) -> IntakeResult? {
        var findings = findings
        let fields = NativeFields(root, receivedAt: receipt.time, arrival: receipt.arrival, findings: &findings)
        guard findings.problems.isEmpty, let fields else { return .rejected(findings.problems) }
        var edits = JSONEdits()
        guard privacy.apply(to: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings) else { return nil }
        let eventName = scrubbed(fields.eventName)
        guard eventName.unicodeScalars.count <= NativeFields.maximumNameLength else {
            return Self.rejected("too long with digests in place of the clear identities in it", at: "event_name")
        }
        var body = root.canonicalBytes(applying: edits)
        let digest = SHA256Digest(of: body)
        var additions = Additions(eventTime: fields.eventTime)
        guard let eventID = eventID(fields, digest, receipt, &additions, &edits, &findings) else {
            return Self.rejected(
                "missing: send the id that the pixel shares, or set `event_id: generate` for the source",
                at: "event_id")
        }
        addTime(fields, receipt, &additions, &edits)
        if !additions.marks.isEmpty { body = root.canonicalBytes(applying: edits) }
        let event = NewEvent(
            source: source, eventName: eventName, eventID: eventID,
            producerID: fields.producerID.map { scrubbed($0) }, eventTime: additions.eventTime,
            receivedAt: receipt.time, key: identifiers.key(eventID: eventID, eventName: eventName),
            bodySHA256: digest.bytes,
            record: EventRecord.encode(event: body, warnings: findings.warnings, marks: additions.marks),
            deliveryClass: deliveryClass)
        return .accepted(event, warnings: findings.warnings)
    }

    private func scrubbed(_ text: String) -> String {
        privacy.scrub?.scrubbed(text)?.text ?? text
    }
}

// MARK: - What the outbox adds

extension Intake {
    /// What the outbox adds to an event; not part of the body that tells whether a repeat differs.
    private struct Additions {
        var eventTime: Timestamp
        var marks: [EventMark] = []
    }

    /// The event's own id, else one that is made for it where the rules say so.
    private func eventID(
        _ fields: NativeFields, _ body: SHA256Digest, _ receipt: Receipt, _ additions: inout Additions,
        _ edits: inout JSONEdits, _ findings: inout Findings
    ) -> String? {
        if let given = fields.eventID { return scrubbed(given) }
        guard rules.eventID == .generate else { return nil }
        let made = identifiers.generatedID(body: body, arrival: receipt.arrival)
        edits.set("event_id", to: made)
        additions.marks.append(.generatedEventID)
        if case .handedOver = receipt.arrival, fields.producerID == nil {
            findings.warning("event_id", "made here: without event_id and id a repeat of this event is another event")
        }
        return made
    }

    /// Adds the time of receipt for a missing time, and moves a given one where that is asked for.
    private func addTime(
        _ fields: NativeFields, _ receipt: Receipt, _ additions: inout Additions, _ edits: inout JSONEdits
    ) {
        if fields.eventTimeIsReceipt {
            additions.marks.append(.receivedEventTime)
        } else if case .file(_, let rebase?) = receipt.arrival {
            additions.eventTime = rebase.moved(fields.eventTime)
            additions.marks.append(.rebasedEventTime)
        } else {
            return
        }
        edits.set("event_time", to: additions.eventTime.iso8601)
    }
}
