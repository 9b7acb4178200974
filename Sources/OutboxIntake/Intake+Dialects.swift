package import OutboxCore

extension Intake {
    /// Judges every event of a document: of one that holds several, each of them in its place; of any other, its one.
    ///
    /// Lists of several are Segment's and RudderStack's `batch`, the `events` of the Measurement Protocol and the
    /// `data` of a request to TikTok. In a CloudEvents envelope there may be one event alone, since it has one id.
    ///
    /// - Parameters:
    ///   - bytes: one JSON object, of at most `IntakeRules.maximumDocumentBytes`; what is no JSON is judged event by
    ///     event where a list can be seen in it.
    ///   - receivedAt: the time of the receipt.
    ///   - arrival: how it came.
    ///   - headers: what is kept of the request's headers.
    ///   - connectionAddress: the shopper's IP address, where the connection is known to be theirs; given to events
    ///     that came without one.
    package func acceptAll(
        _ bytes: [UInt8], receivedAt: Timestamp, arrival: Arrival, headers: [String: String] = [:],
        connectionAddress: String? = nil
    ) -> [IntakeResult] {
        acceptAll(
            bytes, limit: .max, receivedAt: receivedAt, arrival: arrival, headers: headers,
            connectionAddress: connectionAddress) ?? []
    }

    /// The same for at most so many events; nil where the document holds more, of which none is judged then.
    package func acceptAll(
        _ bytes: [UInt8], limit: Int, receivedAt: Timestamp, arrival: Arrival, headers: [String: String] = [:],
        connectionAddress: String? = nil
    ) -> [IntakeResult]? {
        guard limit > 0 else { return nil }
        let receipt = Receipt(
            time: receivedAt, arrival: arrival, headers: headers, connectionAddress: connectionAddress)
        guard let dialect, dialect.list != nil else { return [accept(bytes, receipt)] }
        let document: JSONDocument
        switch parse(bytes, limit: rules.maximumDocumentBytes) {
        case .success(let parsed): document = parsed
        case .failure(let problem):
            guard let list = brokenList(bytes) else { return [Self.rejected(problem.text)] }
            return judge(list, limit: limit, receipt)
        }
        if let envelope = CloudEvent(document.root), let data = envelope.data,
            EventList(data, dialect: dialect, limit: 0) != nil
        {
            let text = "a list of events in an envelope: send an envelope for each event"
            return [Self.rejected(text, at: "data." + (dialect.list ?? ""))]
        }
        guard let list = EventList(document.root, dialect: dialect, limit: rules.maximumEventBytes) else {
            guard bytes.count <= rules.maximumEventBytes else { return [Self.rejected(tooLarge(bytes.count).text)] }
            return [judge(document.root, place: nil, receipt)]
        }
        return judge(list, limit: limit, receipt)
    }

    private func brokenList(_ bytes: [UInt8]) -> EventList? {
        guard let dialect, bytes.count <= rules.maximumDocumentBytes else { return nil }
        return EventList(broken: bytes, dialect: dialect, limit: rules.maximumEventBytes)
    }

    private func judge(_ list: EventList, limit: Int, _ receipt: Receipt) -> [IntakeResult]? {
        guard list.count <= limit else { return nil }
        guard list.count > 0 else {
            return [Self.rejected("an empty list: there is no event in it", at: dialect?.list ?? "")]
        }
        return list.elements.map { element in
            let parsed = element.event.flatMap { parse($0, limit: rules.maximumEventBytes) }
            switch parsed {
            case .success(let document): return judge(document.root, place: element.place, receipt)
            case .failure(let problem): return Self.rejected(problem.text, at: element.path)
            }
        }
    }

    /// How many events a document seems to hold, for who must say so without judging them.
    package func eventCount(of bytes: [UInt8]) -> Int {
        guard let dialect, dialect.list != nil else { return 1 }
        guard let document = try? JSONDocument(bytes) else { return brokenList(bytes)?.count ?? 1 }
        return EventList(document.root, dialect: dialect, limit: 0)?.count ?? 1
    }

    /// The times that the events of a document name, for who must know the times of a file before its events are
    /// judged; none where there is none that could be accepted.
    package func eventTimes(of bytes: [UInt8], receivedAt: Timestamp) -> [Timestamp] {
        let document = try? JSONDocument(bytes)
        let list =
            if let document {
                dialect.flatMap { EventList(document.root, dialect: $0, limit: rules.maximumEventBytes) }
            } else {
                brokenList(bytes)
            }
        guard let list else {
            guard let document, document.root.kind == .object else { return [] }
            return [eventTime(of: document.root, receivedAt: receivedAt)].compactMap(\.self)
        }
        return list.elements.compactMap { element in
            guard case .success(let bytes) = element.event, let document = try? JSONDocument(bytes) else { return nil }
            return eventTime(of: document.root, receivedAt: receivedAt)
        }
    }

    private func eventTime(of root: JSONValue, receivedAt: Timestamp) -> Timestamp? {
        let time = { (value: JSONValue?) in
            value.flatMap { try? EventTimeReader.read($0, receivedAt: receivedAt).get() }
        }
        if rules.dialect == .native, let value = root["event_time"] { return time(value) }
        guard let dialect = dialect ?? Dialect.shipped[.native],
            let received = try? ReceivedDocument(root, dialect: dialect, place: nil),
            let document = try? JSONDocument(Translation(received, findings: Findings()).bytes)
        else { return nil }
        return time(document.root["event_time"])
    }

    /// Judges an event of another dialect, or in an envelope: by the native event that it means.
    func judgeForeign(
        _ root: JSONValue, place: ReceivedDocument.ListPlace?, _ receipt: Receipt, _ findings: Findings = Findings(),
        mayHideKeys: Bool = true
    ) -> IntakeResult {
        guard let dialect = dialect ?? Dialect.shipped[.native] else {
            return Self.rejected("the dialect \(rules.dialect.rawValue) is not built")
        }
        let received: ReceivedDocument
        do { received = try ReceivedDocument(root, dialect: dialect, place: place) } catch {
            return Self.rejected(error.text)
        }
        if let problem = wrongDialect(received.event, is: rules.dialect) { return Self.rejected(problem) }
        if let refusal = dialect.refused.first(where: { $0.applies(to: received.event) }) {
            return Self.rejected(refusal.text, at: received.path(in: refusal.path.description))
        }
        if mayHideKeys, let scrub = privacy.scrub, ReceivedEdit.hidesKey(in: root, scrub: scrub) {
            guard let scrubbed = ScrubbedKeys(root, scrub: scrub, findings: findings) else {
                return Self.rejected("two keys of an object are the same e-mail address or phone number")
            }
            return judgeForeign(
                scrubbed.document.root, place: place, receipt, scrubbed.findings, mayHideKeys: false)
        }
        let translation = Translation(received, findings: findings)
        guard let native = try? JSONDocument(translation.bytes) else {
            return Self.rejected("nested too deep to be translated")
        }
        return judgeNative(native.root, receipt, of: translation)
    }

    /// What is to be said where a document seems to be in another dialect than the source's; nil where it does not.
    func wrongDialect(_ document: JSONValue, is dialect: DialectName) -> String? {
        guard let other = Dialect.shipped[dialect]?.other(in: document) else { return nil }
        let marks = other.marks.prefix(3).map(\.description).joined(separator: ", ")
        return "this looks like \(other.name.rawValue) (\(marks)); the source says \(dialect.rawValue)"
    }

    /// The document that an event was made of, as it is kept.
    func received(of translation: Translation, country: String?) -> [UInt8] {
        ReceivedEdit.bytes(of: translation.received, country: country, privacy: privacy)
    }

    /// The headers as they are kept: an object in canonical form, names in lower case; nil where there are none.
    func headers(_ headers: [String: String]) -> [UInt8]? {
        guard !headers.isEmpty else { return nil }
        let lowercased = Dictionary(
            headers.sorted { $0.key < $1.key }.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in lowercased.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            writer.key(name)
            writer.string(scrubbed(value))
        }
        writer.endObject()
        return writer.bytes
    }
}
