import NIOHTTP1
import OutboxCore
import OutboxIntake

// Handing events over.
extension ProducerAPI {
    /// `POST /v1/events`: judges each event on its own, keeps the good ones in one write, and answers after that.
    func enqueue(_ request: HTTPRequest) async throws(RequestFailure) -> HTTPResponse {
        let configuration = configuration
        let source = try source(request, in: configuration)
        guard try !isPreview(request) else { return try await answer(request, of: source, configuration, true) }
        do throws(RequestFailure) {
            return try await answer(request, of: source, configuration, false)
        } catch {
            note(error, of: source, request)
            throw error
        }
    }

    private func answer(
        _ request: HTTPRequest, of source: ServedSource, _ configuration: ServedConfiguration, _ isPreview: Bool
    ) async throws(RequestFailure) -> HTTPResponse {
        let documents = try BodyReader(limit: configuration.limits.body).documents(of: request)
        guard !documents.isEmpty else { throw RequestFailure(.invalidBody, "there is no event in the body") }
        guard documents.count <= Self.maximumEvents else { throw Self.tooMany(documents, of: source) }
        if isPreview {
            guard Self.count(documents, of: source) <= Self.maximumEvents else {
                throw Self.tooMany(documents, of: source)
            }
            return EventAnswer.response(try await look(documents, of: source))
        }
        try await refuseWhenFull(configuration)
        return EventAnswer.response(try await take(documents, of: source, request, configuration))
    }

    /// Judges documents, looks what of them is there already, and keeps nothing.
    private func look(_ documents: [[UInt8]], of source: ServedSource) async throws(RequestFailure) -> [EventAnswer] {
        let looked = source.preview(documents, surroundings.now())
        let events = looked.compactMap { look in
            var event = look.event
            event?.source = source.id
            return event
        }
        var stored: ArraySlice<EnqueueOutcome?>
        do { stored = try await archive.repeats(among: events)[...] } catch {
            throw RequestFailure(error as? StoreError ?? .closed)
        }
        return looked.map { look in
            guard let event = look.event, let outcome = stored.popFirst() ?? nil else { return EventAnswer(look) }
            var answer = EventAnswer(event, outcome, warnings: look.warnings)
            // Nothing would become of it at any destination.
            answer.deliveries = Array("[]".utf8)
            return answer
        }
    }

    /// Judges documents and keeps what is good of them; one answer an event, in their order. Of too many nothing.
    func take(
        _ documents: [[UInt8]], of source: ServedSource, _ request: HTTPRequest, _ configuration: ServedConfiguration
    ) async throws(RequestFailure) -> [EventAnswer] {
        let results = try judge(documents, of: source, request, configuration)
        let events = results.compactMap { if case .accepted(let event, _) = $0 { event } else { nil } }
        var outcomes = try await write { try await store.enqueue(events, fanOut: configuration.fanOut) }[...]
        rejects.add(
            zip(events, outcomes).compactMap { $1.isDiffering ? RejectedDocument.differingRepeat($0) : nil },
            of: source.id)
        return results.map { result in
            switch result {
            case .rejected(let problems): return EventAnswer(rejected: problems)
            case .accepted(let event, let warnings):
                guard let outcome = outcomes.popFirst() else { return EventAnswer(rejected: []) }
                return EventAnswer(event, outcome, warnings: warnings)
            }
        }
    }

    /// Refuses events while too much waits or the disk is nearly full.
    func refuseWhenFull(_ configuration: ServedConfiguration) async throws(RequestFailure) {
        if let refusal = await backpressure.refusal(configuration) { throw refusal }
    }

    private func judge(
        _ documents: [[UInt8]], of source: ServedSource, _ request: HTTPRequest, _ configuration: ServedConfiguration
    ) throws(RequestFailure) -> [IntakeResult] {
        let now = surroundings.now()
        let headers = keptHeaders(of: request, configuration)
        let address =
            source.takesConnectionAddress
            ? ClientAddress.find(request, trustedProxies: configuration.trustedProxies) : nil
        var results: [IntakeResult] = []
        results.reserveCapacity(documents.count)
        var rejected: [RejectedEvent] = []
        for document in documents {
            guard
                let judged = source.intake.acceptAll(
                    document, limit: Self.maximumEvents - results.count, receivedAt: now,
                    arrival: .handedOver(random: surroundings.random), headers: headers, connectionAddress: address)
            else { throw Self.tooMany(documents, of: source) }
            rejected += Self.rejected(judged, of: document, source, at: now)
            results += judged
        }
        rejects.add(rejected, of: source.id)
        return results
    }

    /// What is kept of the rejected events of a document, masked.
    private static func rejected(
        _ results: [IntakeResult], of bytes: [UInt8], _ source: ServedSource, at now: Timestamp
    ) -> [RejectedEvent] {
        var document: RejectedDocument?
        return results.enumerated().compactMap { index, result in
            guard case .rejected(let problems) = result else { return nil }
            // Read once, however many of its events are rejected.
            let readable = document ?? RejectedDocument(bytes, of: source.intake)
            document = readable
            return readable.event(at: index, problems: problems, rejectedAt: now)
        }
    }

    /// `traceparent` and what the configuration says; the fields of one name are joined, as HTTP means them.
    private func keptHeaders(of request: HTTPRequest, _ configuration: ServedConfiguration) -> [String: String] {
        var kept: [String: String] = [:]
        for name in ["traceparent"] + configuration.keptHeaders {
            let values = request.headers[name]
            if !values.isEmpty { kept[name] = String(values.joined(separator: ", ").prefix(Self.keptHeaderLength)) }
        }
        return kept
    }

    private func isPreview(_ request: HTTPRequest) throws(RequestFailure) -> Bool {
        guard let value = request.parameter("validate") else { return false }
        guard value == "only" else {
            throw RequestFailure(.invalidParameter, "validate has the one value `only`", path: "validate")
        }
        return true
    }

    /// How much is kept of a header, with each event of its request.
    private static let keptHeaderLength = 512

    private static func count(_ documents: [[UInt8]], of source: ServedSource) -> Int {
        documents.reduce(0) { $0 + source.intake.eventCount(of: $1) }
    }

    private static func tooMany(_ documents: [[UInt8]], of source: ServedSource) -> RequestFailure {
        let count = documents.count > maximumEvents ? documents.count : count(documents, of: source)
        return RequestFailure(
            .tooManyEvents, "\(count) events, \(maximumEvents) is the most of one request; nothing was taken")
    }
}
