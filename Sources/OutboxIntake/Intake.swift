package import OutboxCore
import OutboxIdentity

/// Turns the bytes of an event into an event that a store can keep: decoded, translated from its dialect, checked, its
/// identities hashed.
///
/// Pure: time, randomness and occurrence are passed in. Each event is answered on its own.
package struct Intake: Sendable {
    let rules: IntakeRules
    /// What the source's events are translated by; nil where they are native.
    let dialect: Dialect?
    private let source: SourceID
    private let deliveryClass: DeliveryClass
    let privacy: PrivacyEdit
    private let identifiers: EventIdentifiers

    /// Makes an intake for one source.
    ///
    /// - Parameters:
    ///   - rules: what the source's events must be, and their dialect.
    ///   - source: the number the store gave to the source.
    ///   - deliveryClass: the class the deliveries start in: `live`, or `bulk` for file imports.
    package init(rules: IntakeRules, source: SourceID, deliveryClass: DeliveryClass) {
        self.rules = rules
        self.source = source
        self.deliveryClass = deliveryClass
        dialect = rules.dialect == .native ? nil : Dialect.shipped[rules.dialect]
        privacy = PrivacyEdit(rules: rules)
        identifiers = EventIdentifiers(source: rules.source)
    }

    /// Judges one event in the source's dialect; one of a document that may hold several is judged by ``acceptAll``.
    ///
    /// - Parameters:
    ///   - bytes: one JSON object.
    ///   - receivedAt: the time of the receipt.
    ///   - arrival: how it came.
    ///   - headers: what is kept of the request's headers; of two names that differ in case alone, one.
    package func accept(
        _ bytes: [UInt8], receivedAt: Timestamp, arrival: Arrival, headers: [String: String] = [:]
    ) -> IntakeResult {
        accept(bytes, Receipt(time: receivedAt, arrival: arrival, headers: headers, connectionAddress: nil))
    }

    /// When and how an event came.
    struct Receipt {
        let time: Timestamp
        var arrival: Arrival
        let headers: [String: String]
        /// The shopper's IP address, for an event without one.
        let connectionAddress: String?
    }

    /// Judges one event in the source's dialect.
    func accept(_ bytes: [UInt8], _ receipt: Receipt) -> IntakeResult {
        switch parse(bytes, limit: rules.maximumEventBytes) {
        case .success(let document): judge(document.root, place: nil, receipt)
        case .failure(let problem): Self.rejected(problem.text)
        }
    }

    static func rejected(_ problem: String, at path: String = "") -> IntakeResult {
        .rejected([EventProblem(path: path, problem: problem)])
    }

    /// What is wrong with an event of too many bytes.
    func tooLarge(_ count: Int) -> FieldProblem {
        FieldProblem("\(count) bytes, more than \(rules.maximumEventBytes), the source's `max_event`")
    }

    /// Reads one object of at most so many bytes.
    func parse(_ bytes: [UInt8], limit: Int) -> Result<JSONDocument, FieldProblem> {
        guard bytes.count <= limit else {
            return .failure(
                limit == rules.maximumEventBytes
                    ? tooLarge(bytes.count) : FieldProblem("\(bytes.count) bytes, more than \(limit)"))
        }
        let document: JSONDocument
        do { document = try JSONDocument(bytes) } catch {
            let place = error.line == 1 ? "column \(error.column): \(error.reason)" : "\(error)"
            return .failure(FieldProblem("not JSON: \(place)"))
        }
        guard document.root.kind == .object else {
            return .failure(FieldProblem("not an object: \(ShownValue.kind(of: document.root))"))
        }
        return .success(document)
    }

    /// Judges one event in the source's dialect, of the whole document or of a place in one that held several.
    func judge(_ root: JSONValue, place: ReceivedDocument.ListPlace?, _ receipt: Receipt) -> IntakeResult {
        rules.dialect == .native
            ? judgeNative(root, receipt, of: nil) : judgeForeign(root, place: place, receipt)
    }

    /// Judges an event in the native dialect, hiding keys of it first where that is needed.
    ///
    /// - Parameter translation: what the event was made of, if it came in another dialect or in an envelope.
    func judgeNative(_ root: JSONValue, _ receipt: Receipt, of translation: Translation?) -> IntakeResult {
        if let result = judge(root, receipt, Findings(), of: translation) { return result }
        guard let scrub = privacy.scrub, let scrubbed = ScrubbedKeys(root, scrub: scrub) else {
            return Self.rejected("two keys of an object are the same e-mail address or phone number")
        }
        return judge(scrubbed.document.root, receipt, scrubbed.findings, of: translation, mayHideKeys: false)
            ?? Self.rejected("a key that is a clear e-mail address or phone number")
    }

    /// Judges an event; nil where a key of it is to be hidden first.
    private func judge(
        _ root: JSONValue, _ receipt: Receipt, _ findings: Findings, of translation: Translation?,
        mayHideKeys: Bool = true
    ) -> IntakeResult? {
        var findings = findings
        let fields = NativeFields(
            root, receivedAt: receipt.time, sentAt: translation?.sentAt, arrival: receipt.arrival, findings: &findings)
        // A good native event is not searched for the marks of others.
        if translation == nil, !findings.isEmpty {
            if root["event_name"] == nil, CloudEvent(root) != nil {
                return judgeForeign(root, place: nil, receipt)
            }
            if let problem = wrongDialect(root, is: .native) { return Self.rejected(problem) }
        }
        guard findings.problems.isEmpty, let fields else {
            return .rejected(translation?.located(findings.problems) ?? findings.problems)
        }
        var edits = JSONEdits()
        guard privacy.apply(to: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings) else { return nil }
        let eventName = scrubbed(fields.eventName)
        guard eventName.unicodeScalars.count <= NativeFields.maximumNameLength else {
            return Self.rejected("too long with digests in place of the clear identities in it", at: "event_name")
        }
        var body = root.canonicalBytes(applying: edits)
        let digest = SHA256Digest(of: body)
        var additions = Additions(eventTime: fields.eventTime)
        // Before anything is added at the top, since the context is written with the edits as they are now.
        if let address = receipt.connectionAddress, ConnectionAddress.add(address, to: root, &edits) {
            additions.marks.append(.connectionAddress)
        }
        guard let eventID = eventID(fields, digest, receipt, &additions, &edits, &findings) else {
            return Self.rejected(
                "missing: send the id that the pixel shares, or set `event_id: generate` for the source",
                at: translation?.path(ofNative: "event_id") ?? "event_id")
        }
        addTime(fields, receipt, &additions, &edits)
        if !additions.marks.isEmpty { body = root.canonicalBytes(applying: edits) }
        let warnings = translation?.warnings(with: findings) ?? findings.warnings
        let event = NewEvent(
            source: source, eventName: eventName, eventID: eventID,
            producerID: fields.producerID.map { scrubbed($0) }, eventTime: additions.eventTime,
            receivedAt: receipt.time, key: identifiers.key(eventID: eventID, eventName: eventName),
            bodySHA256: digest.bytes,
            record: EventRecord.encode(
                event: body, warnings: warnings, marks: additions.marks,
                received: translation.map { received(of: $0, country: root["user"]?["country"]?.string) },
                headers: headers(receipt.headers), knownAs: privacy.identities.addresses(amongIDsOf: root["user"])),
            deliveryClass: deliveryClass)
        return .accepted(event, warnings: warnings)
    }

    /// The warning about an event whose own id cannot be kept as it came.
    package static let hiddenEventID =
        "holds a clear e-mail address or phone number and is kept as its digest: the pixel's copy under the clear id "
        + "is not deduplicated, so that the delivery of an event that the pixel sends too fails; use an id that is no "
        + "personal data on both sides, such as an order number, or say pairing: server_only"

    func scrubbed(_ text: String) -> String {
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
        if let given = fields.eventID {
            let kept = scrubbed(given)
            if kept != given {
                additions.marks.append(.scrubbedEventID)
                findings.warning("event_id", Self.hiddenEventID)
            }
            return kept
        }
        guard rules.eventID == .generate else { return nil }
        let made = identifiers.generatedID(body: body, arrival: receipt.arrival)
        edits.set("event_id", to: made)
        additions.marks.append(.generatedEventID)
        if case .handedOver = receipt.arrival, fields.producerID == nil {
            findings.warning("event_id", "made here: without event_id and id a repeat of this event is another event")
        }
        return made
    }

    /// Adds the time of receipt for a missing time, moves a given one where that is asked for, and keeps a corrected
    /// one.
    private func addTime(
        _ fields: NativeFields, _ receipt: Receipt, _ additions: inout Additions, _ edits: inout JSONEdits
    ) {
        if fields.eventTimeIsReceipt {
            additions.marks.append(.receivedEventTime)
        } else if case .file(_, let rebase?) = receipt.arrival {
            additions.eventTime = rebase.moved(fields.eventTime)
            additions.marks.append(.rebasedEventTime)
        } else if fields.eventTimeIsCorrected {
            additions.marks.append(.correctedEventTime)
        } else {
            return
        }
        edits.set("event_time", to: additions.eventTime.iso8601)
    }
}
